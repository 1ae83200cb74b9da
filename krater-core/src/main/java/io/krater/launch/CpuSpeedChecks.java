package io.krater.launch;

import io.krater.host.CpuSpeed;
import java.util.Optional;

/** What makes CPUs change their speed while something is measured, for the preflight of any launcher. Pure. */
public final class CpuSpeedChecks {
    /** Subject of the check of the governor. */
    public static final String FREQUENCY = "cpu frequency";

    private CpuSpeedChecks() {}

    /** A warning where the CPUs' speed follows the load; empty where it does not, or the machine does not tell. */
    public static Optional<Check> governor(CpuSpeed speed) {
        return speed.governor()
                .filter(governor -> !governor.isEmpty() && !governor.equals("performance"))
                .map(governor -> Check.warning(
                        FREQUENCY,
                        "governor " + governor,
                        "the CPUs change their speed with the load",
                        "cpupower frequency-set --governor performance"));
    }

    /** A warning where the CPUs may run faster than their nominal speed for a while; empty elsewhere. */
    public static Optional<Check> turbo(CpuSpeed speed) {
        return speed.turbo()
                .filter(on -> on)
                .map(on -> Check.warning(
                        "turbo",
                        "on",
                        "the CPUs' speed depends on heat and on how many of them are busy",
                        speed.driver().orElse("").contains("intel_pstate")
                                ? "echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo"
                                : "echo 0 > /sys/devices/system/cpu/cpufreq/boost"));
    }
}
