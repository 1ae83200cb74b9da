package io.krater.result.json;

import java.io.IOException;

/** The first key of each file: {@code "schema":"krater-<kind>/<version>"}. */
final class Schema {
    private final String known;
    private boolean seen;

    Schema(String known) {
        this.known = known;
    }

    /**
     * Takes the schema key, which comes before all others.
     *
     * @return whether this was the schema key
     */
    boolean accepts(String name, JsonIn in) throws IOException {
        if (seen) {
            return false;
        }
        if (!name.equals("schema")) {
            throw new DamagedFileException("the first key must be \"schema\", was \"" + name + "\"");
        }
        check(in.string());
        seen = true;
        return true;
    }

    private void check(String found) throws IOException {
        String prefix = known.substring(0, known.indexOf('/') + 1);
        String version = found.startsWith(prefix) ? found.substring(prefix.length()) : "";
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new DamagedFileException("schema must be " + known + ", was \"" + found + "\"");
        }
        int ahead = Integer.compare(Integer.parseInt(version), Integer.parseInt(known.substring(prefix.length())));
        if (ahead != 0) {
            throw new OtherSchemaException(found, known, ahead > 0);
        }
    }
}
