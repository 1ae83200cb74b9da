package io.krater.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks up whether this node's containerd has a runtime handler, in the configuration file that it was started with. A file
 * that includes others tells nothing for sure, and neither does a node with another container runtime.
 */
final class RuntimeHandlers {
    private static final List<Path> CUSTOMARY = List.of(
            Path.of("/var/lib/rancher/k3s/agent/etc/containerd/config.toml"),
            Path.of("/var/snap/microk8s/current/args/containerd.toml"),
            Path.of("/etc/containerd/config.toml"));
    private static final TomlMapper TOML = new TomlMapper();
    /** Where the CRI plugin's settings are, in the configuration's versions 1, 2 and 3. */
    private static final List<String> PLUGINS =
            List.of("cri", "io.containerd.grpc.v1.cri", "io.containerd.cri.v1.runtime");

    private static final String DEFAULT = "runc";

    private RuntimeHandlers() {}

    /** Whether the handler is there; empty where that cannot be told. */
    static Optional<Boolean> isConfigured(String handler) {
        Optional<Path> file = fromCommandLine(Path.of("/proc"))
                .or(() -> CUSTOMARY.stream().filter(Files::isReadable).findFirst());
        try {
            return file.isEmpty() ? Optional.empty() : isIn(Files.readString(file.get()), handler);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Whether a configuration has a handler. A table below a handler's own, such as its options, makes the handler as well; one
     * that lists no handlers at all has containerd's own default.
     */
    static Optional<Boolean> isIn(String configuration, String handler) {
        JsonNode all;
        try {
            all = TOML.readTree(configuration);
        } catch (IOException noToml) {
            return Optional.empty();
        }
        boolean any = false;
        for (String plugin : PLUGINS) {
            JsonNode containerd = all.path("plugins").path(plugin).path("containerd");
            JsonNode runtimes = containerd.path("runtimes");
            any |= runtimes.size() > 0;
            boolean untrusted = handler.equals("untrusted") && containerd.has("untrusted_workload_runtime");
            if (runtimes.has(handler) || untrusted) {
                return Optional.of(true);
            }
        }
        if (handler.equals(DEFAULT)) {
            // whether a list of others leaves the default in place depends on containerd's version
            return any ? Optional.empty() : Optional.of(true);
        }
        return all.path("imports").size() > 0 ? Optional.empty() : Optional.of(false);
    }

    /** The file after {@code -c} or {@code --config} of the running containerd. */
    static Optional<Path> fromCommandLine(Path proc) {
        try (Stream<Path> processes = Files.list(proc)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .flatMap(process -> words(process.resolve("cmdline")).stream())
                    .filter(words ->
                            words.get(0).endsWith("/containerd") || words.get(0).equals("containerd"))
                    .flatMap(words -> configured(words).stream())
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> words(Path commandLine) {
        try {
            List<String> words =
                    new ArrayList<>(List.of(Files.readString(commandLine).split("\0", -1)));
            return words.get(0).isEmpty() ? Optional.empty() : Optional.of(words);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<Path> configured(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).startsWith("--config=")) {
                return Optional.of(Path.of(words.get(i).substring("--config=".length())));
            }
            if ((words.get(i).equals("-c") || words.get(i).equals("--config")) && i + 1 < words.size()) {
                return Optional.of(Path.of(words.get(i + 1)));
            }
        }
        return Optional.empty();
    }
}
