package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.result.SuiteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done at the shell without a line of Java, with real processes. */
@Tag("host")
class ShellHostTest {
    private final PrintStream console = System.out;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
        System.setErr(errors);
    }

    @Test
    void comparesCommandsOverFilesAndParametersWithHooks() throws IOException {
        Path a = Files.writeString(folder.resolve("a.txt"), "a");
        Path b = Files.writeString(folder.resolve("b.txt"), "b");
        Path log = folder.resolve("log");
        assertThat(run(
                        "compare",
                        "cat {file} > /dev/null; exit {code}",
                        "test -e {file} -o {code}",
                        "--name=first",
                        "--name=second",
                        "--file=" + a + "," + b,
                        "-L",
                        "code=0",
                        "--trials=2",
                        "--warmup=1",
                        "--prepare=echo before {file} >> " + log,
                        "--cleanup=echo after >> " + log,
                        "--export=" + folder.resolve("out.csv"),
                        "--export",
                        folder.resolve("out.md").toString(),
                        "--into",
                        folder.toString()))
                .as(text())
                .isZero();
        SuiteResult result = SuiteResult.read(folder.resolve("compare"));
        assertThat(result.suite().environments())
                .extracting(environment -> environment.name())
                .containsExactly("first", "second");
        assertThat(result.suite().workload().variants())
                .extracting(variant -> variant.label())
                .containsExactly("a-txt-0", "b-txt-0");
        // 2 commands x 2 files x (1 warm-up + 2 trials)
        assertThat(Files.readAllLines(log)).hasSize(2 * 12).contains("before " + a, "before " + b, "after");
        assertThat(folder.resolve("out.csv")).isNotEmptyFile();
        assertThat(folder.resolve("out.md")).isNotEmptyFile();
        assertThat(text()).contains("wall_time").contains("second took").contains("times the wall_time of first");
    }

    @Test
    void aFailingCommandIsSeenInTheExitCodeUnlessItIsIgnored() {
        List<String> words = List.of("compare", "sh -c 'exit 3'", "true", "--trials", "2", "--into", folder.toString());
        assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
        assertThat(text()).contains("the program ended with exit code 3");
        String[] ignoring = Arrays.copyOf(words.toArray(String[]::new), words.size() + 1);
        ignoring[words.size()] = "-i";
        assertThat(run(ignoring)).as(text()).isZero();
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThat(run("compare", "cat {fiel}", "--file", folder + "/none")).isEqualTo(2);
        assertThat(run("compare", "true", "--export", "x.pdf")).isEqualTo(2);
        assertThat(run("compare", "true", "false", "--name", "one")).isEqualTo(2);
        assertThat(run("compare", "true", "--baseline", "x", "--into", folder.toString()))
                .isEqualTo(2);
        assertThat(run("compare")).isEqualTo(2);
        assertThat(text())
                .contains("--file must name files that can be read")
                .contains("--export must end with one of [.csv, .html, .md, .tex]")
                .contains("--name must be given once for each of the 2 commands")
                .contains("--baseline must be one of [true]")
                .doesNotContain("\tat ");
    }

    @Test
    void stopsAtTheBudgetAndKeepsWhatIsComplete() {
        assertThat(run("compare", "sleep 0.05", "--trials=1000", "--budget=0.2", "--into", folder.toString()))
                .isZero();
        assertThat(text()).contains("stopped at the budget of 0.2 s");
        assertThat(SuiteResult.read(folder.resolve("compare")).trials()).hasSizeBetween(1, 900);
    }

    @Test
    void comparesReportsAndListsSavedRuns() {
        for (String name : List.of("one", "two", "three", "four")) {
            assertThat(run(
                            "compare",
                            "sleep 0.01",
                            "--name=nap",
                            "--trials=5",
                            "--suite=naps",
                            "--into",
                            folder.resolve(name).toString()))
                    .isZero();
        }
        String one = folder.resolve("one/naps").toString();
        String two = folder.resolve("two/naps").toString();
        assertThat(run("diff", one, two, "--margin", "0.9")).as(text()).isIn(0, 3);
        assertThat(run("diff", one, folder.resolve("none").toString())).isEqualTo(1);
        assertThat(run("report", one, "--metric=wall_time")).isZero();
        assertThat(run("report", one, "--metric=wal_time")).isEqualTo(2);
        Path csv = folder.resolve("history.csv");
        Path figure = folder.resolve("history.svg");
        assertThat(run(
                        "history",
                        one,
                        two,
                        folder.resolve("three/naps").toString(),
                        folder.resolve("four/naps").toString(),
                        "--csv",
                        csv.toString(),
                        "--figure",
                        figure.toString()))
                .as(text())
                .isZero(); // four runs cannot reach a p value of 0.01
        assertThat(csv)
                .content()
                .startsWith("run,started,cell,mean,low,high,trials\n")
                .contains(",\"nap/run\",");
        assertThat(figure).content().startsWith("<svg");
        assertThat(text()).contains("nap/run: wall_time, s").contains("--metric must be one of [");
    }

    private static int run(String... words) {
        return Examples.run(List.of(words));
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
