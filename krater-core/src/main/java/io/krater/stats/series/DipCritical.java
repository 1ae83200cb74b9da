package io.krater.stats.series;

/**
 * The 0.95 quantile of √n times the dip over uniform samples of n, by simulation with the package diptest (200,000 samples
 * each up to n = 500, 40,000 above; src/test/python/dip_critical_values.py). The uniform distribution is the least
 * favourable unimodal one: a normal sample crosses this bound in 1 % of cases at n = 10 and 0.6 % at n = 25.
 */
final class DipCritical {
    private static final double[][] TABLE = {
        {4, 0.4144},
        {5, 0.4165},
        {6, 0.4037},
        {7, 0.4230},
        {8, 0.4354},
        {9, 0.4401},
        {10, 0.4417},
        {12, 0.4494},
        {15, 0.4602},
        {20, 0.4704},
        {25, 0.4772},
        {30, 0.4830},
        {40, 0.4910},
        {50, 0.4972},
        {75, 0.5059},
        {100, 0.5108},
        {150, 0.5175},
        {200, 0.5201},
        {300, 0.5247},
        {500, 0.5299},
        {1000, 0.5365},
        {5000, 0.5398},
    };

    private DipCritical() {}

    /** The quantile for samples of this size, at least 4; linear in ln n between the sizes of the table. */
    static double of(int n) {
        for (int i = 1; i < TABLE.length; i++) {
            if (n <= TABLE[i][0]) {
                double from = Math.log(TABLE[i - 1][0]);
                double share = (Math.log(n) - from) / (Math.log(TABLE[i][0]) - from);
                return TABLE[i - 1][1] + share * (TABLE[i][1] - TABLE[i - 1][1]);
            }
        }
        return TABLE[TABLE.length - 1][1];
    }
}
