package io.krater.cri;

import java.time.Duration;

/**
 * How long calls may take.
 *
 * @param question of a call that only asks
 * @param change of a call that makes, starts, stops or removes something
 * @param pull of an image's pull
 */
record CriDeadlines(Duration question, Duration change, Duration pull) {
    /** Those of the kubelet where it has them: two minutes for a request. */
    static CriDeadlines usual() {
        return new CriDeadlines(Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(15));
    }
}
