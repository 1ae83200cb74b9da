package io.krater.stats;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of a computation that its input may not allow: a value, or the reason why there is none.
 *
 * <p>A quantity without a value stays visible in reports as "not computable because ...", so that an absent number is
 * never mistaken for zero. Immutable where {@code T} is.
 *
 * @param <T> what is computed
 */
public sealed interface Computed<T> {

    /**
     * A value that could be computed.
     *
     * @param value the value
     * @param <T> what is computed
     */
    record Value<T>(T value) implements Computed<T> {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /**
     * A quantity that this input does not determine.
     *
     * @param obstacle the kind of reason, for code
     * @param because the reason with its numbers, for people; a clause that follows the word "because"
     * @param <T> what would have been computed
     */
    record NotComputable<T>(Obstacle obstacle, String because) implements Computed<T> {
        @Override
        public String toString() {
            return "not computable because " + because;
        }
    }

    /** Wraps a value. */
    static <T> Computed<T> of(T value) {
        return new Value<>(value);
    }

    /** States that there is no value, and why. */
    static <T> Computed<T> not(Obstacle obstacle, String because) {
        return new NotComputable<>(obstacle, because);
    }

    /** Returns whether there is a value. */
    default boolean isComputed() {
        return this instanceof Value<T>;
    }

    /** Returns the value, or empty where there is none. */
    default Optional<T> optional() {
        return this instanceof Value<T> v ? Optional.of(v.value()) : Optional.empty();
    }

    /**
     * Returns the value.
     *
     * @throws NoSuchElementException with the reason where there is none
     */
    default T get() {
        if (this instanceof NotComputable<T> missing) {
            throw new NoSuchElementException(missing.toString());
        }
        return ((Value<T>) this).value();
    }

    /** Returns the reason why there is no value, or empty where there is one. */
    default Optional<NotComputable<T>> missing() {
        return this instanceof NotComputable<T> missing ? Optional.of(missing) : Optional.empty();
    }

    /** Returns the function's result for the value, or the same reason. */
    default <R> Computed<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> of(function.apply(value)));
    }

    /** Returns the function's outcome for the value, or the same reason. */
    default <R> Computed<R> flatMap(Function<? super T, ? extends Computed<R>> function) {
        if (this instanceof NotComputable<T> missing) {
            return not(missing.obstacle(), missing.because());
        }
        return function.apply(((Value<T>) this).value());
    }
}
