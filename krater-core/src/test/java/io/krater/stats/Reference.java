package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One case of reference.json, which src/test/python/stats_reference.py made: a procedure's input and the answer of SciPy
 * or another reference.
 */
public record Reference(String procedure, String name, JsonNode input, JsonNode expected) {
    private static final List<Reference> ALL = load();

    private static List<Reference> load() {
        try (InputStream in = Reference.class.getResourceAsStream("reference.json")) {
            List<Reference> all = new ArrayList<>();
            for (JsonNode c : new ObjectMapper().readTree(in).get("cases")) {
                all.add(new Reference(
                        c.get("procedure").asText(), c.get("case").asText(), c.get("input"), c.get("expected")));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<Reference> of(String procedure) {
        List<Reference> cases =
                ALL.stream().filter(c -> c.procedure.equals(procedure)).toList();
        assertThat(cases).as("cases of " + procedure).isNotEmpty();
        return cases.stream();
    }

    public Sample sample(String key) {
        return Sample.of(numbers(input.get(key)));
    }

    public List<Sample> samples() {
        return StreamSupport.stream(input.get("samples").spliterator(), false)
                .map(s -> Sample.of(numbers(s)))
                .toList();
    }

    public double given(String key) {
        return input.get(key).asDouble();
    }

    public double[] givenAll(String key) {
        return numbers(input.get(key));
    }

    public double[] expectedAll(String key) {
        return numbers(expected.get(key));
    }

    /** Asserts agreement to 1e-6 of the reference, or of the least that a double near 1 resolves. */
    public void agrees(String key, double ours) {
        double reference = expected.get(key).asDouble();
        double tolerance = Math.max(1e-6 * Math.abs(reference), 1e-14);
        assertThat(ours).as("%s of %s", key, this).isBetween(reference - tolerance, reference + tolerance);
    }

    public void agrees(String key, boolean ours) {
        assertThat(ours).as("%s of %s", key, this).isEqualTo(expected.get(key).asBoolean());
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Override
    public String toString() {
        return procedure + " " + name;
    }
}
