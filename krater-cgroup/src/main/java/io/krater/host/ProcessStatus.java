package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.KeyedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/status} (proc_pid_status(5)), lines of {@code Key:\tvalue}.
 *
 * @param entries values by key, without surrounding white space
 */
public record ProcessStatus(Map<String, String> entries) {
    private static final Path PROC = Path.of("/proc");

    /** Copies the map. */
    public ProcessStatus {
        entries = Map.copyOf(entries);
    }

    /**
     * Reads a process's status.
     *
     * @throws IOException if there is no such process or it cannot be read
     */
    public static ProcessStatus of(long pid) throws IOException {
        return parse(KernelFile.read(PROC.resolve(Long.toString(pid)).resolve("status")));
    }

    public static ProcessStatus parse(String text) {
        return new ProcessStatus(KeyedLines.parse(text));
    }

    /** Resident memory ({@code VmRSS}), in bytes; absent for a zombie or a kernel thread. Exact to a batch of pages. */
    public OptionalLong residentBytes() {
        return KeyedLines.bytes(entries, "VmRSS");
    }

    /** Highest resident memory so far ({@code VmHWM}), in bytes. */
    public OptionalLong peakResidentBytes() {
        return KeyedLines.bytes(entries, "VmHWM");
    }

    /** Swapped-out anonymous memory ({@code VmSwap}), in bytes. */
    public OptionalLong swapBytes() {
        return KeyedLines.bytes(entries, "VmSwap");
    }

    /** CPUs that the process may run on. */
    public Optional<CpuList> allowedCpus() {
        return Optional.ofNullable(entries.get("Cpus_allowed_list")).flatMap(CpuList::tryParse);
    }

    /** Effective user id, if the status tells. */
    public OptionalLong effectiveUser() {
        String ids = entries.get("Uid");
        if (ids == null) {
            return OptionalLong.empty();
        }
        String[] fields = ids.split("\\s+", -1);
        return fields.length < 2
                ? OptionalLong.empty()
                : KernelFile.parseNumber(fields[1]).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Effective user id of this process as text, or {@code unknown}. */
    public static String userId() {
        OptionalLong id = KernelFile.text(PROC.resolve("self/status"))
                .map(ProcessStatus::parse)
                .map(ProcessStatus::effectiveUser)
                .orElse(OptionalLong.empty());
        return id.isPresent() ? Long.toString(id.getAsLong()) : "unknown";
    }
}
