package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** Names of the labels and annotations by which pods are known as KRATER's. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String KRATER = "krater";
    /** Name of the run, the same for all trials of one start of a suite. */
    public static final String RUN = "krater.io/run";
    /** The trial, as far as it fits in a label; the annotation of the same name has all of it. */
    public static final String TRIAL = "krater.io/trial";

    public static final String ENVIRONMENT = "krater.io/environment";
    public static final String VARIANT = "krater.io/variant";
    /** The launcher that made the pod: what one watch selects and one removal removes. */
    public static final String LAUNCHER = "krater.io/launcher";
    /** Annotation: the process that made the pod, see {@link Owner}. */
    public static final String OWNER = "krater.io/owner";

    private static final int MAX = 63;

    private Labels() {}

    /** Selects everything that any KRATER made. */
    static Map<String, String> anyOfOurs() {
        return Map.of(MANAGED_BY, KRATER);
    }

    /** Whether some KRATER made the pod. */
    public static boolean isOurs(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && KRATER.equals(labels.get(MANAGED_BY));
    }

    /** A label's value that is as near to the text as the rules allow; {@code x} where nothing remains. */
    public static String value(String text) {
        String cleaned = text.replaceAll("[^A-Za-z0-9_.-]", ".");
        String cut = cleaned.substring(0, Math.min(MAX, cleaned.length()));
        String trimmed = cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        return trimmed.isEmpty() ? "x" : trimmed;
    }

    /** A DNS label of at most this many characters that is as near to the text as the rules allow. */
    public static String dnsLabel(String text, int max) {
        String cleaned = text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = cleaned.substring(0, Math.min(max, cleaned.length()));
        String trimmed = cut.replaceAll("^-+|-+$", "");
        return trimmed.isEmpty() ? "x" : trimmed;
    }
}
