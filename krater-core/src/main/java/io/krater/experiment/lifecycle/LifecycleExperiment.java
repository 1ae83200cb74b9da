package io.krater.experiment.lifecycle;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Lives of platforms as an experiment: platforms are its environments, a trial is a life, with its steps' moments as marks and its
 * phases as metrics. Before and after each life all platforms are torn down, so that nothing of another one, or of a life whose
 * harness was killed, is in it.
 *
 * <pre>{@code
 * LifecycleExperiment experiment = LifecycleExperiment.named("lives").platform(kubernetes).platform(k3s).lives(25).build();
 * SuiteResult result = Krater.run(experiment)
 *         .on(Steps.launcher())
 *         .hosts(Netdata.at("http://h12:19999").role("master"), Netdata.at("http://h34:19999").role("worker"))
 *         .into(Path.of("results"));
 * Lives lives = Lives.of(result.trials(), result.hosts().values());
 * }</pre>
 */
public final class LifecycleExperiment implements Experiment {
    /** The label of the only variant. */
    public static final String LIFE = "life";

    private final Suite design;
    private final List<LifePlatform> platforms;
    private final PhaseTable phases;
    private final LifeProgress progress;

    private LifecycleExperiment(Suite design, List<LifePlatform> platforms, PhaseTable phases, LifeProgress progress) {
        this.design = design;
        this.platforms = platforms;
        this.phases = phases;
        this.progress = progress;
    }

    @Override
    public Suite design() {
        return design;
    }

    @Override
    public Session open(Environment environment, Bench bench) {
        LifePlatform platform = platforms.stream()
                .filter(each -> each.name().equals(environment.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no platform " + environment.name()));
        return new LifeSession(platform, platforms, bench, progress);
    }

    /** A cluster takes its time to go. */
    @Override
    public Duration longestCleanup() {
        return Duration.ofMinutes(5);
    }

    /** The length of each phase and, first, of the whole. */
    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        List<LifePhase> all = phases.withTotal();
        metrics.add(length(all.get(all.size() - 1)));
        all.subList(0, all.size() - 1).forEach(phase -> metrics.add(length(phase)));
        return metrics;
    }

    private static Metric length(LifePhase phase) {
        return Metric.of(
                name(phase), "s", Direction.LOWER_IS_BETTER, (Trial life) -> life.seconds(phase.from(), phase.to()));
    }

    private static String name(LifePhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_seconds";
    }

    /** A builder for an experiment of this name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects settings; defaults stand at the fields. Not thread-safe. */
    public static final class Builder {
        private final Suite.Builder suite;
        private final List<LifePlatform> platforms = new ArrayList<>();
        private PhaseTable phases = PhaseTable.study();
        private Consumer<String> told = System.err::println;

        private Builder(String name) {
            suite = Suite.named(name).trials(3);
        }

        /** One more platform. */
        public Builder platform(LifePlatform platform) {
            platforms.add(platform);
            return this;
        }

        /** Lives of each platform; 3 until told otherwise. */
        public Builder lives(int number) {
            suite.trials(number);
            return this;
        }

        /** What the phases are; those of the study until told otherwise. */
        public Builder phases(PhaseTable table) {
            phases = table;
            return this;
        }

        /** Seed of the order; drawn and recorded until told otherwise. */
        public Builder seed(long number) {
            suite.seed(number);
            return this;
        }

        /** Who is told each step and how long its life may still take; standard error until told otherwise. */
        public Builder steps(Consumer<String> listener) {
            told = listener;
            return this;
        }

        /**
         * The experiment.
         *
         * @throws IllegalArgumentException naming the value and the bound that it broke
         */
        public LifecycleExperiment build() {
            Duration longest = Duration.ofSeconds(1);
            for (LifePlatform platform : platforms) {
                suite.environment(Environment.process(platform.name()).command(words(platform)));
                Duration expected =
                        platform.steps().stream().map(LifeStep::expected).reduce(Duration.ZERO, Duration::plus);
                longest = expected.compareTo(longest) > 0 ? expected : longest;
            }
            List<LifePhase> all = phases.withTotal();
            Suite design = suite.workload(ProgramWorkload.named("lifecycle")
                            .gate(Gate.wholeLife())
                            .primaryMetric(name(all.get(all.size() - 1)))
                            .variant(LIFE)
                            .expected(longest)
                            .build())
                    .build();
            return new LifecycleExperiment(design, List.copyOf(platforms), phases, new LifeProgress(told));
        }

        /** What a life does, so that a result says it, and another life is not taken for the same. */
        private static String[] words(LifePlatform platform) {
            List<String> words = new ArrayList<>(List.of("life"));
            platform.steps().forEach(step -> words.add(step.describe()));
            return words.toArray(String[]::new);
        }
    }
}
