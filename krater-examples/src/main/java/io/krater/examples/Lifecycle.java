package io.krater.examples;

import io.krater.experiment.lifecycle.Doubt;
import io.krater.experiment.lifecycle.Doubts;
import io.krater.experiment.lifecycle.LifeComparisons;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.experiment.lifecycle.study.ExclusionFile;
import io.krater.experiment.lifecycle.study.StudyData;
import io.krater.experiment.lifecycle.study.StudyFolder;
import io.krater.experiment.lifecycle.study.StudyTables;
import io.krater.report.Figure;
import io.krater.report.LifeFigures;
import io.krater.report.LifeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lives of platforms out of the study's export: its tables, and what is said beyond them. */
@Command(
        name = "lifecycle",
        description = {
            "compare lives of platforms: the data of the study of Kubernetes, MicroK8s and K3s, or lives on the testbed",
            "",
            "--from: the folder holds tables as CSV or as mongoexport writes them (.gz too), told by their columns:",
            "  simulations  _id, sim_id, platform",
            "  hosts        simulation_id, hostname, role (and ram_total in MiB)",
            "  events       simulation_id, event_type, timestamp",
            "  metrics      hostname, chart_name, id, value, timestamp (and simulation_id or sim_id)"
        })
final class Lifecycle implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int DOUBTS_SHOWN = 20;

    /** Where the lives come from. */
    static final class Origin {
        @Option(names = "--from", paramLabel = "FOLDER", description = "the study's export")
        private @Nullable Path from;

        @Option(
                names = "--testbed",
                paramLabel = "PROGRAM",
                description = "run lives on the testbed that this program controls; one that is up is stopped")
        private @Nullable Path testbed;
    }

    @ArgGroup(multiplicity = "1")
    private Origin origin = new Origin();

    @Option(
            names = "--settings",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "systemd,cgroupfs",
            description = "with --testbed, what to compare: ${COMPLETION-CANDIDATES}")
    private List<TestbedLives.Setting> settings = List.of();

    @Option(names = "--lives", defaultValue = "3", description = "with --testbed, lives of each setting")
    private int number = 3;

    @Option(names = "--idle", paramLabel = "SECONDS", defaultValue = "10", description = "with --testbed, idle times")
    private int idle = 10;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            defaultValue = "results/lifecycle",
            description = "with --testbed, where lives are kept: those that are there are not run again")
    private Path into = Path.of("");

    @Option(names = "--tables", paramLabel = "DIR", description = "where to write the study's tables")
    private @Nullable Path tables;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "where to write the page with comparisons and figures")
    private @Nullable Path report;

    @Option(names = "--figures", paramLabel = "DIR", description = "where to write each figure as SVG and PNG")
    private @Nullable Path figures;

    @Option(names = "--exclude", paramLabel = "FILE", description = "lives to set aside, as JSON: {\"id\": \"reason\"}")
    private @Nullable Path exclude;

    @Option(
            names = "--ram-total",
            paramLabel = "[HOST=]MIB",
            split = ",",
            defaultValue = "3936",
            description = "memory of the hosts of which the table of hosts does not tell it; or of one by name")
    private List<String> ramTotals = List.of();

    @Override
    public Integer call() throws IOException {
        StudyData data = data();
        Map<String, String> reasons = exclude == null ? Map.of() : ExclusionFile.read(exclude);
        Lives lives = data.lives().excluding(reasons);
        List<String> notes = new ArrayList<>(data.notes());
        data.lives()
                .unknown(reasons.keySet())
                .forEach(id -> notes.add("the list of exclusions names " + id + ", of which there is no life"));
        List<Doubt> doubts = Doubts.of(lives, PhaseTable.study());
        say(lives, notes, doubts);
        if (tables != null) {
            StudyTables.of(lives).write(tables).forEach(file -> System.out.println("wrote " + file));
        }
        if (report != null) {
            LifeComparisons comparisons = LifeComparisons.of(lives, PhaseTable.study(), SEED);
            new LifeReport("Lives of platforms", lives, PhaseTable.study(), comparisons, doubts, notes).write(report);
            System.out.println("wrote " + report);
        }
        if (figures != null) {
            draw(lives, figures);
        }
        return 0;
    }

    private StudyData data() throws IOException {
        Path program = origin.testbed;
        if (program == null) {
            return folder(java.util.Objects.requireNonNull(origin.from)).read();
        }
        Lives lives = new TestbedLives(program, Duration.ofSeconds(idle)).run(settings, number, into);
        return new StudyData(lives, List.of());
    }

    private StudyFolder folder(Path from) {
        StudyFolder folder = StudyFolder.at(from);
        for (String total : ramTotals) {
            int equals = total.lastIndexOf('=');
            double mib = mebibytes(total.substring(equals + 1), total);
            folder = equals < 0 ? folder.ramTotal(mib) : folder.ramTotal(total.substring(0, equals), mib);
        }
        return folder;
    }

    private static double mebibytes(String text, String whole) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    "--ram-total must be like 3936 or h12=3936, was \"" + whole + "\"", wrong);
        }
    }

    private static void say(Lives lives, List<String> notes, List<Doubt> doubts) {
        for (String platform : lives.platforms()) {
            System.out.println(platform + ": " + lives.of(platform).size() + " lives");
        }
        lives.excluded()
                .forEach(each ->
                        System.out.println("set aside: " + each.id() + " (" + each.platform() + "), " + each.reason()));
        notes.forEach(note -> System.out.println("note: " + note));
        doubts.stream()
                .limit(DOUBTS_SHOWN)
                .forEach(doubt -> System.out.println(
                        "to look at: " + doubt.life() + " (" + doubt.platform() + "), " + doubt.reason()));
        if (doubts.size() > DOUBTS_SHOWN) {
            System.out.println("and " + (doubts.size() - DOUBTS_SHOWN) + " more to look at: --report lists all");
        }
    }

    private static void draw(Lives lives, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Figure> all = new ArrayList<>(LifeFigures.phases(lives, PhaseTable.study()));
        all.addAll(LifeFigures.heatMaps(lives));
        all.addAll(LifeFigures.facets(lives, PhaseTable.study()));
        for (Figure figure : all) {
            Files.writeString(folder.resolve(figure.name() + ".svg"), figure.svg());
            Files.write(folder.resolve(figure.name() + ".png"), figure.png(2));
        }
        System.out.println("wrote " + all.size() + " figures to " + folder);
    }
}
