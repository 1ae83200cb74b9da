package io.krater.monitor;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link HostFile} writes; knows nothing of what a killed process did not get to. Not thread-safe. */
final class HostFileReader {
    private static final int FIELDS = 7;
    private static final int MOST_PROBLEMS = 20;

    private final Path file;
    private final Map<List<String>, HostSeriesBuilder> samples = new LinkedHashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final List<HostProblem> problems = new ArrayList<>();
    private long begin = Long.MAX_VALUE;
    private long end;
    private Duration interval = Duration.ofSeconds(1);
    private double cpuSeconds;
    private int odd;

    HostFileReader(Path file) {
        this.file = file;
    }

    HostRecord read() throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = in.readLine();
            if (header != null && !HostFile.HEADER.startsWith(header)) {
                throw new IOException(file + " must begin with the line " + HostFile.HEADER);
            }
            // one line is kept back: the last may be cut off
            int number = 1;
            String line = in.readLine();
            while (line != null) {
                number++;
                String next = in.readLine();
                take(line, number, next == null);
                line = next;
            }
        }
        List<HostSeries> series =
                samples.values().stream().map(HostSeriesBuilder::build).toList();
        long from = Math.min(begin, end);
        return new HostRecord(
                new HostMetrics(series),
                roles,
                HostFile.gaps(List.copyOf(roles.keySet()), series, interval, from, end, problems),
                problems,
                from,
                end,
                cpuSeconds);
    }

    private void take(String line, int number, boolean last) {
        try {
            List<String> fields = CsvFields.split(line, ',');
            if (fields.size() != FIELDS) {
                throw new IllegalArgumentException("it has " + fields.size() + " fields where there are " + FIELDS);
            }
            row(fields);
        } catch (IllegalArgumentException | ArithmeticException bad) {
            odd++;
            if (!last && odd <= MOST_PROBLEMS) {
                problems.add(new HostProblem(
                        "", end, file.getFileName() + ", line " + number + " is left out: " + bad.getMessage()));
            }
        }
    }

    private void row(List<String> fields) {
        long at = new BigDecimal(fields.get(0)).movePointRight(9).longValueExact();
        String host = fields.get(1);
        String quantity = fields.get(3);
        String note = fields.get(6);
        if (quantity.isEmpty()) {
            problems.add(new HostProblem(host, at, note));
        } else {
            double value = Double.parseDouble(fields.get(5));
            if (quantity.equals(HostFile.INTERVAL) && note.equals("begin")) {
                begin = at;
                interval = Duration.ofNanos((long) (value * 1e9));
            } else if (quantity.equals(HostFile.MEASURING) && note.equals("end")) {
                cpuSeconds = value;
            } else {
                HostQuantity known = HostQuantity.named(quantity)
                        .orElseGet(() -> new HostQuantity(quantity, quantity, fields.get(4)));
                samples.computeIfAbsent(List.of(host, quantity), none -> HostSeries.of(host, known))
                        .add(at, value);
            }
        }
        roles.putIfAbsent(host, fields.get(2));
        end = Math.max(end, at);
    }
}
