package io.krater.launch;

import java.util.Locale;

/**
 * An instant and the clock that it was read on. Stamps of different clocks are never subtracted without the offset
 * between them ({@link ClockOffset}).
 *
 * @param epochNanos nanoseconds since the Unix epoch
 * @param clock whose clock
 */
public record Stamp(long epochNanos, Clock clock) {
    /**
     * Whose clock a stamp was read on.
     *
     * @param kind the kind of clock
     * @param node the node's name, where there are several; else empty
     */
    public record Clock(Kind kind, String node) {
        /** The machine that runs this library. */
        public static final Clock CLIENT = new Clock(Kind.CLIENT, "");
        /** The machine that runs the workload. */
        public static final Clock NODE = new Clock(Kind.NODE, "");
        /** The workload itself. */
        public static final Clock WORKLOAD = new Clock(Kind.WORKLOAD, "");

        /** Kinds of clocks. */
        public enum Kind {
            /** The machine that runs this library. */
            CLIENT,
            /** A machine that runs the workload. */
            NODE,
            /** The workload itself. */
            WORKLOAD
        }

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if a clock other than a node's has a name
         */
        public Clock {
            if (kind != Kind.NODE && !node.isEmpty()) {
                throw new IllegalArgumentException("only a node's clock has a name, was \"" + node + "\" of " + kind);
            }
        }

        /** The clock of the node of this name. */
        public static Clock node(String name) {
            return new Clock(Kind.NODE, name);
        }

        /**
         * The clock of a label, as {@link #label} gives it.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Clock of(String label) {
            if (label.startsWith("node:")) {
                return node(label.substring("node:".length()));
            }
            return switch (label) {
                case "client" -> CLIENT;
                case "node" -> NODE;
                case "workload" -> WORKLOAD;
                default ->
                    throw new IllegalArgumentException(
                            "a clock is client, node, node:NAME or workload, was \"" + label + "\"");
            };
        }

        /** The name in results: {@code client}, {@code node}, {@code node:n1}, {@code workload}. */
        public String label() {
            String word = kind.name().toLowerCase(Locale.ROOT);
            return node.isEmpty() ? word : word + ":" + node;
        }
    }

    /** A stamp of the client's clock. */
    public static Stamp client(long epochNanos) {
        return new Stamp(epochNanos, Clock.CLIENT);
    }

    /** A stamp of the node's clock. */
    public static Stamp node(long epochNanos) {
        return new Stamp(epochNanos, Clock.NODE);
    }
}
