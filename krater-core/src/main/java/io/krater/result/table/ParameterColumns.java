package io.krater.result.table;

import io.krater.result.model.ResultData;
import io.krater.suite.Parameter;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A column for each parameter of the variants, in the order of their first use; its unit is in the header. */
final class ParameterColumns {
    /** No unit: the column is of text, or holds numbers of several units, which then carry theirs. */
    private static final String MIXED = "";

    private final Map<String, String> units = new LinkedHashMap<>();

    private ParameterColumns() {}

    static ParameterColumns of(ResultData result) {
        ParameterColumns columns = new ParameterColumns();
        Stream.concat(
                        result.suite().workload().variants().stream(),
                        result.trials().stream().map(Trial::variant))
                .distinct()
                .forEach(variant -> variant.parameters()
                        .forEach((name, value) -> columns.units.merge(
                                name, value.unit(), (first, other) -> first.equals(other) ? first : MIXED)));
        return columns;
    }

    void headers(CsvLine line) {
        units.forEach((name, unit) -> line.text("param_" + Headers.withUnit(Headers.plain(name), unit)));
    }

    void values(CsvLine line, Variant variant) {
        units.forEach((name, unit) -> {
            @Nullable Parameter value = variant.parameters().get(name);
            if (value == null) {
                line.absent();
            } else {
                line.text(value.unit().equals(unit) ? value.format() : value.toString());
            }
        });
    }
}
