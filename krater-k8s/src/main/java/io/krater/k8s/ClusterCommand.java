package io.krater.k8s;

import io.krater.CheckTable;
import io.krater.k8s.access.ConfigProblem;
import io.krater.k8s.model.RunningTrial;
import io.krater.k8s.pod.Cleanup;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * A cluster's state at the command line: {@code doctor} checks whether suites can run and what their numbers would be worth,
 * {@code status} lists the trials that are running, {@code cleanup} removes what dead processes left behind.
 *
 * <pre>
 * java -jar krater-examples.jar doctor [--namespace NAME] [--kubeconfig FILE] [--context NAME]
 * </pre>
 *
 * <p>The exit code is 0; 1 where the doctor found an error or the API server refused; 2 for wrong arguments.
 */
public final class ClusterCommand {
    private static final String USAGE =
            "usage: doctor|status|cleanup [--namespace NAME] [--kubeconfig FILE] [--context NAME]";

    private ClusterCommand() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // the client library asks for a logging back end; at a command line its absence is no news
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(run(Arrays.asList(arguments), System.out));
    }

    /**
     * Runs a command.
     *
     * @param arguments the command and its options
     * @param out hears the answer
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        List<String> words = new ArrayList<>(arguments);
        if (words.isEmpty()) {
            out.println(USAGE);
            return 2;
        }
        String command = words.remove(0);
        try (KubernetesLauncher launcher = builder(words).connect()) {
            return switch (command) {
                case "doctor" -> doctor(launcher, out);
                case "status" -> status(launcher, out);
                case "cleanup" -> cleanup(launcher, out);
                default ->
                    throw new IllegalArgumentException(
                            "command must be doctor, status or cleanup, was \"" + command + "\"");
            };
        } catch (ConfigProblem nowhere) {
            out.println(nowhere.getMessage());
            return 2;
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            out.println(USAGE);
            return 2;
        } catch (RuntimeException refusal) {
            out.println(command + " was not possible: " + Refusals.said(refusal));
            out.println("doctor says what is missing and what to do");
            return 1;
        }
    }

    private static KubernetesLauncher.Builder builder(List<String> options) {
        KubernetesLauncher.Builder builder = KubernetesLauncher.builder();
        Iterator<String> words = options.iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (!words.hasNext()) {
                throw new IllegalArgumentException("option " + option + " needs a value");
            }
            String value = words.next();
            switch (option) {
                case "--namespace" -> builder.namespace(value);
                case "--kubeconfig" -> builder.kubeconfig(Path.of(value));
                case "--context" -> builder.context(value);
                default ->
                    throw new IllegalArgumentException(
                            "option must be --namespace, --kubeconfig or --context, was " + option);
            }
        }
        return builder;
    }

    private static int doctor(KubernetesLauncher launcher, PrintStream out) {
        List<Check> checks = launcher.doctor();
        out.print(CheckTable.of(checks));
        return checks.stream().anyMatch(check -> check.state() == Check.State.ERROR) ? 1 : 0;
    }

    private static int status(KubernetesLauncher launcher, PrintStream out) {
        List<RunningTrial> trials = launcher.status();
        for (RunningTrial trial : trials) {
            out.printf(
                    Locale.ROOT,
                    "%s  %-9s  run %s  trial %s  on %s  process %s  pod %s%n",
                    trial.created(),
                    trial.phase(),
                    trial.run(),
                    trial.trial(),
                    trial.node().isEmpty() ? "-" : trial.node(),
                    trial.owner(),
                    trial.pod());
        }
        out.printf(Locale.ROOT, "%d trials%n", trials.size());
        return 0;
    }

    private static int cleanup(KubernetesLauncher launcher, PrintStream out) {
        tell(launcher.removeDead(), out);
        return 0;
    }

    /** What was done, a line each; pods of processes elsewhere are among it, and were not left behind. */
    static void tell(List<String> done, PrintStream out) {
        done.forEach(out::println);
        long removed =
                done.stream().filter(line -> line.startsWith(Cleanup.REMOVED)).count();
        out.printf(Locale.ROOT, "%d pods removed%n", removed);
    }
}
