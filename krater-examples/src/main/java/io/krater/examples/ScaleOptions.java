package io.krater.examples;

import io.krater.Krater;
import io.krater.cri.CriLauncher;
import io.krater.experiment.Experiment;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Metric;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.result.rund.RundTables;
import io.krater.suite.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is started many times, and through which launcher: the same for start-up and density. */
final class ScaleOptions {
    /** Lives until it is ended, and says when it is there. */
    private static final String STAY = "echo ready; exec sleep 1000000";

    private enum Through {
        PROCESS,
        KUBERNETES,
        CRI
    }

    @Option(
            names = "--launcher",
            paramLabel = "NAME",
            defaultValue = "process",
            description =
                    "${COMPLETION-CANDIDATES}: local processes; pods; or, as root on a node, sandboxes through the"
                            + " container runtime's socket")
    private Through through = Through.PROCESS;

    @Option(
            names = "--command",
            paramLabel = "NAME=COMMAND",
            description =
                    "with --launcher process, an environment for each: a line for sh that writes a line when it is ready"
                            + " and then stays, such as \"sandboxed=runsc --network=none do sh -c 'echo ready; sleep 100000'\";"
                            + " without any: a plain shell against one within another")
    private Map<String, String> commands = new LinkedHashMap<>();

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "crun",
            description = "with kubernetes RuntimeClasses, with cri runtime handlers, an environment for each")
    private List<String> classes = List.of();

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "krater-debian:latest",
            description = "with kubernetes, an image with /bin/sh")
    private String image = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** What is compared. */
    List<Environment> environments() {
        List<Environment> environments = new ArrayList<>();
        if (through == Through.PROCESS) {
            Map<String, String> lines = commands.isEmpty() ? plainAndWrapped() : commands;
            lines.forEach((name, line) -> environments.add(
                    Environment.process(name).command("/bin/sh", "-c", line).build()));
            return environments;
        }
        for (String name : classes) {
            environments.add(Environment.pod(name)
                    .image(image)
                    .runtimeClass(name)
                    .command("/bin/sh", "-c", STAY)
                    .build());
        }
        return environments;
    }

    private static Map<String, String> plainAndWrapped() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("plain", STAY);
        lines.put("wrapped", "sh -c '" + STAY + "'; exit");
        return lines;
    }

    /** When an instance is ready: of a sandbox alone, which has no output, when it is there. */
    Phase ready() {
        return through == Through.CRI ? Phase.SANDBOX_READY : Phase.FIRST_OUTPUT;
    }

    boolean throughSocket() {
        return through == Through.CRI;
    }

    private Launcher launcher() {
        return switch (through) {
            case PROCESS -> ProcessLauncher.create();
            case KUBERNETES -> cluster.launcher().connect();
            case CRI -> CriLauncher.builder().sandboxOnly().hostNetwork().connect();
        };
    }

    /** Runs the experiment, shows these metrics, and writes report and RunD's tables beside the results. */
    int run(Experiment experiment, List<Metric> shown) throws IOException {
        try (Launcher launcher = launcher()) {
            SuiteResult result = Krater.run(experiment).on(launcher).into(cluster.into());
            Path folder = cluster.into().resolve(result.suite().name());
            result.print(System.out, shown);
            Report.html(result).write(folder.resolve("report.html"));
            RundTables.of(result).write(folder.resolve("rund"));
            System.out.println("Results: " + folder);
            System.out.println("Report:  " + folder.resolve("report.html"));
            System.out.println("RunD's tables: " + folder.resolve("rund"));
            return ClusterOptions.exitCode(result);
        }
    }
}
