package io.krater.stats.compare;

import io.krater.stats.Sample;
import java.util.List;
import java.util.OptionalDouble;

/** By what each pair of a family is judged where intervals decide, with what the whole family shows of dependence. */
final class FamilyContrasts {
    private FamilyContrasts() {}

    /**
     * A pair's two samples, the second being the denominator.
     *
     * @param a the first group's name
     * @param of its sample
     * @param b the second group's name
     * @param to its sample
     */
    record Sides(String a, Sample of, String b, Sample to) {}

    static List<Judged> of(TestRule rule, List<Sides> pairs) {
        List<Judged> judged = pairs.stream()
                .map(pair -> Judged.of(rule, pair.of(), pair.to()))
                .toList();
        SharedDependence shared = new SharedDependence();
        for (int i = 0; i < pairs.size(); i++) {
            if (judged.get(i).contrast().optional().orElse(null) instanceof BlockContrast blocks) {
                shared.add(pairs.get(i).a(), pairs.get(i).b(), blocks);
            }
        }
        OptionalDouble correlation = shared.correlation();
        return judged.stream()
                .map(own -> correlation.isPresent() ? own.dependingAtLeast(correlation.getAsDouble()) : own)
                .toList();
    }
}
