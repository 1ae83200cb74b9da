package io.krater.timeline;

/**
 * Two marks that do not come in the same order in all timelines, and how many went which way.
 *
 * @param first the mark that comes first in the most common order
 * @param second the other
 * @param asMost timelines in which the first comes first
 * @param reversed timelines in which the second comes first
 * @param together timelines in which both have the same time, so that nothing can be said
 */
public record Disagreement(String first, String second, int asMost, int reversed, int together) {
    @Override
    public String toString() {
        return first + " before " + second + " in " + asMost + ", after it in " + reversed
                + (together > 0 ? ", at the same time in " + together : "");
    }
}
