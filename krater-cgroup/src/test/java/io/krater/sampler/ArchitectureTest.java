package io.krater.sampler;

import io.krater.rooms.RoomsContract;
import java.util.List;

class ArchitectureTest extends RoomsContract {
    @Override
    protected List<String> rooms() {
        return List.of(
                "io.krater.sample", "io.krater.cgroup.read", "io.krater.host", "io.krater.cgroup", "io.krater.sampler");
    }
}
