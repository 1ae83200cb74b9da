package io.krater.experiment.lifecycle;

import java.util.OptionalDouble;

/**
 * A host that takes part in a life.
 *
 * @param name its name in the metrics
 * @param role what it is there for, such as {@code master}, {@code worker} or {@code controller}
 * @param memoryMib its memory in MiB, where it is known
 */
public record LifeHost(String name, String role, OptionalDouble memoryMib) {
    /** The role of the host that runs the life and takes no part in the platform. */
    public static final String CONTROLLER = "controller";

    /** Refuses a host without a name and memory that is none. */
    public LifeHost {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
        if (memoryMib.isPresent() && !(memoryMib.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "the memory of host " + name + " must be above 0 MiB, was " + memoryMib.getAsDouble());
        }
    }

    /** A host whose memory is not known. */
    public static LifeHost of(String name, String role) {
        return new LifeHost(name, role, OptionalDouble.empty());
    }

    /** Whether it is part of the platform that is measured. */
    public boolean isMeasured() {
        return !role.equals(CONTROLLER);
    }
}
