package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.test.Friedman;
import io.krater.stats.test.KruskalWallis;
import java.util.List;
import java.util.Optional;

/**
 * One metric compared between groups of trials: a value with everything that a report or an assertion needs.
 *
 * <pre>{@code
 * Comparison c = Comparison.of("throughput", "MFLOPS", Direction.HIGHER_IS_BETTER)
 *         .group("debian", Sample.of(...))
 *         .group("wasmedge", Sample.of(...))
 *         .baseline("debian")
 *         .margin(0.05)
 *         .seed(42)
 *         .compare();
 * }</pre>
 *
 * @param metric the metric's name
 * @param unit its unit, possibly empty
 * @param direction which way it is better
 * @param settings what fixed the comparison
 * @param groups the groups in the order given
 * @param overall whether any group that has trials differs from another
 * @param overallInBlocks the same with each block's trials ranked among themselves, by the blocks that are complete
 * @param pairs the pairs of the family; those with the baseline first
 */
public record Comparison(
        String metric,
        String unit,
        Direction direction,
        ComparisonSettings settings,
        List<GroupSummary> groups,
        Computed<KruskalWallis> overall,
        Computed<Friedman> overallInBlocks,
        Computed<List<PairComparison>> pairs) {

    /** Copies the list of groups. */
    public Comparison {
        groups = List.copyOf(groups);
    }

    /** Starts a comparison of one metric. */
    public static ComparisonBuilder of(String metric, String unit, Direction direction) {
        return new ComparisonBuilder(metric, unit, direction);
    }

    /** Returns the comparison of a group with a reference, or empty where this pair was not compared this way round. */
    public Optional<PairComparison> pair(String name, String reference) {
        return pairs.optional()
                .flatMap(all -> all.stream()
                        .filter(p -> p.name().equals(name) && p.reference().equals(reference))
                        .findFirst());
    }

    /** Returns the group of a name, or empty where there is none. */
    public Optional<GroupSummary> group(String name) {
        return groups.stream().filter(g -> g.name().equals(name)).findFirst();
    }

    /** Returns how the pairs were judged, and over how many: a sentence. */
    public String how() {
        return Wording.how(settings, compared(), overall, overallInBlocks);
    }

    /** Returns the head of a column of {@link PairComparison#decisive}: joint intervals are not those of each pair alone. */
    public String intervalHead() {
        return Wording.intervalHead(settings, compared());
    }

    /** Returns the head of a column of adjusted p values. */
    public String pHead() {
        return Wording.pHead(settings);
    }

    private List<PairComparison> compared() {
        return pairs.optional().orElse(List.of());
    }

    /**
     * Returns the comparison as a text of several lines, each ended by a newline.
     *
     * @param width the columns of the terminal; columns of the tables are left out, least important first, to fit
     */
    public String asText(int width) {
        return new ComparisonText(this, width).render();
    }

    /** Returns the text for 80 columns. */
    @Override
    public String toString() {
        return asText(80);
    }
}
