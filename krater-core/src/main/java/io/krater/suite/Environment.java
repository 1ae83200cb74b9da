package io.krater.suite;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One of the things compared: a way to run the workload, under a name of its own.
 *
 * @param name 1 to 63 letters, digits, {@code _} or {@code -}, a letter or digit at both ends; unique in a suite, whatever
 *     the case
 * @param target what runs: a local command or an image under a RuntimeClass
 * @param variables environment variables of the workload's process
 * @param attributes settings for a launcher of one's own; the built-in launchers ignore those that they do not know
 */
public record Environment(String name, Target target, Map<String, String> variables, Map<String, String> attributes) {
    private static final String TIMEOUT = "trial_timeout";

    /**
     * Checks the name and copies the maps.
     *
     * @throws IllegalArgumentException if the name breaks the rule
     */
    public Environment {
        Names.check("environment name", name);
        variables = Map.copyOf(variables);
        attributes = Map.copyOf(attributes);
        variables.forEach((key, value) -> {
            if (key.isEmpty() || key.contains("=") || holdsNul(key) || holdsNul(value)) {
                throw new IllegalArgumentException("variable of environment " + name
                        + " must have a name without = and hold no NUL, was \"" + key + "\" = \"" + value + "\"");
            }
        });
    }

    /** The longest time of a trial here; empty where the suite's counts. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(attributes.get(TIMEOUT)).map(Duration::parse);
    }

    /** The same with {@code {name}} in variables and attributes replaced by the value of the variant's parameter of this name. */
    public Environment filledFor(Variant variant) {
        Placeholders places = Placeholders.of(variant);
        Map<String, String> filledVariables = places.fill(variables);
        Map<String, String> filledAttributes = places.fill(attributes);
        boolean same = filledVariables.equals(variables) && filledAttributes.equals(attributes);
        return same ? this : new Environment(name, target, filledVariables, filledAttributes);
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** What runs in an environment. */
    public sealed interface Target permits Command, Image {}

    /**
     * A program on this machine.
     *
     * @param words the program and its leading arguments; the workload's arguments are appended
     */
    public record Command(List<String> words) implements Target {
        /**
         * Checks that there is a program.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Command {
            words = List.copyOf(words);
            if (words.isEmpty() || words.get(0).isBlank()) {
                throw new IllegalArgumentException("command must name a program, was " + words);
            }
            Names.arguments("command", words);
            if (words.size() == 1
                    && words.get(0).strip().contains(" ")
                    && !words.get(0).contains("/")) {
                throw new IllegalArgumentException("command must be given word by word, "
                        + Arrays.stream(words.get(0).strip().split(" +"))
                                .map(word -> "\"" + word + "\"")
                                .collect(Collectors.joining(", "))
                        + ", or as \"/bin/sh\", \"-c\", \"...\" for a shell, was \"" + words.get(0) + "\"");
            }
        }
    }

    /**
     * A container image under a RuntimeClass.
     *
     * @param reference the image, such as {@code krater-static:latest}
     * @param runtimeClass name of the RuntimeClass; empty for the cluster's default runtime
     * @param command replaces the image's entrypoint where not empty
     */
    public record Image(String reference, Optional<String> runtimeClass, List<String> command) implements Target {
        /**
         * Checks the reference.
         *
         * @throws IllegalArgumentException if it, or the name of the RuntimeClass, breaks the rule
         */
        public Image {
            command = List.copyOf(command);
            Names.arguments("command", command);
            if (!reference.matches("[A-Za-z0-9][A-Za-z0-9._:/@-]*")) {
                throw new IllegalArgumentException("image must be an image reference, was \"" + reference + "\"");
            }
            runtimeClass.ifPresent(name -> {
                if (!name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
                    throw new IllegalArgumentException(
                            "runtimeClass must be a DNS name of lower-case letters, digits, - and ., was \"" + name
                                    + "\"");
                }
            });
        }
    }

    /** An environment that is a command on this machine; see {@link CommandBuilder#command}. */
    public static CommandBuilder process(String name) {
        Objects.requireNonNull(name, "process must not be null");
        return new CommandBuilder(name);
    }

    /** An environment that is a pod: an image under a RuntimeClass. */
    public static PodBuilder pod(String name) {
        Objects.requireNonNull(name, "pod must not be null");
        return new PodBuilder(name);
    }

    /** Anything that yields an environment: a builder or the environment itself. */
    public interface Source {
        /**
         * The environment.
         *
         * @throws IllegalArgumentException naming the value that is missing or out of bounds
         */
        Environment build();
    }

    /** Settings that all environments have. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> implements Source {
        final String name;
        final Map<String, String> variables = new LinkedHashMap<>();
        final Map<String, String> attributes = new LinkedHashMap<>();

        Builder(String name) {
            this.name = name;
        }

        abstract B self();

        /** Sets an environment variable of the workload's process; {@code {name}} in its value stands for a variant's parameter. */
        public B variable(String key, String value) {
            variables.put(
                    Objects.requireNonNull(key, "variable name must not be null"),
                    Objects.requireNonNull(value, "value of variable " + key + " must not be null"));
            return self();
        }

        /** Longest time of a trial here from its request to its end, 1 ms to 365 days; the suite's until told otherwise. */
        public B timeout(Duration time) {
            Quantities.requireTimeout(
                    "timeout of environment " + name, Objects.requireNonNull(time, "timeout must not be null"));
            attributes.put(TIMEOUT, time.toString());
            return self();
        }

        /** Sets an attribute for a launcher of one's own. */
        public B attribute(String key, String value) {
            attributes.put(
                    Objects.requireNonNull(key, "attribute name must not be null"),
                    Objects.requireNonNull(value, "value of attribute " + key + " must not be null"));
            return self();
        }
    }

    /** Builds an environment that is a command on this machine. Not thread-safe. */
    public static final class CommandBuilder extends Builder<CommandBuilder> {
        private List<String> words = List.of();
        private Optional<String> input = Optional.empty();
        private Optional<Boolean> outputDiscarded = Optional.empty();
        private Optional<String> directory = Optional.empty();
        private Optional<Set<Integer>> exitCodes = Optional.empty();

        private CommandBuilder(String name) {
            super(name);
        }

        /** The file that is the program's standard input, resolved in its working directory; empty input until told otherwise. {@code {name}} stands for a variant's parameter. */
        public CommandBuilder input(String file) {
            Objects.requireNonNull(file, "input must not be null");
            this.input = Optional.of(file);
            return this;
        }

        /** Sends standard output to {@code /dev/null}; it is kept in the log until told otherwise. Standard error is kept. */
        public CommandBuilder discardOutput() {
            this.outputDiscarded = Optional.of(true);
            return this;
        }

        /** Keeps standard output in the log, also where the suite discards it. */
        public CommandBuilder keepOutput() {
            this.outputDiscarded = Optional.of(false);
            return this;
        }

        /** The working directory; the harness's own until told otherwise. {@code {name}} stands for a variant's parameter. */
        public CommandBuilder directory(String folder) {
            Objects.requireNonNull(folder, "directory must not be null");
            this.directory = Optional.of(folder);
            return this;
        }

        /** The exit codes of a trial that counts, 0 to 255; 0 alone until told otherwise. */
        public CommandBuilder exitCodes(Integer... accepted) {
            Names.present("exitCodes", accepted);
            this.exitCodes = Optional.of(new TreeSet<>(List.of(accepted)));
            return this;
        }

        /** The program and its leading arguments; the workload's arguments are appended. */
        public CommandBuilder command(String... words) {
            Names.present("command", words);
            return command(List.of(words));
        }

        /** The program and its leading arguments; the workload's arguments are appended. */
        public CommandBuilder command(List<String> words) {
            Names.present("command", words);
            this.words = List.copyOf(words);
            return this;
        }

        /** Accepts every exit code that a program gives by itself, 0 to 125; a program that a signal ended still fails. */
        public CommandBuilder anyExitCode() {
            this.exitCodes = Optional.of(ProcessOptions.ANY_EXIT_CODE);
            return this;
        }

        @Override
        CommandBuilder self() {
            return this;
        }

        @Override
        public Environment build() {
            Map<String, String> all = new LinkedHashMap<>(attributes);
            all.putAll(ProcessOptions.attributes(input, outputDiscarded, directory, exitCodes));
            return new Environment(name, new Command(words), variables, all);
        }
    }

    /** Builds an environment that is a pod. Not thread-safe. */
    public static final class PodBuilder extends Builder<PodBuilder> {
        private String image = "";
        private Optional<String> runtimeClass = Optional.empty();
        private List<String> command = List.of();

        private PodBuilder(String name) {
            super(name);
        }

        /** The image, such as {@code krater-static:latest}. */
        public PodBuilder image(String reference) {
            Objects.requireNonNull(reference, "image must not be null");
            this.image = reference;
            return this;
        }

        /** The RuntimeClass; {@code default} stands for the cluster's default runtime. */
        public PodBuilder runtimeClass(String name) {
            Objects.requireNonNull(name, "runtimeClass must not be null");
            this.runtimeClass = name.equals("default") ? Optional.empty() : Optional.of(name);
            return this;
        }

        /** Replaces the image's entrypoint. */
        public PodBuilder command(String... words) {
            Names.present("command", words);
            this.command = List.of(words);
            return this;
        }

        @Override
        PodBuilder self() {
            return this;
        }

        @Override
        public Environment build() {
            return new Environment(name, new Image(image, runtimeClass, command), variables, attributes);
        }
    }
}
