package io.krater.suite;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that is done before or after trials, outside of what is measured: a command, or Java. Results hold its
 * {@linkplain #text text}, and a suite with other hooks is another one.
 */
public sealed interface Hook {
    /** What it does, as results tell of it. */
    String text();

    /**
     * A command that must end with 0. In its words {@code {environment}}, {@code {variant}}, {@code {trial}} and the names of
     * the variant's parameters stand for their values.
     *
     * @param words program and arguments; no shell reads them
     * @param within how long it may take
     */
    record Command(List<String> words, Duration within) implements Hook {
        /**
         * Checks that there is a program and time.
         *
         * @throws IllegalArgumentException if there is not
         */
        public Command {
            words = new Environment.Command(words).words();
            if (within.compareTo(Duration.ofMillis(1)) < 0 || within.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "a hook may take 1 ms to 1 day, was given " + Quantities.format(within));
            }
        }

        /** The words for a moment, with values for the names that stand for them. */
        public List<String> wordsAt(Moment moment) {
            Map<String, String> values = new LinkedHashMap<>();
            moment.environment().ifPresent(environment -> values.put("environment", environment.name()));
            moment.variant().ifPresent(variant -> {
                values.put("variant", variant.label());
                values.put("trial", Integer.toString(moment.trial()));
                values.putAll(Placeholders.values(variant));
            });
            return new Placeholders(values).fill(words);
        }

        @Override
        public String text() {
            return String.join(" ", words) + " (within " + Quantities.format(within) + ")";
        }
    }

    /**
     * Java that must not throw.
     *
     * @param name what it does; tells it from others in results
     * @param action what is done
     */
    record Call(String name, Action action) implements Hook {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Call {
            Objects.requireNonNull(action, "a hook's action must not be null");
            if (name.isBlank()) {
                throw new IllegalArgumentException("a hook needs a name, which results tell it by, was blank");
            }
        }

        @Override
        public String text() {
            return "java: " + name;
        }
    }

    /** What a hook in Java does. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @throws Exception if it cannot be done: the trial then fails, or before all trials the run
         */
        void run(Moment moment) throws Exception;
    }

    /**
     * When a hook is called.
     *
     * @param environment where the trial runs; empty before all trials
     * @param variant what it runs; empty before all trials
     * @param trial its number within the cell, from 1 up; 0 before all trials
     */
    record Moment(Optional<Environment> environment, Optional<Variant> variant, int trial) {
        /** Before all trials. */
        public static Moment ofSuite() {
            return new Moment(Optional.empty(), Optional.empty(), 0);
        }
    }

    /** A program and its arguments; it has 5 minutes. */
    static Hook command(String... words) {
        return new Command(List.of(words), Duration.ofMinutes(5));
    }

    /** A script for {@code /bin/sh}; it has 5 minutes. */
    static Hook shell(String script) {
        return command("/bin/sh", "-c", Objects.requireNonNull(script, "a hook's script must not be null"));
    }

    /** Java under a name. */
    static Hook call(String name, Action action) {
        return new Call(Objects.requireNonNull(name, "a hook's name must not be null"), action);
    }

    /** Lets the kernel write out and forget what it holds of files, so that programs and data are read from the disk again; needs root. */
    static Hook dropPageCache() {
        return shell("sync && echo 3 > /proc/sys/vm/drop_caches");
    }
}
