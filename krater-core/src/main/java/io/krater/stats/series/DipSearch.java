package io.krater.stats.series;

/**
 * The search for the modal interval that gives the dip, after the steps of Hartigan and Hartigan (1985), section 3: the
 * interval shrinks to where the greatest convex minorant and the least concave majorant of the empirical distribution are
 * farthest apart, and the dip grows to the largest misfit outside it. Heights are counts of trials until the end.
 */
final class DipSearch {
    private final double[] x;
    private final double[] minorant;
    private final double[] majorant;
    private final boolean[] touchesBelow;
    private final boolean[] touchesAbove;

    private int low;
    private int high;
    private double misfit = 1;

    private DipSearch(double[] ascending) {
        x = ascending;
        int n = ascending.length;
        minorant = new double[n];
        majorant = new double[n];
        touchesBelow = new boolean[n];
        touchesAbove = new boolean[n];
        high = n - 1;
    }

    static double dip(double[] ascending) {
        DipSearch search = new DipSearch(ascending);
        boolean going = true;
        while (going) {
            going = search.shrink();
        }
        return search.misfit / (2.0 * ascending.length);
    }

    /** One round; returns whether another may still find a larger misfit. */
    private boolean shrink() {
        fitMinorant();
        fitMajorant();
        double gap = 0;
        int newLow = low;
        int newHigh = high;
        int lastBelow = low;
        for (int i = low; i <= high; i++) {
            double apart = majorant[i] - minorant[i];
            if (touchesBelow[i]) {
                lastBelow = i;
                if (apart > gap) {
                    gap = apart;
                    newLow = i;
                    newHigh = nextAbove(i);
                }
            }
            if (touchesAbove[i] && apart >= gap) {
                gap = apart;
                newLow = lastBelow;
                newHigh = i;
            }
        }
        if (gap < misfit) {
            return false;
        }
        for (int i = low; i <= newLow; i++) {
            misfit = Math.max(misfit, i + 1 - minorant[i]);
        }
        for (int i = newHigh; i <= high; i++) {
            misfit = Math.max(misfit, majorant[i] - i);
        }
        boolean smaller = newLow > low || newHigh < high;
        low = newLow;
        high = newHigh;
        return smaller;
    }

    private int nextAbove(int from) {
        int i = from;
        while (!touchesAbove[i]) {
            i++;
        }
        return i;
    }

    /** The greatest convex function below the corners (x[i], i) where the distribution jumps up from. */
    private void fitMinorant() {
        int[] corners = new int[high - low + 1];
        int count = 0;
        for (int i = low; i <= high; i++) {
            boolean repeats = count > 0 && x[i] == x[corners[count - 1]];
            if (repeats && i < high) {
                continue;
            }
            while (count > 1 && !turnsLeft(corners[count - 2], corners[count - 1], i)) {
                count--;
            }
            corners[count++] = i;
        }
        interpolate(corners, count, 0, minorant, touchesBelow);
    }

    /** The least concave function above the corners (x[i], i + 1) where the distribution has jumped to. */
    private void fitMajorant() {
        int[] corners = new int[high - low + 1];
        int count = 0;
        for (int i = low; i <= high; i++) {
            boolean repeats = i < high && x[i] == x[i + 1];
            if (repeats && i > low) {
                continue;
            }
            while (count > 1 && !turnsLeft(i, corners[count - 1], corners[count - 2])) {
                count--;
            }
            corners[count++] = i;
        }
        interpolate(corners, count, 1, majorant, touchesAbove);
    }

    private boolean turnsLeft(int a, int b, int c) {
        return (x[b] - x[a]) * (c - b) > (x[c] - x[b]) * (b - a);
    }

    private void interpolate(int[] corners, int count, int lift, double[] heights, boolean[] touches) {
        for (int i = low; i <= high; i++) {
            touches[i] = false;
        }
        for (int k = 0; k < count; k++) {
            touches[corners[k]] = true;
            heights[corners[k]] = corners[k] + lift;
        }
        for (int k = 1; k < count; k++) {
            int from = corners[k - 1];
            int to = corners[k];
            double run = x[to] - x[from];
            for (int i = from + 1; i < to; i++) {
                // an upright edge is an atom, which a unimodal distribution may have at its mode
                heights[i] = lift + (run == 0 ? i : from + (x[i] - x[from]) / run * (to - from));
            }
        }
    }
}
