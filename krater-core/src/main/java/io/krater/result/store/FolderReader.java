package io.krater.result.store;

import io.krater.monitor.HostFile;
import io.krater.monitor.HostRecord;
import io.krater.result.json.ExclusionsFile;
import io.krater.result.json.OtherSchemaException;
import io.krater.result.json.SuiteFile;
import io.krater.result.json.SuiteFileReader;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.Stopping;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.DescribedWorkload;
import io.krater.suite.Resources;
import io.krater.suite.StopRule;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a results folder without changing it, and without a lock: its files are replaced whole. */
public final class FolderReader {
    /** A run that goes on meanwhile renames a file when it replaces a failed attempt. */
    private static final int RELISTINGS = 5;

    /** Where the series of hosts are, a file a run. */
    private static final String HOSTS = "hosts";

    private static final String CSV = ".csv";

    private final Path folder;
    private final List<String> warnings = new ArrayList<>();
    private ExclusionsFile exclusions = ExclusionsFile.none();

    public FolderReader(Path folder) {
        this.folder = folder;
    }

    public ResultData read() {
        if (!Files.isDirectory(folder)) {
            throw new ResultException("no results at " + folder + ": "
                    + (Files.exists(folder)
                            ? "not a folder (KRATER's own files are read with KraterFiles.read)"
                            : "no such folder"));
        }
        try {
            Optional<SuiteFile> file = suiteFile();
            TrialFile.Listing listing = TrialFile.list(folder);
            List<LoadedTrial> loaded = LoadedTrial.load(listing.trials());
            for (int i = 0; i < RELISTINGS && loaded.stream().anyMatch(LoadedTrial::isGone); i++) {
                listing = TrialFile.list(folder);
                loaded = LoadedTrial.load(listing.trials());
            }
            exclusions = Exclusions.read(folder);
            listing.setAside().forEach(path -> warnings.add("a damaged file was set aside: " + path));
            return result(file, loaded);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot read results folder " + folder + ": " + FileProblem.describe(failed), failed);
        }
    }

    private Optional<SuiteFile> suiteFile() throws IOException {
        Path file = folder.resolve(SuiteFile.NAME);
        if (!TrialFile.isThere(file)) {
            warnings.add(file + " is missing; environments and variants are known from the trials alone");
            return Optional.empty();
        }
        try {
            return Optional.of(SuiteFileReader.read(file));
        } catch (OtherSchemaException newer) {
            throw newer;
        } catch (IOException problem) {
            warnings.add(file + " cannot be read (" + FileProblem.describe(problem)
                    + "); environments and variants are known from the trials alone");
            return Optional.empty();
        }
    }

    private ResultData result(Optional<SuiteFile> file, List<LoadedTrial> loaded) throws IOException {
        List<StoredTrial> latest = new ArrayList<>();
        List<Trial> earlier = new ArrayList<>();
        for (int i = 0; i < loaded.size(); i++) {
            @Nullable StoredTrial stored = usable(loaded.get(i));
            if (stored == null) {
                continue;
            }
            // a kill between two renames leaves a trial with nothing but attempts: the last of them is its latest
            boolean last = i + 1 == loaded.size()
                    || !loaded.get(i + 1).file().id().equals(stored.trial().id());
            if (last) {
                latest.add(stored);
            } else {
                earlier.add(stored.trial());
            }
        }
        if (file.isEmpty() && latest.isEmpty()) {
            throw new ResultException("no results at " + folder + ": " + hint());
        }
        SuiteDescription description = file.map(SuiteFile::description).orElseGet(() -> fromTrials(latest));
        ResultData read = new ResultData(
                        description,
                        file.map(known -> OptionalLong.of(known.seed())).orElse(OptionalLong.empty()),
                        file.map(SuiteFile::parts).orElse(List.of()),
                        Exclusions.applied(exclusions, latest, warnings),
                        earlier,
                        warnings)
                .withHosts(hosts());
        incomplete(read);
        return read.withWarnings(warnings);
    }

