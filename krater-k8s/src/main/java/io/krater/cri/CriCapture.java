package io.krater.cri;

import io.krater.cgroup.HostFacts;
import io.krater.cri.v1.Image;
import io.krater.launch.Capture;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is to be known of a machine, its runtime and the images there; what cannot be asked is said to be so. */
final class CriCapture {
    private CriCapture() {}

    static Capture of(CriSocket socket, CriSettings settings, Suite suite) {
        Map<String, String> host = new LinkedHashMap<>(HostFacts.capture());
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        suite.environments().forEach(environment -> environments.put(environment.name(), new LinkedHashMap<>()));
        host.put("cri.socket", socket.toString());
        host.put("cri.network", settings.hostNetwork() ? "host" : "a sandbox's own");
        host.put("cri.started", settings.sandboxOnly() ? "sandbox only" : "sandbox and container");
        try (CriConnection connection = CriConnection.open(socket, settings.deadlines())) {
            host.put("cri.runtime", connection.version().getRuntimeName());
            host.put("cri.runtime_version", connection.version().getRuntimeVersion());
            CriRuntime runtime = CriRuntime.ask(connection, CriLauncher.cgroups());
            host.put("cri.cgroup_driver", runtime.systemd() ? "systemd" : "cgroupfs");
            host.put("cri.handlers", String.join(" ", runtime.handlers()));
            for (Environment environment : suite.environments()) {
                environments.put(environment.name(), describe(connection, settings, environment));
            }
        } catch (IOException refusal) {
            host.put("cri.problem", String.valueOf(refusal.getMessage()));
        }
        return new Capture(host, environments);
    }

    private static Map<String, String> describe(CriConnection connection, CriSettings settings, Environment environment)
            throws CriException {
        Map<String, String> facts = new LinkedHashMap<>();
        if (environment.target() instanceof Environment.Image target) {
            facts.put("image", target.reference());
            facts.put("runtime_handler", target.runtimeClass().orElse("default"));
            Optional<Image> image = new CriImages(connection, settings.pullPolicy()).find(target.reference());
            image.ifPresent(it -> {
                facts.put("image_id", it.getId());
                it.getRepoDigestsList().stream().findFirst().ifPresent(digest -> facts.put("image_digest", digest));
                facts.put("image_bytes", Long.toString(it.getSize()));
            });
        }
        return facts;
    }
}
