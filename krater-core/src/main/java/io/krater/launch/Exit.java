package io.krater.launch;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an execution ended.
 *
 * @param at when, on the best clock at hand
 * @param code the exit code; empty where the workload did not exit by itself or nobody saw it
 * @param failure why it counts as failed, as far as the launcher knows; empty for exit code 0
 */
public record Exit(Stamp at, OptionalInt code, Optional<FailureReason> failure) {}
