package io.krater.experiment.density;

import io.krater.experiment.RuntimeProcesses;
import java.time.Duration;

/**
 * How a ramp is grown and measured.
 *
 * @param ready the mark at which an instance is ready
 * @param readyTimeout how long each batch is waited for
 * @param batch the most that are started at once
 * @param processes whose memory and CPU time is read
 * @param settle when memory counts as settled
 * @param idle how long idle CPU time is measured
 * @param leaveAvailable memory of the host that has to be available for more, in bytes
 * @param host what is read
 */
record DensitySettings(
        String ready,
        Duration readyTimeout,
        int batch,
        RuntimeProcesses processes,
        SettleRule settle,
        Duration idle,
        long leaveAvailable,
        HostView host) {}
