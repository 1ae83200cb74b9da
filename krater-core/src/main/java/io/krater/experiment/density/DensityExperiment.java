package io.krater.experiment.density;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.experiment.StartupExperiment;
import io.krater.launch.LaunchException;
import io.krater.metric.HoldMetrics;
import io.krater.metric.Metric;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container costs while many are held alive, and how fast others start on top of them. A repetition is a whole ramp: the
 * densities are reached one after the other in batches, nothing is removed before its end, so that n ramps give n
 * independent observations of each density. After RunD (Li et al., USENIX ATC 2022), which divides the sum of PSS of the
 * runtime's processes by the number of containers. Immutable and thread-safe; {@link #named} builds one.
 *
 * <p>At each density it waits until memory has settled ({@link SettleRule}), then reads PSS, USS and RSS of the runtime's
 * processes ({@link io.krater.experiment.RuntimeProcesses}), what the kernel says of the host's memory, and idle CPU time. With levels, rounds of a
 * start-up experiment run on top of each density.
 */
public final class DensityExperiment implements Experiment {
    /** RunD's densities. */
    public static final List<Integer> RUND_DENSITIES = List.of(1, 10, 100, 500, 1000, 2000);

    /** The parameter that a density is. */
    public static final String DENSITY = DensityVariant.DENSITY;

    /** The parameter that a memory size is, in MiB. */
    public static final String MEMORY = DensityVariant.MEMORY;

    /** PSS of the runtime's processes by the number of containers, in bytes: what RunD's tables hold, in KiB. */
    public static final Metric PSS_PER_CONTAINER = HoldMetrics.PSS_PER_CONTAINER;

    private final Suite design;
    private final StartupExperiment onTop;
    private final boolean levels;
    private final DensitySettings settings;

    DensityExperiment(Suite design, StartupExperiment onTop, boolean levels, DensitySettings settings) {
        this.design = design;
        this.onTop = onTop;
        this.levels = levels;
        this.settings = settings;
    }

    /** A builder for an experiment of this name. */
    public static DensityBuilder named(String name) {
        return new DensityBuilder(name);
    }

    @Override
    public Suite design() {
        return design;
    }

    @Override
    public Session open(Environment environment, Bench bench) throws LaunchException {
        return new DensitySession(settings, onTop.open(environment, bench), bench);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(HoldMetrics.all());
        if (levels) {
            metrics.addAll(onTop.metrics());
        }
        return List.copyOf(metrics);
    }

    /** Latest ready less earliest request of a round on top of a density, in seconds. */
    public Metric makespan() {
        return onTop.makespan();
    }
}
