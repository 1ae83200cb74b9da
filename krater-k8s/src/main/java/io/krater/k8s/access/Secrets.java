package io.krater.k8s.access;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URLEncoder;
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

    /** Characters that show a longer secret even without its rest. */
    private static final int TELLING = 16;

    /** One memory for all, because a message's writer does not know whose secret it holds. */
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private static final String NAMED =
            "(?:access|id|refresh|bearer|auth)?[-_]?token|password|passwd|secret|api[-_]?key"
                    + "|client-key-data|client-certificate-data|clientKeyData|clientCertificateData|cookie";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)token|passw|secret|credential|api[-_]?key");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|$)", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile(
            "(?i)\\b(bearer|basic)([\\s:]+)(?=[A-Za-z0-9._~+/=-]{16}|[A-Za-z._~+/-]*[0-9=])[A-Za-z0-9._~+/=-]{4,}");
    private static final Pattern HEADER = Pattern.compile("(?i)(\\bauthorization[\"'\\]]?\\s*[:=]\\s*[\\[\"']*"
            + "(?:(?:bearer|basic)\\s+)?)(?!\\(hidden\\)|bearer\\b|basic\\b)[^\\s,;\"'\\]}<]+");
    private static final Pattern FIELD = Pattern.compile(
            "(?i)([\"']?\\b[\\w-]{0,40}?(?:" + NAMED + ")(?:[_-]?(?:access[_-]?)?key)?[\"']?\\s*[:=]\\s*)"
                    + "(?:\"[^\"]*\"?|'[^']*'?|(?!\\(hidden\\)|(?:bearer|basic)\\b)[^\\s,;&\"'}<]+)");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@\"']+@");
    private static final Pattern WEB_TOKEN = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*){1,4}");

    private Secrets() {}

    private static String without(String text, String secret) {
        boolean tellsByItsBeginning = secret.length() >= 2 * TELLING;
        if (!text.contains(tellsByItsBeginning ? secret.substring(0, TELLING) : secret)) {
            return text;
        }
        if (tellsByItsBeginning && !text.contains(secret)) { // somebody else has cut it
            return text.replaceAll(Pattern.quote(secret.substring(0, TELLING)) + "[A-Za-z0-9._~+/=%-]*", HIDDEN);
        }
        return secret.length() >= LONG
                ? text.replace(secret, HIDDEN)
                : text.replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])", HIDDEN);
    }

    /** No text shows this from now on, nor its Base64, nor as it is written in a URL or in JSON. */
    static void remember(String secret) {
        String bare = secret.strip();
        if (bare.length() >= SHORTEST) {
            byte[] bytes = bare.getBytes(StandardCharsets.UTF_8);
            KNOWN.add(bare);
            KNOWN.add(Base64.getEncoder().encodeToString(bytes));
            KNOWN.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            KNOWN.add(URLEncoder.encode(bare, StandardCharsets.UTF_8));
            KNOWN.add(bare.replace("\\", "\\\\").replace("\"", "\\\""));
        }
    }

    /** Of a variable or an option, where its name says that its value is a secret. */
    static void rememberIfNamed(String name, String value) {
        if (SECRET_NAME.matcher(name).find()) {
            remember(value);
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

    /** Where in a text it could not be understood, without what stands there; empty where that is not known. */
    public static String where(RuntimeException unreadable) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException yaml && yaml.getLocation() != null) {
                JsonLocation at = yaml.getLocation();
                return ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
            }
        }
        return "";
    }
}
