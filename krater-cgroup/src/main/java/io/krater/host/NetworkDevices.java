package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /proc/net/dev} at one moment (proc_net(5)): bytes since a device came up. Only devices with hardware behind them, as
 * Netdata's {@code system.net}: what crosses a bridge or a virtual pair would be counted again.
 *
 * @param devices counters by device name
 */
public record NetworkDevices(Map<String, Device> devices) {
    private static final Path FILE = Path.of("/proc/net/dev");
    private static final Path CLASS = Path.of("/sys/class/net");

    /**
     * A device.
     *
     * @param receivedBytes bytes received
     * @param sentBytes bytes sent
     */
    public record Device(long receivedBytes, long sentBytes) {}

    /** Copies the map. */
    public NetworkDevices {
        devices = Collections.unmodifiableMap(new LinkedHashMap<>(devices));
    }

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     */
    public static NetworkDevices read() throws IOException {
        return read(NetworkDevices::isPhysical);
    }

    /**
     * Reads the devices of some names, as {@link #isPhysical} tells them; who reads again and again keeps the answer.
     *
     * @throws IOException if it cannot be read
     */
    public static NetworkDevices read(Predicate<String> isPhysical) throws IOException {
        return parse(KernelFile.read(FILE), isPhysical);
    }

    /** Whether a device has hardware behind it. */
    public static boolean isPhysical(String name) {
        return Files.exists(CLASS.resolve(name).resolve("device"));
    }

    /** Parses the file. Lines that are damaged are left out. */
    static NetworkDevices parse(String text, Predicate<String> isPhysical) {
        Map<String, Device> devices = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!name.isEmpty() && isPhysical.test(name)) {
                device(line.substring(colon + 1)).ifPresent(device -> devices.put(name, device));
            }
        });
        return new NetworkDevices(devices);
    }

    private static Optional<Device> device(String counters) {
        String[] fields = counters.strip().split("\\s+", -1);
        return fields.length < 9
                ? Optional.empty()
                : KernelFile.parseNumber(fields[0])
                        .flatMap(received -> KernelFile.parseNumber(fields[8]).map(sent -> new Device(received, sent)));
    }
}
