package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
        return parse(
                KernelFile.read(FILE), name -> Files.exists(CLASS.resolve(name).resolve("device")));
    }

    /** Parses the file. Lines that are damaged are left out. */
    static NetworkDevices parse(String text, Predicate<String> isPhysical) {
        Map<String, Device> devices = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            String[] fields = line.substring(colon + 1).strip().split("\\s+", -1);
            if (!name.isEmpty() && fields.length >= 9 && isPhysical.test(name)) {
                KernelFile.parseNumber(fields[0])
                        .ifPresent(received -> KernelFile.parseNumber(fields[8])
                                .ifPresent(sent -> devices.put(name, new Device(received, sent))));
            }
        });
        return new NetworkDevices(devices);
    }
}
