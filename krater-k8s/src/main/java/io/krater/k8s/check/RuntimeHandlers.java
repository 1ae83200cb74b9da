package io.krater.k8s.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Pattern IMPORTS = Pattern.compile("(?m)^\\s*imports\\s*=");

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

    static Optional<Boolean> isIn(String configuration, String handler) {
        Pattern section =
                Pattern.compile("(?m)^\\s*\\[[^\\]\\n]*\\.runtimes\\.[\"']?" + Pattern.quote(handler) + "[\"']?\\]");
        if (section.matcher(configuration).find()) {
            return Optional.of(true);
        }
        return IMPORTS.matcher(configuration).find() ? Optional.empty() : Optional.of(false);
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
