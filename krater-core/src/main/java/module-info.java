/**
 * Measures and compares how runtimes run a workload: suites, trials, metrics, results, statistics and reports.
 *
 * <p>JUnit and AssertJ are needed by those alone who write benchmark tests. What is not exported carries no promise.
 */
module io.krater {
    requires transitive io.krater.cgroup;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.samskivert.jmustache;
    requires commons.math3;
    requires java.desktop;
    requires java.management;
    requires java.net.http;
    requires me.tongfei.progressbar;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.statistics.distribution;
    requires VectorGraphics2D;
    requires xchart;
    requires static transitive org.jspecify;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;

    exports io.krater;
    exports io.krater.experiment;
    exports io.krater.experiment.density;
    exports io.krater.experiment.lifecycle;
    exports io.krater.experiment.lifecycle.study;
    exports io.krater.junit;
    exports io.krater.launch;
    exports io.krater.launch.process;
    exports io.krater.metric;
    exports io.krater.monitor;
    exports io.krater.plan;
    exports io.krater.report;
    exports io.krater.result;
    exports io.krater.result.compare;
    exports io.krater.result.model;
    exports io.krater.result.rund;
    exports io.krater.result.warning;
    exports io.krater.stats;
    exports io.krater.stats.bootstrap;
    exports io.krater.stats.compare;
    exports io.krater.stats.series;
    exports io.krater.stats.test;
    exports io.krater.suite;
    exports io.krater.timeline;
    exports io.krater.timeline.log;
    exports io.krater.trial;

    // jmustache reads what a template names by reflection
    opens io.krater.report to
            com.samskivert.jmustache;

    // JUnit makes the extension
    opens io.krater.junit to
            org.junit.platform.commons;

    uses io.krater.launch.LauncherProvider;

    provides io.krater.launch.LauncherProvider with
            io.krater.launch.process.ProcessLauncherProvider;
}
