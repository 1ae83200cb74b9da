package io.krater.k8s.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What client-go makes of the same files. */
class AccessesTest {
    private static final String SECRET = "s3cr3t-of-ada";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Access find(Optional<String> context) {
        return new Accesses(environment, folder.resolve("home"), folder.resolve("serviceaccount"))
                .find(Optional.empty(), context);
    }

    private Access find() {
        return find(Optional.empty());
    }

    private static String cluster(String name, String server, String more) {
        return "- {name: " + name + ", cluster: {server: '" + server + "'" + more + "}}\n";
    }

    private static String context(String name, String cluster, String user) {
        return "- {name: " + name + ", context: {cluster: " + cluster + ", user: " + user + ", namespace: of-" + name
                + "}}\n";
    }

    private static String whole(String clusterMore, String user) {
        return "current-context: c\ncontexts:\n" + context("c", "k", "ada") + "clusters:\n"
                + cluster("k", "https://one:6443", clusterMore) + "users:\n- name: ada\n  user: " + user + "\n";
    }

    private Access withUser(String user) throws IOException {
        environment.put("KUBECONFIG", write("config", whole("", user)).toString());
        return find();
    }

    private String refused(String clusterMore, String user) throws IOException {
        environment.put("KUBECONFIG", write("config", whole(clusterMore, user)).toString());
        try {
            find();
        } catch (ConfigProblem problem) {
            assertThat(problem.getMessage()).doesNotContain(SECRET);
            assertThat(problem).hasNoCause();
            return String.valueOf(problem.getMessage());
        }
        throw new AssertionError("not refused");
    }

    @Test
    void mergesTheFilesOfAList() throws Exception {
        Path first = write(
                "first",
                "contexts:\n" + context("a", "shared", "ada") + "clusters:\n" + cluster("shared", "https://first:1", "")
                        + "users:\n- {name: ada, user: {token: one-" + SECRET + "}}\n");
        Path second = write(
                "second",
                "current-context: b\ncontexts:\n" + context("a", "other", "bob")
                        + context("b", "shared", "ada") + "clusters:\n" + cluster("shared", "https://second:2", "")
                        + cluster("other", "https://other:3", "") + "users:\n- {name: ada, user: {token: two-" + SECRET
                        + "}}\n"
                        + "- {name: bob, user: {token: bobs-" + SECRET + "}}\n");
        environment.put("KUBECONFIG", ":" + folder.resolve("missing") + ":" + first + ":" + second);
        Access current = find();
        // current-context is the second file's, the entries that both have are the first's
        assertThat(current.config().getMasterUrl()).startsWith("https://first:1");
        assertThat(current.namespace()).isEqualTo("of-b");
        assertThat(current.tokens().orElseThrow().token()).isEqualTo("one-" + SECRET);
        Access named = find(Optional.of("a"));
        assertThat(named.config().getMasterUrl()).startsWith("https://first:1");
        assertThat(named.namespace()).isEqualTo("of-a");
    }

    @Test
    void takesPathsFromTheFolderOfTheirFile() throws Exception {
        write("deep/token", " " + SECRET + "\n");
        write("deep/ca.pem", "no certificate, but readable");
        Path file = write(
                "deep/config", whole(", certificate-authority: ca.pem", "{token: ignored-token, tokenFile: ./token}"));
        environment.put("KUBECONFIG", file.toString());
        Access access = find();
        assertThat(access.tokens().orElseThrow().token()).isEqualTo(SECRET);
        assertThat(access.config().getCaCertFile())
                .isEqualTo(folder.resolve("deep/ca.pem").toString());
        assertThat(access.who())
                .contains("ada", "tokenFile", folder.resolve("deep/config").toString());
    }

    @Test
    void readsATokenFileAnewWhenItsTokenIsRefused() throws Exception {
        Path token = write("token", "old-" + SECRET);
        TokenSource source = TokenSource.inFile(token, "user");
        Files.writeString(token, "new-" + SECRET);
        assertThat(source.token()).isEqualTo("old-" + SECRET);
        assertThat(source.renew("old-" + SECRET)).isTrue();
        assertThat(source.token()).isEqualTo("new-" + SECRET);
        assertThat(source.renew("new-" + SECRET)).isFalse();
    }

    @Test
    void neverGoesWithoutCredentialsInSilence() throws Exception {
        assertThat(refused("", "{}")).contains("no credentials", "ada");
        assertThat(refused("", "{tokn: " + SECRET + "}")).contains("no credentials");
        assertThat(refused("", "{tokenFile: nowhere}")).contains("tokenFile", "nowhere");
        assertThat(refused("", "{tokenFile: " + write("empty", "\n") + "}")).contains("is empty");
        assertThat(refused("", "{username: ada}")).contains("no password");
        assertThat(refused("", "{client-certificate-data: YQ==}")).contains("no key");
        assertThat(refused("", "{client-key-data: '" + SECRET + "!', client-certificate-data: YQ==}"))
                .contains("client-key-data", "Base64");
        assertThat(refused("", "{client-certificate: gone.pem, client-key: gone.key}"))
                .contains("client-certificate", "gone.pem");
        environment.put(
                "KUBECONFIG",
                write("config", whole("", "{token: x-" + SECRET + "}").replace("user: ada", "user: eve"))
                        .toString());
        assertThatThrownBy(this::find).isInstanceOf(ConfigProblem.class).hasMessageContaining("names the user \"eve\"");
    }

