package io.krater.k8s.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String SECRET = "hunter2-of-secrets-test";

    @Test
    void hidesWhatWasReadHoweverItIsWritten() {
        Secrets.remember(SECRET + "\n");
        String coded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(Secrets.hide("you sent " + SECRET + ", that is " + coded + "."))
                .isEqualTo("you sent (hidden), that is (hidden).");
    }

    @Test
    void hidesWhatLooksLikeASecret() {
        String unknown = "Zm9vYmFy.unknown";
        for (String text : new String[] {
            "Authorization: Bearer " + unknown,
            "authorization=[Basic " + unknown + "]",
            "https://ada:" + unknown + "@host:6443/version",
            "{\"token\": \"" + unknown + "\"}",
            "token: " + unknown,
            "password='" + unknown + "'",
            "client-key-data: " + unknown,
            "--token=" + unknown,
            "got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ" + unknown,
            "-----BEGIN EC PRIVATE KEY-----\n" + unknown + "\n-----END EC PRIVATE KEY-----"
        }) {
            assertThat(Secrets.hide(text)).as(text).doesNotContain(unknown).contains(Secrets.HIDDEN);
        }
    }

    @Test
    void hidesWhatOthersHaveCutOrWrittenAnew() {
        String secret = "q7/k+Zs1\"9fP2-secrets-test-of-many-characters";
        Secrets.remember(secret);
        for (String text : new String[] {
            secret,
            secret.substring(0, 30),
            java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8),
            secret.replace("\"", "\\\""),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8))
        }) {
            assertThat(Secrets.hide("you sent " + text + " to us")).isEqualTo("you sent (hidden) to us");
        }
    }

    @Test
    void hidesWhatAShellTellsOfItsVariables() {
        for (String name : new String[] {
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AZURE_CLIENT_SECRET",
            "GITHUB_TOKEN",
            "DB_PASSWORD",
            "API_KEY"
        }) {
            assertThat(Secrets.hide("+ export " + name + "=w0rd-of-it")).isEqualTo("+ export " + name + "=(hidden)");
        }
    }

    @Test
    void leavesOrdinaryWordsAlone() {
        for (String text : new String[] {
            "secrets \"x\" is forbidden: User \"u\" cannot get resource \"secrets\"",
            "image@sha256:0123456789abcdef0123456789abcdef",
            "the token has expired",
            "https://host:6443/api/v1/namespaces/x/pods?watch=true",
            "basic trust in a bearer of news"
        }) {
            assertThat(Secrets.hide(text)).isEqualTo(text);
        }
    }
}
