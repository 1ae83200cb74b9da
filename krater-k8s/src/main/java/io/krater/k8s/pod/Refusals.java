package io.krater.k8s.pod;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import java.util.Locale;

/** Tells from an API server's answer why it did not do what it was asked. */
public final class Refusals {
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private Refusals() {}

    static LaunchException launch(String what, KubernetesClientException refusal) {
        return new LaunchException(reason(what, refusal), refusal);
    }

    static FailureReason reason(String what, KubernetesClientException refusal) {
        String said = said(refusal);
        String lower = said.toLowerCase(Locale.ROOT);
        int code = refusal.getCode();
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
        } else {
            reason = FailureReason.of(Kind.PLATFORM_ERROR, what + " got no answer from the API server: " + said);
        }
        return code > 0 ? reason.with("status", Integer.toString(code)) : reason;
    }

    /** What was said, by the server where it said something, else by the deepest cause. */
    public static String said(KubernetesClientException refusal) {
        if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
            return refusal.getStatus().getMessage();
        }
        Throwable deepest = refusal;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }
}
