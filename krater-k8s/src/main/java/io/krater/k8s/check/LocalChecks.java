package io.krater.k8s.check;

import io.krater.cgroup.CgroupMount;
import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.Pressure;
import io.krater.launch.Check;
import io.krater.launch.HostChecks;
import io.krater.suite.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the node that this process runs on, by its own files: what can be sampled, and what would disturb. */
final class LocalChecks {
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "io", "pids");
    private static final Path CPU_MANAGER = Path.of("/var/lib/kubelet/cpu_manager_state");
    private static final Pattern POLICY = Pattern.compile("\"policyName\"\\s*:\\s*\"([^\"]*)\"");
    private static final Path LOGS = Path.of("/var/log/pods");

    private LocalChecks() {}

    static List<Check> all(Optional<Resources> resources) {
        List<Check> checks = new ArrayList<>();
        checks.addAll(cgroups());
        checks.add(logs());
        checks.add(cpuManager(resources));
        checks.add(HostChecks.load(LoadAverage.read(), Runtime.getRuntime().availableProcessors()));
        checks.add(HostChecks.pressure(Pressure.ofHost("cpu").flatMap(Pressure::some)));
        checks.addAll(HostChecks.speed(CpuSpeed.read()));
        return checks;
    }

    private static List<Check> cgroups() {
        CgroupMount mount = CgroupMount.detect();
        List<Check> checks = new ArrayList<>();
        for (String controller : CONTROLLERS) {
            mount.whyMissing(controller)
                    .ifPresent(why -> checks.add(Check.warning(
                            "cgroup v2",
                            why,
                            "its figures are absent from the results",
                            "boot with systemd.unified_cgroup_hierarchy=1, and enable the controller")));
        }
        if (checks.isEmpty()) {
            checks.add(Check.ok("cgroup v2", mount.root().map(Path::toString).orElse("") + ", " + CONTROLLERS));
        }
        return checks;
    }

    private static Check logs() {
        return Files.isReadable(LOGS)
                ? Check.ok("log files", LOGS.toString())
                : Check.warning(
                        "log files",
                        LOGS + " cannot be read",
                        "logs come through the API server, later",
                        "run as root on the node");
    }

    /** The kubelet keeps its policy in a file beside its state. */
    private static Check cpuManager(Optional<Resources> resources) {
        String policy;
        try {
            Matcher matcher = POLICY.matcher(Files.readString(CPU_MANAGER));
            policy = matcher.find() ? matcher.group(1) : "";
        } catch (IOException e) {
            return Check.ok("CPU manager", "its policy cannot be read");
        }
        boolean whole = resources
                .flatMap(it -> it.cpuMillis().isPresent()
                        ? Optional.of(it.cpuMillis().getAsInt() % 1000 == 0)
                        : Optional.empty())
                .orElse(false);
        if (policy.equals("static") && whole) {
            return Check.ok(
                    "CPU manager", "static: the pods get cores of their own and no quota, so are never throttled");
        }
        return Check.ok("CPU manager", policy + ": a CPU limit is a quota, and reaching it is throttling");
    }
}
