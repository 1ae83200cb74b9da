package io.krater.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is where in a table.
 *
 * @param timeColumn the column of the time
 * @param clock how times are written
 * @param decimalComma whether numbers have a comma where others have a point
 * @param values the columns of quantities
 * @param rows what a row must hold, by column
 */
record CsvLayout(String timeColumn, CsvTime clock, boolean decimalComma, List<Value> values, Map<String, String> rows) {
    /** A quantity's column, and what others must hold in its rows. */
    record Value(HostQuantity quantity, String column, Map<String, String> rows) {}

    static CsvLayout plain() {
        return new CsvLayout("time", CsvTime.usual(), false, List.of(), Map.of());
    }

    CsvLayout time(String column) {
        return new CsvLayout(column, clock, decimalComma, values, rows);
    }

    CsvLayout time(CsvTime other) {
        return new CsvLayout(timeColumn, other, decimalComma, values, rows);
    }

    CsvLayout withDecimalComma() {
        return new CsvLayout(timeColumn, clock, true, values, rows);
    }

    CsvLayout column(Value value) {
        List<Value> more = new ArrayList<>(values);
        more.add(value);
        return new CsvLayout(timeColumn, clock, decimalComma, List.copyOf(more), rows);
    }

    CsvLayout where(String column, String text) {
        Map<String, String> more = new LinkedHashMap<>(rows);
        more.put(column, text);
        return new CsvLayout(timeColumn, clock, decimalComma, values, Map.copyOf(more));
    }
}
