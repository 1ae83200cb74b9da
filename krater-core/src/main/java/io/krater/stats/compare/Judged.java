package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Sample;
import io.krater.stats.test.Pairing;

/**
 * By which contrast a pair is judged where the interval decides, and why by this one.
 *
 * @param choice the test that belongs to it, and the reason
 * @param contrast the contrast, where the trials allow one
 */
record Judged(TestChoice choice, Computed<Contrast> contrast) {
    /** Fewer complete blocks are not compared within blocks. */
    static final int FEWEST_BLOCKS = 3;

    /** The least share of all blocks that has to be complete. */
    static final double LEAST_COMPLETE = 0.8;

    static Judged of(TestRule rule, Sample a, Sample b) {
        if (rule == TestRule.UNPAIRED) {
            return unpaired(rule, a, b, "it was asked for");
        }
        Computed<Pairing> pairing = Pairing.of(a, b);
        if (rule == TestRule.AT_EVERY_LOOK) {
            return atEveryLook(pairing);
        }
        if (pairing instanceof Computed.NotComputable<Pairing> none) {
            return unpaired(rule, a, b, because(a, b, none));
        }
        int complete = pairing.get().a().length;
        int all = complete + pairing.get().leftOut();
        if (complete < FEWEST_BLOCKS || complete < LEAST_COMPLETE * all) {
            return unpaired(rule, a, b, "only " + complete + " of " + all + " blocks hold a trial of each side");
        }
        String why = complete == all
                ? "each block holds a trial of each side"
                : complete + " of " + all + " blocks hold a trial of each side";
        return withinBlocks(rule, pairing.get(), why);
    }

    private static Judged atEveryLook(Computed<Pairing> pairing) {
        String why = pairing.optional()
                .map(pairs -> "trials went on until they could tell, and " + pairs.a().length + " of "
                        + (pairs.a().length + pairs.leftOut()) + " blocks hold a trial of each side")
                .orElse("trials went on until they could tell");
        return new Judged(
                new TestChoice(TestUsed.SEQUENCE, why),
                pairing.flatMap(pairs -> pairs.logRatios().isComputed()
                        ? pairs.logRatios()
                                .flatMap(logs -> BlockContrast.atEveryLook(Estimand.RATIO_WITHIN_BLOCKS, logs))
                        : BlockContrast.atEveryLook(Estimand.DIFFERENCE_WITHIN_BLOCKS, pairs.differences())));
    }

    private static Judged withinBlocks(TestRule rule, Pairing pairing, String why) {
        Computed<Sample> logs = pairing.logRatios();
        if (rule == TestRule.TYPICAL) {
            return new Judged(new TestChoice(TestUsed.WILCOXON, why), logs.flatMap(TypicalContrast::withinBlocks));
        }
        return logs.isComputed()
                ? new Judged(
                        new TestChoice(TestUsed.LOG_RATIO, why),
                        logs.flatMap(l -> BlockContrast.of(Estimand.RATIO_WITHIN_BLOCKS, l)))
                : new Judged(
                        new TestChoice(TestUsed.PAIRED_T, why + ", and not all values are above 0"),
                        BlockContrast.of(Estimand.DIFFERENCE_WITHIN_BLOCKS, pairing.differences()));
    }

    private static String because(Sample a, Sample b, Computed.NotComputable<Pairing> none) {
        return a.blocks().isPresent() && b.blocks().isPresent()
                ? none.because()
                : "the trials are in no randomised blocks";
    }

    private static Judged unpaired(TestRule rule, Sample a, Sample b, String why) {
        if (rule == TestRule.TYPICAL) {
            return new Judged(
                    new TestChoice(TestUsed.MANN_WHITNEY, why),
                    a.logarithms().flatMap(x -> b.logarithms().flatMap(y -> TypicalContrast.unpaired(x, y))));
        }
        Computed<Contrast> contrast = MeansContrast.of(a, b);
        boolean ratio = contrast.optional().filter(c -> !c.estimand().isRatio()).isEmpty();
        return new Judged(new TestChoice(ratio ? TestUsed.RATIO : TestUsed.WELCH, why), contrast);
    }

    /** The same with its interval widened where it is made within blocks and the family's trials depend on one another. */
    Judged dependingAtLeast(double correlation) {
        return new Judged(
                choice,
                contrast.map(own -> own instanceof BlockContrast blocks ? blocks.dependingAtLeast(correlation) : own));
    }
}
