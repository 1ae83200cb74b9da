package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.KeyedLines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /proc/cpuinfo}, whose keys differ from architecture to architecture. */
public final class CpuInfo {
    /** x86, then POWER, RISC-V, MIPS and s390; ARM names no model here. */
    private static final List<String> MODEL_KEYS =
            List.of("model name", "cpu", "uarch", "cpu model", "processor 0", "Hardware", "Model");

    private CpuInfo() {}

    /** The CPU's model; of a host with several kinds of core all that it names. */
    public static Optional<String> model(Path root) {
        Set<String> kinds = kinds(root).keySet();
        return kinds.size() > 1 ? Optional.of(String.join(", ", kinds)) : model(entries(root));
    }

    /** The CPUs of each model that the host names; those of which it says nothing are left out. */
    public static Map<String, Set<Integer>> kinds(Path root) {
        Map<String, Set<Integer>> found = new LinkedHashMap<>();
        String text = KernelFile.text(root.resolve("proc/cpuinfo")).orElse("");
        for (String block : text.split("\n\\s*\n", -1)) {
            Map<String, String> entries = KeyedLines.parse(block);
            Optional<Long> cpu = Optional.ofNullable(entries.get("processor")).flatMap(KernelFile::parseNumber);
            Optional<String> model = model(entries);
            if (cpu.isPresent() && model.isPresent()) {
                found.computeIfAbsent(model.get(), key -> new TreeSet<>())
                        .add(cpu.get().intValue());
            }
        }
        return found;
    }

    private static Optional<String> model(Map<String, String> entries) {
        return MODEL_KEYS.stream()
                .filter(entries::containsKey)
                .map(key -> entries.getOrDefault(key, "").replaceAll("\\s+", " "))
                .filter(text -> !text.isBlank())
                .findFirst()
                .or(() -> armModel(entries));
    }

    private static Optional<String> armModel(Map<String, String> entries) {
        String implementer = entries.get("CPU implementer");
        String part = entries.get("CPU part");
        return implementer == null || part == null
                ? Optional.empty()
                : Optional.of("ARM implementer " + implementer + " part " + part);
    }

    /** A value of the first CPU. */
    public static Optional<String> first(Path root, String key) {
        return Optional.ofNullable(entries(root).get(key));
    }

    private static Map<String, String> entries(Path root) {
        return KernelFile.text(root.resolve("proc/cpuinfo"))
                .map(KeyedLines::parse)
                .orElse(Map.of());
    }
}
