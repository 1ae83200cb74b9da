package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.plan.TrialId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code exclusions.json}: the trials that a person set aside. It stands apart from the trials' own files, which
 * are never changed.
 *
 * @param entries one for each trial, in the order in which they were set aside
 */
public record ExclusionsFile(List<Entry> entries) {
    public static final String NAME = "exclusions.json";
    static final String SCHEMA = "krater-exclusions/1";

    /**
     * A trial that was set aside.
     *
     * @param trial which trial
     * @param run the run that had made it: a trial that another run made since was not looked at; empty for whichever
     * @param reason why, not blank
     */
    public record Entry(TrialId trial, Optional<String> run, String reason) {}

    public ExclusionsFile {
        entries = List.copyOf(entries);
    }

    public static ExclusionsFile none() {
        return new ExclusionsFile(List.of());
    }

    /** The same with an entry; it replaces one of the same trial. */
    public ExclusionsFile with(Entry entry) {
        List<Entry> more = new ArrayList<>(without(entry.trial()).entries());
        more.add(entry);
        return new ExclusionsFile(more);
    }

    public ExclusionsFile without(TrialId trial) {
        return new ExclusionsFile(
                entries.stream().filter(entry -> !entry.trial().equals(trial)).toList());
    }

    public void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = JsonOut.to(out, 3)) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeArrayFieldStart("exclusions");
            for (Entry entry : entries) {
                json.writeStartObject();
                json.writeStringField("environment", entry.trial().environment());
                json.writeStringField("variant", entry.trial().variant());
                json.writeNumberField("trial", entry.trial().number());
                if (entry.run().isPresent()) {
                    json.writeStringField("run", entry.run().get());
                }
                json.writeStringField("reason", JsonOut.whole(entry.reason()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException or Jackson's own exception if the content is no such list
     * @throws OtherSchemaException if another version of the library wrote it
     */
    public static ExclusionsFile read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                JsonIn in = new JsonIn(stream)) {
            List<Entry> entries = new ArrayList<>();
            in.begin();
            Schema schema = new Schema(SCHEMA);
            in.object(name -> {
                if (schema.accepts(name, in)) {
                    return;
                }
                if (name.equals("exclusions")) {
                    in.array(() -> entries.add(entry(in)));
                } else {
                    in.skip();
                }
            });
            in.end();
            Set<TrialId> seen = new HashSet<>();
            for (Entry entry : entries) {
                if (!seen.add(entry.trial())) {
                    throw new DamagedFileException("trial " + entry.trial() + " is set aside twice");
                }
            }
            return new ExclusionsFile(entries);
        }
    }

    private static Entry entry(JsonIn in) throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        int[] number = {0};
        in.object(name -> {
            switch (name) {
                case "environment", "variant", "run", "reason" -> text.put(name, in.string());
                case "trial" -> number[0] = in.smallInteger();
                default -> in.skip();
            }
        });
        TrialId trial = new TrialId(required(text, "environment"), required(text, "variant"), number[0]);
        if (required(text, "reason").isBlank()) {
            throw new DamagedFileException("the exclusion of trial " + trial + " needs a reason, was blank");
        }
        return new Entry(trial, Optional.ofNullable(text.get("run")), required(text, "reason"));
    }

    private static String required(Map<String, String> text, String key) throws IOException {
        @Nullable String value = text.get(key);
        return JsonIn.required(value, "exclusions/" + key);
    }
}