    /** The hosts of each run; names of runs begin with their time. */
    private Map<String, HostRecord> hosts() throws IOException {
        Path files = folder.resolve(HOSTS);
        Map<String, HostRecord> hosts = new LinkedHashMap<>();
        if (!Files.isDirectory(files)) {
            return hosts;
        }
        for (Path file : TrialFile.children(files)) {
            String name = TrialFile.name(file);
            if (name.endsWith(CSV)) {
                try {
                    hosts.put(name.substring(0, name.length() - CSV.length()), HostFile.read(file));
                } catch (IOException problem) {
                    warnings.add("hosts' file " + file + " is left out (" + FileProblem.describe(problem) + ")");
                }
            }
        }
        Map<String, HostRecord> ordered = new LinkedHashMap<>();
        hosts.entrySet().stream()
                // a run that was killed before it had written a line
                .filter(run -> !run.getValue().roles().isEmpty())
                .sorted(Comparator.comparingLong(run -> run.getValue().beginNanos()))
                .forEach(run -> ordered.put(run.getKey(), run.getValue()));
        return ordered;
    }

    private @Nullable StoredTrial usable(LoadedTrial loaded) throws IOException {
        @Nullable IOException problem = loaded.problem();
        if (problem instanceof OtherSchemaException newer) {
            throw newer;
        }
        if (problem != null) {
            warnings.add("trial file " + loaded.file().path() + " cannot be read and is left out ("
                    + FileProblem.describe(problem) + ")");
        }
        return loaded.stored();
    }

    private String hint() throws IOException {
        if (!warnings.isEmpty() && Files.exists(folder.resolve(SuiteFile.NAME))) {
            return String.join("; ", warnings);
        }
        Set<String> below = new LinkedHashSet<>();
        boolean json = false;
        for (Path child : TrialFile.children(folder)) {
            if (Files.exists(child.resolve(SuiteFile.NAME))) {
                below.add(TrialFile.name(child));
            }
            json |= TrialFile.name(child).endsWith(".json");
        }
        if (!below.isEmpty()) {
            return "the folder holds those of the suites " + String.join(", ", below) + "; read one of them";
        }
        return json
                ? "no suite.json and no trials; KRATER's own files are read with KraterFiles.read"
                : "no suite.json and no trials";
    }

    private SuiteDescription fromTrials(List<StoredTrial> trials) {
        Map<String, DescribedEnvironment> environments = new LinkedHashMap<>();
        Map<String, Variant> variants = new LinkedHashMap<>();
        Resources limits = Resources.unlimited();
        for (StoredTrial stored : trials) {
            Trial trial = stored.trial();
            environments.computeIfAbsent(
                    trial.id().environment(),
                    name -> new DescribedEnvironment(name, Optional.empty(), Map.of(), Map.of()));
            variants.putIfAbsent(trial.variant().label(), trial.variant());
            limits = trial.limits();
        }
        return new SuiteDescription(
                TrialFile.name(folder.toAbsolutePath().normalize()),
                List.copyOf(environments.values()),
                new DescribedWorkload(
                        "unknown",
                        List.copyOf(variants.values()),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty()),
                limits,
                Optional.empty());
    }

    private void incomplete(ResultData read) {
        read.suite().schedule().ifPresent(schedule -> {
            boolean open = read.stopping().filter(Stopping::isJudged).isPresent();
            boolean stopped = read.stopping().filter(Stopping::hasEnded).isPresent();
            int cells = read.cells().size();
            int planned = cells * (open ? schedule.plannedTrials() : due(schedule));
            if (!stopped && read.trials().size() < planned) {
                warnings.add(read.trials().size() + " of " + (open ? "at most " : "") + planned
                        + " trials are there; running the same suite into the same folder goes on with the rest");
            }
        });
    }

    /** The trials of a cell that must be there: where a rule's metric is not known here, no more than its fewest. */
    private static int due(SuiteDescription.Schedule schedule) {
        return schedule.procedure().warmupTrials()
                + schedule.stopRule().map(StopRule::fewestTrials).orElse(schedule.trials());
    }
}
