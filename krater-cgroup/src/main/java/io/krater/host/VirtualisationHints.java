package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Hints at what a machine runs in: a hypervisor, a container. Absence of a hint proves nothing. */
public final class VirtualisationHints {
    private static final Map<String, String> VENDORS = Map.of(
            "qemu", "qemu",
            "vmware", "vmware",
            "virtualbox", "virtualbox",
            "innotek", "virtualbox",
            "microsoft", "hyper-v",
            "xen", "xen",
            "amazon ec2", "amazon ec2",
            "google", "google compute engine",
            "bochs", "bochs",
            "parallels", "parallels");
    private static final List<String> CONTAINER_MARKS = List.of(".dockerenv", "run/.containerenv");

    private VirtualisationHints() {}

    /** The hypervisor's name where one is known, or {@code hypervisor} where the CPU tells of one. */
    public static Optional<String> virtualisation(Path root) {
        if (KernelFile.fact(root.resolve("proc/sys/kernel/osrelease"))
                .filter(release -> release.toLowerCase(Locale.ROOT).contains("microsoft"))
                .isPresent()) {
            return Optional.of("wsl");
        }
        if (CpuInfo.model(root).filter("UML"::equals).isPresent()
                || CpuInfo.first(root, "vendor_id")
                        .filter("User Mode Linux"::equals)
                        .isPresent()) {
            return Optional.of("user-mode linux");
        }
        Optional<String> byFirmware = firmware(root);
        boolean flagged = CpuInfo.first(root, "flags")
                .filter(flags -> (" " + flags + " ").contains(" hypervisor "))
                .isPresent();
        return byFirmware
                .or(() -> KernelFile.fact(root.resolve("sys/hypervisor/type")))
                .or(() -> flagged ? Optional.of("hypervisor") : Optional.empty());
    }

    /** Firmware of real machines of the same vendors is told apart by its product name. */
    private static Optional<String> firmware(Path root) {
        String vendor =
                KernelFile.fact(root.resolve("sys/class/dmi/id/sys_vendor")).orElse("");
        String product =
                KernelFile.fact(root.resolve("sys/class/dmi/id/product_name")).orElse("");
        String both = (vendor + " " + product).toLowerCase(Locale.ROOT);
        if (both.contains("microsoft") && !both.contains("virtual machine")) {
            return Optional.empty();
        }
        if (both.contains("amazon ec2") && product.endsWith(".metal")) {
            return Optional.empty();
        }
        return VENDORS.entrySet().stream()
                .filter(entry -> both.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
    }

    /** The container manager's name where it left one, or {@code container}. */
    public static Optional<String> container(Path root) {
        Optional<String> named = KernelFile.fact(root.resolve("run/systemd/container"));
        if (named.isPresent()) {
            return named;
        }
        if (System.getenv("KUBERNETES_SERVICE_HOST") != null && root.equals(Path.of("/"))) {
            return Optional.of("kubernetes");
        }
        return CONTAINER_MARKS.stream().anyMatch(mark -> Files.exists(root.resolve(mark)))
                ? Optional.of("container")
                : Optional.empty();
    }
}
