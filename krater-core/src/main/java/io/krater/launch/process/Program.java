package io.krater.launch.process;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.spawn.HeldCommand;
import io.krater.launch.spawn.Spawner;
import io.krater.launch.spawn.Variables;
import io.krater.suite.Environment;
import io.krater.suite.ProcessOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program of an environment, found before it is needed, so that a wrong path is an error with a remedy and not an
 * exit code.
 *
 * @param path absolute path of the program
 * @param arguments its leading arguments
 */
record Program(Path path, List<String> arguments) {

    /** What cannot be written in it becomes a question mark, and the program would get that. */
    private static final Charset NATIVE = Spawner.NATIVE;

    /** Fact of a refusal: what was found. */
    static final String FOUND = "found";

    /** Fact of a refusal: what mends it. */
    static final String REMEDY = "remedy";

    /**
     * Finds the program of an environment: by its path, or on the {@code PATH} that it will have itself.
     *
     * @throws LaunchException if the environment is not a command, or the program is missing or cannot be executed; its
     *     reason has a fact {@link #REMEDY}
     */
    static Program of(Environment environment, Map<String, String> inherited) throws LaunchException {
        if (!(environment.target() instanceof Environment.Command command)) {
            throw refused(
                    environment,
                    "environment " + environment.name() + " is a pod, which the process launcher cannot run",
                    "use the KubernetesLauncher, or declare it with Environment.process(\"" + environment.name()
                            + "\").command(...)");
        }
        String word = command.words().get(0);
        List<String> arguments =
                List.copyOf(command.words().subList(1, command.words().size()));
        requireEncodable(environment, arguments);
        requireEncodable(environment, environment.variables().keySet());
        requireEncodable(environment, environment.variables().values());
        requireFiles(environment, ProcessOptions.of(environment));
        Path found = word.contains("/") ? atPath(environment, word) : onPath(environment, word, inherited);
        return new Program(found, arguments);
    }

    private static void requireFiles(Environment environment, ProcessOptions options) throws LaunchException {
        Path folder = Path.of(options.directory().orElse(""));
        if (options.directory().isPresent() && !Files.isDirectory(folder)) {
            throw refused(
                    environment,
                    "working directory " + folder + " of environment " + environment.name() + " is not there",
                    "make it, or correct the path");
        }
        if (options.input().isPresent()
                && !Files.isReadable(folder.resolve(options.input().get()))) {
            throw refused(
                    environment,
                    "standard input " + options.input().get() + " of environment " + environment.name()
                            + " cannot be read",
                    "correct the path, or its permissions");
        }
    }

    /**
     * Checks that a program can be given these words as they are.
     *
     * @throws LaunchException if this process's character set lacks a character of theirs
     */
    static void requireEncodable(Environment environment, Collection<String> words) throws LaunchException {
        for (String word : words) {
            if (!NATIVE.newEncoder().canEncode(word)) {
                throw refused(
                        environment,
                        "\"" + word + "\" cannot be given to a program of environment " + environment.name()
                                + ": the character set of this process, " + NATIVE + ", lacks a character of it",
                        "start Java in a UTF-8 locale (LC_ALL=C.UTF-8)");
            }
        }
    }

    /**
     * Refuses variables that cannot be handed on to the program unchanged, those inherited among them.
     *
     * @throws LaunchException naming them and the remedy
     */
    void requirePassable(Environment environment, Map<String, String> inherited, HeldCommand held)
            throws LaunchException {
        try {
            held.require(Variables.of(inherited, environment.variables()), path.toString(), NATIVE);
        } catch (IOException e) {
            String[] said = String.valueOf(e.getMessage()).split("; ", 2);
            throw refused(
                    environment, "environment " + environment.name() + ": " + said[0], said.length > 1 ? said[1] : "");
        }
    }

    /** The words to execute, with the workload's arguments at the end. */
    List<String> command(List<String> more) {
        List<String> words = new ArrayList<>();
        words.add(path.toString());
        words.addAll(arguments);
        words.addAll(more);
        return words;
    }

    private static Path atPath(Environment environment, String word) throws LaunchException {
        Path path;
        try {
            path = Path.of(word).toAbsolutePath().normalize();
        } catch (InvalidPathException unspeakable) {
            throw refused(
                    environment,
                    "program \"" + word + "\" of environment " + environment.name() + " is no path",
                    "correct it");
        }
        String what = "program " + path + " of environment " + environment.name();
        if (!Files.exists(path)) {
            throw refused(environment, what + " does not exist", remedyFor(word, "build it, or correct the path"));
        }
        if (Files.isDirectory(path)) {
            throw refused(environment, what + " is a directory", "name the program in it");
        }
        if (!Files.isExecutable(path)) {
            throw refused(environment, what + " is not executable", "chmod +x " + path);
        }
        return path;
    }

    private static Path onPath(Environment environment, String word, Map<String, String> inherited)
            throws LaunchException {
        String path = Optional.ofNullable(environment.variables().get("PATH"))
                .or(() -> Optional.ofNullable(inherited.get("PATH")))
                .orElse("/usr/local/bin:/usr/bin:/bin");
        for (String folder : path.split(":", -1)) {
            Optional<Path> candidate = candidate(folder, word);
            if (candidate.isPresent()) {
                return candidate.get();
            }
        }
        throw refused(
                environment,
                "program " + word + " of environment " + environment.name() + " is not on the PATH (" + path + ")",
                remedyFor(word, "install it, or give its full path"));
    }

    /** A whole command line in one word is a shell's habit. */
    private static String remedyFor(String word, String usual) {
        if (word.strip().chars().noneMatch(Character::isWhitespace)) {
            return usual;
        }
        boolean ofShell = word.chars().anyMatch(character -> "<>|&;$`*".indexOf(character) >= 0);
        return "give the words one by one, as in command(\""
                + String.join("\", \"", word.strip().split("\\s+", 2)[0], "...") + "\")"
                + (ofShell
                        ? "; no shell reads them, so for redirections and standard input, which is empty otherwise, say"
                                + " command(\"sh\", \"-c\", \"exec "
                                + word.strip().replace("\"", "\\\"") + "\")"
                        : "");
    }

    private static Optional<Path> candidate(String folder, String word) {
        try {
            Path path = Path.of(folder, word).toAbsolutePath().normalize();
            return Files.isRegularFile(path) && Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException unspeakable) {
            return Optional.empty(); // a damaged PATH entry leads nowhere, for a shell too
        }
    }

    private static LaunchException refused(Environment environment, String found, String remedy) {
        return new LaunchException(FailureReason.of(Kind.CANNOT_EXECUTE, found + "; " + remedy)
                .with("environment", environment.name())
                .with(FOUND, found)
                .with(REMEDY, remedy));
    }
}
