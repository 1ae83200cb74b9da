package io.krater;

import io.krater.monitor.HostFile;
import io.krater.monitor.HostListener;
import io.krater.monitor.HostMonitor;
import io.krater.monitor.HostProblem;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSource;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hosts that are measured while a run's trials run, into a file of the results folder. Whatever is wrong with a host or the
 * file costs its samples and is said; it never concerns a trial.
 */
final class HostWatch implements AutoCloseable {
    /** The folder within the results folder; a file a run. */
    static final String FOLDER = "hosts";

    private final HostMonitor monitor;
    private final Optional<HostFile> file;
    private final Consumer<String> told;

    private HostWatch(HostMonitor monitor, Optional<HostFile> file, Consumer<String> told) {
        this.monitor = monitor;
        this.file = file;
        this.told = told;
    }

    static HostWatch start(List<HostSource> hosts, Duration interval, Path results, String run, Consumer<String> told) {
        SteadyClock clock = SteadyClock.system();
        Optional<HostFile> file = file(hosts, interval, results, run, clock.now(), told);
        HostListener kept = file.map(each -> (HostListener) each).orElse(HostListener.NONE);
        return new HostWatch(HostMonitor.start(hosts, interval, clock, kept), file, told);
    }

    private static Optional<HostFile> file(
            List<HostSource> hosts, Duration interval, Path results, String run, long now, Consumer<String> told) {
        Path path = results.resolve(FOLDER).resolve(run + ".csv");
        // two runs that began within one second have one name
        for (int i = 2; Files.exists(path); i++) {
            path = results.resolve(FOLDER).resolve(run + "-" + i + ".csv");
        }
        try {
            Files.createDirectories(results.resolve(FOLDER));
            return Optional.of(HostFile.create(path, hosts, interval, now));
        } catch (IOException failed) {
            told.accept("warning: hosts are not recorded: " + path + " cannot be made (" + failed.getMessage() + ")");
            return Optional.empty();
        }
    }

    /** Ends without what agents would tell a few seconds later, because the user wants to go. */
    void endAtOnce() {
        end(monitor.stopAtOnce());
    }

    /** Ends, and says what is missing. */
    @Override
    public void close() {
        end(monitor.stop());
    }

    private void end(HostRecord record) {
        file.ifPresent(each -> {
            each.end(record);
            each.close();
            each.problem().ifPresent(problem -> told.accept("warning: " + problem));
        });
        Map<String, Integer> problems = new LinkedHashMap<>();
        for (HostProblem problem : record.problems()) {
            problems.merge(problem.message(), 1, Integer::sum);
        }
        problems.forEach(
                (message, times) -> told.accept("warning: " + message + (times > 1 ? " (" + times + " times)" : "")));
    }
}
