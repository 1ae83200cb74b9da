package io.krater.stats;

/** The wording of reasons that several procedures share. */
public final class Reasons {
    private Reasons() {}

    public static <T> Computed<T> tooFew(String what, int needed, int were) {
        return Computed.not(
                Obstacle.TOO_FEW_VALUES,
                what + " needs at least " + needed + (needed == 1 ? " trial" : " trials") + ", there " + count(were));
    }

    /** "is 1" or "are 7". */
    public static String count(int were) {
        return were == 1 ? "is 1" : "are " + were;
    }

    public static <T> Computed<T> noSpread(String what, double value) {
        return Computed.not(
                Obstacle.NO_SPREAD, "all trials gave " + value + ", and " + what + " needs values that differ");
    }

    public static <T> Computed<T> halfEqual(String what, double value) {
        return Computed.not(
                Obstacle.NO_SPREAD,
                "at least half of the trials gave " + value + ", and " + what + " measures by the middle half");
    }
}
