package io.krater.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the cluster's configuration and makes clients that do not repeat requests behind one's back. */
final class ClientConfig {
    private static final List<Path> DISTRIBUTIONS = List.of(
            Path.of("/etc/rancher/k3s/k3s.yaml"), Path.of("/var/snap/microk8s/current/credentials/client.config"));
    private static final Path IN_CLUSTER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private ClientConfig() {}

    static Config find(Optional<Path> kubeconfig, Optional<String> context) {
        Optional<Path> file = kubeconfig.or(ClientConfig::fromEnvironment).or(ClientConfig::fromHome);
        if (file.isEmpty() && !Files.isReadable(IN_CLUSTER)) {
            file = DISTRIBUTIONS.stream().filter(Files::isReadable).findFirst();
            if (file.isEmpty()) {
                throw new IllegalArgumentException("no cluster is named: set KUBECONFIG, or put a kubeconfig at "
                        + Path.of(System.getProperty("user.home"), ".kube", "config"));
            }
        }
        Config config = file.isPresent() ? read(file.get(), context.orElse(null)) : Config.autoConfigure(null);
        return new ConfigBuilder(config)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                // a connection of its own for each request under way: a dead one then stops nothing but its own
                .withHttp2Disable(true)
                .build();
    }

    private static Optional<Path> fromEnvironment() {
        String variable = System.getenv("KUBECONFIG");
        if (variable == null || variable.isBlank()) {
            return Optional.empty();
        }
        Path first = Path.of(variable.split(File.pathSeparator, -1)[0]);
        if (!Files.isReadable(first)) {
            throw new IllegalArgumentException("KUBECONFIG must name a readable file, was \"" + variable + "\"");
        }
        return Optional.of(first);
    }

    private static Optional<Path> fromHome() {
        return Optional.of(Path.of(System.getProperty("user.home"), ".kube", "config"))
                .filter(Files::isReadable);
    }

    private static Config read(Path file, @Nullable String context) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("kubeconfig must be a readable file, was \"" + file + "\"");
        }
        Config config = parse(file);
        if (context != null) {
            boolean known = config.getContexts().stream().anyMatch(it -> context.equals(it.getName()));
            if (!known) {
                throw new IllegalArgumentException("context must be one of "
                        + config.getContexts().stream().map(it -> it.getName()).toList() + " of " + file + ", was \""
                        + context + "\"");
            }
            System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file.toString());
            config = Config.autoConfigure(context);
            System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        }
        return config;
    }

    private static Config parse(Path file) {
        try {
            return Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException unreadable) { // the YAML reader has exceptions of its own
            throw new IllegalArgumentException(
                    "kubeconfig " + file + " cannot be understood: " + unreadable.getMessage(), unreadable);
        }
    }

    static String namespace(Config config) {
        return config.getNamespace() == null || config.getNamespace().isBlank() ? "default" : config.getNamespace();
    }

    static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
