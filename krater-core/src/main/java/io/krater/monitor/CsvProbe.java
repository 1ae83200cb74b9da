package io.krater.monitor;

import io.krater.monitor.HostSourceException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a table that grows: whole lines only, and anew from its beginning where it has become shorter. Not thread-safe. */
final class CsvProbe implements HostProbe {
    private static final int BUFFER = 1 << 16;
    /** What whoever writes may hold back. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final String host;
    private final Path file;
    private final CsvLayout layout;
    private CsvRowReader rows;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private long position;

    CsvProbe(String host, Path file, CsvLayout layout) {
        this.host = host;
        this.file = file;
        this.layout = layout;
        this.rows = new CsvRowReader(host, file, layout);
    }

    @Override
    public void read(long now, Sink sink) throws HostSourceException {
        List<String> odd = new ArrayList<>();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < position) {
                startAnew();
            }
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (int read = channel.read(buffer); read > 0; read = channel.read(buffer)) {
                position += read;
                for (int i = 0; i < read; i++) {
                    byte next = buffer.get(i);
                    if (next == '\n') {
                        line(sink).ifPresent(odd::add);
                    } else {
                        part.write(next);
                    }
                }
                buffer.clear();
            }
        } catch (HostSourceException told) {
            startAnew();
            throw told;
        } catch (IOException failed) {
            throw CsvHost.unreadable(host, file, failed);
        }
        tell(odd);
    }

    private void startAnew() {
        position = 0;
        part.reset();
        rows = new CsvRowReader(host, file, layout);
    }

    private Optional<String> line(Sink sink) throws HostSourceException {
        String text = part.toString(StandardCharsets.UTF_8);
        part.reset();
        return rows.take(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, sink);
    }

    private void tell(List<String> odd) throws HostSourceException {
        if (!odd.isEmpty()) {
            throw new HostSourceException(
                    host,
                    Kind.MALFORMED,
                    odd.get(0) + (odd.size() > 1 ? " (and " + (odd.size() - 1) + " more rows)" : ""));
        }
    }

    @Override
    public void readLast(long now, Sink sink) throws HostSourceException {
        read(now, sink);
        if (part.size() > 0) {
            Optional<String> problem = line(sink);
            tell(problem.stream().toList());
        }
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    @Override
    public void close() {
        // the file is opened for each reading
    }
}
