package io.krater;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java, for what a test kills or interrupts. */
public final class JavaProcess {
    private JavaProcess() {}

    /** Starts a main class of the tests, whose output is appended to {@code output.txt} in the folder. */
    public static Process start(Class<?> main, Path folder, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                // a build in the background of a script ignores Ctrl-C, and all that it starts would too
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
    }

    /** What it has printed so far. */
    public static String output(Path folder) throws IOException {
        Path file = folder.resolve("output.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
