package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.CpuInfo;
import io.krater.host.CpuList;
import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.MemoryInfo;
import io.krater.host.SwapDevice;
import io.krater.host.Topology;
import io.krater.host.VirtualisationHints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a reader of results must know of the machine that they were measured on: facts by name, in a fixed order. What the
 * machine does not tell is absent.
 */
public final class HostFacts {
    private final Path root;
    private final Map<String, String> facts = new LinkedHashMap<>();

    private HostFacts(Path root) {
        this.root = root;
    }

    /** Facts of this machine, now. Costs a few dozen small reads. */
    public static Map<String, String> capture() {
        return capture(Path.of("/"), CgroupMount.detect());
    }

    /** Whether captured facts say that something, such as {@code smt} or {@code turbo}, is on; false where they do not tell. */
    public static boolean isOn(Map<String, String> facts, String name) {
        return onOff(true).equals(facts.get(name));
    }

    static Map<String, String> capture(Path root, CgroupMount mount) {
        HostFacts host = new HostFacts(root);
        host.system();
        host.processor();
        host.memory();
        host.cgroups(mount);
        host.disturbances();
        host.jvm();
        return java.util.Collections.unmodifiableMap(host.facts);
    }

    private void put(String name, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> facts.put(name, text));
    }

    private void put(String name, OptionalLong value) {
        if (value.isPresent()) {
            facts.put(name, Long.toString(value.getAsLong()));
        }
    }

    private Optional<String> file(String path) {
        return KernelFile.fact(root.resolve(path));
    }

    private void system() {
        put("hostname", file("proc/sys/kernel/hostname"));
        put("os", osName());
        put("kernel", file("proc/sys/kernel/osrelease"));
        put("kernel_build", file("proc/sys/kernel/version"));
        facts.put("architecture", System.getProperty("os.arch"));
        put("virtualisation", VirtualisationHints.virtualisation(root));
        put("container", VirtualisationHints.container(root));
    }

    private Optional<String> osName() {
        return file("etc/os-release")
                .or(() -> file("usr/lib/os-release"))
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("PRETTY_NAME="))
                        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                        .findFirst());
    }

    private void processor() {
        Path cpus = root.resolve("sys/devices/system/cpu");
        Topology topology = Topology.read(cpus, cpus.resolveSibling("node"));
        CpuSpeed speed = CpuSpeed.read(cpus);
        put("cpu_model", CpuInfo.model(root));
        put("cpu_kinds", CpuKinds.read(root).text());
        facts.put("cpus_online", topology.online().toString());
        if (topology.coresKnown()) {
            facts.put("physical_cores", Integer.toString(topology.cores().size()));
        }
        put("sockets", count(topology.packages()));
        put("numa_nodes", count(topology.nodes()));
        put("last_level_caches", count(topology.caches()));
        put("smt", smt(topology));
        put("isolated_cpus", file("sys/devices/system/cpu/isolated"));
        put("frequency_driver", speed.driver());
        put("frequency_governor", speed.governor());
        put("turbo", speed.turbo().map(HostFacts::onOff));
        put("core_throttles", speed.coreThrottles());
        put("package_throttles", speed.packageThrottles());
        put("microcode", CpuInfo.first(root, "microcode"));
    }

    private static OptionalLong count(List<CpuList> groups) {
        return groups.isEmpty() ? OptionalLong.empty() : OptionalLong.of(groups.size());
    }

    private Optional<String> smt(Topology topology) {
        return file("sys/devices/system/cpu/smt/active")
                .map(active -> onOff(active.equals("1")))
                .or(() -> topology.coresKnown()
                        ? Optional.of(onOff(topology.cores().stream().anyMatch(core -> core.size() > 1)))
                        : Optional.empty());
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private void memory() {
        MemoryInfo memory = MemoryInfo.parse(file("proc/meminfo").orElse(""));
        put("memory_bytes", memory.total());
        put("swap_bytes", memory.swapTotal());
        put("swap_devices", swapDevices());
        put("swappiness", file("proc/sys/vm/swappiness"));
        put("transparent_huge_pages", bracketed(file("sys/kernel/mm/transparent_hugepage/enabled")));
        put("numa_balancing", file("proc/sys/kernel/numa_balancing"));
    }

    private Optional<String> swapDevices() {
        List<String> names = new ArrayList<>();
        SwapDevice.parse(file("proc/swaps").orElse("")).forEach(device -> names.add(device.name()));
        return Optional.of(String.join(" ", names));
    }

    /** The choice that the kernel marks: {@code always [madvise] never}. */
    static Optional<String> bracketed(Optional<String> choices) {
        return choices.filter(text -> text.indexOf('[') >= 0 && text.indexOf(']') > text.indexOf('['))
                .map(text -> text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    }

    private void cgroups(CgroupMount mount) {
        facts.put("cgroup_mode", mount.mode().name().toLowerCase(Locale.ROOT));
        put("cgroup_root", mount.root().map(Path::toString));
        put("cgroup_controllers", Optional.of(String.join(" ", mount.controllers())));
        put(
                "cgroup_v1_controllers",
                Optional.of(String.join(" ", mount.legacyControllers().keySet())));
        put("pressure_information", Optional.of(onOff(Files.isReadable(root.resolve("proc/pressure/cpu")))));
    }

    private void disturbances() {
        put("clocksource", file("sys/devices/system/clocksource/clocksource0/current_clocksource"));
        put("address_randomisation", file("proc/sys/kernel/randomize_va_space"));
        put(
                "load_average",
                file("proc/loadavg")
                        .flatMap(LoadAverage::parse)
                        .map(load -> load.oneMinute() + " " + load.fiveMinutes() + " " + load.fifteenMinutes()));
    }

    private void jvm() {
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("jvm_vendor", System.getProperty("java.vendor"));
        facts.put("jvm_processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("jvm_heap_bytes", Long.toString(Runtime.getRuntime().maxMemory()));
    }
}
