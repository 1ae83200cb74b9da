package io.krater.result.rund;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.report.Figure;
import io.krater.report.Figures;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RundReportTest {
    @TempDir
    private Path root;

    @Test
    void figuresOverLevelAndDensityAreInTheReport() throws Exception {
        MadeUpArtifact artifact = new MadeUpArtifact(root);
        for (String runtime : List.of("a", "b")) {
            artifact.time("time_" + runtime + "_01010000", List.of(1, 10), 3);
            artifact.memory("mem_" + runtime + "_01010000", List.of(128, 256), List.of(1, 10));
            artifact.time("density_" + runtime + "_01010000/density_0100", List.of(1, 5), 2);
            artifact.time("density_" + runtime + "_01010000/density_0200", List.of(1, 5), 2);
        }
        SuiteResult result = RundFiles.read(root);
        List<Figure> figures = Figures.ofScale(result);
        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "scale_makespan_seconds_level",
                        "scale_latency_p50_seconds_level",
                        "scale_instances_con_010",
                        "scale_host_cpu_per_instance_level",
                        "scale_round_a_con_010",
                        "scale_round_b_con_010",
                        "scale_pss_per_container_density",
                        "scale_pss_total_density",
                        "scale_makespan_seconds_density_on_top");
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.svg()).contains("<path");
            assertThat(figure.png(1)).isNotEmpty();
        });
        assertThat(Report.html(result).text()).contains("id=\"scale\"").contains("Start-up on top of a density");
    }

    @Test
    void aResultWithoutLevelsHasNone() throws Exception {
        new MadeUpArtifact(root).memory("mem_a_01010000", List.of(128), List.of(1));
        assertThat(Figures.ofScale(RundFiles.read(root))).isEmpty();
        assertThat(Report.html(RundFiles.read(root)).text()).doesNotContain("id=\"scale\"");
    }
}
