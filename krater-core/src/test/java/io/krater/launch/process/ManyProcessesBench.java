package io.krater.launch.process;

import io.krater.host.ProcessMemory;
import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Many processes at once: how long it takes to prepare them, and over what time their requests spread beside what all of
 * them take to speak. {@code ManyProcessesBench [--no-cgroups] COUNT...}; prints {@code name | ours | goal}.
 */
public final class ManyProcessesBench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private ManyProcessesBench() {}

    public static void main(String[] args) throws Exception {
        boolean cgroups = true;
        for (String argument : args) {
            if (argument.equals("--no-cgroups")) {
                cgroups = false;
            } else {
                run(Integer.parseInt(argument), cgroups);
            }
        }
    }

    private static void run(int count, boolean cgroups) throws Exception {
        LaunchRequest request = Requests.of(
                Environment.process("many")
                        .command("/bin/sh", "-c", "echo up; exec sleep 600")
                        .build(),
                Resources.unlimited(),
                Sampling.none(),
                Set.of());
        List<Heard> heard = new ArrayList<>();
        List<Execution> executions = new ArrayList<>();
        double prepared;
        long closing;
        String memory;
        try (ProcessLauncher launcher =
                ProcessLauncher.builder().cgroups(cgroups).build()) {
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                heard.add(new Heard());
                executions.add(launcher.prepare(request, heard.get(i)));
            }
            prepared = (System.nanoTime() - begun) / 1e9;
            launcher.startAll(executions);
            for (Heard one : heard) {
                one.awaitLine(PATIENCE);
            }
            memory = memory(executions);
            closing = System.nanoTime();
        }
        double removed = (System.nanoTime() - closing) / 1e9;
        long first = at(heard, Phase.REQUESTED, true);
        double skew = (at(heard, Phase.REQUESTED, false) - first) / 1e6;
        double makespan = (at(heard, Phase.FIRST_OUTPUT, false) - first) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%d local processes%s | prepared in %.1f s, all up in %.0f ms, requests over %.1f ms (%.1f %% of it), %s, removed in %.1f s%n",
                count,
                cgroups ? "" : " without cgroups",
                prepared,
                makespan,
                skew,
                100 * skew / makespan,
                memory,
                removed);
    }

    private static String memory(List<Execution> executions) throws IOException {
        long begun = System.nanoTime();
        long bytes = 0;
        for (Execution execution : executions) {
            long pid = Long.parseLong(execution.facts().get("pid"));
            bytes += ProcessMemory.of(pid).pss().orElseThrow();
        }
        return String.format(
                Locale.ROOT, "PSS of all, %d KiB, read in %.2f s", bytes >> 10, (System.nanoTime() - begun) / 1e9);
    }

    private static long at(List<Heard> heard, Phase phase, boolean earliest) {
        var stamps = heard.stream().mapToLong(one -> one.at(phase).epochNanos());
        return earliest ? stamps.min().orElseThrow() : stamps.max().orElseThrow();
    }
}
