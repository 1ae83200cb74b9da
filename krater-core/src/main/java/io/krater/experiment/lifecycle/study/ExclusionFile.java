package io.krater.experiment.lifecycle.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The list of lives that are set aside: a JSON object, id to reason, such as {@code {"1023": "no internet"}}. */
public final class ExclusionFile {
    private ExclusionFile() {}

    /**
     * Reads it.
     *
     * @return reasons by id, in the file's order
     * @throws StudyFormatException if it is no such object, or a reason is missing
     * @throws IOException if the file cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(file.toFile());
        } catch (JsonProcessingException broken) {
            throw new StudyFormatException(file.toString(), "is no JSON: " + broken.getOriginalMessage(), broken);
        }
        if (!root.isObject()) {
            throw new StudyFormatException(
                    file.toString(), "must be an object of ids and reasons, such as {\"1023\": \"no internet\"}");
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode reason = entry.getValue();
            if (!reason.isTextual() || reason.asText().isBlank()) {
                throw new StudyFormatException(
                        file.toString(), "id " + entry.getKey() + " needs a reason as text, was " + reason);
            }
            reasons.put(entry.getKey(), reason.asText().strip());
        }
        return Collections.unmodifiableMap(reasons);
    }
}
