package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.experiment.lifecycle.StepFailedException.Kind;
import io.krater.monitor.HostProbe;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSource;
import io.krater.sample.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifeRunTest {
    private final List<String> done = new ArrayList<>();

    /** Notes that it was done, or does what a test wants. */
    private interface Deed {
        void run() throws StepFailedException, InterruptedException;
    }

    private StepAction action(String name, Deed deed) {
        return new StepAction() {
            @Override
            public String describe() {
                return name;
            }

            @Override
            public void perform() throws StepFailedException, InterruptedException {
                done.add(name);
                deed.run();
            }
        };
    }

    private StepAction action(String name) {
        return action(name, () -> {});
    }

    private LifePlatform study(StepAction deploy) {
        return new StudySteps(
                        action("start"), action("join"), deploy, action("delete"), action("leave"), action("stop"))
                .addTo(LifePlatform.named("K8s"), Duration.ZERO)
                .teardown(action("down"))
                .build();
    }

    /** A host with a sample at each reading. */
    private static HostSource host() {
        return new HostSource() {
            @Override
            public String host() {
                return "m";
            }

            @Override
            public String role() {
                return "master";
            }

            @Override
            public HostProbe open(Duration interval) {
                return new HostProbe() {
                    @Override
                    public void read(long now, Sink sink) {
                        sink.sample(HostQuantity.CPU, now, 1);
                    }

                    @Override
                    public Duration delay() {
                        return Duration.ofMillis(1);
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    private LifeRun.Ended live(LifePlatform platform) throws InterruptedException {
        return new LifeRun(
                        platform,
                        List.of(host()),
                        Duration.ofSeconds(1),
                        SteadyClock.system(),
                        new LifeRun.Listener() {})
                .live("7");
    }

    @Test
    void doesTheStepsInOrderBetweenTwoTeardowns() throws InterruptedException {
        LifeRun.Ended ended = live(study(action("deploy")));
        assertThat(done).containsExactly("down", "start", "join", "deploy", "delete", "leave", "stop", "down");
        assertThat(ended.failure()).isEmpty();
        assertThat(ended.life().events())
                .extracting(LifeEvent::type)
                .containsExactlyElementsOf(PhaseTable.study().events());
        assertThat(PhaseSum.of(ended.life(), PhaseTable.study()).orElseThrow().addsUp())
                .isTrue();
        assertThat(ended.life().role("m")).contains("master");
        assertThat(ended.life().metrics().of("m", HostQuantity.CPU)).isPresent();
    }

    @Test
    void aStepThatFailsEndsTheLifeAndTheTeardownStillRuns() throws InterruptedException {
        LifeRun.Ended ended = live(study(action("deploy", () -> {
            throw new StepFailedException(Kind.NOT_AVAILABLE, "no image", List.of("pulling"));
        })));
        assertThat(done).containsExactly("down", "start", "join", "deploy", "down");
        assertThat(ended.failure())
                .contains(new LifeRun.Failure(
                        "START_KNS_DEPLOYMENT", Kind.NOT_AVAILABLE, "no image", List.of("pulling")));
        assertThat(ended.life().at("START_KNS_DEPLOYMENT")).isPresent();
        assertThat(ended.life().at("FINISHED_START_KNS_DEPLOYMENT"))
                .as("what was not observed is absent")
                .isEmpty();
    }

    @Test
    void anInterruptedLifeIsTornDownToo() {
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> live(study(action("deploy", () -> {
                    throw new InterruptedException();
                }))))
                .withMessageContaining("platform K8s was torn down");
        assertThat(done).endsWith("deploy", "down");
    }

    @Test
    void aTeardownThatFailsIsAProblemAndNotTheLifesFailure() throws InterruptedException {
        LifePlatform platform = LifePlatform.named("p")
                .step(LifeStep.mark("START_SIMULATION"))
                .teardown(action("stuck", () -> {
                    throw new StepFailedException(Kind.TIMED_OUT, "it hangs");
                }))
                .teardown(action("rest"))
                .build();
        LifeRun.Ended ended = live(platform);
        assertThat(ended.failure()).isEmpty();
        assertThat(ended.problems()).containsExactly("teardown after the life: it hangs");
        assertThat(done).endsWith("stuck", "rest");
    }

    @Test
    void aCommandSaysWhatItSaidLast() {
        CommandAction failing =
                CommandAction.of("sh", "-c", "seq 100; echo $X >&2; exit 3").environment("X", "why");
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(failing::perform)
                .satisfies(failed -> {
                    assertThat(failed.kind()).isEqualTo(Kind.COMMAND_FAILED);
                    assertThat(failed).message().endsWith("ended with 3");
                    assertThat(failed.lastLines()).hasSize(20).startsWith("82").endsWith("100", "why");
                });
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> CommandAction.of("/no/such/program").perform())
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.NOT_STARTED));
    }

    @Test
    void aCommandThatTakesTooLongIsKilledWithItsChildren() {
        CommandAction slow = CommandAction.of("sh", "-c", "sleep 4711 & wait").deadline(Duration.ofMillis(300));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(slow::perform)
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.TIMED_OUT));
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.isAlive()
                        && process.info().commandLine().orElse("").contains("sleep 4711"));
    }
}
