package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.monitor.HostProbe;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSource;
import io.krater.monitor.HostSourceException;
import io.krater.result.SuiteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts beside trials, from sources that answer at once. */
class HostsOfARunTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path into;

    @Test
    void keepsAFileForEachRunThatRanTrialsAndReadsThemBack() {
        SuiteResult first = run(2, host("h12", "master"));
        run(3, host("h12", "master"));
        SuiteResult third = run(3, host("h12", "master"));

        assertThat(first.hosts()).hasSize(1);
        assertThat(third.hosts()).hasSize(2);
        assertThat(third.hosts().keySet())
                .first()
                .isEqualTo(third.parts().get(0).run());
        assertThat(third.hosts().values()).allSatisfy(record -> {
            assertThat(record.roles()).containsEntry("h12", "master");
            assertThat(record.metrics()
                            .of("h12", HostQuantity.CPU)
                            .orElseThrow()
                            .value(0))
                    .isEqualTo(12.5);
        });
        assertThat(SuiteResult.read(into.resolve("scripted")).hosts()).hasSize(2);
        assertThat(third.warnings()).isEmpty();
    }

    @Test
    void failsNoTrialWhereASourceRefusesOrBreaks() {
        SuiteResult result = run(2, refusing(), broken(), host("h1", ""));

        assertThat(result.trials()).hasSize(2).allMatch(trial -> trial.outcome().isCompleted());
        HostRecord record = result.hosts().values().iterator().next();
        assertThat(record.metrics().hosts()).containsExactly("h1");
        assertThat(record.roles()).containsOnlyKeys("refusing", "broken", "h1");
        assertThat(text())
                .contains("warning: host refusing: nothing listens")
                .contains("warning: host broken: its source broke: java.lang.IllegalStateException: oops");
        assertThat(record.gaps())
                .filteredOn(gap -> !gap.host().equals("h1"))
                .hasSize(2)
                .allSatisfy(gap -> assertThat(gap.reason()).isNotEqualTo("no samples"));
    }

    @Test
    void runsWhereHostsCannotBeRecorded() throws IOException {
        Files.createDirectories(into.resolve("scripted"));
        Files.createFile(into.resolve("scripted/hosts"));

        SuiteResult result = run(2, host("h1", ""));

        assertThat(result.trials()).hasSize(2);
        assertThat(result.hosts()).isEmpty();
        assertThat(text()).contains("warning: hosts are not recorded");
    }

    @Test
    void refusesTwoHostsOfOneNameWhereverTheyAreGiven() {
        SuiteRun run = ScriptedRuns.of(1, id -> 100, "a").hosts(host("h1", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.hosts(host("h1", "")))
                .withMessageContaining("a name of its own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.hosts(Duration.ofMillis(1), host("h2", "")))
                .withMessageContaining("every 100 ms at most, was 1");
    }

    private SuiteResult run(int trials, HostSource... hosts) {
        return ScriptedRuns.of(trials, id -> 100, "a")
                .hosts(Duration.ofSeconds(10), hosts)
                .progressTo(new PrintStream(shown, true, StandardCharsets.UTF_8))
                .into(into);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static HostSource host(String name, String role) {
        return source(name, role, (now, sink) -> sink.sample(HostQuantity.CPU, now, 12.5));
    }

    private static HostSource refusing() {
        return source("refusing", "", (now, sink) -> {
            throw new HostSourceException("refusing", HostSourceException.Kind.REFUSED, "nothing listens");
        });
    }

    private static HostSource broken() {
        return source("broken", "", (now, sink) -> {
            throw new IllegalStateException("oops");
        });
    }

    private interface Reading {
        void read(long now, HostProbe.Sink sink) throws HostSourceException;
    }

    private static HostSource source(String name, String role, Reading reading) {
        return new HostSource() {
            @Override
            public String host() {
                return name;
            }

            @Override
            public String role() {
                return role;
            }

            @Override
            public HostProbe open(Duration interval) {
                return new HostProbe() {
                    @Override
                    public void read(long now, Sink sink) throws HostSourceException {
                        reading.read(now, sink);
                    }

                    @Override
                    public Duration delay() {
                        return Duration.ZERO;
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
