package io.krater.monitor;

import io.krater.host.CpuTimes;
import io.krater.host.DiskStats;
import io.krater.host.NetworkDevices;
import io.krater.monitor.HostSourceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns the kernel's counters into rates from one reading to the next. Not thread-safe. */
final class ProcProbe implements HostProbe {
    private static final double KIB = 1024;
    private static final double KBIT = 125;

    private final String host;
    private final Reader reader;
    private @Nullable ProcState before;
    private long at;

    /** Reads all files once. */
    interface Reader {
        ProcState read() throws IOException;
    }

    ProcProbe(String host, Reader reader) {
        this.host = host;
        this.reader = reader;
    }

    @Override
    public void read(long now, Sink sink) throws HostSourceException {
        ProcState state;
        try {
            state = reader.read();
        } catch (IOException unreadable) {
            before = null; // a mean over the hole would be drawn as if it had been measured
            throw new HostSourceException(
                    host, Kind.UNREADABLE, "/proc cannot be read: " + unreadable.getMessage(), unreadable);
        }
        ProcState last = before;
        if (last != null && now > at) {
            state.memoryPercent().ifPresent(percent -> sink.sample(HostQuantity.MEMORY, now, percent));
            cpu(last.cpu(), state.cpu(), now, sink);
            double seconds = (now - at) / 1e9;
            disks(last.disks(), state.disks(), seconds, now, sink);
            network(last.devices(), state.devices(), seconds, now, sink);
            pressure(HostQuantity.CPU_PRESSURE, last.cpuPressure(), state.cpuPressure(), seconds, now, sink);
            pressure(HostQuantity.MEMORY_PRESSURE, last.memoryPressure(), state.memoryPressure(), seconds, now, sink);
            pressure(HostQuantity.IO_PRESSURE, last.ioPressure(), state.ioPressure(), seconds, now, sink);
        }
        before = state;
        at = now;
    }

    private static void cpu(CpuTimes from, CpuTimes to, long now, Sink sink) {
        long total = to.total() - from.total();
        // the kernel lets idle time go back at times
        long idle = Math.max(0, to.idle() - from.idle());
        if (total > 0 && idle <= total) {
            sink.sample(HostQuantity.CPU, now, 100.0 * (total - idle) / total);
        }
    }

    private static void disks(
            Map<String, DiskStats.Disk> from, Map<String, DiskStats.Disk> to, double seconds, long now, Sink sink) {
        double busiest = -1;
        long read = 0;
        long written = 0;
        for (Map.Entry<String, DiskStats.Disk> disk : to.entrySet()) {
            DiskStats.Disk last = from.get(disk.getKey());
            DiskStats.Disk next = disk.getValue();
            // a disk that came, or came back with counters from zero, counts from the next reading on
            if (last != null && next.readBytes() >= last.readBytes() && next.writtenBytes() >= last.writtenBytes()) {
                double busy = Math.max(0, next.busyMillis() - last.busyMillis()) / (10 * seconds);
                busiest = Math.max(busiest, Math.min(100, busy));
                read += next.readBytes() - last.readBytes();
                written += next.writtenBytes() - last.writtenBytes();
            }
        }
        if (busiest >= 0) {
            sink.sample(HostQuantity.DISK, now, busiest);
            sink.sample(HostQuantity.DISK_READ, now, read / KIB / seconds);
            sink.sample(HostQuantity.DISK_WRITE, now, written / KIB / seconds);
        }
    }

    private static void network(
            Map<String, NetworkDevices.Device> from,
            Map<String, NetworkDevices.Device> to,
            double seconds,
            long now,
            Sink sink) {
        boolean any = false;
        long received = 0;
        long sent = 0;
        for (Map.Entry<String, NetworkDevices.Device> device : to.entrySet()) {
            NetworkDevices.Device last = from.get(device.getKey());
            NetworkDevices.Device next = device.getValue();
            if (last != null && next.receivedBytes() >= last.receivedBytes() && next.sentBytes() >= last.sentBytes()) {
                any = true;
                received += next.receivedBytes() - last.receivedBytes();
                sent += next.sentBytes() - last.sentBytes();
            }
        }
        if (any) {
            sink.sample(HostQuantity.NET_RECEIVED, now, received / KBIT / seconds);
            sink.sample(HostQuantity.NET_SENT, now, sent / KBIT / seconds);
        }
    }

    private static void pressure(
            HostQuantity quantity, OptionalLong from, OptionalLong to, double seconds, long now, Sink sink) {
        if (from.isPresent() && to.isPresent() && to.getAsLong() >= from.getAsLong()) {
            sink.sample(quantity, now, Math.min(100, (to.getAsLong() - from.getAsLong()) / (1e4 * seconds)));
        }
    }

    @Override
    public Duration delay() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        // files are opened for each reading
    }
}