    @Test
    void namesFieldsThatAreNotSupported() throws Exception {
        assertThat(refused(", tls-server-name: other", "{token: " + SECRET + "}"))
                .contains("tls-server-name");
        assertThat(refused(", proxy-url: 'socks5://h:1'", "{token: " + SECRET + "}"))
                .contains("proxy-url", "socks5");
        assertThat(refused("", "{token: " + SECRET + ", as-uid: '7'}")).contains("as-uid");
        assertThat(refused("", "{auth-provider: {name: gcp, config: {}}}"))
                .contains("auth-provider gcp", "exec plugin");
        assertThat(refused("", "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}"))
                .contains("apiVersion", "v1beta1");
    }

    @Test
    void passesOnWhomToImpersonate() throws Exception {
        Access access = withUser("{token: " + SECRET + ", as: root, as-groups: [a, b], as-user-extra: {k: [v]}}");
        assertThat(access.config().getImpersonateUsername()).isEqualTo("root");
        assertThat(access.config().getImpersonateGroups()).containsExactly("a", "b");
        assertThat(access.config().getImpersonateExtras()).containsKey("k");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        for (String broken : new String[] {
            "",
            "# nothing\n",
            "token: [" + SECRET,
            "users:\n- name: ada\n  user: {token: \"" + SECRET + "\n",
            "a: b: " + SECRET,
            "users: " + SECRET,
            "current-context: nowhere\n",
            "contexts: []\n",
            "\u0000\u0001" + SECRET,
            "[" + SECRET + "]"
        }) {
            Path file = write("broken", broken);
            environment.put("KUBECONFIG", file.toString());
            assertThatThrownBy(this::find)
                    .isInstanceOf(ConfigProblem.class)
                    .hasNoCause()
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain(SECRET, "null", "An error", "Exception", "kubernetes.default.svc");
        }
        environment.put("KUBECONFIG", folder.toString());
        assertThatThrownBy(this::find).hasMessageContaining("is a folder");
        environment.put("KUBECONFIG", folder.resolve("x") + ":" + folder.resolve("y"));
        assertThatThrownBy(this::find).hasMessageContaining("KUBECONFIG").hasMessageContaining("/x:");
    }

    @Test
    void namesTheContextsThatThereAre() throws Exception {
        environment.put(
                "KUBECONFIG",
                write("config", whole("", "{token: " + SECRET + "}")).toString());
        assertThatThrownBy(() -> find(Optional.of("d")))
                .hasMessageContaining("context must be one of [c]")
                .hasMessageContaining("\"d\"");
        environment.put(
                "KUBECONFIG",
                write("config", whole("", "{}").replace("current-context: c", "current-context: gone"))
                        .toString());
        assertThatThrownBy(this::find)
                .hasMessageContaining("current-context must be one of [c]")
                .hasMessageContaining("\"gone\"");
    }

    @Test
    void refusesAPasswordInTheServersAddressWithoutRepeatingIt() throws Exception {
        environment.put(
                "KUBECONFIG",
                write("config", whole("", "{token: abcdef}").replace("https://one", "https://ada:" + SECRET + "@one"))
                        .toString());
        assertThatThrownBy(this::find).hasMessageContaining("server").message().doesNotContain(SECRET);
    }

    @Test
    void usesTheProxiesThatClientGoWould() throws Exception {
        String user = "{token: " + SECRET + "}";
        environment.put("HTTPS_PROXY", "proxy:3128");
        assertThat(withUser(user).config().getHttpsProxy()).isEqualTo("http://proxy:3128");
        environment.put("NO_PROXY", "other, .two ,one:6443");
        assertThat(withUser(user).config().getHttpsProxy()).isNull();
        environment.put("NO_PROXY", "one:1");
        environment.put(
                "KUBECONFIG",
                write("config", whole(", proxy-url: 'http://u:" + SECRET + "@special'", user))
                        .toString());
        for (Optional<String> context : java.util.List.of(Optional.of("c"), Optional.<String>empty())) {
            assertThat(find(context).config().getHttpsProxy()).isEqualTo("http://u:" + SECRET + "@special:80");
        }
        assertThat(Secrets.hide("through http://u:" + SECRET + "@special")).doesNotContain(SECRET);
    }

    @Test
    void knowsGosRulesForNoProxy() {
        Map<String, String> all =
                Map.of("https_proxy", "p:1", "no_proxy", "10.0.0.0/8,a.b,.c.d,*.e.f,[fd00::1]:6443,x:7");
        for (String direct : new String[] {
            "https://10.1.2.3",
            "https://a.b",
            "https://z.a.b",
            "https://q.c.d",
            "https://q.e.f",
            "https://[fd00::1]:6443",
            "https://x:7",
            "https://localhost",
            "https://127.0.0.9:1",
            "https://[::1]:2"
        }) {
            assertThat(Proxy.of(java.net.URI.create(direct), null, all))
                    .as(direct)
                    .isEmpty();
        }
        for (String through : new String[] {
            "https://11.1.2.3",
            "https://za.b",
            "https://c.d",
            "https://[fd00::1]:6444",
            "https://x",
            "https://ten.example"
        }) {
            assertThat(Proxy.of(java.net.URI.create(through), null, all))
                    .as(through)
                    .contains("http://p:1");
        }
        assertThat(Proxy.of(java.net.URI.create("http://plain"), null, all)).isEmpty();
    }

    @Test
    void findsThePodsOwnServiceAccountByAnAddressOfEitherKind() throws Exception {
        write("serviceaccount/token", SECRET);
        write("serviceaccount/namespace", "inside\n");
        environment.putAll(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));
        Access access = find();
        assertThat(access.config().getMasterUrl()).startsWith("https://[fd00::1]:443");
        assertThat(access.namespace()).isEqualTo("inside");
        assertThat(access.anonymous()).isFalse();
        assertThat(access.tokens().orElseThrow().token()).isEqualTo(SECRET);
    }
}
