package io.krater.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The host that this process runs on, read from {@code /proc}: CPU (100 - idle, as Netdata counts it), memory (the total
 * without free, buffers, page cache and reclaimable slab, as Netdata's {@code used}), the busiest disk, disk and network
 * transfer, pressure. The first sample is the mean over the first interval. What the kernel does not tell is absent.
 */
public final class ThisHost implements HostSource {
    private final String host;
    private final String role;

    private ThisHost(String host, String role) {
        this.host = host;
        this.role = role;
    }

    /** This host under its own name. */
    public static ThisHost here() {
        try {
            return new ThisHost(InetAddress.getLocalHost().getHostName(), "");
        } catch (UnknownHostException unnamed) {
            return new ThisHost("localhost", "");
        }
    }

    /** The same with another name. */
    public ThisHost named(String name) {
        return new ThisHost(name, role);
    }

    /** The same with a role, such as {@code master}. */
    public ThisHost role(String name) {
        return new ThisHost(host, name);
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String role() {
        return role;
    }

    @Override
    public HostProbe open(Duration interval) {
        return new ProcProbe(host, new ProcState.Reader());
    }
}
