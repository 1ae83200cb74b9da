package io.krater.launch;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an execution ended.
 *
 * @param at when, on the best clock at hand
 * @param code the exit code; empty where nobody saw it. Of a workload that a signal ended it is empty, or 128 + the signal as
 *     the platform shows it
 * @param failure why it counts as failed, as far as the launcher knows; empty for exit code 0
 */
public record Exit(Stamp at, OptionalInt code, Optional<FailureReason> failure) {}
