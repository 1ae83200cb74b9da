package io.krater.examples;

import io.krater.rooms.RoomsContract;
import java.util.List;

class ArchitectureTest extends RoomsContract {
    @Override
    protected List<String> rooms() {
        return List.of("", "io.krater.examples.shell", "io.krater.examples"); // the workload in Java is in no package
    }
}
