package io.krater.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramWorkloadTest implements WorkloadContract {
    @Override
    public Workload workload() {
        return ProgramWorkload.named("counting")
                .sizes(List.of(1, 2), "--to", "{size}")
                .gate(Gate.between("READY", "FINISHED"))
                .log((variant, log) -> log.stream()
                        .filter(line -> line.startsWith("counted "))
                        .findFirst()
                        .map(line -> new WorkloadResult(Map.of("counted", 7.0), Optional.of(true)))
                        .orElse(WorkloadResult.none()))
                .build();
    }

    @Override
    public List<String> goodLog() {
        return List.of("ready", "FINISHED now", "counted 7");
    }

    @Test
    void fillsTheSizeIntoItsArguments() {
        assertThat(workload().variants())
                .extracting(Variant::label, Variant::arguments)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1", List.of("--to", "1")),
                        org.assertj.core.groups.Tuple.tuple("2", List.of("--to", "2")));
    }

    @Test
    void crossesItsParameters() {
        Workload crossed = ProgramWorkload.named("crossed")
                .parameter("size", 64, 256)
                .parameter("file", "/data/a.bin", "b.bin")
                .arguments("--size={size}", "{file}", "{other}")
                .build();
        assertThat(crossed.variants())
                .extracting(Variant::label)
                .containsExactly("64-a-bin", "64-b-bin", "256-a-bin", "256-b-bin");
        assertThat(crossed.variants().get(2).arguments()).containsExactly("--size=256", "/data/a.bin", "{other}");
        assertThat(crossed.variants().get(2).number("size")).hasValue(256);
    }

    @Test
    void crossedVariantsHaveDistinctLabels() {
        Workload crossed = ProgramWorkload.named("crossed")
                .parameter("file", "/one/a", "/two/A", "-", "--", "x".repeat(90))
                .build();
        assertThat(crossed.variants())
                .extracting(Variant::label)
                .containsExactly("a", "A-2", "run", "run-2", "x".repeat(40));
    }

    @Test
    void refusesToCrossWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramWorkload.named("p").parameter("size", List.of()))
                .withMessage("parameter size needs at least one value, had none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramWorkload.named("p").parameter("size", 1, 1))
                .withMessageContaining("must be distinct");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ProgramWorkload.named("p").parameter("size", 1).parameter("size", 2))
                .withMessage("parameter size was given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramWorkload.named("p").arguments("{size}").build())
                .withMessageContaining("there is no parameter(name, values)");
    }

    @Test
    void measuresTheWholeLifeUntilToldOtherwise() {
        Workload program = ProgramWorkload.named("p").build();
        assertThat(program.gate().start()).isEmpty();
        assertThat(program.gate().end()).isEmpty();
        assertThat(program.variants()).hasSize(1);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramWorkload.named("p").expected(Duration.ZERO))
                .withMessage("expected time must be positive, was 0s");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ProgramWorkload.named("p").variant("a").variant("a").build())
                .withMessageContaining("\"a\" was given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gate.between(" ", "x"))
                .withMessageContaining("must not be blank");
    }
}
