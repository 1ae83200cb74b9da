package io.krater.experiment.lifecycle.run;

import io.krater.experiment.lifecycle.LifePlatform;
import io.krater.experiment.lifecycle.LifeRun;
import io.krater.experiment.lifecycle.LifeStep;
import io.krater.experiment.lifecycle.Lives;
import io.krater.monitor.HostMonitor;
import io.krater.monitor.HostSource;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lives of platforms, run one after the other: in blocks of one life each, each block in a random order of a recorded seed, so
 * that drift of the machines does not become a difference between platforms. What is kept on disk is not run again.
 *
 * <pre>{@code
 * Lives lives = LifecycleExperiment.of(kubernetes, k3s)
 *         .host(Netdata.at("http://h12:19999").role("master"))
 *         .host(Netdata.at("http://h34:19999").role("worker"))
 *         .lives(25)
 *         .into(Path.of("results/lives"), System.out::println);
 * }</pre>
 */
public final class LifecycleExperiment {
    /** How long a signal to stop waits for a teardown. */
    private static final long LONGEST_TEARDOWN_MINUTES = 5;

    private final List<LifePlatform> platforms;
    private final List<HostSource> hosts = new ArrayList<>();
    private int lives = 3;
    private Duration interval = Duration.ofSeconds(5);
    private long seed = 1;

    private LifecycleExperiment(List<LifePlatform> platforms) {
        this.platforms = platforms;
    }

    /**
     * An experiment with these platforms.
     *
     * @throws IllegalArgumentException if there is none, or two have one name, or a name is none for a folder
     */
    public static LifecycleExperiment of(LifePlatform... platforms) {
        if (platforms.length == 0) {
            throw new IllegalArgumentException("an experiment needs a platform");
        }
        Set<String> names = new HashSet<>();
        for (LifePlatform platform : platforms) {
            if (!platform.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
                throw new IllegalArgumentException(
                        "a platform's name must be letters, digits, _, . and -, was \"" + platform.name() + "\"");
            }
            if (!names.add(platform.name())) {
                throw new IllegalArgumentException("there are two platforms \"" + platform.name() + "\"");
            }
        }
        return new LifecycleExperiment(List.of(platforms));
    }

    /** Measures one more host throughout each life. */
    public LifecycleExperiment host(HostSource host) {
        hosts.add(host);
        return this;
    }

    /** Lives of each platform; by default 3. */
    public LifecycleExperiment lives(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("each platform needs at least 1 life, was " + number);
        }
        lives = number;
        return this;
    }

    /** The distance of the hosts' samples; by default 5 s, the study's. */
    public LifecycleExperiment every(Duration distance) {
        if (distance.compareTo(HostMonitor.SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "hosts are measured every " + HostMonitor.SHORTEST.toMillis() + " ms at most, was " + distance);
        }
        interval = distance;
        return this;
    }

    /** The seed of the order. */
    public LifecycleExperiment seed(long number) {
        seed = number;
        return this;
    }

    /** A life that is to be lived. */
    record Planned(String id, LifePlatform platform) {}

    List<Planned> plan() {
        Random random = new Random(seed);
        List<Planned> plan = new ArrayList<>();
        for (int block = 1; block <= lives; block++) {
            List<LifePlatform> order = new ArrayList<>(platforms);
            Collections.shuffle(order, random);
            for (LifePlatform platform : order) {
                plan.add(new Planned(platform.name() + "-" + block, platform));
            }
        }
        return plan;
    }

    /**
     * Runs what is not there yet, and gives all lives that are. A life that fails is kept, with the reason, and the others go
     * on; it is run again the next time. On a signal to stop, the platform is torn down first.
     *
     * @param folder where lives are kept
     * @param progress is told each step with an estimate of what remains
     * @throws IOException if the folder cannot be written, or another process uses it
     * @throws InterruptedException if it was stopped; what was complete is kept
     */
    public Lives into(Path folder, Consumer<String> progress) throws IOException, InterruptedException {
        Thread runner = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> stop(runner, ended), "krater-lives-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (LifeFolder kept = LifeFolder.open(folder)) {
            List<Planned> plan = plan();
            LifeProgress told = new LifeProgress(plan.size(), progress);
            for (Planned next : plan) {
                if (kept.isLived(next.id())) {
                    told.kept(next.id());
                    continue;
                }
                told.life(next.id(), next.platform());
                LifeRun.Ended life =
                        new LifeRun(next.platform(), hosts, interval, SteadyClock.system(), told).live(next.id());
                kept.save(life);
                told.ended(life);
            }
            return kept.read();
        } finally {
            ended.countDown();
            removeHook(onSignal);
        }
    }

    private static void stop(Thread runner, CountDownLatch ended) {
        runner.interrupt();
        try {
            if (!ended.await(LONGEST_TEARDOWN_MINUTES, TimeUnit.MINUTES)) {
                System.err.println("the platform may not be torn down: the next run does it first");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // the hook is what brought us here
            Thread.currentThread().interrupt();
        }
    }

    /** Tells of steps, and how long the rest may take by what the same steps took before. */
    static final class LifeProgress implements LifeRun.Listener {
        private final int all;
        private final Consumer<String> told;
        private final List<Double> lengths = new ArrayList<>();
        private int number;
        private String id = "";
        private long began;
        private List<LifeStep> steps = List.of();

        LifeProgress(int all, Consumer<String> told) {
            this.all = all;
            this.told = told;
        }

        void kept(String life) {
            number++;
            told.accept("life " + number + " of " + all + " (" + life + "): kept from before");
        }

        void life(String life, LifePlatform platform) {
            number++;
            id = life;
            began = System.nanoTime();
            steps = platform.steps();
        }

        @Override
        public void begins(int step, int of, LifeStep what) {
            told.accept("life " + number + " of " + all + " (" + id + "), step " + (step + 1) + " of " + of + ": "
                    + what.describe() + remaining(step));
        }

        private String remaining(int step) {
            double spent = (System.nanoTime() - began) / 1e9;
            if (lengths.isEmpty()) {
                double pauses = steps.subList(step, steps.size()).stream()
                        .mapToLong(each -> each.expected().toSeconds())
                        .sum();
                return ", at least " + Math.round(pauses) + " s of this life left";
            }
            double mean =
                    lengths.stream().mapToDouble(length -> length).average().orElse(0);
            double left = Math.max(0, mean - spent) + mean * (all - number);
            return ", about " + Math.round(left) + " s left";
        }

        @Override
        public void warns(String text) {
            told.accept("warning: " + text);
        }

        void ended(LifeRun.Ended life) {
            lengths.add((System.nanoTime() - began) / 1e9);
            life.failure()
                    .ifPresent(failure -> told.accept("life " + id + " failed at " + failure.step() + " ("
                            + failure.kind() + "): " + failure.message()
                            + (failure.lastLines().isEmpty()
                                    ? ""
                                    : "\n  " + String.join("\n  ", failure.lastLines()))));
        }
    }
}
