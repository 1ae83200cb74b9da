package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.KeyedLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /proc/cpuinfo}, whose keys differ from architecture to architecture. */
public final class CpuInfo {
    /** x86, then POWER, RISC-V, MIPS and s390; ARM names no model here. */
    private static final List<String> MODEL_KEYS =
            List.of("model name", "cpu", "uarch", "cpu model", "processor 0", "Hardware", "Model");

    private CpuInfo() {}

    /** The CPU's model. */
    public static Optional<String> model(Path root) {
        Map<String, String> entries = entries(root);
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
