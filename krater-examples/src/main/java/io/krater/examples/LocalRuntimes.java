package io.krater.examples;

import io.krater.suite.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The runtimes that this machine has for the matrix workload, each as an environment. */
final class LocalRuntimes {
    private LocalRuntimes() {}

    /** JVM, WebAssembly interpreted and compiled, and native where there is a C compiler; programs go to the folder. */
    static List<Environment> in(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path module = unpack("workloads/prebuilt/matrix.wasm", folder.resolve("matrix.wasm"));
        List<Environment> environments = new ArrayList<>();
        environments.add(java("jvm", "Matrix"));
        environments.add(java("wasm-compiled", "io.krater.examples.WasmMatrix", "compile", module.toString()));
        environments.add(java("wasm-interpreted", "io.krater.examples.WasmMatrix", "interpret", module.toString()));
        nativeProgram(folder)
                .ifPresent(program -> environments.add(Environment.process("native")
                        .command(program.toString())
                        .build()));
        return environments;
    }

    private static Environment java(String name, String... mainAndArguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-cp", jar()));
        words.addAll(List.of(mainAndArguments));
        return Environment.process(name).command(words).build();
    }

    private static String jar() {
        try {
            return Path.of(LocalRuntimes.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The workload as a native program, built into the folder; empty where there is no C compiler. */
    static Optional<Path> nativeProgram(Path folder) throws IOException, InterruptedException {
        Path source = unpack("workloads/matrix/matrix.c", folder.resolve("matrix/matrix.c"));
        unpack("workloads/contract.h", folder.resolve("contract.h"));
        Path program = folder.resolve("matrix-native");
        for (String compiler : List.of("cc", "gcc", "clang")) {
            if (onPath(compiler)) {
                Process process = new ProcessBuilder(
                                compiler, "-O2", "-o", program.toString(), source.toString(), "-I", folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(program.toAbsolutePath());
                }
                process.destroyForcibly();
            }
        }
        return Optional.empty();
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    private static Path unpack(String resource, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (InputStream in = LocalRuntimes.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException(resource + " is not in this jar; build it with: mvn package");
            }
            Files.write(to, in.readAllBytes());
        }
        return to.toAbsolutePath();
    }
}
