package io.krater.k8s.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a kubeconfig's user proves who they are. Where several ways are given, they count in client-go's order: tokenFile, token,
 * username, exec; a client certificate is shown besides each of them.
 *
 * @param tokens where bearer tokens come from; empty where there are none
 * @param how the ways, for people
 */
record Login(Optional<TokenSource> tokens, String how) {
    private static final String WAYS =
            "token, tokenFile, exec, client-certificate with client-key, or username with password";

    /** Reads a user's entry, and puts into the configuration what belongs there. */
    static Login of(Kubeconfig.Found<AuthInfo> user, Map<String, Object> clusterInfo, ConfigBuilder config) {
        AuthInfo entry = user.entry();
        String which = "user \"" + user.name() + "\" of " + user.file();
        impersonate(entry, which, config);
        boolean certificate = certificate(user, which, config);
        String shown = certificate ? ", client certificate" : "";
        if (Kubeconfig.isGiven(entry.getTokenFile())) {
            Path file = user.resolve(entry.getTokenFile());
            return new Login(Optional.of(TokenSource.inFile(file, which)), "tokenFile " + file + shown);
        }
        if (Kubeconfig.isGiven(entry.getToken())) {
            return new Login(Optional.of(TokenSource.fixed(entry.getToken())), "token" + shown);
        }
        if (Kubeconfig.isGiven(entry.getUsername())) {
            password(entry, which, config);
            return new Login(Optional.empty(), "username and password" + shown);
        }
        if (entry.getExec() != null) {
            return plugin(new ExecPlugin(user, entry.getExec(), clusterInfo), config);
        }
        if (entry.getAuthProvider() != null) {
            return provider(entry.getAuthProvider(), which);
        }
        if (!certificate) {
            throw new ConfigProblem(which + " has no credentials that are known here, and without any the server would"
                    + " take us for anybody: give " + WAYS);
        }
        return new Login(Optional.empty(), "client certificate");
    }

    private static void password(AuthInfo entry, String which, ConfigBuilder config) {
        if (!Kubeconfig.isGiven(entry.getPassword())) {
            throw new ConfigProblem(which + " has a username and no password");
        }
        Secrets.remember(entry.getPassword());
        Secrets.remember(entry.getUsername() + ":" + entry.getPassword());
        config.withUsername(entry.getUsername()).withPassword(entry.getPassword());
    }

    private static Login plugin(ExecPlugin plugin, ConfigBuilder config) {
        ExecPlugin.Given given = plugin.run();
        given.certificate().ifPresent(text -> config.withClientCertData(base64(text)));
        given.key().ifPresent(text -> {
            config.withClientKeyData(base64(text));
            config.withClientKeyAlgo(Config.getKeyAlgorithm(null, base64(text)));
        });
        Optional<TokenSource> tokens = given.token().map(first -> new ExecPlugin.Tokens(plugin, given));
        return new Login(tokens, plugin.name());
    }

    /** Superseded by exec plugins; a token that stands there is still good until it expires. */
    private static Login provider(AuthProviderConfig provider, String which) {
        Map<String, String> given = provider.getConfig() == null ? Map.of() : provider.getConfig();
        for (String key : List.of("id-token", "access-token")) {
            if (Kubeconfig.isGiven(given.get(key))) {
                return new Login(
                        Optional.of(TokenSource.fixed(String.valueOf(given.get(key)))),
                        "auth-provider " + provider.getName() + ", whose " + key + " is not renewed here");
            }
        }
        throw new ConfigProblem(
                "auth-provider " + provider.getName() + " of " + which
                        + " is not supported without a token that stands there: use an exec plugin, as kubectl does since 1.26");
    }

    private static void impersonate(AuthInfo entry, String which, ConfigBuilder config) {
        if (Kubeconfig.isGiven(entry.getAsUid())) {
            throw new ConfigProblem("as-uid of " + which + " is not supported");
        }
        if (Kubeconfig.isGiven(entry.getAs())) {
            config.withImpersonateUsername(entry.getAs());
        }
        if (entry.getAsGroups() != null && !entry.getAsGroups().isEmpty()) {
            config.withImpersonateGroups(entry.getAsGroups().toArray(new String[0]));
        }
        if (entry.getAsUserExtra() != null && !entry.getAsUserExtra().isEmpty()) {
            config.withImpersonateExtras(entry.getAsUserExtra());
        }
    }

    private static boolean certificate(Kubeconfig.Found<AuthInfo> user, String which, ConfigBuilder config) {
        AuthInfo entry = user.entry();
        boolean certificate = false;
        boolean key = false;
        if (Kubeconfig.isGiven(entry.getClientCertificateData())) {
            certificate = true;
            config.withClientCertData(decoded(entry.getClientCertificateData(), "client-certificate-data of " + which));
        } else if (Kubeconfig.isGiven(entry.getClientCertificate())) {
            certificate = true;
            config.withClientCertFile(
                    readable(user.resolve(entry.getClientCertificate()), "client-certificate of " + which));
        }
        if (Kubeconfig.isGiven(entry.getClientKeyData())) {
            key = true;
            String data = decoded(entry.getClientKeyData(), "client-key-data of " + which);
            config.withClientKeyData(data).withClientKeyAlgo(Config.getKeyAlgorithm(null, data));
        } else if (Kubeconfig.isGiven(entry.getClientKey())) {
            key = true;
            String file = readable(user.resolve(entry.getClientKey()), "client-key of " + which);
            config.withClientKeyFile(file).withClientKeyAlgo(Config.getKeyAlgorithm(file, null));
        }
        if (certificate != key) {
            throw new ConfigProblem(
                    which + " has a client " + (certificate ? "certificate and no key" : "key and no certificate"));
        }
        return certificate;
    }

    /** A file's path, if the file can be read. */
    static String readable(Path file, String what) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ConfigProblem(what + " must be a readable file, was " + file);
        }
        return file.toString();
    }

    /** The text, if it is Base64 of something. */
    static String decoded(String base64, String what) {
        String bare = base64.replaceAll("\\s", "");
        try {
            if (Base64.getDecoder().decode(bare).length > 0) {
                return bare;
            }
        } catch (IllegalArgumentException e) { // whose message may quote it
            throw new ConfigProblem(what + " must be Base64, and is not");
        }
        throw new ConfigProblem(what + " must be Base64 of a certificate or key, and is empty");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
