package org.example;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.nio.file.Path;

public class FirstSuite {
    public static void main(String[] args) {
        Suite suite = Suite.named("first")
                .environment(Environment.process("gzip-1").command("gzip", "-1", "-c").discardOutput())
                .environment(Environment.process("gzip-9").command("gzip", "-9", "-c").discardOutput())
                .workload(ProgramWorkload.named("compress").variant("bash", "/bin/bash").build())
                .trials(10)
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(Path.of("results"));
            result.print(System.out);
            Report.html(result).write(Path.of("results", "first", "report.html"));
        }
    }
}
