module consumer.k8s {
    requires io.krater.k8s;
    requires jdk.httpserver;
}
