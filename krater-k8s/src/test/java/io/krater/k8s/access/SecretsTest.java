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
