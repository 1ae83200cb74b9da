package io.krater.monitor;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Host series on disk, as a table that R and pandas read, written while hosts are measured: after a kill everything is there
 * but the last line.
 *
 * <pre>
 * time,host,role,quantity,unit,value,note
 * 1790000000.000000000,h12,master,interval,s,1.0,begin
 * 1790000001.000000000,h12,master,cpu,%,12.5,
 * 1790000002.000000000,h12,master,,,,host h12: nothing listens at http://h12:19999/
 * 1790000060.000000000,h12,master,measuring,s,0.004,end
 * </pre>
 *
 * Stamps are seconds since the Unix epoch. A row without a value says why there is none; {@code measuring} is the CPU time that
 * measuring took, of all hosts together. Thread-safe. A file that cannot be written costs its rows and nothing else.
 */
public final class HostFile implements HostListener, Closeable {
    static final String HEADER = "time,host,role,quantity,unit,value,note";
    static final String INTERVAL = "interval";
    static final String MEASURING = "measuring";

    private final Path file;
    private final List<HostSource> hosts;
    private final BufferedWriter out;
    private Optional<String> problem = Optional.empty();

    private HostFile(Path file, List<HostSource> hosts, BufferedWriter out) {
        this.file = file;
        this.hosts = hosts;
        this.out = out;
    }

    /**
     * Begins a file; there must be none of the name.
     *
     * @throws IOException if it cannot be made
     */
    public static HostFile create(Path file, List<HostSource> hosts, Duration interval, long beginNanos)
            throws IOException {
        BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        HostFile begun = new HostFile(file, List.copyOf(hosts), out);
        synchronized (begun) {
            begun.write(HEADER + "\n");
            for (HostSource host : hosts) {
                String seconds = Double.toString(interval.toNanos() / 1e9);
                begun.row(beginNanos, host.host(), INTERVAL, "s", seconds, "begin");
            }
            begun.flush();
        }
        return begun;
    }

    /**
     * What a file holds. Rows that cannot be read are left out and told of in {@link HostRecord#problems}; so is a last line that
     * was cut off, silently.
     *
     * @throws IOException if the file cannot be read, or is another table
     */
    public static HostRecord read(Path file) throws IOException {
        return new HostFileReader(file).read();
    }

    @Override
    public synchronized void sampled(String host, HostQuantity quantity, long epochNanos, double value) {
        row(epochNanos, host, quantity.name(), quantity.unit(), Double.toString(value), "");
    }

    @Override
    public synchronized void failed(String host, long epochNanos, String message) {
        row(epochNanos, host, "", "", "", message);
    }

    @Override
    public synchronized void read(String host) {
        flush();
    }

    /** Ends the file with what measuring took. */
    public synchronized void end(HostRecord record) {
        for (HostSource host : hosts) {
            String cpu = Double.toString(record.cpuSeconds());
            row(record.endNanos(), host.host(), MEASURING, "s", cpu, "end");
        }
        flush();
    }

    /** Why rows are missing; empty where all could be written. */
    public synchronized Optional<String> problem() {
        return problem;
    }

    private void row(long nanos, String host, String quantity, String unit, String value, String note) {
        String role = hosts.stream()
                .filter(source -> source.host().equals(host))
                .map(HostSource::role)
                .findFirst()
                .orElse("");
        write(BigDecimal.valueOf(nanos, 9).toPlainString() + "," + quoted(host) + "," + quoted(role) + "," + quantity
                + "," + quoted(unit) + "," + value + "," + quoted(note) + "\n");
    }

    /** One line whatever it holds, so that a reader that lost its place finds it at the next one. */
    private static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        boolean plain = line.indexOf(',') < 0 && line.indexOf('"') < 0;
        return plain ? line : '"' + line.replace("\"", "\"\"") + '"';
    }

    private void write(String text) {
        if (problem.isEmpty()) {
            try {
                out.write(text);
            } catch (IOException failed) {
                cannot(failed);
            }
        }
    }

    private void flush() {
        if (problem.isEmpty()) {
            try {
                out.flush();
            } catch (IOException failed) {
                cannot(failed);
            }
        }
    }

    private void cannot(IOException failed) {
        problem = Optional.of("host samples cannot be written to " + file + " (" + failed.getMessage()
                + "): those from here on are missing");
    }

    /** Closes the file; what cannot be written any more is a {@link #problem}. */
    @Override
    public synchronized void close() {
        flush();
        try {
            out.close();
        } catch (IOException failed) {
            if (problem.isEmpty()) {
                cannot(failed);
            }
        }
    }

    /** The gaps of what a file holds. */
    static List<HostGap> gaps(
            List<String> hosts,
            List<HostSeries> series,
            Duration interval,
            long begin,
            long end,
            List<HostProblem> problems) {
        List<HostGap> gaps = new ArrayList<>();
        for (String host : hosts) {
            gaps.addAll(HostGap.between(
                    host,
                    series.stream().filter(each -> each.host().equals(host)).toList(),
                    interval,
                    begin,
                    end,
                    problems.stream().filter(each -> each.host().equals(host)).toList()));
        }
        return gaps;
    }
}
