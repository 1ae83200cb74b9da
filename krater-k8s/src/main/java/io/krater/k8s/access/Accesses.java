package io.krater.k8s.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way to the API server: a kubeconfig that is given, else those that {@code KUBECONFIG} lists, else {@code
 * ~/.kube/config}, else the service account of the pod that this process runs in, else a k3s or MicroK8s on this machine.
 *
 * <p>Nothing is passed over in silence: what names no server, an entry that is not there, credentials that cannot be had and
 * fields that are not supported are refused, and a user's requests never go without credentials.
 */
public final class Accesses {
    private static final List<Path> DISTRIBUTIONS = List.of(
            Path.of("/etc/rancher/k3s/k3s.yaml"), Path.of("/var/snap/microk8s/current/credentials/client.config"));

    private final Map<String, String> environment;
    private final Path home;
    private final Path serviceAccount;

    /** Finds it by this process's environment. */
    public Accesses() {
        this(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    Accesses(Map<String, String> environment, Path home, Path serviceAccount) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.serviceAccount = serviceAccount;
    }

    /**
     * Finds it.
     *
     * @param kubeconfig the file; where empty, see above
     * @param context of the file or files; where empty, their current one
     * @throws ConfigProblem if there is none, or it cannot be used
     */
    public Access find(Optional<Path> kubeconfig, Optional<String> context) {
        List<Path> files = kubeconfig.map(List::of).orElseGet(this::customary);
        if (!files.isEmpty()) {
            return of(Kubeconfig.read(files).choose(context));
        }
        if (Files.isReadable(serviceAccount.resolve("token"))) {
            return ofServiceAccount();
        }
        throw new ConfigProblem("no cluster is named: set KUBECONFIG, or put a kubeconfig at " + homeFile());
    }

    private List<Path> customary() {
        String variable = environment.get("KUBECONFIG");
        if (Kubeconfig.isGiven(variable)) {
            List<Path> named = Arrays.stream(String.valueOf(variable).split(File.pathSeparator, -1))
                    .filter(Kubeconfig::isGiven)
                    .map(Path::of)
                    .toList();
            List<Path> there = named.stream().filter(Files::exists).toList();
            if (there.isEmpty()) {
                throw new ConfigProblem("KUBECONFIG must name a file that is there, was \"" + variable + "\"");
            }
            return there;
        }
        if (Files.exists(homeFile())) {
            return List.of(homeFile());
        }
        if (Files.isReadable(serviceAccount.resolve("token"))) {
            return List.of();
        }
        return DISTRIBUTIONS.stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private Path homeFile() {
        return home.resolve(".kube").resolve("config");
    }

    private Access ofServiceAccount() {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (!Kubeconfig.isGiven(host) || !Kubeconfig.isGiven(port)) {
            throw new ConfigProblem("there is a service account's token at " + serviceAccount
                    + ", but KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT do not name its API server");
        }
        String name = String.valueOf(host);
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port)
                .withCaCertFile(serviceAccount.resolve("ca.crt").toString());
        try {
            config.withNamespace(
                    Files.readString(serviceAccount.resolve("namespace")).strip());
        } catch (IOException e) {
            config.withNamespace("default");
        }
        TokenSource tokens = TokenSource.inFile(serviceAccount.resolve("token"), "the pod's service account");
        return new Access(
                Access.unhurried(config), Optional.of(tokens), "the service account of this pod (token)", false);
    }

    private Access of(Kubeconfig.Choice choice) {
        Kubeconfig.Found<Cluster> cluster = choice.cluster();
        ConfigBuilder config = new ConfigBuilder(Config.empty());
        URI server = server(cluster);
        config.withMasterUrl(server.toString())
                .withNamespace(choice.context().entry().getNamespace());
        trust(cluster, config);
        Proxy.of(server, cluster.entry().getProxyUrl(), environment).ifPresent(proxy -> {
            config.withHttpsProxy(proxy);
            config.withHttpProxy(proxy);
        });
        if (choice.user().isEmpty()) {
            String who = "nobody: context \"" + choice.context().name() + "\" of "
                    + choice.context().file() + " names no user";
            return new Access(Access.unhurried(config), Optional.empty(), who, true);
        }
        Kubeconfig.Found<AuthInfo> user = choice.user().get();
        Login login = Login.of(user, clusterInfo(cluster, server), config);
        String who = "user \"" + user.name() + "\" (" + login.how() + ") of " + user.file();
        return new Access(Access.unhurried(config), login.tokens(), who, false);
    }

    private static URI server(Kubeconfig.Found<Cluster> cluster) {
        String text = cluster.entry().getServer();
        String which = "server of cluster \"" + cluster.name() + "\" of " + cluster.file();
        if (!Kubeconfig.isGiven(text)) {
            throw new ConfigProblem(which + " must be a URL, but there is none");
        }
        String full = text.contains("://") ? text.strip() : "https://" + text.strip();
        URI server;
        try {
            server = URI.create(full);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem(which + " must be a URL, was \"" + text + "\"");
        }
        if (server.getRawUserInfo() != null) {
            Secrets.remember(server.getRawUserInfo());
            throw new ConfigProblem(
                    which + " must hold no user and password, which end in every message and log: give them"
                            + " as username and password of the user's entry");
        }
        boolean known = "http".equalsIgnoreCase(server.getScheme()) || "https".equalsIgnoreCase(server.getScheme());
        if (!known || server.getHost() == null) {
            throw new ConfigProblem(which + " must be https://HOST:PORT, was \"" + text + "\"");
        }
        return server;
    }

    private static void trust(Kubeconfig.Found<Cluster> cluster, ConfigBuilder config) {
        Cluster entry = cluster.entry();
        String which = "cluster \"" + cluster.name() + "\" of " + cluster.file();
        if (Kubeconfig.isGiven(entry.getTlsServerName())) {
            throw new ConfigProblem("tls-server-name of " + which + " is not supported: put a name into server that the"
                    + " certificate holds, and where needed that name into /etc/hosts");
        }
        boolean unchecked = Boolean.TRUE.equals(entry.getInsecureSkipTlsVerify());
        config.withTrustCerts(unchecked).withDisableHostnameVerification(unchecked);
        if (Kubeconfig.isGiven(entry.getCertificateAuthorityData())) {
            config.withCaCertData(
                    Login.decoded(entry.getCertificateAuthorityData(), "certificate-authority-data of " + which));
        } else if (Kubeconfig.isGiven(entry.getCertificateAuthority())) {
            config.withCaCertFile(Login.readable(
                    cluster.resolve(entry.getCertificateAuthority()), "certificate-authority of " + which));
        }
    }

    /** What a plugin that asks for it is told of the cluster. */
    private static Map<String, Object> clusterInfo(Kubeconfig.Found<Cluster> cluster, URI server) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("server", server.toString());
        put(info, "certificate-authority-data", cluster.entry().getCertificateAuthorityData());
        put(info, "proxy-url", cluster.entry().getProxyUrl());
        info.put("insecure-skip-tls-verify", Boolean.TRUE.equals(cluster.entry().getInsecureSkipTlsVerify()));
        return info;
    }

    private static void put(Map<String, Object> info, String key, @Nullable String value) {
        if (value != null) {
            info.put(key, value);
        }
    }
}
