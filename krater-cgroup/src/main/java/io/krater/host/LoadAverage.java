package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/loadavg} at one moment (proc_loadavg(5)): tasks that run, are ready to run, or wait for a disk.
 *
 * @param oneMinute mean over the last minute
 * @param fiveMinutes mean over the last 5 minutes
 * @param fifteenMinutes mean over the last 15 minutes
 * @param runnable tasks that run or are ready to run now, this reader included
 * @param tasks processes and threads that exist now
 */
public record LoadAverage(double oneMinute, double fiveMinutes, double fifteenMinutes, int runnable, int tasks) {
    private static final Path FILE = Path.of("/proc/loadavg");
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9}\\.\\d\\d) (\\d{1,9}\\.\\d\\d) (\\d{1,9}\\.\\d\\d) (\\d{1,9})/(\\d{1,9}) \\d+");

    /** Reads it; empty where there is none. */
    public static Optional<LoadAverage> read() {
        return KernelFile.text(FILE).flatMap(LoadAverage::parse);
    }

    public static Optional<LoadAverage> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new LoadAverage(
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5))));
    }
}
