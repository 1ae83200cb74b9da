package io.krater.sample;

/** A quantity that a source brought. */
record OwnQuantity(String label, String unit, Column.Kind kind) implements Quantity {
    OwnQuantity {
        if (!label.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "a quantity's name must be 1 to 63 lower-case letters, digits or _, was \"" + label + "\"");
        }
        for (Column column : Column.values()) {
            if (column.label().equals(label)) {
                throw new IllegalArgumentException(
                        "\"" + label + "\" is a built-in quantity; choose another name for one of your own");
            }
        }
    }
}
