package io.krater.launch.spawn;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a program's environment variables get through the shells that start it. A POSIX shell hands on those whose name it
 * could assign to; it drops {@code cluster.name}, sets {@code IFS} and {@code PPID} as it likes, and adds {@code PWD}. What
 * would be lost is given by {@code env}, which becomes the program after the shell.
 *
 * <p>{@code _} is left to the shell, as each shell sets it anew for each command, unless it is asked for.
 *
 * @param assigned what is to be assigned for the first shell, which has inherited the rest
 * @param byEnv what {@code env} has to set, as {@code name=value}
 * @param places {@code PWD} and its kind, which shells set themselves, as the program should have them
 */
public record Variables(Map<String, String> assigned, List<String> byEnv, Map<String, String> places) {
    /** What shells set for themselves, but a script may set as well. */
    static final List<String> PLACES = List.of("PWD", "OLDPWD", "SHLVL");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Set by dash or bash whatever they inherit, or read-only there (their manuals, "Shell Variables"). */
    private static final Set<String> OF_SHELLS = Set.of(
            "IFS",
            "OPTIND",
            "OPTERR",
            "PPID",
            "LINENO",
            "RANDOM",
            "SRANDOM",
            "SECONDS",
            "UID",
            "EUID",
            "GROUPS",
            "DIRSTACK",
            "FUNCNAME",
            "HISTCMD",
            "SHELLOPTS",
            "PS1",
            "PS2",
            "PS4",
            "PIPESTATUS",
            "COMP_WORDBREAKS",
            "krater_line");

    private static final Pattern OF_BASH = Pattern.compile("BASH.*|EPOCH.*");

    /** Copies the collections. */
    public Variables {
        assigned = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
        byEnv = List.copyOf(byEnv);
        places = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    /**
     * The way for a program that is to have this environment.
     *
     * @param inherited what this process has, and the first shell with it
     * @param own what is set for the program in addition
     */
    public static Variables of(Map<String, String> inherited, Map<String, String> own) {
        Map<String, String> wanted = new TreeMap<>(inherited);
        wanted.putAll(own);
        Map<String, String> assigned = new TreeMap<>();
        List<String> byEnv = new ArrayList<>();
        Map<String, String> places = new TreeMap<>();
        wanted.forEach((name, value) -> {
            if (PLACES.contains(name)) {
                places.put(name, value);
            } else if (!shellKeeps(name) || (name.equals("_") && own.containsKey(name))) {
                byEnv.add(name + "=" + value);
            } else if (own.containsKey(name)) {
                assigned.put(name, value);
            }
        });
        return new Variables(assigned, byEnv, places);
    }

    /** Whether a shell hands on a variable of this name as it is. */
    static boolean shellKeeps(String name) {
        return NAME.matcher(name).matches()
                && !OF_SHELLS.contains(name)
                && !OF_BASH.matcher(name).matches();
    }

    /**
     * Refuses what could not be handed on unchanged, naming the variable.
     *
     * @param charset what this process writes names and values in
     */
    void require(boolean envIsThere, String program, Charset charset) throws IOException {
        if (byEnv.isEmpty()) {
            return;
        }
        String names = String.join(
                ", ",
                byEnv.stream()
                        .map(pair -> pair.substring(0, pair.indexOf('=', 1)))
                        .toList());
        if (!envIsThere) {
            throw new IOException("a shell would not hand on the environment variables " + names
                    + " and there is no env on this machine that does; unset them or install coreutils");
        }
        if (program.indexOf('=') >= 0) {
            throw new IOException("env would take the program's path " + program
                    + " for a variable, and without env a shell would not hand on " + names
                    + "; give the path without \"=\", or unset them");
        }
        for (String pair : byEnv) {
            if (pair.indexOf('\ufffd') >= 0 || !charset.newEncoder().canEncode(pair)) {
                throw new IOException("environment variable " + pair.substring(0, pair.indexOf('=', 1))
                        + " cannot be handed on: the character set of this process, " + charset
                        + ", lacks a character of it; start Java in a UTF-8 locale (LC_ALL=C.UTF-8), or unset it");
            }
        }
    }
}
