package io.krater.examples;

import io.krater.examples.shell.Compare;
import io.krater.examples.shell.Diff;
import io.krater.examples.shell.History;
import io.krater.examples.shell.ReportCommand;
import io.krater.examples.shell.RundCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of this jar: a subcommand for each example and each tool. */
@Command(
        name = "krater",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        showDefaultValues = true,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Measures and compares programs, runtimes and containers; the examples are numbered as a tutorial.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was done",
            "1:it failed, or there is nothing to conclude from",
            "2:the command line or the suite is wrong"
        },
        subcommands = {
            Compare.class,
            Diff.class,
            ReportCommand.class,
            History.class,
            Example01QuickStart.class,
            Example02OwnMetric.class,
            Example03OwnWorkload.class,
            Example04OwnLauncher.class,
            Example05Resume.class,
            Example06ReadResults.class,
            Example07KraterFiles.class,
            Example08Kubernetes.class,
            Example09RemoteCluster.class,
            Example10PodTemplate.class,
            Example11Rigour.class,
            Example12ColdStart.class,
            Example13OwnExperiment.class,
            BreakdownCommand.class,
            Lifecycle.class,
            StartupCommand.class,
            DensityCommand.class,
            RundCommand.class,
            ClusterState.Doctor.class,
            ClusterState.Status.class,
            ClusterState.Cleanup.class,
            GenerateCompletion.class,
            HelpCommand.class
        })
public final class Examples implements Runnable {
    Examples() {}

    /** {@code [COMMAND [OPTION...]]}. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** The full names of the examples, in order. */
    static List<String> names() {
        return commandLine().getSubcommands().keySet().stream()
                .filter(name -> name.matches("[0-9]{2}-.*"))
                .toList();
    }

    /** Runs what the words say, and gives the exit code. */
    static int run(List<String> words) {
        return commandLine().execute(words.toArray(String[]::new));
    }

    /** Without a command there is a list of them. */
    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Examples())
                .setOverwrittenOptionsAllowed(true) // the last one counts, as elsewhere at the shell
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(Examples::wrong)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    private static int wrong(ParameterException problem, String[] words) {
        CommandSpec command = problem.getCommandLine().getCommandSpec();
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(command.qualifiedName() + ": " + problem.getMessage() + " (--help shows the options)");
        UnmatchedArgumentException.printSuggestions(problem, err);
        return 2;
    }

    /** What a file system says is often no more than the file's name. */
    private static String said(IOException failure) {
        if (failure instanceof NoSuchFileException absent) {
            return "there is no file " + absent.getFile();
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written: permission denied";
        }
        return failure.toString();
    }

    private static int failed(Exception failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        if (failure instanceof IllegalArgumentException) {
            err.println(name + ": " + failure.getMessage() + " (--help shows the options)");
            return 2;
        }
        String why = failure instanceof IOException io ? said(io) : failure.getMessage();
        err.println(name + ": " + why);
        if (Boolean.getBoolean("krater.trace")) {
            failure.printStackTrace(err);
        } else {
            err.println("(-Dkrater.trace=true shows where)");
        }
        return 1;
    }
}
