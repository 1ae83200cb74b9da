package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From where on a trial's own samples are steady, by change points of mean and variance: PELT (Killick, Fearnhead and Eckley
 * 2012) with the cost of normal segments and the penalty 15 ln n that Barrett, Bolz-Tereick, Killick, Mount and Tratt (2017)
 * use for warm-up. The segments that lead up to the last one count with it where their means differ by less than its standard
 * deviation, or than 1 %.
 *
 * @param from index of the first value of the steady state; 0 where all is steady
 * @param n values
 * @param changes where segments begin, but for the first
 */
public record SteadyState(int from, int n, List<Integer> changes) {
    /** Fewer values have no segments. */
    public static final int FEWEST = 20;

    /** A steady state that holds less than this share of the values is none. */
    public static final double LEAST_SHARE = 0.25;

    private static final int SHORTEST = 3;
    private static final double PENALTY = 15;
    /** Scatter below this share of the mean is not told apart. */
    private static final double FLOOR = 0.001;

    private static final double ALIKE = 0.01;

    /** Copies the list. */
    public SteadyState {
        changes = List.copyOf(changes);
    }

    /** Looks at values in the order of time; not computable with fewer than {@value #FEWEST}, or where their mean is 0. */
    public static Computed<SteadyState> of(Sample values) {
        int n = values.size();
        if (n < FEWEST) {
            return Reasons.tooFew("a search for a steady state", FEWEST, n);
        }
        double[] raw = values.values();
        double mean = Math.abs(Moments.of(values).mean());
        if (mean == 0) {
            return Computed.not(Obstacle.ZERO_MEAN, "the mean is 0, and a relative change divides by it");
        }
        List<Integer> starts = new Segments(raw, FLOOR * FLOOR * mean * mean).starts();
        int from = starts.get(starts.size() - 1);
        Moments last = Moments.of(Arrays.copyOfRange(raw, from, n));
        double alike = Math.max(last.sd(), ALIKE * Math.abs(last.mean()));
        for (int i = starts.size() - 2; i >= 0; i--) {
            Moments before = Moments.of(Arrays.copyOfRange(raw, starts.get(i), starts.get(i + 1)));
            if (Math.abs(before.mean() - last.mean()) > alike) {
                break;
            }
            from = starts.get(i);
        }
        return Computed.of(new SteadyState(from, n, starts.subList(1, starts.size())));
    }

    /** Whether there is a steady state at all. */
    public boolean isReached() {
        return n - from >= LEAST_SHARE * n;
    }

    /** The share of the values before the steady state; 1 where there is none. */
    public double shareBefore() {
        return isReached() ? (double) from / n : 1;
    }

    /** The segmentation whose cost, with the penalty for each change, is the least. */
    private static final class Segments {
        private final double[] sum;
        private final double[] squares;
        private final double floor;

        Segments(double[] values, double floor) {
            this.floor = floor;
            sum = new double[values.length + 1];
            squares = new double[values.length + 1];
            double origin = values[0];
            for (int i = 0; i < values.length; i++) {
                double v = values[i] - origin;
                sum[i + 1] = sum[i] + v;
                squares[i + 1] = squares[i] + v * v;
            }
        }

        private double cost(int from, int to) {
            double n = to - from;
            double s = sum[to] - sum[from];
            double variance = (squares[to] - squares[from] - s * s / n) / n;
            return n * Math.log(Math.max(variance, floor));
        }

        List<Integer> starts() {
            int n = sum.length - 1;
            double penalty = PENALTY * Math.log(n);
            double[] best = new double[n + 1];
            int[] previous = new int[n + 1];
            best[0] = -penalty;
            List<Integer> candidates = new ArrayList<>(List.of(0));
            for (int to = SHORTEST; to <= n; to++) {
                best[to] = Double.POSITIVE_INFINITY;
                for (int from : candidates) {
                    double total = best[from] + cost(from, to) + penalty;
                    if (total < best[to]) {
                        best[to] = total;
                        previous[to] = from;
                    }
                }
                double bound = best[to];
                int end = to;
                // what costs more already can begin no last segment of a longer series either (PELT)
                candidates.removeIf(from -> best[from] + cost(from, end) > bound);
                int next = to + 1 - SHORTEST;
                if (next >= SHORTEST) {
                    candidates.add(next);
                }
            }
            List<Integer> starts = new ArrayList<>();
            for (int at = n; at > 0; at = previous[at]) {
                starts.add(0, previous[at]);
            }
            return starts;
        }
    }
}
