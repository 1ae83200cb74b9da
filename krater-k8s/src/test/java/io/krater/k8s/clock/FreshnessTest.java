package io.krater.k8s.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final double CHANGED = 1_800_000_000;

    private final Freshness freshness = new Freshness();

    private static Pod changedAt(double second) {
        return new PodBuilder()
                .withNewMetadata()
                .withManagedFields(
                        new ManagedFieldsEntryBuilder()
                                .withTime("2020-01-01T00:00:00Z")
                                .build(),
                        new ManagedFieldsEntryBuilder()
                                .withTime(Instant.ofEpochSecond((long) second).toString())
                                .build())
                .endMetadata()
                .build();
    }

    @Test
    void toleratesTheRoundingOfWholeSeconds() {
        assertThat(freshness.isFresh(changedAt(CHANGED), CHANGED + 0.02)).isTrue();
        assertThat(freshness.isFresh(changedAt(CHANGED + 1), CHANGED + 2.01)).isTrue();
    }

    @Test
    void noticesAChangeThatArrivesSecondsLate() {
        assertThat(freshness.isFresh(changedAt(CHANGED), CHANGED + 0.5)).isTrue();
        assertThat(freshness.isFresh(changedAt(CHANGED + 3), CHANGED + 8)).isFalse();
        assertThat(freshness.isFresh(changedAt(CHANGED + 9), CHANGED + 9.3)).isTrue();
    }

    @Test
    void learnsTheOffsetBetweenTheClocks() {
        double offset = 37;
        assertThat(freshness.isFresh(changedAt(CHANGED), CHANGED + offset)).isTrue();
        assertThat(freshness.isFresh(changedAt(CHANGED + 1), CHANGED + offset + 1.2))
                .isTrue();
        assertThat(freshness.isFresh(changedAt(CHANGED + 2), CHANGED + offset + 6))
                .isFalse();
    }

    @Test
    void doubtsNothingWhereTheServerKeepsNoTimes() {
        Pod pod = new PodBuilder().withNewMetadata().endMetadata().build();
        assertThat(freshness.isFresh(pod, CHANGED)).isTrue();
    }
}
