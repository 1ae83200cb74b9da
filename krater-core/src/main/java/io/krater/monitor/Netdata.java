package io.krater.monitor;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host with a Netdata agent, read over the agent's HTTP API ({@code /api/v1/data}, Netdata 1.x and 2.x), live or for a
 * past range. CPU is 100 - idle, memory is used of the host's total, disk utilisation is that of the busiest disk at each
 * moment; stamps are the host's. What Netdata has no value for is absent.
 */
public final class Netdata implements HostSource {
    private final URI base;
    private final String host;
    private final String role;
    private final Duration timeout;
    private final List<NetdataChart> own;

    private Netdata(URI base, String host, String role, Duration timeout, List<NetdataChart> own) {
        this.base = base;
        this.host = host;
        this.role = role;
        this.timeout = timeout;
        this.own = own;
    }

    /**
     * The agent at an address, such as {@code http://node1:19999} or, of a host that a parent mirrors,
     * {@code http://parent:19999/host/node1}. The host's name is that of the address.
     *
     * @throws IllegalArgumentException if it is no HTTP address
     */
    public static Netdata at(String address) {
        URI uri;
        try {
            uri = URI.create(address.endsWith("/") ? address : address + "/");
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "Netdata's address must be like http://node1:19999, was \"" + address + "\"", wrong);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "Netdata's address must be like http://node1:19999, was \"" + address + "\"");
        }
        String[] path = uri.getPath().split("/", -1);
        String host = path.length > 2 ? path[path.length - 2] : uri.getHost();
        return new Netdata(uri, host, "", Duration.ofSeconds(5), List.of());
    }

    /** The same with another name. */
    public Netdata named(String name) {
        return new Netdata(base, name, role, timeout, own);
    }

    /** The same with a role, such as {@code worker}. */
    public Netdata role(String name) {
        return new Netdata(base, host, name, timeout, own);
    }

    /** The same with another time to wait for an answer; by default 5 s. */
    public Netdata timeout(Duration wait) {
        if (wait.isNegative() || wait.isZero()) {
            throw new IllegalArgumentException("the time to wait must be above 0, was " + wait);
        }
        return new Netdata(base, host, role, wait, own);
    }

    /** The same with one more chart, which must be there, by its name ({@code system.load}, {@code load1}). */
    public Netdata chart(HostQuantity quantity, String chart, String dimension) {
        List<NetdataChart> more = new ArrayList<>(own);
        more.add(new NetdataChart(quantity, chart, dimension, NetdataChart.Conversion.NONE));
        return new Netdata(base, host, role, timeout, List.copyOf(more));
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
    public HostProbe open(Duration interval) throws HostSourceException {
        return new NetdataProbe(query(), interval);
    }

    /**
     * What the agent keeps of a past range. Where its history is shorter, or has gaps, there are no samples.
     *
     * @param from the beginning, exclusive
     * @param to the end, inclusive
     * @param interval the distance of samples in whole seconds, each the mean of what is between
     * @throws HostSourceException if the agent cannot be asked
     */
    public HostMetrics range(Instant from, Instant to, Duration interval) throws HostSourceException {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a range ends after it begins, was " + from + " to " + to);
        }
        Map<HostQuantity, HostSeriesBuilder> samples = new LinkedHashMap<>();
        query().read(
                        from.getEpochSecond(),
                        to.getEpochSecond(),
                        wholeSeconds(interval),
                        (quantity, at, value) -> samples.computeIfAbsent(
                                        quantity, none -> HostSeries.of(host, quantity))
                                .add(at, value));
        return new HostMetrics(
                samples.values().stream().map(HostSeriesBuilder::build).toList());
    }

    static long wholeSeconds(Duration interval) {
        if (interval.toSeconds() < 1) {
            return 1; // Netdata has nothing finer
        }
        return interval.toSeconds();
    }

    private NetdataQuery query() throws HostSourceException {
        return NetdataQuery.open(new NetdataClient(host, base, timeout), own);
    }
}
