package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Sample;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to doubt about one cell's trials, looked at in the order in which they ran. Nothing is dropped or mended.
 *
 * @param warnings the doubts, in the order of {@link SeriesWarning.Kind}
 * @param unchecked what could not be looked at, and why
 */
public record SeriesCheck(List<SeriesWarning> warnings, List<Unchecked> unchecked) {

    /**
     * A doubt that could neither be raised nor dispelled.
     *
     * @param kind what was to be checked
     * @param because the reason, a clause that follows the word "because"
     */
    public record Unchecked(SeriesWarning.Kind kind, String because) {}

    /** Copies the lists. */
    public SeriesCheck {
        warnings = List.copyOf(warnings);
        unchecked = List.copyOf(unchecked);
    }

    /** Checks a sample against {@link SeriesThresholds#DEFAULT}. */
    public static SeriesCheck of(Sample sample) {
        return of(sample, SeriesThresholds.DEFAULT);
    }

    /** Checks a sample. */
    public static SeriesCheck of(Sample sample, SeriesThresholds thresholds) {
        return of(sample, thresholds, EnumSet.allOf(SeriesWarning.Kind.class));
    }

    /** Looks for some kinds of doubt only: cheap where drift, whose slopes are many, is not among them. */
    public static SeriesCheck only(Sample sample, Set<SeriesWarning.Kind> kinds) {
        return of(sample, SeriesThresholds.DEFAULT, kinds);
    }

    private static SeriesCheck of(Sample sample, SeriesThresholds thresholds, Set<SeriesWarning.Kind> kinds) {
        SpreadDoubts spread = new SpreadDoubts(sample, thresholds);
        OrderDoubts order = new OrderDoubts(sample, thresholds);
        Findings findings = new Findings();
        for (SeriesWarning.Kind kind : SeriesWarning.Kind.values()) {
            if (kinds.contains(kind)) {
                findings.add(
                        kind,
                        switch (kind) {
                            case HIGH_CV -> spread.highCv();
                            case BIMODAL -> spread.bimodal();
                            case DRIFT -> order.drift();
                            case AUTOCORRELATION -> order.autocorrelation();
                            case LEVEL_CHANGE -> order.levelChange();
                            case FIRST_TRIAL -> order.firstTrial();
                            case OUTLIERS -> spread.outliers();
                            case SKEWED -> spread.skewed();
                        });
            }
        }
        return new SeriesCheck(findings.warnings, findings.unchecked);
    }

    /** Returns the warning of a kind, or empty where there is none. */
    public Optional<SeriesWarning> warning(SeriesWarning.Kind kind) {
        return warnings.stream().filter(w -> w.kind() == kind).findFirst();
    }

    private static final class Findings {
        private final List<SeriesWarning> warnings = new ArrayList<>();
        private final List<Unchecked> unchecked = new ArrayList<>();

        void add(SeriesWarning.Kind kind, Computed<Optional<SeriesWarning>> finding) {
            finding.optional().ifPresent(found -> found.ifPresent(warnings::add));
            finding.missing().ifPresent(missing -> unchecked.add(new Unchecked(kind, missing.because())));
        }
    }
}
