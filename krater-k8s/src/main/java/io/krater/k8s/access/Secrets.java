package io.krater.k8s.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Takes out of a text what must not be shown: each secret that this process has read, however it is written, and whatever has
 * the form of one. Servers, plugins and parsers repeat in their messages what they were given, and our messages end in
 * terminals, results and reports. Thread-safe.
 */
public final class Secrets {
    /** Stands for what was taken out. */
    public static final String HIDDEN = "(hidden)";

    /** A shorter one would be found in every other word. */
    private static final int SHORTEST = 4;
    /** A shorter one may be part of a word by chance, and is hidden where it is a word of its own. */
    private static final int LONG = 12;

    /** One memory for all, because a message's writer does not know whose secret it holds. */
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private static final String NAMED =
            "(?:access|id|refresh|bearer|auth)?[-_]?token|password|passwd|secret|api[-_]?key"
                    + "|client-key-data|client-certificate-data|clientKeyData|clientCertificateData|cookie";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|$)", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile(
            "(?i)\\b(bearer|basic)([\\s:]+)(?=[A-Za-z0-9._~+/=-]{16}|[A-Za-z._~+/-]*[0-9=])[A-Za-z0-9._~+/=-]{4,}");
    private static final Pattern HEADER = Pattern.compile("(?i)(\\bauthorization[\"'\\]]?\\s*[:=]\\s*[\\[\"']*"
            + "(?:(?:bearer|basic)\\s+)?)(?!\\(hidden\\)|bearer\\b|basic\\b)[^\\s,;\"'\\]}<]+");
    private static final Pattern FIELD = Pattern.compile("(?i)([\"']?\\b(?:" + NAMED + ")[\"']?\\s*[:=]\\s*)"
            + "(?:\"[^\"]*\"?|'[^']*'?|(?!\\(hidden\\)|(?:bearer|basic)\\b)[^\\s,;&\"'}<]+)");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@\"']+@");
    private static final Pattern WEB_TOKEN = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*){1,4}");

    private Secrets() {}

    private static String without(String text, String secret) {
        if (!text.contains(secret)) {
            return text;
        }
        return secret.length() >= LONG
                ? text.replace(secret, HIDDEN)
                : text.replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])", HIDDEN);
    }

    /** No text shows this from now on, nor its Base64. */
    static void remember(String secret) {
        String bare = secret.strip();
        if (bare.length() >= SHORTEST) {
            KNOWN.add(bare);
            KNOWN.add(Base64.getEncoder().encodeToString(bare.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The text without secrets. */
    public static String hide(String text) {
        String shown = text;
        for (String secret : KNOWN.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList()) {
            shown = without(shown, secret);
        }
        shown = PEM.matcher(shown).replaceAll(HIDDEN);
        shown = WEB_TOKEN.matcher(shown).replaceAll(HIDDEN);
        shown = USER_INFO.matcher(shown).replaceAll(HIDDEN + "@");
        shown = SCHEME.matcher(shown).replaceAll("$1$2" + HIDDEN);
        shown = HEADER.matcher(shown).replaceAll("$1" + HIDDEN);
        return FIELD.matcher(shown).replaceAll("$1" + HIDDEN);
    }
}
