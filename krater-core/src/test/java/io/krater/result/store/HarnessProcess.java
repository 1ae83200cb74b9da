package io.krater.result.store;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A harness in a process of its own: {@code hold FOLDER} keeps a folder open until its input ends, {@code store FOLDER}
 * stores trials until one cannot be, and says why; {@code read FOLDER} says what it holds.
 */
public final class HarnessProcess {
    private HarnessProcess() {}

    /** Runs one part; see the class. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("read")) {
            SuiteResult read = SuiteResult.read(Path.of(arguments[1]));
            System.out.println(read.trials().size() + " trials");
            read.warnings().forEach(System.out::println);
            return;
        }
        Suite suite = Suites.small().trials(100).build();
        try (ResultFolder folder = ResultFolder.open(Path.of(arguments[1]), suite, 7, Suites.part("other-run"))) {
            System.out.println("open");
            if (arguments[0].equals("hold")) {
                while (System.in.read() >= 0) {
                    // until the test lets go
                }
            } else {
                RandomTrials random = new RandomTrials(5);
                for (PlannedTrial planned : TrialPlan.of(suite, 7).trials()) {
                    folder.store(random.trial(planned, new Outcome.Completed()));
                    System.out.println("stored");
                }
            }
        } catch (ResultException refused) {
            System.out.println(refused.getMessage());
        }
    }

    /** What opening the folder is refused with; for other class loaders of a process. */
    public static String refusal(Path folder) {
        try {
            ResultFolder.open(folder, Suites.small().trials(100).build(), 7, Suites.part("refused"))
                    .close();
            return "not refused";
        } catch (ResultException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Starts it, behind a command that sets its surroundings up where one is given. */
    static Process start(List<String> before, String part, Path folder) throws IOException {
        return start(before, List.of(), part, folder);
    }

    /** The same with options for Java. */
    static Process start(List<String> before, List<String> options, String part, Path folder) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HarnessProcess.class.getName(),
                part,
                folder.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Its whole output, once it has ended. */
    static List<String> output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
