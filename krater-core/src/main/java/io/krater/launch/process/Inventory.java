package io.krater.launch.process;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.cgroup.HostFacts;
import io.krater.launch.Capture;
import io.krater.launch.LaunchException;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is stored of the machine and of each environment's files. Nothing is executed to learn it: programs and the files
 * among their arguments are told by their SHA-256.
 */
final class Inventory {
    private Inventory() {}

    static Capture of(Suite suite, Delegation delegation) {
        Map<String, String> host = new LinkedHashMap<>(HostFacts.capture());
        host.put("launcher", "process");
        delegation.parent().ifPresent(parent -> putParent(host, parent));
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        for (Environment environment : suite.environments()) {
            environments.put(environment.name(), facts(environment));
        }
        return new Capture(host, environments);
    }

    private static void putParent(Map<String, String> host, CgroupParent parent) {
        host.put("cgroup_parent", parent.path().toString());
        host.put("cgroup_parent_how", parent.how().name().toLowerCase(Locale.ROOT));
        host.put("cgroup_parent_controllers", String.join(" ", parent.controllers()));
        parent.harness().ifPresent(harness -> host.put("cgroup_harness", harness.toString()));
    }

    private static Map<String, String> facts(Environment environment) {
        Map<String, String> facts = new LinkedHashMap<>();
        try {
            Program program = Program.of(environment, System.getenv());
            facts.put("command", String.join(" ", program.command(List.of())));
            facts.put("program", program.path().toString());
            putFile(facts, "program", program.path());
            for (String argument : program.arguments()) {
                putArgument(facts, argument);
            }
        } catch (LaunchException missing) {
            facts.put("program", "not there: " + missing.getMessage());
        }
        return facts;
    }

    private static void putArgument(Map<String, String> facts, String argument) {
        try {
            Path path = Path.of(argument);
            if (Files.isRegularFile(path)) {
                putFile(facts, argument, path);
            }
        } catch (InvalidPathException e) {
            return; // an argument that cannot be a path is no file
        }
    }

    private static void putFile(Map<String, String> facts, String name, Path path) {
        try {
            Path real = path.toRealPath();
            if (!real.equals(path.toAbsolutePath())) {
                facts.put(name + ".real_path", real.toString());
            }
            facts.put(name + ".bytes", Long.toString(Files.size(real)));
            facts.put(name + ".sha256", sha256(real));
        } catch (IOException e) {
            facts.put(name + ".sha256", "not readable: " + e.getMessage());
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
