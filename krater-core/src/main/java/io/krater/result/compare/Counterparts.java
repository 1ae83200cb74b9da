package io.krater.result.compare;

import io.krater.result.krater.KraterExport;
import io.krater.result.krater.KraterFile;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which environment of one suite is which of another. */
final class Counterparts {
    private Counterparts() {}

    /**
     * For each environment here the one saved: of the same name, else of the same image and RuntimeClass where exactly one
     * is. Those without a counterpart are not in the map.
     */
    static Map<String, String> of(SuiteDescription here, SuiteDescription saved) {
        Map<String, String> counterparts = new LinkedHashMap<>();
        List<String> names = names(saved);
        for (DescribedEnvironment environment : here.environments()) {
            if (names.contains(environment.name())) {
                counterparts.put(environment.name(), environment.name());
            }
        }
        for (DescribedEnvironment environment : here.environments()) {
            List<String> alike = saved.environments().stream()
                    .filter(other -> !counterparts.containsValue(other.name()))
                    .filter(other -> isFileOf(other, environment) || isFileOf(environment, other))
                    .map(DescribedEnvironment::name)
                    .toList();
            if (alike.size() == 1 && !counterparts.containsKey(environment.name())) {
                counterparts.put(environment.name(), alike.get(0));
            }
        }
        return counterparts;
    }

    private static List<String> names(SuiteDescription suite) {
        return suite.environments().stream().map(DescribedEnvironment::name).toList();
    }

    /** Whether the one is named as KRATER's file of the other is. */
    private static boolean isFileOf(DescribedEnvironment file, DescribedEnvironment environment) {
        return file.name().equals(KraterFile.label(KraterExport.stem(environment)));
    }
}
