package io.krater.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A line of {@code /proc/<pid>/mountinfo} (proc_pid_mountinfo(5)).
 *
 * <pre>
 * 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 * (1)(2)(3)  (4)   (5)   (6)        (7)     (8)(9)  (10)      (11)
 * </pre>
 *
 * @param root (4) the directory of the file system that is mounted: not {@code /} for a bind mount, and above the own
 *     root ({@code /..}) for a cgroup mount from outside this cgroup namespace
 * @param mountPoint (5) where it is mounted
 * @param options (6) options of the mount, {@code ro} among them
 * @param type (9) type of the file system
 * @param superOptions (11) options of the file system; cgroup v1 names its controllers here
 */
public record MountInfo(String root, String mountPoint, Set<String> options, String type, Set<String> superOptions) {
    private static final int FIXED_FIELDS = 6;

    /** The mounts of a file, in mount order. Lines that are not of this form are left out. */
    public static List<MountInfo> parseAll(String text) {
        List<MountInfo> mounts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            parse(line).ifPresent(mounts::add);
        }
        return mounts;
    }

    /** The mount of a line, or empty if the line is not of this form. */
    static Optional<MountInfo> parse(String line) {
        String[] fields = line.split(" ", -1);
        int separator = FIXED_FIELDS;
        while (separator < fields.length && !fields[separator].equals("-")) {
            separator++;
        }
        if (separator + 3 >= fields.length) {
            return Optional.empty();
        }
        return Optional.of(new MountInfo(
                unescape(fields[3]),
                unescape(fields[4]),
                options(fields[5]),
                fields[separator + 1],
                options(fields[separator + 3])));
    }

    private static Set<String> options(String text) {
        return Set.copyOf(Arrays.asList(text.split(",", -1)));
    }

    /** Undoes the kernel's octal escapes of space, tab, newline and backslash ({@code \040}). */
    public static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && isOctal(text, i + 1)) {
                out.append((char) Integer.parseInt(text, i + 1, i + 4, 8));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isOctal(String text, int from) {
        if (from + 3 > text.length() || text.charAt(from) > '3') {
            return false;
        }
        for (int i = from; i < from + 3; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '7') {
                return false;
            }
        }
        return true;
    }
}
