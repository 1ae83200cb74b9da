package io.krater.monitor;

import java.util.List;
import java.util.Optional;

/**
 * What is measured of a host, as a level at a moment or a mean since the sample before.
 *
 * @param name the name in tables: lower-case letters, digits and {@code _}
 * @param title the name in figures
 * @param unit the unit; {@code %} is of the whole host
 */
public record HostQuantity(String name, String title, String unit) {
    /** Time that was not idle, of all CPUs: 100 - idle, as Netdata's {@code system.cpu} has it. */
    public static final HostQuantity CPU = new HostQuantity("cpu", "CPU utilisation", "%");
    /** Memory in use, of the host's total, which is constant. */
    public static final HostQuantity MEMORY = new HostQuantity("memory", "Memory utilisation", "%");
    /** Time in which a disk worked, as Netdata's {@code disk_util} has it. */
    public static final HostQuantity DISK = new HostQuantity("disk_util", "Disk utilisation", "%");
    /** Read from disks. */
    public static final HostQuantity DISK_READ = new HostQuantity("disk_read", "Disk reads", "KiB/s");
    /** Written to disks. */
    public static final HostQuantity DISK_WRITE = new HostQuantity("disk_write", "Disk writes", "KiB/s");
    /** Received from the network; the loopback device is left out. */
    public static final HostQuantity NET_RECEIVED = new HostQuantity("net_received", "Network received", "kbit/s");
    /** Sent to the network; the loopback device is left out. */
    public static final HostQuantity NET_SENT = new HostQuantity("net_sent", "Network sent", "kbit/s");
    /** Time in which at least one task waited for a CPU. */
    public static final HostQuantity CPU_PRESSURE = new HostQuantity("cpu_pressure", "CPU pressure (some)", "%");
    /** Time in which at least one task waited for memory. */
    public static final HostQuantity MEMORY_PRESSURE =
            new HostQuantity("memory_pressure", "Memory pressure (some)", "%");
    /** Time in which at least one task waited for I/O. */
    public static final HostQuantity IO_PRESSURE = new HostQuantity("io_pressure", "I/O pressure (some)", "%");

    private static final List<HostQuantity> KNOWN = List.of(
            CPU,
            MEMORY,
            DISK,
            DISK_READ,
            DISK_WRITE,
            NET_RECEIVED,
            NET_SENT,
            CPU_PRESSURE,
            MEMORY_PRESSURE,
            IO_PRESSURE);

    /** Checks the name. */
    public HostQuantity {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "a quantity's name must be lower-case letters, digits and _, was \"" + name + "\"");
        }
    }

    /** Those that this library measures, in the order in which reports show them. */
    public static List<HostQuantity> known() {
        return KNOWN;
    }

    /** The known quantity of a name. */
    public static Optional<HostQuantity> named(String name) {
        return KNOWN.stream().filter(known -> known.name.equals(name)).findFirst();
    }
}
