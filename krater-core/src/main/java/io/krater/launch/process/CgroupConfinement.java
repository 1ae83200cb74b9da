package io.krater.launch.process;

import io.krater.cgroup.CgroupMount;
import io.krater.cgroup.ChildCgroup;
import io.krater.cgroup.LimitReport;
import io.krater.cgroup.MemoryEvents;
import io.krater.launch.spawn.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An execution in a cgroup of its own. Thread-safe. */
final class CgroupConfinement implements Confinement {
    private final ChildCgroup cgroup;
    private final LimitReport limits;
    private final MarkedProcesses table;
    private final String mark;
    /** Descendants of a program that are asked where they are; it is done while the program is measured. */
    private static final int MOST_LOOKED_AT = 64;

    /** The cgroup as the kernel names it to a process in it. */
    private volatile String place = "";

    /**
     * A confinement in this cgroup.
     *
     * @param mark found in the environment of what leaves the cgroup
     */
    CgroupConfinement(ChildCgroup cgroup, LimitReport limits, MarkedProcesses table, String mark) {
        this.cgroup = cgroup;
        this.limits = limits;
        this.table = table;
        this.mark = mark;
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(SessionConfinement.MARK, mark);
    }

    @Override
    public void enter(long pid) throws IOException {
        // from here and not by the shell itself, so that a refusal comes with the kernel's reason
        Uninterrupted.run(() -> {
            try (FileChannel procs =
                    FileChannel.open(cgroup.path().resolve("cgroup.procs"), StandardOpenOption.WRITE)) {
                procs.write(StandardCharsets.US_ASCII.encode(Long.toString(pid)));
            }
        });
        place = CgroupMount.nameOf(pid).orElse("");
    }

    @Override
    public Optional<String> movedTo(long pid) {
        // a zombie would still be found, and where it was
        return CgroupMount.nameOf(pid).filter(now -> !now.equals(place) && !now.startsWith(place + "/"));
    }

    @Override
    public Optional<String> workerElsewhere(long pid) {
        for (long descendant : table.descendants(pid, MOST_LOOKED_AT)) {
            Optional<String> elsewhere = movedTo(descendant);
            if (elsewhere.isPresent()) {
                String name = table.entry(descendant)
                        .map(entry -> " (" + entry.name() + ")")
                        .orElse("");
                return Optional.of("process " + descendant + name + " in " + elsewhere.get());
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Long> strays() throws IOException {
        return Uninterrupted.ask(table::now).stream()
                .filter(process -> process.mark().filter(mark::equals).isPresent())
                .map(process -> process.entry().pid())
                .filter(pid -> movedTo(pid).isPresent())
                .toList();
    }

    @Override
    public Optional<Path> cgroup() {
        return Optional.of(cgroup.path());
    }

    @Override
    public boolean countsTheEnded() {
        return true;
    }

    @Override
    public List<Long> processes() throws IOException {
        return Uninterrupted.ask(cgroup::processes);
    }

    @Override
    public void kill() throws IOException {
        Uninterrupted.run(cgroup::kill);
    }

    @Override
    public void remove() throws IOException {
        Uninterrupted.run(cgroup::close);
    }

    @Override
    public OptionalLong oomKills() {
        try {
            return MemoryEvents.oomKills(cgroup.path());
        } catch (
                IOException
                        absent) { // the memory controller is not on for this cgroup, which facts() says with its reason
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<String> memoryLimit() {
        return Optional.of(text("memory.max")).filter(limit -> !limit.isEmpty() && !limit.equals("max"));
    }

    private String text(String file) {
        try {
            return Uninterrupted.ask(() -> Files.readString(cgroup.path().resolve(file)))
                    .strip();
        } catch (IOException absent) {
            return ""; // the memory controller is not on for this cgroup, which facts() says with its reason
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("confinement", "cgroup");
        facts.put("cgroup", cgroup.path().toString());
        facts.put("controllers", String.join(" ", cgroup.controllers()));
        cgroup.unavailableControllers().forEach((name, why) -> facts.put("controller." + name, "not on: " + why));
        limits.applied().forEach(facts::put);
        limits.refused().forEach((file, why) -> facts.put(file, "not applied: " + why));
        return facts;
    }
}
