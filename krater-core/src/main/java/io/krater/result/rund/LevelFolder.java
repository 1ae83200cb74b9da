package io.krater.result.rund;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.StartMetrics;
import io.krater.plan.TrialId;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A folder {@code con_<level>}: a file for each client, and the host's CPU time. */
final class LevelFolder {
    private static final long MILLI = 1_000_000;
    private static final double TICK_MILLIS = 10;

    private final Path folder;
    private final int level;
    private final Problems problems;

    LevelFolder(Path folder, int level, Problems problems) {
        this.folder = folder;
        this.level = level;
        this.problems = problems;
    }

    /** A trial for each round. */
    List<Trial> trials(String environment, Variant variant) {
        List<ClientFile> clients = IntStream.rangeClosed(1, level)
                .mapToObj(client ->
                        ClientFile.read(folder.resolve(String.format(Locale.ROOT, "client%03d.txt", client)), problems))
                .toList();
        int rounds = clients.stream().mapToInt(ClientFile::rounds).max().orElse(0);
        for (int client = 0; client < level; client++) {
            int has = clients.get(client).rounds();
            if (has > 0 && has < rounds) {
                problems.add(
                        file(client),
                        0,
                        "has " + has + " rounds where others have " + rounds + ": rounds " + (has + 1) + " to " + rounds
                                + " are set aside");
            }
        }
        Map<Integer, Long> busy = busy(rounds);
        List<Trial> trials = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            TrialId id = new TrialId(environment, variant.label(), round);
            trials.add(trial(id, variant, clients, Optional.ofNullable(busy.get(round))));
        }
        return trials;
    }

    private Path file(int client) {
        return folder.resolve(String.format(Locale.ROOT, "client%03d.txt", client + 1));
    }

    private Trial trial(TrialId id, Variant variant, List<ClientFile> clients, Optional<Long> busy) {
        int round = id.number();
        List<Instance> instances = new ArrayList<>(level);
        Set<String> names = new HashSet<>();
        Optional<String> problem = Optional.empty();
        Marks like = Marks.none();
        for (int client = 0; client < level; client++) {
            ClientFile file = clients.get(client);
            String damaged = file.damaged().get(round);
            if (round > file.rounds()) {
                damaged = folder.getFileName() + ": client " + (client + 1) + " has no line for round " + round;
            }
            if (damaged != null) {
                problem = problem.or(() -> Optional.of(firstOf(clients, round)));
                String name = unique(String.format(Locale.ROOT, "client%03d", client + 1), names);
                instances.add(Instance.of(name, failed(damaged), Marks.none()));
                continue;
            }
            Map<String, Stamp> stamps = new LinkedHashMap<>();
            stamps.put(Phase.REQUESTED.label(), Stamp.client(file.start()[round - 1] * MILLI));
            stamps.put(Phase.SANDBOX_READY.label(), Stamp.client(file.end()[round - 1] * MILLI));
            Marks marks = Marks.like(like, stamps);
            like = marks;
            String pod = unique(file.pods().get(round - 1), names);
            instances.add(Instance.of(pod, Outcome.completed(), marks));
        }
        Map<String, MeasuredValue> figures = new LinkedHashMap<>();
        busy.ifPresent(ticks -> {
            figures.put(StartMetrics.HOST_BUSY.name(), new MeasuredValue(ticks * TICK_MILLIS, "ms"));
            figures.put(StartMetrics.HOST_CPU.name(), new MeasuredValue(ticks * TICK_MILLIS / level, "ms"));
        });
        return new Trial(
                id,
                0,
                0,
                variant,
                Resources.unlimited(),
                problem.map(LevelFolder::failed).orElse(Outcome.completed()),
                instances,
                new Trial.Whole(
                        Marks.none(),
                        Map.of(),
                        figures,
                        Map.of(
                                StartMetrics.READY,
                                Phase.SANDBOX_READY.label(),
                                "client",
                                "crictl, a process each call")),
                0);
    }

    /** The first reason why a round cannot be used. */
    private String firstOf(List<ClientFile> clients, int round) {
        for (int client = 0; client < level; client++) {
            ClientFile file = clients.get(client);
            String damaged = file.damaged().get(round);
            if (damaged != null) {
                return damaged;
            }
            if (round > file.rounds()) {
                return file(client).getFileName() + " has no line for round " + round;
            }
        }
        return "incomplete";
    }

    private static Outcome failed(String reason) {
        return new Outcome.Failed(FailureReason.of(Kind.UNREADABLE_LOG, reason));
    }

    private static String unique(String name, Set<String> names) {
        String distinct = name;
        for (int i = 2; !names.add(distinct); i++) {
            distinct = name + "-" + i;
        }
        return distinct;
    }

    /** Busy ticks of each round: {@code BUSY TOTAL PERCENT} a line. */
    private Map<Integer, Long> busy(int rounds) {
        Map<Integer, Long> busy = new LinkedHashMap<>();
        Path file = folder.resolve("cpu.txt");
        if (!Files.exists(file)) {
            problems.add(file, 0, "is not there: no CPU time of this level");
            return busy;
        }
        try {
            Fields fields = Fields.of(file);
            for (int round = 1; fields.nextLine(); round++) {
                long ticks = fields.number();
                long total = fields.number();
                fields.text();
                if (ticks < 0 || total < ticks || !fields.atEnd()) {
                    problems.add(
                            file,
                            fields.line(),
                            "not \"busy total percent\", was \"" + fields.whole()
                                    + "\"; CPU time of its round is set aside");
                } else if (round <= rounds) {
                    busy.put(round, ticks);
                } else {
                    problems.add(file, fields.line(), "there is no round " + round + " in the clients' files");
                }
            }
        } catch (IOException unreadable) {
            problems.add(file, 0, "cannot be read: " + unreadable.getMessage());
        }
        return busy;
    }
}
