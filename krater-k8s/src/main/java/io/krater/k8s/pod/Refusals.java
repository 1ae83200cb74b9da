package io.krater.k8s.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.k8s.access.Secrets;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from an API server's answer why it did not do what it was asked. Whatever answers may be no API server, and the client
 * library has exceptions of several kinds for that; none of them is to end more than the one request.
 */
public final class Refusals {
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;
    private static final int LONGEST = 600;
    private static final String NO_DETAIL = "An error has occurred.";
    private static final String NO_API =
            "and not a Kubernetes API's: is the server's address right, and is there a proxy or a login between?";
    private static final Pattern HTML = Pattern.compile("(?is)<(?:!doctype html|html|head|body)\\b");
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>\\s*(.*?)\\s*</title>");

    private Refusals() {}

    static LaunchException launch(String what, RuntimeException refusal) {
        return new LaunchException(
                reason(what, refusal)); // without a cause, whose message may hold what was hidden here
    }

    static FailureReason reason(String what, RuntimeException refusal) {
        String said = said(refusal);
        String lower = said.toLowerCase(Locale.ROOT);
        int code = code(refusal);
        FailureReason reason;
        if (code == FORBIDDEN && lower.contains("runtimeclass") && lower.contains("not found")) {
            reason = FailureReason.of(
                    Kind.RUNTIME_CLASS_MISSING, what + " was refused: " + said + "; see: kubectl get runtimeclass");
        } else if (code == FORBIDDEN && lower.contains("exceeded quota")) {
            reason = FailureReason.of(Kind.UNSCHEDULABLE, what + " was refused: " + said);
        } else if (code == FORBIDDEN || code == UNAUTHORIZED) {
            reason = FailureReason.of(Kind.FORBIDDEN, what + " was refused: " + said);
        } else if (code > 0) {
            reason = FailureReason.of(Kind.PLATFORM_ERROR, what + " was refused with status " + code + ": " + said);
        } else if (deepest(refusal) instanceof JsonProcessingException) {
            reason = FailureReason.of(Kind.PLATFORM_ERROR, what + " got a wrong answer: " + said);
        } else {
            reason = FailureReason.of(Kind.PLATFORM_ERROR, what + " got no answer from the API server: " + said);
        }
        return code > 0 ? reason.with("status", Integer.toString(code)) : reason;
    }

    /** The answer's status code; 0 where there was no answer. */
    public static int code(RuntimeException refusal) {
        return refusal instanceof KubernetesClientException answer ? Math.max(0, answer.getCode()) : 0;
    }

    /** What was said, by the server where it said something, else by the deepest cause; without secrets, on one line. */
    public static String said(RuntimeException refusal) {
        return words(raw(refusal));
    }

    /** A text of others as it may be shown: without secrets and control characters, and not endless. */
    public static String words(String text) {
        String shown = Secrets.hide(text).replaceAll("\\p{Cntrl}+", " ").strip();
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
    }

    private static String raw(RuntimeException refusal) {
        if (refusal instanceof KubernetesClientException answer
                && answer.getStatus() != null
                && answer.getStatus().getMessage() != null
                && !answer.getStatus().getMessage().isBlank()) {
            return plain(answer.getStatus().getMessage());
        }
        Throwable deepest = deepest(refusal);
        if (deepest instanceof JsonProcessingException json) { // whose message quotes the answer
            String quoted = String.valueOf(json.getOriginalMessage());
            return HTML.matcher(quoted).find() ? plain(quoted) : "the answer is no JSON of a Kubernetes API";
        }
        if (deepest instanceof UnknownHostException || deepest instanceof UnresolvedAddressException) {
            return "the server's name has no address"
                    + (deepest.getMessage() == null ? "" : ": " + deepest.getMessage());
        }
        if (deepest instanceof HttpTimeoutException || deepest instanceof TimeoutException) {
            return "no answer in time";
        }
        boolean unsaid = deepest.getMessage() == null && has(refusal, ConnectException.class);
        if (unsaid) { // the JDK puts an exception of closed channels below that of a refused connection
            return "nothing answers at the server's address";
        }
        if (deepest instanceof NullPointerException) { // says what of our code it was, and nothing of the answer
            return "the answer lacks what a Kubernetes API's has";
        }
        String message = deepest.getMessage();
        if ("connection closed locally".equals(message)) { // by us, because the rest of an answer did not come
            return "no answer in time";
        }
        return message == null || message.isBlank() || message.equals(NO_DETAIL)
                ? deepest.getClass().getSimpleName()
                : plain(message);
    }

    /** A page for a browser tells by its title. */
    private static String plain(String text) {
        if (!HTML.matcher(text).find()) {
            return text;
        }
        Matcher title = TITLE.matcher(text);
        return "the answer is a web page" + (title.find() ? ", \"" + title.group(1) + "\"" : "") + ", " + NO_API;
    }

    /** Whether the request certainly never came to the server: there was no connection to send it on. */
    static boolean neverLeft(RuntimeException refusal) {
        return has(refusal, ConnectException.class)
                || has(refusal, HttpConnectTimeoutException.class)
                || has(refusal, UnknownHostException.class)
                || has(refusal, UnresolvedAddressException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The cause of all. */
    public static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
