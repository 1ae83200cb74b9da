package io.krater.suite;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program of this machine that runs while a suite does, such as the server that its workload asks: started before the first
 * trial, waited for, ended after the last one whatever happened, also where this process is killed. Its output is kept beside
 * the trials. What it uses is in no trial's figures.
 *
 * @param name names its log; 1 to 63 letters, digits, {@code _} or {@code -}
 * @param command program and arguments
 * @param variables environment variables besides those of this process
 * @param directory working directory; the harness's own where absent
 * @param ready what tells that it can be used
 * @param within how long it may take to be ready
 */
public record Service(
        String name,
        Environment.Command command,
        Map<String, String> variables,
        Optional<String> directory,
        Ready ready,
        Duration within) {
    /**
     * What tells that a service can be used; exactly one.
     *
     * @param line text of a line of its output, found anywhere in it
     * @param port TCP port of this machine that takes connections
     * @param command a command that ends with 0, asked again and again
     */
    public record Ready(Optional<String> line, OptionalInt port, List<String> command) {
        /**
         * Checks that there is one.
         *
         * @throws IllegalArgumentException if there is none or more than one, or the port is out of range
         */
        public Ready {
            command = List.copyOf(command);
            int given = (line.isPresent() ? 1 : 0) + (port.isPresent() ? 1 : 0) + (command.isEmpty() ? 0 : 1);
            if (given != 1) {
                throw new IllegalArgumentException(
                        "a service is waited for by one of untilLine, untilPort and untilCommand, "
                                + (given == 0 ? "had none" : "had " + given));
            }
            if (line.isPresent() && line.get().isBlank()) {
                throw new IllegalArgumentException("untilLine must not be blank");
            }
            if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65535)) {
                throw new IllegalArgumentException("untilPort must be in 1..65535, was " + port.getAsInt());
            }
        }

        @Override
        public String toString() {
            return line.map(text -> "line \"" + text + "\"")
                    .orElseGet(() -> port.isPresent() ? "port " + port.getAsInt() : "command " + command);
        }
    }

    /**
     * Copies the variables and checks the bounds.
     *
     * @throws IllegalArgumentException if the name breaks the rule, or the time is out of its bounds
     */
    public Service {
        Names.check("service name", name);
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        if (within.compareTo(Duration.ofMillis(1)) < 0 || within.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "service " + name + " may take 1 ms to 1 day to be ready, was given " + Quantities.format(within));
        }
    }

    /** What it is, as results tell of it. */
    public String text() {
        return name + ": " + String.join(" ", command.words())
                + (variables.isEmpty() ? "" : " with " + variables)
                + directory.map(folder -> " in " + folder).orElse("")
                + ", ready by " + ready + " (within " + Quantities.format(within) + ")";
    }

    /** A builder for a service of this name. */
    public static Builder named(String name) {
        return new Builder(Objects.requireNonNull(name, "service name must not be null"));
    }

    /** Collects what a service is. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private List<String> words = List.of();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private Optional<String> directory = Optional.empty();
        private Optional<String> line = Optional.empty();
        private OptionalInt port = OptionalInt.empty();
        private List<String> command = List.of();
        private Duration within = Duration.ofMinutes(1);

        private Builder(String name) {
            this.name = name;
        }

        /** The program and its arguments; it stays in the foreground. */
        public Builder command(String... words) {
            Names.present("command", words);
            this.words = List.of(words);
            return this;
        }

        /** Sets an environment variable. */
        public Builder variable(String key, String value) {
            variables.put(
                    Objects.requireNonNull(key, "variable name must not be null"),
                    Objects.requireNonNull(value, "value of variable " + key + " must not be null"));
            return this;
        }

        /** The working directory; the harness's own until told otherwise. */
        public Builder directory(String folder) {
            Objects.requireNonNull(folder, "directory must not be null");
            this.directory = Optional.of(folder);
            return this;
        }

        /** It is ready when a line of its output holds this text. */
        public Builder untilLine(String text) {
            Objects.requireNonNull(text, "untilLine must not be null");
            this.line = Optional.of(text);
            return this;
        }

        /** It is ready when this TCP port of this machine takes connections, which must be free before. */
        public Builder untilPort(int number) {
            this.port = OptionalInt.of(number);
            return this;
        }

        /** It is ready when this command ends with 0. */
        public Builder untilCommand(String... words) {
            Names.present("untilCommand", words);
            this.command = new Environment.Command(List.of(words)).words();
            return this;
        }

        /** How long it may take to be ready, 1 ms to 1 day; 1 min until told otherwise. */
        public Builder within(Duration time) {
            this.within = Objects.requireNonNull(time, "within must not be null");
            return this;
        }

        /**
         * The service.
         *
         * @throws IllegalArgumentException naming the value and the bound that it broke
         */
        public Service build() {
            return new Service(
                    name, new Environment.Command(words), variables, directory, new Ready(line, port, command), within);
        }
    }
}
