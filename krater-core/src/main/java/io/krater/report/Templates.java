package io.krater.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The templates of this package. Whatever is put between double braces is escaped. */
final class Templates {
    private Templates() {}

    static Template of(String name, Mustache.Escaper escaper) {
        return Mustache.compiler()
                .withEscaper(escaper)
                .withLoader(partial -> new StringReader(resource(partial + ".html.mustache")))
                .compile(resource(name));
    }

    static String resource(String name) {
        try (InputStream in = Templates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the library's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("the library's jar cannot be read: " + name, broken);
        }
    }

    /** What a content security policy names an inline script or style by (W3C CSP 3, section 2.3.1). */
    static String cspHash(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has SHA-256
            throw new IllegalStateException(impossible);
        }
    }
}
