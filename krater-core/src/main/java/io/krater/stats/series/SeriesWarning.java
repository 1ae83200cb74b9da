package io.krater.stats.series;

import java.util.List;

/**
 * A doubt about one cell's trials, with the number that raised it.
 *
 * @param kind what is doubted
 * @param number the number that crossed the threshold; what it counts stands at the {@link Kind}
 * @param threshold the bound that it crossed
 * @param trials the positions, counted from 0, of the trials that it points to; empty where it concerns all
 * @param text what was seen, in a sentence with its numbers
 */
public record SeriesWarning(Kind kind, double number, double threshold, List<Integer> trials, String text) {

    /** What can be doubted about a series of trials. */
    public enum Kind {
        /** Number: the coefficient of variation, a fraction. */
        HIGH_CV("run more trials, or look for what disturbs the machine"),
        /** Number: {@link Dip} times √n; threshold: its 0.95 quantile over uniform samples. */
        BIMODAL("look at the single trials: two modes have no common mean; find what switches between them"),
        /** Number: Theil-Sen's change from the first trial to the last, as a fraction of the median. */
        DRIFT("compare within blocks, lengthen the warm-up, or let the machine settle"),
        /** Number: the lag-1 autocorrelation. */
        AUTOCORRELATION(
                "intervals are narrower than they should be: leave time between trials, or compare within blocks"),
        /** Number: Pettitt's p ({@link ChangePoint}) of one change of level; threshold: its level. */
        LEVEL_CHANGE("find out what changed between these trials: a mean over both levels describes neither"),
        /** Number: Student's t of the first trial against the others; threshold: its critical value. */
        FIRST_TRIAL("add a warm-up trial, and say in the paper whether the first one counts"),
        /** Number: how many trials lie beyond Tukey's fences; threshold: the fences' reach in interquartile ranges. */
        OUTLIERS("look at these trials' logs and neighbours; they are kept, so prefer the median and rank tests"),
        /** Number: the trials that Cochran's rule asks for, 25 times the squared skewness; threshold: the trials there are. */
        SKEWED("intervals of the mean cover less often than they say: run more trials, or report the median");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }

        /** Returns what to do about it. */
        public String advice() {
            return advice;
        }
    }

    /** Copies the positions. */
    public SeriesWarning {
        trials = List.copyOf(trials);
    }
}
