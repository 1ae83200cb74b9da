package io.krater.cri;

import io.krater.cgroup.CgroupMount;
import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.Pressure;
import io.krater.k8s.model.PullPolicy;
import io.krater.launch.Check;
import io.krater.launch.HostChecks;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a suite can run through a CRI socket: the socket, the runtime, and what each environment needs of it. */
final class CriPreflight {
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "io", "pids");

    private final CriSocket socket;
    private final CriSettings settings;

    CriPreflight(CriSocket socket, CriSettings settings) {
        this.socket = socket;
        this.settings = settings;
    }

    List<Check> check(Suite suite) {
        List<Check> checks = new ArrayList<>();
        try (CriConnection connection = CriConnection.open(socket, settings.deadlines())) {
            checks.add(Check.ok(
                    "CRI socket",
                    socket + ": " + connection.version().getRuntimeName() + " "
                            + connection.version().getRuntimeVersion()));
            CriRuntime runtime =
                    CriRuntime.ask(connection, CgroupMount.detect().root().orElse(Path.of("/sys/fs/cgroup")));
            checks.add(ready(runtime));
            checks.add(network(runtime));
            for (Environment environment : suite.environments()) {
                checks.addAll(environment(environment, connection, runtime));
            }
        } catch (CriException refusal) {
            checks.add(
                    Check.error(
                            "CRI socket",
                            String.valueOf(refusal.getMessage()),
                            "nothing can be started",
                            "name the runtime's socket, CriLauncher.builder().socket(...), and run as a user that may write to it"));
        }
        checks.addAll(kubelets());
        checks.addAll(cgroups());
        checks.add(directory("log directory", settings.logs(), "CriLauncher.builder().logs(...), or run as root"));
        checks.add(HostChecks.load(LoadAverage.read(), Runtime.getRuntime().availableProcessors()));
        checks.add(HostChecks.pressure(Pressure.ofHost("cpu").flatMap(Pressure::some)));
        checks.addAll(HostChecks.speed(CpuSpeed.read()));
        return checks;
    }

    private static Check ready(CriRuntime runtime) {
        return runtime.unready("RuntimeReady")
                .map(why -> Check.error(
                        "runtime",
                        "not ready: " + why,
                        "nothing can be started",
                        "systemctl status containerd; crictl info"))
                .orElseGet(() -> Check.ok(
                        "runtime", "ready, cgroups by " + (runtime.systemd() ? "systemd" : "the runtime itself")));
    }

    private static List<Check> kubelets() {
        return Kubelet.running(Path.of("/proc")).stream()
                .map(it -> Check.error(
                        "kubelet",
                        it.name() + " runs here, pid " + it.pid(),
                        "it ends sandboxes that it does not know within two seconds",
                        "systemctl stop kubelet, or for short runs kill -STOP " + it.pid() + " and kill -CONT "
                                + it.pid() + " afterwards"))
                .toList();
    }

    private Check network(CriRuntime runtime) {
        if (settings.hostNetwork()) {
            return Check.ok("network", "the machine's own: no network plugin runs");
        }
        return runtime.unready("NetworkReady")
                .map(why -> Check.error(
                        "network",
                        "not ready: " + why,
                        "no sandbox with a network of its own can be started",
                        "CriLauncher.builder().hostNetwork(), or a CNI configuration in /etc/cni/net.d"))
                .orElseGet(() -> Check.ok("network", "ready, one for each sandbox"));
    }

    private List<Check> environment(Environment environment, CriConnection connection, CriRuntime runtime)
            throws CriException {
        String subject = "environment " + environment.name();
        if (!(environment.target() instanceof Environment.Image target)) {
            return List.of(Check.error(
                    subject,
                    "is a command of this machine",
                    "its trials cannot be run through CRI",
                    "Environment.pod(\"" + environment.name() + "\").image(...)"));
        }
        List<Check> checks = new ArrayList<>();
        if (!settings.sandboxOnly()) {
            checks.add(image(subject, target, connection));
        }
        target.runtimeClass().ifPresent(handler -> checks.add(handler(subject, handler, runtime)));
        return checks;
    }

    private Check image(String subject, Environment.Image target, CriConnection connection) throws CriException {
        Optional<io.krater.cri.v1.Image> image =
                new CriImages(connection, settings.pullPolicy()).find(target.reference());
        if (image.isPresent()) {
            return Check.ok(
                    subject, "image " + target.reference() + ", " + image.get().getSize() + " bytes");
        }
        return settings.pullPolicy() == PullPolicy.NEVER
                ? Check.error(
                        subject,
                        "the runtime does not have image " + target.reference(),
                        "its trials fail",
                        CriImages.remedy(target.reference()))
                : Check.ok(subject, "image " + target.reference() + " will be pulled before its first trial");
    }

    private static Check handler(String subject, String handler, CriRuntime runtime) {
        if (runtime.handlers().isEmpty()) {
            return Check.warning(
                    subject,
                    "the runtime does not tell whether it has the handler " + handler,
                    "its trials fail if it has not",
                    "crictl info");
        }
        return runtime.handlers().contains(handler)
                ? Check.ok(subject, "runtime handler " + handler)
                : Check.error(
                        subject,
                        "no runtime handler " + handler + "; there is " + String.join(", ", runtime.handlers()),
                        "its trials fail",
                        "an environment's runtimeClass names a handler here; configure it in /etc/containerd/config.toml and"
                                + " systemctl restart containerd");
    }

    private static List<Check> cgroups() {
        CgroupMount mount = CgroupMount.detect();
        if (mount.root().isEmpty()) {
            return List.of(Check.error(
                    "cgroup v2",
                    "there is no cgroup v2 tree",
                    "sandboxes cannot be sampled or told apart",
                    "boot with systemd.unified_cgroup_hierarchy=1"));
        }
        List<Check> checks = new ArrayList<>();
        for (String controller : CONTROLLERS) {
            mount.whyMissing(controller)
                    .ifPresent(why -> checks.add(Check.warning(
                            "cgroup v2",
                            why,
                            "its figures are absent from the results",
                            "boot with systemd.unified_cgroup_hierarchy=1, and enable the controller")));
        }
        checks.add(directory("cgroup v2", mount.root().get(), "run as root"));
        return checks;
    }

    /** Whether a directory, or the nearest one above it that is there, can be written to. */
    private static Check directory(String subject, Path directory, String remedy) {
        Path there = directory;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there)
                ? Check.ok(subject, directory.toString())
                : Check.error(subject, there + " cannot be written to", "nothing can be started", remedy);
    }
}
