package io.krater.result.rund;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.metric.Aggregate;
import io.krater.metric.HoldMetrics;
import io.krater.metric.StartMetrics;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that were made up. */
class RundFilesTest {
    @TempDir
    private Path root;

    private Path file(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private void demo(String folder) throws IOException {
        file(folder + "/con_002/client001.txt", "p01 1000 1090 90", "p02 2000 2110 110", "p03 3000 3080 80");
        file(folder + "/con_002/client002.txt", "p11 1005 1130 125", "p12 2003 2100 97", "p13 3010 3150 140");
        file(folder + "/con_002/cpu.txt", "26 400 6.5", "30 410 7.31707", "28 405 6.91358");
        file(folder + "/con_002/latency.txt", "107", "103", "110");
    }

    private Map<String, String> tables() {
        return RundTables.of(RundFiles.read(root)).texts();
    }

    @Test
    void aRoundIsATrialAndTheRulesAreRunds() throws Exception {
        demo("time_demo_01010000");
        SuiteResult result = RundFiles.read(root);
        assertThat(result.trials()).hasSize(3).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(result.sample(StartMetrics.MAKESPAN, "demo", "con_002").values())
                .containsExactly(0.13, 0.11, 0.15);
        double[] means = result.sample(StartMetrics.latency(Aggregate.MEAN), "demo", "con_002")
                .values();
        assertThat(Arrays.stream(means).average().orElseThrow()).isEqualTo(0.107);
        assertThat(result.trials().get(0).instances())
                .extracting(instance -> instance.name())
                .containsExactly("p01", "p11");
        assertThat(result.warnings()).isEmpty();
        assertThat(result.chiefMetrics()).contains(StartMetrics.MAKESPAN);
        assertThat(tables())
                .containsExactly(
                        Map.entry("time.csv", "runtime,2\ndemo,130.0\n"),
                        Map.entry("cpu.csv", "runtime,2\ndemo,140.0\n"));
    }

    @Test
    void aFolderOfItsOwnIsReadToo() throws Exception {
        demo("time_demo_01010000");
        assertThat(RundFiles.read(root.resolve("time_demo_01010000")).trials()).hasSize(3);
    }

    @Test
    void aDamagedLineIsNamedAndCostsItsRoundOnly() throws Exception {
        demo("time_demo_01010000");
        file(
                "time_demo_01010000/con_002/client002.txt",
                "p11 1005 1130 125",
                "p12 2003 21x0 97",
                "",
                "p13 3010 3150 140");
        file("time_demo_01010000/con_002/cpu.txt", "26 400 6.5", "30 410 7.31707", "torn");
        SuiteResult result = RundFiles.read(root);
        assertThat(result.warnings())
                .containsExactly(
                        "time_demo_01010000/con_002/client002.txt:2: not \"pod start-ms end-ms latency-ms\", was"
                                + " \"p12 2003 21x0 97\"; its round is set aside",
                        "time_demo_01010000/con_002/cpu.txt:3: not \"busy total percent\", was \"torn\"; CPU time of its"
                                + " round is set aside");
        assertThat(tables())
                .containsEntry("time.csv", "runtime,2\ndemo,140.0\n")
                .containsEntry("cpu.csv", "runtime,2\ndemo,130.0\n");
    }

    @Test
    void aRoundThatOneClientLacksIsSetAside() throws Exception {
        demo("time_demo_01010000");
        file("time_demo_01010000/con_002/client002.txt", "p11 1005 1130 125", "p12 2003 2100 97");
        SuiteResult result = RundFiles.read(root);
        assertThat(result.warnings())
                .containsExactly(
                        "time_demo_01010000/con_002/client002.txt: has 2 rounds where others have 3: rounds 3 to"
                                + " 3 are set aside");
        assertThat(tables()).containsEntry("time.csv", "runtime,2\ndemo,120.0\n");
    }

    @Test
    void memoryIsTheSumOfPssByDensity() throws Exception {
        file("mem_a_01010000/result_128MB_0001.txt", "Name USS PSS RSS VSS", "shim 50000 60128 70000 900000");
        file(
                "mem_a_01010000/result_128MB_0010.txt",
                "Name USS PSS RSS VSS",
                "shim 1000 2001 3000 4000",
                "shim 1000 2002 3000 4000");
        file("mem_a_01010000/result_256MB_0001.txt", "Name USS PSS RSS VSS", "shim 1 2 x 4");
        SuiteResult result = RundFiles.read(root);
        assertThat(result.sample(HoldMetrics.PSS_PER_CONTAINER, "a", "128MB_density_0001")
                        .values())
                .containsExactly(60128 * 1024.0);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("mem_a_01010000/result_256MB_0001.txt:2: not");
        assertThat(requireNonNull(tables().get("mem_a.csv")).lines())
                .startsWith("memory,1,10,100,500,1000,2000", "128,60128.0,400.3,,,,", "256,,,,,,")
                .endsWith("4096,,,,,,");
    }

    @Test
    void levelsOnTopOfADensityAreCellsOfItsRow() throws Exception {
        demo("density_demo_01010000/density_0100");
        assertThat(tables()).containsExactly(Map.entry("density_demo.csv", "density,2\n100,130.0\n"));
        new MadeUpArtifact(root).time("density_b_01010000/density_0200", List.of(1, 10), 3);
        assertThat(requireNonNull(tables().get("density_b.csv")).lines().toList())
                .hasSize(5)
                .startsWith("density,1,10,100,200", "100,,,,")
                .element(2)
                .asString()
                .matches("200,[0-9.]+,[0-9.]+,,");
    }

    @Test
    void twoFoldersOfOneRuntimeAreTwoRows() throws Exception {
        demo("time_demo_01010000");
        demo("time_demo_02020000");
        assertThat(tables()).containsEntry("time.csv", "runtime,2\ndemo-01010000,130.0\ndemo-02020000,130.0\n");
    }

    @Test
    void whatIsNoRawDataIsRefused() throws Exception {
        file("time_x_1/readme.txt", "nothing");
        assertThatThrownBy(() -> RundFiles.read(root))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("no raw data of RunD's");
        assertThatThrownBy(() -> RundFiles.read(root.resolve("absent"))).hasMessageContaining("no folder");
    }

    @Test
    void numbersArePrintedAsPythonPrintsThem() {
        assertThat(List.of(60128.0, 198.26333333333332, 0.1, 1e16, 123456789012345.6, 0.0001, 0.00001, 2e-323, 1.5e300))
                .extracting(PythonFloat::text)
                .containsExactly(
                        "60128.0",
                        "198.26333333333332",
                        "0.1",
                        "1e+16",
                        "123456789012345.6",
                        "0.0001",
                        "1e-05",
                        "2e-323",
                        "1.5e+300");
        assertThat(PythonFloat.text(2.0E-3)).isEqualTo("0.002");
        assertThat(PythonFloat.text(-0.0)).isEqualTo("-0.0");
    }
}
