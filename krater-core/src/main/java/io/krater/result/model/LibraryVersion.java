package io.krater.result.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The version of this library, as the build wrote it down. */
public final class LibraryVersion {
    private LibraryVersion() {}

    /** The version; empty where classes were compiled without the build. */
    public static Optional<String> asBuilt() {
        Properties properties = new Properties();
        try (InputStream in = LibraryVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                return Optional.empty();
            }
            properties.load(in);
        } catch (IOException damaged) {
            throw new UncheckedIOException("the library's jar cannot be read", damaged);
        }
        return Optional.of(properties.getProperty("version", "$")).filter(version -> !version.startsWith("$"));
    }
}
