package org.example;

import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.util.Map;

/** Suites of shells that sleep for a while, or do what they are told. */
final class Naps {
    private Naps() {}

    static Suite suite(String name, int trials, Map<String, String> scripts) {
        Suite.Builder suite = Suite.named(name)
                .workload(ProgramWorkload.named("nap").variant("once").build())
                .trials(trials);
        scripts.forEach((environment, script) -> suite.environment(
                Environment.process(environment).command("/bin/sh", "-c", script)));
        return suite.build();
    }
}
