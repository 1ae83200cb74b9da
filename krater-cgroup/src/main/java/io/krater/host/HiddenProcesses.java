package io.krater.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether processes of other users may be missing from a {@code /proc}: mounted with {@code hidepid=2}, {@code invisible},
 * {@code 4} or {@code ptraceable} (proc(5)), it shows them only to who may trace them.
 */
final class HiddenProcesses {
    private static final Pattern OPTION = Pattern.compile("(?:^|[ ,])hidepid=([a-z0-9]+)");
    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]{16})$");
    private static final int CAP_SYS_PTRACE = 19;
    private static final String ALL_USERS = "0 0 4294967295";

    private HiddenProcesses() {}

    static boolean in(Path proc) {
        try {
            String mounts = Files.readString(proc.resolve("self/mountinfo"));
            return mounts.lines().filter(line -> line.contains(" - proc ")).anyMatch(HiddenProcesses::hides)
                    && !mayTraceAll(proc);
        } catch (IOException unreadable) {
            return true; // who cannot even read this cannot be sure of anything
        }
    }

    private static boolean hides(String mount) {
        Matcher option = OPTION.matcher(mount);
        while (option.find()) {
            String value = option.group(1);
            if (!value.equals("0") && !value.equals("off") && !value.equals("1") && !value.equals("noaccess")) {
                return true;
            }
        }
        return false;
    }

    /** Whether this process may trace all others: it has the capability, and over all users. */
    private static boolean mayTraceAll(Path proc) throws IOException {
        Matcher effective = CAPABILITIES.matcher(Files.readString(proc.resolve("self/status")));
        long set = effective.find() ? HexFormat.fromHexDigitsToLong(effective.group(1)) : 0;
        String users = Files.readString(proc.resolve("self/uid_map")).strip().replaceAll("\\s+", " ");
        return (set >> CAP_SYS_PTRACE & 1) == 1 && users.equals(ALL_USERS);
    }
}
