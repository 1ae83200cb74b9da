package io.krater.experiment.lifecycle;

import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import io.krater.monitor.HostSeriesBuilder;
import java.util.ArrayList;
import java.util.List;

/** Lives with the lengths of one real run of the study, and hosts whose usage is a formula. */
public final class MadeUpLives {
    private static final double[] LENGTHS = {301, 27, 301, 132, 301, 29, 301, 68, 62, 330, 2, 31, 301};
    private static final long NANOS = 1_000_000_000;

    /** When the first life begins, in seconds since the Unix epoch. */
    public static final double BEGIN = 1_700_000_000;

    private MadeUpLives() {}

    /** Five lives each of two platforms, of which the second starts its master 10 s slower. */
    public static Lives twoPlatforms() {
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lives.add(life("1" + i, "K8s", i * 0.5, 20));
        }
        for (int i = 0; i < 5; i++) {
            lives.add(life("5" + i, "mK8s", 10 + i * 0.5, 40));
        }
        return Lives.of(lives);
    }

    /** A life with a master and two workers whose start takes longer than usual, and its CPU while the master starts. */
    public static Life life(String id, String platform, double slower, double cpuAtStart) {
        List<LifeEvent> events = new ArrayList<>();
        List<String> types = PhaseTable.study().events();
        double at = BEGIN;
        for (int i = 0; i < types.size(); i++) {
            events.add(new LifeEvent(types.get(i), at, "controller"));
            at += i < LENGTHS.length ? LENGTHS[i] + (i == 1 ? slower : 0) : 0;
        }
        List<LifeHost> hosts = List.of(
                LifeHost.of("c", LifeHost.CONTROLLER),
                LifeHost.of("m", "master"),
                LifeHost.of("w1", "worker"),
                LifeHost.of("w2", "worker"));
        List<HostSeries> series = new ArrayList<>();
        for (String host : List.of("m", "w1", "w2")) {
            series.add(series(host, (long) BEGIN, (long) at, cpuAtStart + (host.equals("w2") ? 2 : 0)));
        }
        return new Life(id, platform, hosts, events, new HostMetrics(series));
    }

    /** 5 % every 5 s, but for the time in which the master starts. */
    static HostSeries series(String host, long from, long to, double cpuAtStart) {
        HostSeriesBuilder builder = HostSeries.of(host, HostQuantity.CPU);
        for (long at = from; at <= to; at += 5) {
            double since = at - BEGIN;
            builder.add(at * NANOS, since >= 301 && since < 328 ? cpuAtStart : 5);
        }
        return builder.build();
    }
}
