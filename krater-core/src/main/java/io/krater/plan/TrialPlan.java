package io.krater.plan;

import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All trials of a suite in the order in which they run. The same suite and seed give the same plan on any machine.
 *
 * @param seed what the order was shuffled by ({@link Random}, whose sequence is specified)
 * @param trials the trials in order
 */
public record TrialPlan(long seed, List<PlannedTrial> trials) {
    /** Copies the trials. */
    public TrialPlan {
        trials = List.copyOf(trials);
    }

    /** The plan of a suite under this seed. */
    public static TrialPlan of(Suite suite, long seed) {
        List<PlannedTrial> trials = switch (suite.order()) {
            case SEQUENTIAL -> sequential(suite);
            case ASCENDING -> ascending(suite, seed);
            case RANDOMISED_BLOCKS -> blocks(suite, seed);
        };
        return new TrialPlan(seed, trials);
    }

    /** Expected time of all trials without what the launcher adds. */
    public Duration expected() {
        return trials.stream().map(trial -> trial.variant().expected()).reduce(Duration.ZERO, Duration::plus);
    }

    private static List<PlannedTrial> blocks(Suite suite, long seed) {
        Random random = new Random(seed);
        List<PlannedTrial> trials = new ArrayList<>();
        List<Variant> variants = new ArrayList<>(suite.workload().variants());
        List<Environment> environments = new ArrayList<>(suite.environments());
        int block = 0;
        for (int number = 1; number <= suite.plannedTrials(); number++) {
            Collections.shuffle(variants, random);
            for (Variant variant : variants) {
                Collections.shuffle(environments, random);
                for (Environment environment : environments) {
                    trials.add(planned(trials.size(), block, environment, variant, number));
                }
                block++;
            }
        }
        return trials;
    }

    private static List<PlannedTrial> sequential(Suite suite) {
        List<PlannedTrial> trials = new ArrayList<>();
        List<Variant> variants = suite.workload().variants();
        for (Environment environment : suite.environments()) {
            for (int v = 0; v < variants.size(); v++) {
                for (int number = 1; number <= suite.plannedTrials(); number++) {
                    int block = (number - 1) * variants.size() + v;
                    trials.add(planned(trials.size(), block, environment, variants.get(v), number));
                }
            }
        }
        return trials;
    }

    private static List<PlannedTrial> ascending(Suite suite, long seed) {
        Random random = new Random(seed);
        List<PlannedTrial> trials = new ArrayList<>();
        List<Variant> variants = suite.workload().variants();
        List<Environment> environments = new ArrayList<>(suite.environments());
        int session = 0;
        for (int number = 1; number <= suite.plannedTrials(); number++) {
            Collections.shuffle(environments, random);
            for (Environment environment : environments) {
                for (int v = 0; v < variants.size(); v++) {
                    TrialId id = new TrialId(environment.name(), variants.get(v).label(), number);
                    int block = (number - 1) * variants.size() + v;
                    trials.add(new PlannedTrial(
                            id,
                            trials.size(),
                            block,
                            session,
                            environment.filledFor(variants.get(v)),
                            variants.get(v)));
                }
                session++;
            }
        }
        return trials;
    }

    private static PlannedTrial planned(int position, int block, Environment environment, Variant variant, int number) {
        TrialId id = new TrialId(environment.name(), variant.label(), number);
        return new PlannedTrial(id, position, block, environment.filledFor(variant), variant);
    }
}
