package io.krater.result.table;

import io.krater.launch.Printable;
import io.krater.result.model.ResultData;
import io.krater.trial.Exclusion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was set aside, for a terminal: a line for each reason. */
public final class ExclusionText {
    private static final int MOST_NAMED = 3;

    private ExclusionText() {}

    /** The lines; none where all trials count. */
    public static List<String> of(ResultData result) {
        List<String> lines = new ArrayList<>();
        byReason(result)
                .forEach(alike -> lines.add("set aside " + alike.get(0).origin().label() + ": "
                        + (alike.size() == 1 ? "trial " : alike.size() + " trials, ")
                        + String.join(
                                ", ",
                                alike.stream()
                                        .limit(MOST_NAMED)
                                        .map(exclusion -> exclusion.trial().toString())
                                        .toList())
                        + (alike.size() > MOST_NAMED ? ", ..." : "") + " ("
                        + Printable.of(alike.get(0).reason()) + ")"));
        return lines;
    }

    /** The exclusions that share who decided and why, in order of appearance. */
    public static List<List<Exclusion>> byReason(ResultData result) {
        Map<List<Object>, List<Exclusion>> alike = new LinkedHashMap<>();
        result.exclusions()
                .forEach(exclusion -> alike.computeIfAbsent(
                                List.of(exclusion.origin(), exclusion.reason()), key -> new ArrayList<>())
                        .add(exclusion));
        return List.copyOf(alike.values());
    }
}
