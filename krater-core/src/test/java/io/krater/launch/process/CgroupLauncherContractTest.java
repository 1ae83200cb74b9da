package io.krater.launch.process;

import org.junit.jupiter.api.Tag;

/** With a cgroup for each trial, where this machine lets them be made. */
@Tag("host")
class CgroupLauncherContractTest extends ProcessContract {
    CgroupLauncherContractTest() {
        super(true);
    }
}
