package io.krater.sample;

import java.util.Locale;

/**
 * What a series of samples is about: a container, a pod, a host, some processes. A value.
 *
 * @param kind the kind of thing
 * @param name which of its kind, where there can be several: a host's name, the pattern that processes match; else empty
 */
public record Scope(Kind kind, String name) {
    /** The container that runs the workload. */
    public static final Scope CONTAINER = new Scope(Kind.CONTAINER, "");
    /** The pod around it. */
    public static final Scope POD = new Scope(Kind.POD, "");
    /** The machine that the workload runs on. */
    public static final Scope HOST = new Scope(Kind.HOST, "");

    /** Kinds of things that are sampled. */
    public enum Kind {
        /** A container's cgroup, or the process tree of a local command. */
        CONTAINER,
        /** A pod's cgroup. */
        POD,
        /** A machine as a whole. */
        HOST,
        /** All processes whose command lines match a pattern. */
        PROCESSES,
        /** What a launcher or a source of one's own calls by a name of its own. */
        OTHER
    }

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if a kind that needs a name has none, or one that takes none has one
     */
    public Scope {
        boolean needs = kind == Kind.PROCESSES || kind == Kind.OTHER;
        boolean takes = needs || kind == Kind.HOST;
        if (needs && name.isBlank()) {
            throw new IllegalArgumentException("scope " + kind + " needs a name, was blank");
        }
        if (!takes && !name.isEmpty()) {
            throw new IllegalArgumentException("scope " + kind + " takes no name, was \"" + name + "\"");
        }
    }

    /** A host of this name, where there are several. */
    public static Scope host(String name) {
        return new Scope(Kind.HOST, name);
    }

    /** All processes whose command lines match this pattern. */
    public static Scope processes(String pattern) {
        return new Scope(Kind.PROCESSES, pattern);
    }

    /**
     * Something of a name of one's own.
     *
     * @throws IllegalArgumentException if the name is blank, or would read as one of the other kinds
     */
    public static Scope other(String name) {
        Scope read = of(name);
        if (read.kind != Kind.OTHER) {
            throw new IllegalArgumentException("\"" + name + "\" is a scope of its own: " + read.kind);
        }
        return read;
    }

    /** The scope of a label, as {@link #label} gives it; every text is one. */
    public static Scope of(String label) {
        int colon = label.indexOf(':');
        String head = colon < 0 ? label : label.substring(0, colon);
        String name = colon < 0 ? "" : label.substring(colon + 1);
        return switch (head) {
            case "container" -> colon < 0 ? CONTAINER : new Scope(Kind.OTHER, label);
            case "pod" -> colon < 0 ? POD : new Scope(Kind.OTHER, label);
            case "host" -> host(name);
            case "processes" -> name.isBlank() ? new Scope(Kind.OTHER, label) : processes(name);
            default -> new Scope(Kind.OTHER, label);
        };
    }

    /** Whether this is a machine rather than something that runs on it. */
    public boolean isHost() {
        return kind == Kind.HOST;
    }

    /** The name in results: {@code container}, {@code pod}, {@code host}, {@code host:n1}, {@code processes:containerd}. */
    public String label() {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.OTHER ? name : name.isEmpty() ? word : word + ":" + name;
    }

    @Override
    public String toString() {
        return label();
    }
}
