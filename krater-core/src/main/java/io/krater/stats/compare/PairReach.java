package io.krater.stats.compare;

/**
 * What a pair's test can show at all.
 *
 * @param smallestP the smallest adjusted p that it can give with these trials, whatever they are; 0 where there is no bound
 * @param fewestTrials the fewest trials of each side with which it can show a difference
 * @param alpha what the adjusted p has to stay below
 */
public record PairReach(double smallestP, int fewestTrials, double alpha) {
    /** Returns whether trials as many as these could show any difference. */
    public boolean isReachable() {
        return smallestP < alpha;
    }
}
