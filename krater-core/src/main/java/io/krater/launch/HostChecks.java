package io.krater.launch;

import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.Pressure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What on a host disturbs a measurement, whichever launcher's preflight asks. Pure. */
public final class HostChecks {
    /** More than this share of the CPUs busy with other things disturbs. */
    private static final double BUSY = 0.5;
    /** More than this share of the time with tasks that wait for a CPU disturbs. */
    private static final double PRESSED_PERCENT = 10;

    private static final String SILENT = "this machine does not tell";
    private static final String FREQUENCY = "cpu frequency";

    private HostChecks() {}

    /** Whether the CPUs change their speed: with the load, or beyond their nominal speed for a while. */
    public static List<Check> speed(CpuSpeed speed) {
        List<Check> checks = new ArrayList<>();
        Optional<String> governor = speed.governor().filter(name -> !name.isEmpty());
        checks.add(
                governor.isEmpty() || governor.get().equals("performance")
                        ? Check.ok(FREQUENCY, governor.map(HostChecks::named).orElse(SILENT))
                        : Check.warning(
                                FREQUENCY,
                                named(governor.get()),
                                "the CPUs change their speed with the load",
                                "cpupower frequency-set --governor performance"));
        if (speed.turbo().orElse(false)) {
            checks.add(Check.warning(
                    "turbo",
                    "on",
                    "the CPUs' speed depends on heat and on how many of them are busy",
                    speed.driver().orElse("").contains("intel_pstate")
                            ? "echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo"
                            : "echo 0 > /sys/devices/system/cpu/cpufreq/boost"));
        }
        return checks;
    }

    private static String named(String governor) {
        return "governor " + governor;
    }

    /** Whether other programs keep the CPUs busy. */
    public static Check load(Optional<LoadAverage> load, int cpus) {
        if (load.isEmpty()) {
            return Check.ok("load", SILENT);
        }
        double now = load.get().oneMinute();
        String found = String.format(Locale.ROOT, "%.2f over the last minute, %d CPUs", now, cpus);
        return now <= BUSY * cpus
                ? Check.ok("load", found)
                : Check.warning(
                        "load",
                        found,
                        "other programs take CPU time, caches and memory bandwidth from what is measured",
                        "end them, or wait until they have ended (top shows them)");
    }

    /** Whether tasks wait for CPUs, as the kernel accounts it. */
    public static Check pressure(Optional<Pressure.Stall> cpu) {
        if (cpu.isEmpty()) {
            return Check.ok("pressure", SILENT);
        }
        String found = String.format(
                Locale.ROOT, "CPU: %.1f %% of the last 10 s", cpu.get().percent10());
        return cpu.get().percent10() <= PRESSED_PERCENT
                ? Check.ok("pressure", found)
                : Check.warning("pressure", found, "tasks wait for CPUs", "cat /proc/pressure/cpu; top");
    }
}
