package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.experiment.Experiment;
import io.krater.experiment.ExperimentContract;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example's experiment keeps to the contract of all experiments, with real processes, and stays short. */
@Tag("host")
class OwnExperimentHostTest extends ExperimentContract {
    @Override
    protected Experiment experiment() {
        Example13OwnExperiment example = new Example13OwnExperiment();
        example.trials = 2;
        return example;
    }

    @Override
    protected Launcher launcher() {
        return ProcessLauncher.create();
    }

    @Test
    void isAtMostFiftyLines() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/krater/examples/Example13OwnExperiment.java"));
        List<String> experiment = source.substring(source.indexOf("final class"), source.indexOf("public Integer call"))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(experiment).hasSizeLessThanOrEqualTo(50);
    }
}
