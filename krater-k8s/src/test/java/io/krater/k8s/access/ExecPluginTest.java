package io.krater.k8s.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs as plugins. */
class ExecPluginTest {
    private static final String VERSION = "client.authentication.k8s.io/v1";
    private static final String SECRET = "tok-3n-of-the-plugin";

    @TempDir
    private Path folder;

    private ExecPlugin plugin(String script) throws IOException {
        return plugin(script, Duration.ofSeconds(20));
    }

    private ExecPlugin plugin(String script, Duration patience) throws IOException {
        Path file = folder.resolve("the plugin");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return plugin(
                new ExecConfigBuilder()
                        .withApiVersion(VERSION)
                        .withCommand("./the plugin")
                        .withArgs("a b", "$(exit 3)", "\"q\"")
                        .addNewEnv("GIVEN", "x y")
                        .build(),
                patience);
    }

    private ExecPlugin plugin(ExecConfig config, Duration patience) {
        return new ExecPlugin(
                new Kubeconfig.Found<>("ada", config, folder.resolve("config")),
                config,
                Map.of("server", "s"),
                patience);
    }

    private static String credential(String status) {
        return "{\"apiVersion\":\"" + VERSION + "\",\"kind\":\"ExecCredential\",\"status\":{" + status + "}}";
    }

    private static String print(String text) {
        return "cat <<'END'\n" + text + "\nEND";
    }

    @Test
    void keepsWhatIsSaidToPeopleApart() throws Exception {
        ExecPlugin plugin =
                plugin("echo 'a new version is out' >&2\n" + print(credential("\"token\":\"" + SECRET + "\"")));
        assertThat(plugin.run().token()).contains(SECRET);
    }

    @Test
    void passesWordsAndVariablesAsTheyAre() throws Exception {
        ExecPlugin plugin = plugin("printf '%s|' \"$@\" > seen; printf '%s' \"$GIVEN|$KUBERNETES_EXEC_INFO\" >> seen\n"
                        .replace("seen", folder.resolve("seen").toString())
                + print(credential("\"token\":\"" + SECRET + "\"")));
        assertThat(plugin.run().token()).contains(SECRET);
        assertThat(folder.resolve("seen"))
                .content()
                .startsWith("a b|$(exit 3)|\"q\"|x y|{")
                .contains("\"interactive\":false", VERSION);
    }

    @Test
    void showsAFailureInThePluginsOwnWordsButNoSecrets() throws Exception {
        assertThatThrownBy(plugin("echo 'login first: corp sso login, token=" + SECRET + "' >&2; exit 7")::run)
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("corp sso login")
                .hasMessageContaining("the plugin of user \"ada\"")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void refusesWhatIsNoCredential() throws Exception {
        for (String printed : new String[] {
            "",
            "{",
            "token " + SECRET,
            "[]",
            "{}",
            credential(""),
            credential("\"token\":\"\""),
            credential("\"clientCertificateData\":\"c\""),
            credential("\"token\":\"" + SECRET + "\"").replace("/v1", "/v1beta1"),
            credential("\"token\":\"" + SECRET + "\",\"expirationTimestamp\":\"soon\"")
        }) {
            assertThatThrownBy(plugin(print(printed))::run)
                    .as(printed)
                    .isInstanceOf(ConfigProblem.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void saysThatAPluginIsNotThere() {
        ExecConfig config = new ExecConfigBuilder()
                .withApiVersion(VERSION)
                .withCommand("no-such-plugin")
                .withInstallHint("get it from ops")
                .build();
        assertThatThrownBy(plugin(config, Duration.ofSeconds(1))::run)
                .hasMessageContaining("no-such-plugin")
                .hasMessageContaining("PATH")
                .hasMessageContaining("get it from ops");
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        assertThatThrownBy(plugin("exec sleep 1000", Duration.ofMillis(200))::run)
                .hasMessageContaining("wait for a person");
        // what it leaves behind holds its output open
        assertThat(plugin("sleep 1000 & echo $! > " + folder.resolve("pid") + "\n"
                                + print(credential("\"token\":\"" + SECRET + "\"")))
                        .run()
                        .token())
                .contains(SECRET);
        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void isAskedAgainWhenItsTokenHasExpiredOrWasRefused() throws Exception {
        Path count = folder.resolve("count");
        ExecPlugin plugin = plugin("echo x >> " + count + "\nn=$(wc -l < " + count + ")\n"
                + "echo '{\"apiVersion\":\"" + VERSION + "\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\""
                + SECRET
                + "'$n'\",\"expirationTimestamp\":\"'$([ $n -lt 3 ] && echo 2020 || echo 2999)'-01-01T00:00:00Z\"}}'");
        TokenSource tokens = new ExecPlugin.Tokens(plugin, plugin.run());
        assertThat(tokens.token()).isEqualTo(SECRET + "2"); // the first had expired
        assertThat(tokens.token()).isEqualTo(SECRET + "3");
        assertThat(tokens.token()).isEqualTo(SECRET + "3");
        assertThat(tokens.renew(SECRET + "3")).isTrue();
        assertThat(tokens.token()).isEqualTo(SECRET + "4");
    }
}
