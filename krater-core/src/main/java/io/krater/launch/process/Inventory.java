package io.krater.launch.process;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.cgroup.HostFacts;
import io.krater.launch.Capture;
import io.krater.launch.LaunchException;
import io.krater.launch.file.CommandFiles;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of the machine and of each environment's files. Nothing is executed to learn it: programs, the files among
 * their arguments and those of the workload, and what a class path names are told by their SHA-256.
 */
final class Inventory {
    private Inventory() {}

    static Capture of(Suite suite, Delegation delegation) {
        Map<String, String> host = new LinkedHashMap<>(HostFacts.capture());
        host.put("launcher", "process");
        delegation.parent().ifPresent(parent -> putParent(host, parent));
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        for (Environment environment : suite.environments()) {
            environments.put(
                    environment.name(), facts(environment, suite.workload().variants()));
        }
        return new Capture(host, environments);
    }

    private static void putParent(Map<String, String> host, CgroupParent parent) {
        host.put("cgroup_parent", parent.path().toString());
        host.put("cgroup_parent_how", parent.how().name().toLowerCase(Locale.ROOT));
        host.put("cgroup_parent_controllers", String.join(" ", parent.controllers()));
        parent.harness().ifPresent(harness -> host.put("cgroup_harness", harness.toString()));
    }

    private static Map<String, String> facts(Environment environment, List<Variant> variants) {
        Map<String, String> facts = new LinkedHashMap<>();
        try {
            Program program = Program.of(environment.filledFor(variants.get(0)), System.getenv());
            facts.put("command", String.join(" ", program.command(List.of())));
            facts.put("program", program.path().toString());
            CommandFiles files = new CommandFiles(facts);
            files.addProgram(program.path(), program.arguments());
            variants.forEach(variant -> files.addArguments(variant.arguments()));
            Optional.ofNullable(environment.variables().get("CLASSPATH")).ifPresent(files::addClassPath);
        } catch (LaunchException missing) {
            facts.put("program", "not there: " + missing.getMessage());
        }
        return facts;
    }
}
