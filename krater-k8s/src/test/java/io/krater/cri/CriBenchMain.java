package io.krater.cri;

import io.krater.launch.Execution;
import io.krater.launch.Phase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bursts of sandboxes through the launcher and through a loop of crictl in turn, on a node: makespan, CPU of either harness, and of
 * single starts the time that lies around the runtime's own. Arguments: rounds, then levels. The runtime's log, if named by {@code
 * krater.runtime.log}, tells when a call reached it and left it.
 */
final class CriBenchMain {
    private CriBenchMain() {}

    @SuppressWarnings("try") // held open while the bench runs
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (TestRuntime runtime = TestRuntime.open();
                CriLauncher launcher =
                        CriLauncher.builder().sandboxOnly().hostNetwork().connect()) {
            for (int i = 1; i <= 5; i++) {
                burst(launcher, 1, "warm-up " + i);
            }
            crictl(1);
            for (String level : Arrays.asList(arguments).subList(1, arguments.length)) {
                for (int round = 1; round <= rounds; round++) {
                    burst(launcher, Integer.parseInt(level), "round " + round);
                    crictl(Integer.parseInt(level));
                }
            }
        }
    }

    private static void burst(CriLauncher launcher, int level, String round) throws Exception {
        List<Execution> prepared = new ArrayList<>();
        List<TestRuntime.Told> told = new ArrayList<>();
        for (int i = 1; i <= level; i++) {
            TestRuntime.Told one = new TestRuntime.Told();
            told.add(one);
            prepared.add(launcher.prepare(TestRuntime.request(TestRuntime.shell("bench", "exit 0"), i), one));
        }
        var cpu = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = cpu.getProcessCpuTime();
        for (Execution execution : prepared) {
            execution.start();
        }
        for (TestRuntime.Told one : told) {
            one.await(Phase.SANDBOX_READY, Duration.ofMinutes(3));
        }
        long used = cpu.getProcessCpuTime() - before;
        long first = told.stream().mapToLong(it -> it.at(Phase.REQUESTED)).min().orElseThrow();
        long lastSent =
                told.stream().mapToLong(it -> it.at(Phase.REQUESTED)).max().orElseThrow();
        long last =
                told.stream().mapToLong(it -> it.at(Phase.SANDBOX_READY)).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "krater %3d %s: makespan %.1f ms, skew of requests %.2f ms, CPU of the harness %.2f ms a start%n",
                level,
                round,
                (last - first) / 1e6,
                (lastSent - first) / 1e6,
                used / 1e6 / level);
        if (level == 1) {
            around(prepared.get(0).facts().getOrDefault("sandbox", ""), first, last);
        }
        prepared.parallelStream().forEach(Execution::close);
    }

    /** How much of a start lies before the runtime's first and after its last word on it. */
    private static void around(String name, long sent, long answered) throws IOException {
        String log = System.getProperty("krater.runtime.log");
        if (log == null) {
            return;
        }
        Pattern line = Pattern.compile("time=\"([^\"]+)\".*RunPodSandbox for .*" + Pattern.quote(name) + ",.*");
        List<Long> times = new ArrayList<>();
        for (String text : Files.readAllLines(Path.of(log))) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                Instant at = Instant.parse(matcher.group(1));
                times.add(at.getEpochSecond() * 1_000_000_000L + at.getNano());
            }
        }
        if (times.size() == 2) {
            System.out.printf(
                    Locale.ROOT,
                    "  around the runtime: %.2f ms before its first word, %.2f ms after its last%n",
                    (times.get(0) - sent) / 1e6,
                    (answered - times.get(1)) / 1e6);
        }
    }

    /** The same as RunD's scripts have it: a client program for each sandbox, all at once. */
    private static void crictl(int level) throws Exception {
        Path folder = Files.createTempDirectory("crictl");
        String script = """
                cd %s
                for i in $(seq %d); do uid=$(cat /proc/sys/kernel/random/uuid); printf '{"metadata":{"name":"loop%%s","namespace":"loop","uid":"%%s","attempt":0},"linux":{"cgroup_parent":"/loop.slice","security_context":{"namespace_options":{"network":2}}}}' $i $uid > pod$i.json; done
                start=$(date +%%s%%N)
                for i in $(seq %d); do crictl --timeout 120s runp pod$i.json > id$i & done
                wait
                end=$(date +%%s%%N)
                echo $(( (end - start) / 1000 )) us
                times > times; tail -n 1 times
                for i in $(seq %d); do crictl --timeout 120s rmp -f $(cat id$i) > /dev/null & done
                wait
                """.formatted(folder, level, level, level);
        Process process = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        System.out.println("crictl " + level + ": " + said.strip().replace("\n", ", CPU of the children "));
        LogHome.delete(folder);
    }
}
