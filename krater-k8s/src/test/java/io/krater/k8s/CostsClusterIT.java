package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What trials take on a node, in a JVM of its own with default flags: wall time, CPU time, coverage of the gate. By hand, because
 * it takes minutes; its figures belong in docs/performance.md. Coverage is asserted; times depend on the machine and are printed.
 */
@Isolated
@Tag("node")
@Tag("long")
class CostsClusterIT {
    private static final Pattern LINE = Pattern.compile(
            "trial (\\S+) +completed (\\w+) wall (\\S+) gate (\\S+) start (\\S+) cpu (\\S+) coverage (\\S+)");

    private static TestCluster cluster;

    @TempDir
    private Path results;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("costs");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private List<double[]> run(int trials, int seconds) throws Exception {
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CostMain.class.getName(),
                        cluster.namespace(),
                        results.toString(),
                        Integer.toString(trials),
                        Integer.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertThat(harness.waitFor()).isZero();
        List<double[]> trialsSeen = said.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .peek(trial -> assertThat(trial.group(2)).isEqualTo("true"))
                .map(trial -> new double[] {
                    Double.parseDouble(trial.group(3)),
                    Double.parseDouble(trial.group(4)),
                    Double.parseDouble(trial.group(5)),
                    Double.parseDouble(trial.group(6)),
                    Double.parseDouble(trial.group(7))
                })
                .toList();
        assertThat(trialsSeen)
                .hasSize(trials * 3)
                .allSatisfy(trial -> assertThat(trial[4]).isGreaterThanOrEqualTo(0.99));
        return trialsSeen;
    }

    @Test
    void tenSecondTrials() throws Exception {
        List<double[]> trials = run(4, 10);
        System.out.printf(
                Locale.ROOT,
                "10 s trials: wall median %.2f s, beyond start and gate %.2f s; CPU of start and first trial %.2f s, of one"
                        + " later %.2f s (median), of the last %.2f s%n",
                median(trials, trial -> trial[0]),
                median(trials, trial -> trial[0] - trial[1] - trial[2]),
                trials.get(0)[3],
                median(trials.subList(1, trials.size()), trial -> trial[3]),
                trials.get(trials.size() - 1)[3]);
    }

    @Test
    void fourSecondTrials() throws Exception {
        run(2, 4);
    }

    @Test
    void twoSecondTrials() throws Exception {
        run(3, 2);
    }

    private static double median(List<double[]> rows, java.util.function.ToDoubleFunction<double[]> value) {
        double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
