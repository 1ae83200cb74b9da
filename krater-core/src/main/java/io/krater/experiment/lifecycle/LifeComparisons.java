package io.krater.experiment.lifecycle;

import io.krater.monitor.HostQuantity;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.ComparisonBuilder;
import io.krater.stats.compare.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Platforms compared: the length of each phase and wait, and what the hosts of each role used within each phase. The unit is
 * the life; Holm's adjustment holds within each comparison, over its pairs of platforms.
 *
 * @param phases by phase, wait and, last, the whole; in order of time
 * @param usage by quantity, role and phase
 */
public record LifeComparisons(List<PhaseComparison> phases, List<UsageComparison> usage) {
    private static final List<HostQuantity> COMPARED =
            List.of(HostQuantity.CPU, HostQuantity.MEMORY, HostQuantity.DISK);

    /** There are over a hundred of them, and their intervals are for finding what to look at. */
    private static final int USAGE_RESAMPLES = 2_000;

    /** The lengths of a phase. */
    public record PhaseComparison(LifePhase phase, boolean isWait, Comparison comparison) {}

    /** What was used within a phase. */
    public record UsageComparison(PhaseUsage usage, Comparison comparison) {}

    /** Copies the lists. */
    public LifeComparisons {
        phases = List.copyOf(phases);
        usage = List.copyOf(usage);
    }

    /** Compares the platforms of the lives that count. Lives without a figure take no part in its comparison. */
    public static LifeComparisons of(Lives lives, PhaseTable table, long seed) {
        List<LifePhase> waits = table.waits();
        List<LifePhase> phases = new ArrayList<>(table.withWaits());
        phases.add(table.total());
        List<PhaseComparison> lengths = phases.parallelStream()
                .map(phase -> new PhaseComparison(
                        phase,
                        waits.contains(phase),
                        compare(lives, phase.name(), "s", Bootstrap.seeded(seed), life -> life.length(phase))))
                .toList();
        Bootstrap forUsage = new Bootstrap(seed, USAGE_RESAMPLES);
        List<UsageComparison> usage = usages(lives, table).parallelStream()
                .map(each -> new UsageComparison(
                        each, compare(lives, each.label(), each.quantity().unit(), forUsage, each::of)))
                .toList();
        return new LifeComparisons(lengths, usage);
    }

    private static List<PhaseUsage> usages(Lives lives, PhaseTable table) {
        List<String> roles = lives.counted().stream()
                .flatMap(life -> life.hosts().stream())
                .filter(LifeHost::isMeasured)
                .map(LifeHost::role)
                .distinct()
                .toList();
        List<PhaseUsage> usages = new ArrayList<>();
        for (HostQuantity quantity : COMPARED) {
            boolean measured = lives.counted().stream()
                    .anyMatch(life -> !life.metrics().of(quantity).isEmpty());
            for (String role : measured ? roles : List.<String>of()) {
                for (LifePhase phase : table.phases()) {
                    usages.add(new PhaseUsage(phase, role, quantity, PhaseUsage.Figure.MEAN));
                    usages.add(new PhaseUsage(phase, role, quantity, PhaseUsage.Figure.PEAK));
                }
            }
        }
        return usages;
    }

    private static Comparison compare(
            Lives lives, String name, String unit, Bootstrap bootstrap, Function<Life, OptionalDouble> figure) {
        ComparisonBuilder builder =
                Comparison.of(name, unit, Direction.LOWER_IS_BETTER).bootstrap(bootstrap);
        for (String platform : lives.platforms()) {
            double[] values = lives.of(platform).stream()
                    .map(figure)
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            builder.group(platform, Sample.of(values));
        }
        return builder.compare();
    }
}
