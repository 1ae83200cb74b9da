package io.krater.result.rund;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of raw data of one runtime: {@code <kind>_<runtime>_<MMDDhhmm>}.
 *
 * @param path where it is
 * @param kind what was measured
 * @param runtime of which runtime
 * @param stamp when, as the name says
 */
record RawFolder(Path path, Kind kind, String runtime, String stamp) {
    private static final Pattern NAME = Pattern.compile("(time|mem|density)_(.+?)(?:_([0-9]+))?");
    private static final int DEEPEST = 4;

    /** What was measured. */
    enum Kind {
        TIME,
        MEM,
        DENSITY
    }

    /** A numbered entry of a folder. */
    record Numbered(Path path, int number) {}

    /** Those at a folder or below it, by name. */
    static List<RawFolder> below(Path root) throws IOException {
        List<RawFolder> found = new ArrayList<>();
        collect(root, 0, found);
        return found;
    }

    private static void collect(Path folder, int depth, List<RawFolder> found) throws IOException {
        Optional<RawFolder> raw = of(folder);
        if (raw.isPresent()) {
            found.add(raw.get());
        } else if (depth < DEEPEST) {
            for (Path child : children(folder)) {
                if (Files.isDirectory(child)) {
                    collect(child, depth + 1, found);
                }
            }
        }
    }

    private static Optional<RawFolder> of(Path folder) throws IOException {
        Matcher name =
                NAME.matcher(String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        Kind kind = Kind.valueOf(name.group(1).toUpperCase(java.util.Locale.ROOT));
        RawFolder raw = new RawFolder(
                folder, kind, name.group(2), Optional.ofNullable(name.group(3)).orElse(""));
        return raw.isOne() ? Optional.of(raw) : Optional.empty();
    }

    /** Whether it holds what its name promises. */
    private boolean isOne() throws IOException {
        Pattern inside = switch (kind) {
            case TIME -> Pattern.compile("con_([0-9]+)");
            case MEM -> Pattern.compile("result_[0-9]+MB_([0-9]+)\\.txt");
            case DENSITY -> Pattern.compile("density_([0-9]+)");
        };
        return !numbered(path, inside).isEmpty();
    }

    /** Entries of this form, ascending by the number in the last group. */
    static List<Numbered> numbered(Path folder, Pattern form) throws IOException {
        List<Numbered> entries = new ArrayList<>();
        for (Path child : children(folder)) {
            Matcher name = form.matcher(String.valueOf(child.getFileName()));
            if (name.matches()) {
                String digits = name.group(name.groupCount());
                if (digits.length() <= 9 && Integer.parseInt(digits) > 0) {
                    entries.add(new Numbered(child, Integer.parseInt(digits)));
                }
            }
        }
        entries.sort(java.util.Comparator.comparingInt(Numbered::number));
        return entries;
    }

    static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }
}
