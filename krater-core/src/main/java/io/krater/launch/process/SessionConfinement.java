package io.krater.launch.process;

import io.krater.launch.spawn.Uninterrupted;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * An execution without a cgroup. Its processes are known by the session that the program leads, and by a mark in their
 * environment, which also holds those that opened a session of their own. A process that does both that and clears its
 * environment escapes; a cgroup is what nothing escapes. Thread-safe.
 */
final class SessionConfinement implements Confinement {
    /** Variable that marks the processes of an execution: {@code <launcher>.<number>}. */
    static final String MARK = "KRATER_EXECUTION";

    private static final int ROUNDS = 500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(10);

    private final MarkedProcesses table;
    private final String mark;
    private final boolean ownSession;
    private final Map<String, String> notApplied;
    /** Start by process id of those that were recognised: one that is ending has no environment any more. */
    private final Map<Long, Long> known = new ConcurrentHashMap<>();

    private volatile boolean over;
    private volatile ProcessTable.Entry leader = new ProcessTable.Entry(0, 0, "", 0);

    /**
     * A confinement under this mark.
     *
     * @param ownSession whether the program leads a session
     * @param notApplied facts on limits that cannot be set without a cgroup
     */
    SessionConfinement(MarkedProcesses table, String mark, boolean ownSession, Map<String, String> notApplied) {
        this.table = table;
        this.mark = mark;
        this.ownSession = ownSession;
        this.notApplied = Map.copyOf(notApplied);
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(MARK, mark);
    }

    @Override
    public void enter(long pid) throws IOException {
        leader = Uninterrupted.ask(() -> table.entry(pid))
                .orElseThrow(() -> new IOException("process " + pid + " ended before it was held"));
    }

    @Override
    public Optional<java.nio.file.Path> cgroup() {
        return Optional.empty();
    }

    @Override
    public Optional<String> movedTo(long pid) {
        return Optional.empty();
    }

    @Override
    public Optional<String> workerElsewhere(long pid) {
        return Optional.empty();
    }

    @Override
    public List<Long> strays() {
        return List.of(); // what is marked is held together, wherever it is
    }

    @Override
    public boolean countsTheEnded() {
        return false;
    }

    @Override
    public List<Long> processes() throws IOException {
        if (over) {
            return List.of();
        }
        List<Long> found = Uninterrupted.ask(table::now).stream()
                .filter(this::isMember)
                .map(process -> process.entry().pid())
                .toList();
        // with the program itself and all its children gone, none can come any more
        over = leader.pid() != 0 && found.isEmpty();
        return found;
    }

    private boolean isMember(MarkedProcesses.Marked process) {
        ProcessTable.Entry entry = process.entry();
        if (Objects.equals(known.get(entry.pid()), entry.start())) {
            return true;
        }
        ProcessTable.Entry first = leader;
        if (first.pid() == 0 || entry.start() < first.start()) {
            return false; // what is older than the program is not its child
        }
        boolean member = entry.pid() == first.pid()
                || (ownSession && entry.session() == first.pid())
                || process.mark().filter(mark::equals).isPresent();
        if (member) {
            known.put(entry.pid(), entry.start());
        }
        return member;
    }

    @Override
    public void kill() throws IOException {
        processes().forEach(SessionConfinement::kill);
    }

    private static void kill(long pid) {
        // one that has gone in between is no error: that is what is wanted
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void remove() throws IOException {
        Uninterrupted.run(this::killUntilNoneIsLeft);
    }

    private void killUntilNoneIsLeft() throws IOException {
        List<Long> left = processes();
        // again until none is left, for one that forks is not killed at one stroke
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(SessionConfinement::kill);
            LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
            left = processes();
        }
        if (!left.isEmpty()) {
            throw new IOException("processes " + left + " of execution " + mark + " do not end");
        }
    }

    @Override
    public OptionalLong oomKills() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> memoryLimit() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(notApplied);
        facts.put("confinement", ownSession ? "session" : "marked processes");
        facts.put("counted_too", "the shell that waits for the program, about 1 MiB of resident memory");
        return facts;
    }
}
