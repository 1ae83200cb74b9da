package io.krater.result.krater;

import com.fasterxml.jackson.core.JsonToken;
import io.krater.result.json.JsonIn;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.store.FileProblem;
import io.krater.result.store.TooLargeException;
import io.krater.result.store.TrialFile;
import io.krater.suite.Environment;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of KRATER's JSON, which holds one environment: {@code {"<size>_w": [entry, ...], ...}}.
 *
 * @param environment the environment, named as the file is
 * @param entries entries by key, both in the file's order
 * @param warnings what was amiss, a sentence each
 */
public record KraterFile(
        DescribedEnvironment environment, Map<String, List<KraterEntry>> entries, List<String> warnings) {
    private static final String SUFFIX = ".json";

    /** Reads a file; what stands before a damaged place is kept. */
    public static KraterFile read(Path file) {
        KraterFile read = new KraterFile(environment(file), new LinkedHashMap<>(), new ArrayList<>());
        try (InputStream stream = new FileInputStream(file.toFile());
                JsonIn in = new JsonIn(stream)) {
            read.fill(file, in);
        } catch (IOException problem) {
            read.broken(file, FileProblem.describe(problem));
        } catch (RuntimeException bound) {
            read.broken(file, String.valueOf(bound.getMessage())); // the types refuse what breaks their bounds
        } catch (OutOfMemoryError tooLarge) {
            read.entries.clear();
            read.broken(file, FileProblem.describe(new TooLargeException(file, tooLarge)));
        }
        return read;
    }

    private void broken(Path file, String how) {
        warnings.add(file + " cannot be read" + (entries.isEmpty() ? "" : " to its end, what stands before is kept")
                + " (" + how + ")");
    }

    private void fill(Path file, JsonIn in) throws IOException {
        OddFields odd = new OddFields();
        KraterSamples samples = new KraterSamples(in, odd);
        try {
            in.begin();
            in.object(key -> {
                if (in.token() == JsonToken.START_ARRAY) {
                    in.array(() -> entry(key, in, samples, odd));
                } else {
                    entry(key, in, samples, odd);
                }
            });
            in.end();
        } finally {
            warnings.addAll(odd.sentences(file));
        }
        if (samples.dropped() > 0) {
            warnings.add(file + ": " + samples.dropped()
                    + " samples without a time, or with one not later than the sample before, are left out");
        }
        if (samples.negative() > 0) {
            warnings.add(file + ": " + samples.negative() + " negative figures in samples count as absent");
        }
    }

    private void entry(String key, JsonIn in, KraterSamples samples, OddFields odd) throws IOException {
        if (in.token() == JsonToken.START_OBJECT) {
            entries.computeIfAbsent(key, created -> new ArrayList<>()).add(KraterEntry.read(in, samples, odd));
        } else {
            odd.skip(key, "a trial", in);
        }
    }

    /** The image, {@code _}, and the RuntimeClass; {@code default} and {@code process} stand for none. */
    private static DescribedEnvironment environment(Path file) {
        String name = TrialFile.name(file);
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        int split = stem.lastIndexOf('_');
        Optional<Environment.Target> target = Optional.empty();
        if (split > 0 && !stem.endsWith("_process")) {
            String runtimeClass = stem.substring(split + 1);
            try {
                target = Optional.of(new Environment.Image(
                        stem.substring(0, split),
                        runtimeClass.equals("default") ? Optional.empty() : Optional.of(runtimeClass),
                        List.of()));
            } catch (IllegalArgumentException notAnImage) {
                target = Optional.empty(); // renamed by somebody; the name still tells the environments apart
            }
        }
        return new DescribedEnvironment(label(stem), target, Map.of(), Map.of());
    }

    /** The nearest text that keeps the rule for names of environments and variants. */
    public static String label(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[_-]+|[_-]+$", "");
        String bounded = plain.length() > 63 ? plain.substring(0, 63).replaceAll("[_-]+$", "") : plain;
        return bounded.isEmpty() ? "unnamed" : bounded;
    }
}
