module consumer.core {
    requires io.krater;
}
