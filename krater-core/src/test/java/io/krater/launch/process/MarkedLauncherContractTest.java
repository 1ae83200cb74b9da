package io.krater.launch.process;

import org.junit.jupiter.api.Tag;

/** As where no cgroup can be made. */
@Tag("host")
class MarkedLauncherContractTest extends ProcessContract {
    MarkedLauncherContractTest() {
        super(false);
    }
}
