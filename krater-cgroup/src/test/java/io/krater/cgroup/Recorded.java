package io.krater.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What real kernels answered, file by file. */
public final class Recorded {
    /** Hosts with one cgroup v2 tree. */
    static final List<String> UNIFIED = List.of("linux-5.10", "linux-6.1", "linux-6.12", "linux-7.2");

    /** A host with its controllers on v1 and a bare v2 tree. */
    public static final String HYBRID = "hybrid-6.18";

    public static final List<String> ALL = List.of("linux-5.10", "linux-6.1", "linux-6.12", "linux-7.2", HYBRID);

    private Recorded() {}

    static Path directory(String host) {
        URL url = Objects.requireNonNull(Recorded.class.getResource("/recorded/" + host), host);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String text(String host, String file) {
        try {
            return Files.readString(directory(host).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
