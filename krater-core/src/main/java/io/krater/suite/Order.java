package io.krater.suite;

/** In which order the trials of a suite run. */
public enum Order {
    /** Blocks in which each environment runs once, shuffled by the suite's seed: drift of the machine does not become a difference. */
    RANDOMISED_BLOCKS,
    /** All trials of a cell, then the next cell, as KRATER ran. */
    SEQUENTIAL,
    /**
     * Repetition by repetition: in each, environments in an order shuffled by the seed, and of each all variants as they stand,
     * in one session. A ramp grows that way, and n repetitions are n independent ramps.
     */
    ASCENDING
}
