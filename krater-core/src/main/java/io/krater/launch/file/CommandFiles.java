package io.krater.launch.file;

import io.krater.launch.Capture;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/** Finds the files that the words of a command name. Not thread-safe. */
public final class CommandFiles {
    private static final Set<String> CLASS_PATH =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");

    private final Map<String, String> facts;

    /**
     * Facts of no file yet.
     *
     * @param facts where they go: {@code <word that names it>.sha256} and others
     */
    public CommandFiles(Map<String, String> facts) {
        this.facts = facts;
    }

    /** A program, and the arguments that an environment always gives to it. */
    public void addProgram(Path program, List<String> arguments) {
        FileFacts.put(facts, "program", program);
        for (int i = 0; i < arguments.size(); i++) {
            String before = i == 0 ? "" : arguments.get(i - 1);
            if (CLASS_PATH.contains(before)) {
                addClassPath(arguments.get(i));
            } else if (before.equals("-c")) {
                addScript(arguments.get(i));
            } else {
                addArgument(arguments.get(i));
            }
        }
    }

    /** The arguments that a workload adds. */
    public void addArguments(List<String> arguments) {
        arguments.forEach(this::addArgument);
    }

    /** Jars, and folders with all that is in them. */
    public void addClassPath(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith("/*")) {
                path(entry.substring(0, entry.length() - 2))
                        .filter(Files::isDirectory)
                        .ifPresent(this::addJars);
            } else if (!entry.isEmpty()) {
                path(entry).filter(Files::isDirectory).ifPresent(folder -> FileFacts.putFolder(facts, entry, folder));
                addArgument(entry);
            }
        }
    }

    private void addJars(Path folder) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            jars.forEach(jar -> FileFacts.put(facts, jar.toString(), jar));
        } catch (IOException unreadable) {
            facts.put(folder + "/*" + Capture.SHA256, "not readable: " + unreadable.getMessage());
        }
    }

    /** The programs that a shell's script names by their path; not its data, which it may well write itself. */
    private void addScript(String script) {
        StringTokenizer words = new StringTokenizer(script, " \t\n;&|()<>'\"`");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.contains("/")) {
                path(word)
                        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                        .ifPresent(file -> FileFacts.put(facts, word, file));
            }
        }
    }

    private void addArgument(String argument) {
        path(argument.startsWith("@") ? argument.substring(1) : argument)
                .filter(Files::isRegularFile)
                .ifPresent(file -> FileFacts.put(facts, argument, file));
    }

    private static Optional<Path> path(String word) {
        try {
            return Optional.of(Path.of(word));
        } catch (InvalidPathException e) {
            return Optional.empty(); // an argument that cannot be a path is no file
        }
    }
}
