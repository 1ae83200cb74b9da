package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The trials of two samples that ran in the same blocks, in the order of the blocks. */
public final class Pairing {
    private final double[] a;
    private final double[] b;
    private final int leftOut;

    private Pairing(double[] a, double[] b, int leftOut) {
        this.a = a;
        this.b = b;
        this.leftOut = leftOut;
    }

    public static Computed<Pairing> of(Sample a, Sample b) {
        return byBlock(a)
                .flatMap(ofA -> byBlock(b).map(ofB -> {
                    TreeSet<Integer> all = new TreeSet<>(ofA.keySet());
                    all.addAll(ofB.keySet());
                    List<Integer> complete = all.stream()
                            .filter(block -> ofA.containsKey(block) && ofB.containsKey(block))
                            .toList();
                    return new Pairing(values(ofA, complete), values(ofB, complete), all.size() - complete.size());
                }));
    }

    /** The value of each block, not computable without blocks or with several trials in one. */
    static Computed<Map<Integer, Double>> byBlock(Sample sample) {
        int[] blocks = sample.blocks().orElse(null);
        if (blocks == null) {
            return Computed.not(Obstacle.NO_PAIRS, "it is not known in which block each trial ran");
        }
        Map<Integer, Double> values = new TreeMap<>();
        for (int i = 0; i < blocks.length; i++) {
            if (values.put(blocks[i], sample.get(i)) != null) {
                return Computed.not(
                        Obstacle.NO_PAIRS,
                        "block " + blocks[i] + " holds several trials of one side, which make no pair");
            }
        }
        return Computed.of(values);
    }

    private static double[] values(Map<Integer, Double> ofBlock, List<Integer> blocks) {
        return blocks.stream().mapToDouble(ofBlock::get).toArray();
    }

    public double[] a() {
        return a;
    }

    public double[] b() {
        return b;
    }

    public int leftOut() {
        return leftOut;
    }

    public Sample differences() {
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        return Sample.derived(differences);
    }

    public Computed<Sample> logRatios() {
        double[] logs = new double[a.length];
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            if (a[i] <= 0 || b[i] <= 0) {
                refused.add(i);
            } else {
                logs[i] = Math.log(a[i] / b[i]);
            }
        }
        return refused.isEmpty()
                ? Computed.of(Sample.derived(logs))
                : Computed.not(Obstacle.NEGATIVE_VALUES, "some trials gave values that are not above 0");
    }
}
