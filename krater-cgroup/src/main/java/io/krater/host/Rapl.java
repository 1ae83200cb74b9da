package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The energy counters of the CPU packages (Intel's and AMD's "running average power limit"), by the kernel's powercap
 * interface (Documentation/power/powercap/powercap.rst).
 *
 * @param packages a counter for each package; none where energy cannot be read
 * @param whyAbsent why there is none, with a remedy where there is one; empty where there is
 */
public record Rapl(List<Domain> packages, Optional<String> whyAbsent) {
    private static final Path POWERCAP = Path.of("/sys/class/powercap");

    /**
     * A counter.
     *
     * @param name as the kernel calls it: {@code package-0}
     * @param energy file that counts microjoules
     * @param rangeMicrojoules where it starts again from zero
     */
    public record Domain(String name, Path energy, long rangeMicrojoules) {}

    /** Copies the list. */
    public Rapl {
        packages = List.copyOf(packages);
    }

    /** What this host has and this user may read. */
    public static Rapl detect() {
        return detect(POWERCAP);
    }

    static Rapl detect(Path powercap) {
        List<Domain> found = new ArrayList<>();
        // intel-rapl:0 is a package, intel-rapl:0:1 a part of it, and intel-rapl-mmio:0 the same package once more
        try (DirectoryStream<Path> zones = Files.newDirectoryStream(powercap, "intel-rapl:*")) {
            for (Path zone : zones) {
                if (String.valueOf(zone.getFileName()).matches("intel-rapl:\\d+")) {
                    domain(zone).ifPresent(found::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return absent("the kernel shows no " + powercap + ", as in most virtual machines");
        }
        if (found.isEmpty()) {
            return absent("the kernel shows no energy counter of a CPU package in " + powercap);
        }
        for (Domain domain : found) {
            if (KernelFile.number(domain.energy).isEmpty()) {
                return absent(domain.energy + " is not readable for this user (so by default since Linux 5.10);"
                        + " as root: chmod a+r " + domain.energy);
            }
        }
        found.sort(Comparator.comparing(Domain::name));
        return new Rapl(found, Optional.empty());
    }

    private static Rapl absent(String why) {
        return new Rapl(List.of(), Optional.of(why));
    }

    /** Package domains alone: "psys" is the whole platform and contains them. */
    private static Optional<Domain> domain(Path zone) {
        Optional<String> name = KernelFile.fact(zone.resolve("name")).filter(text -> text.startsWith("package"));
        Optional<Long> range =
                KernelFile.number(zone.resolve("max_energy_range_uj")).filter(max -> max > 0);
        return name.isPresent() && range.isPresent()
                ? Optional.of(new Domain(name.get(), zone.resolve("energy_uj"), range.get()))
                : Optional.empty();
    }
}
