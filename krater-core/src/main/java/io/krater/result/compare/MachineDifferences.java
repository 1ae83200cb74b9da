package io.krater.result.compare;

import io.krater.result.model.Part;
import io.krater.result.model.ResultData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What two results, or two parts of one, say differently of machines, images and software. */
public final class MachineDifferences {
    /** Facts of a moment, or of one process: they differ between any two parts, and say nothing of the machine. */
    private static final Set<String> OF_A_MOMENT =
            Set.of("core_throttles", "package_throttles", "load_average", "cgroup_harness", Part.WAITED_FOR_OTHER_RUNS);

    private MachineDifferences() {}

    /** Between the latest parts of two results, and between their suites; a sentence each. */
    public static List<String> between(ResultData here, ResultData saved) {
        List<String> differences = new ArrayList<>();
        if (here.parts().isEmpty() || saved.parts().isEmpty()) {
            differences.add("one of the results does not say on which machine it was measured");
        } else {
            Part now = here.parts().get(here.parts().size() - 1);
            Part then = saved.parts().get(saved.parts().size() - 1);
            differences.addAll(between(facts(then), facts(now)));
        }
        differences.addAll(saved.suite().differences(here.suite()));
        return differences;
    }

    /** Between one part and another, as {@code fact was x, is y}; a fact that only one of them has is told too. */
    public static List<String> between(Map<String, String> then, Map<String, String> now) {
        Set<String> keys = new LinkedHashSet<>(then.keySet());
        keys.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String was = then.getOrDefault(key, "unknown");
            String is = now.getOrDefault(key, "unknown");
            if (!was.equals(is)) {
                differences.add(key + " was " + was + ", is " + is);
            }
        }
        return differences;
    }

    /** All that a part says of where and with what it ran, by a name that a person understands. */
    public static Map<String, String> facts(Part part) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("launcher", part.launcher());
        part.software().forEach((key, value) -> facts.put("software " + key, value));
        part.capture().host().forEach((key, value) -> {
            // a cluster's launcher says "host.load_average"
            if (!OF_A_MOMENT.contains(key.substring(key.lastIndexOf('.') + 1))) {
                facts.put("host " + key, value);
            }
        });
        part.capture()
                .environments()
                .forEach((name, own) -> own.forEach((key, value) -> facts.put(name + " " + key, value)));
        return facts;
    }
}
