package io.krater.launch.process;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.host.CpuList;
import io.krater.host.SwapDevice;
import io.krater.launch.Check;
import io.krater.launch.HostChecks;
import io.krater.launch.LaunchException;
import io.krater.launch.spawn.HeldCommand;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether a suite can run on this machine, and what its numbers will be worth. Used once. */
public final class ProcessPreflight {
    /** Controllers without which a result lacks something of weight. */
    private static final Set<String> NEEDED = Set.of("cpu", "memory");

    private final Suite suite;
    private final Delegation delegation;
    private final HeldCommand held;
    private final Machine machine;
    private final List<Check> checks = new ArrayList<>();

    ProcessPreflight(Suite suite, Delegation delegation, HeldCommand held, Machine machine) {
        this.suite = suite;
        this.delegation = delegation;
        this.held = held;
        this.machine = machine;
    }

    List<Check> run() {
        for (Environment environment : suite.environments()) {
            suite.workload().variants().stream()
                    .map(environment::filledFor)
                    .distinct()
                    .forEach(this::program);
        }
        cgroups();
        limits();
        cores();
        swap();
        checks.addAll(HostChecks.speed(machine.speed()));
        checks.add(HostChecks.load(machine.load(), machine.topology().online().size()));
        return List.copyOf(checks);
    }

    private void program(Environment environment) {
        String subject = "program of " + environment.name();
        try {
            Program program = Program.of(environment, System.getenv());
            for (Variant variant : suite.workload().variants()) {
                Program.requireEncodable(environment, variant.arguments());
            }
            program.requirePassable(environment, System.getenv(), held);
            checks.add(Check.ok(subject, program.path().toString()));
        } catch (LaunchException refused) {
            Map<String, String> facts = refused.reason().facts();
            checks.add(Check.error(
                    subject,
                    facts.getOrDefault(Program.FOUND, refused.reason().message()),
                    "each of its trials would fail",
                    facts.getOrDefault(Program.REMEDY, "correct the environment")));
        }
    }

    private void cgroups() {
        String remedy = delegation.remedy().orElse("nothing on this machine");
        if (delegation.parent().isEmpty()) {
            checks.add(Check.warning(
                    "cgroups",
                    "none can be made: " + String.join("; ", delegation.tried()),
                    "processes are read from /proc one by one: CPU time in steps of a clock tick, nothing of a child that"
                            + " lives shorter than the sampling period, no limits",
                    remedy));
            return;
        }
        CgroupParent parent = delegation.parent().get();
        Map<String, String> missing = parent.missing();
        String found = parent.path() + (missing.isEmpty() ? ", all controllers" : "; " + reasons(missing));
        if (missing.keySet().stream().noneMatch(NEEDED::contains)) {
            checks.add(Check.ok("cgroups", found)); // cpuset is replaced by affinity; io and pids are side figures
        } else {
            checks.add(Check.warning(
                    "cgroups",
                    found,
                    "what these controllers would tell is taken from /proc or absent, and each result says which",
                    remedy));
        }
    }

    private static String reasons(Map<String, String> missing) {
        return missing.values().stream().distinct().collect(Collectors.joining("; "));
    }

    private void limits() {
        suite.resources().cpuMillis().ifPresent(millis -> {
            limit("cpu limit", millis + "m", "cpu");
            int cpus = machine.allowed().size();
            if (millis > cpus * 1000) {
                checks.add(Check.warning(
                        "cpu limit",
                        millis + "m, but " + cpus + " CPUs",
                        "the limit is never reached",
                        "limit to at most " + cpus));
            }
        });
        suite.resources().memoryBytes().ifPresent(bytes -> {
            limit("memory limit", bytes + " bytes", "memory");
            if (machine.memoryBytes().isPresent()
                    && bytes > machine.memoryBytes().getAsLong()) {
                checks.add(Check.warning(
                        "memory limit",
                        bytes + " bytes, but " + machine.memoryBytes().getAsLong() + " bytes of memory",
                        "the machine's own memory ends first",
                        "lower the limit"));
            }
        });
    }

    private void limit(String subject, String value, String controller) {
        Optional<String> why = whyNot(controller);
        checks.add(
                why.isEmpty()
                        ? Check.ok(subject, value + " for each trial")
                        : Check.warning(
                                subject,
                                value + " cannot be applied: " + why.get(),
                                "the programs run without it, and each result says so",
                                delegation.remedy().orElse("take the limit out of the suite")));
    }

    /** Why a controller cannot be used; empty if it can. */
    private Optional<String> whyNot(String controller) {
        if (delegation.parent().isEmpty()) {
            return Optional.of("no cgroup can be made");
        }
        CgroupParent parent = delegation.parent().get();
        return parent.controllers().contains(controller)
                ? Optional.empty()
                : Optional.of(parent.missing().getOrDefault(controller, "controller " + controller + " is not there"));
    }

    private void cores() {
        if (suite.cores().isEmpty()) {
            checks.add(Check.ok("cores", "not pinned, any of " + machine.allowed()));
            kinds(machine.allowed());
            return;
        }
        CpuList wanted = CpuList.of(suite.cores());
        if (!machine.allowed().cpus().containsAll(wanted.cpus())) {
            checks.add(Check.error(
                    "cores",
                    "pinned to " + wanted + ", but this process may use " + machine.allowed(),
                    "no trial could be pinned",
                    "pin to cores of " + machine.allowed()));
            return;
        }
        Optional<String> cpuset = whyNot("cpuset");
        if (cpuset.isPresent() && !held.canBind()) {
            checks.add(Check.warning(
                    "cores",
                    "pinned to " + wanted + ", but " + cpuset.get() + " and there is no taskset",
                    "the programs are not pinned",
                    "install taskset (package util-linux)"));
            return;
        }
        checks.add(Check.ok("cores", "pinned to " + wanted + " by " + (cpuset.isEmpty() ? "cpuset" : "affinity")));
        kinds(wanted);
        for (String warning : machine.topology().warnings(List.of(wanted))) {
            checks.add(Check.warning(
                    "cores", warning, "its times vary with what the neighbour does", "pin to whole physical cores"));
        }
        if (wanted.cpus().containsAll(machine.allowed().cpus())) {
            checks.add(Check.warning(
                    "cores",
                    "pinned to all of " + machine.allowed(),
                    "the harness has to run on the cores that it measures",
                    "leave a physical core to the harness"));
        }
    }

    /** On a core of another kind the same program takes another time. */
    private void kinds(CpuList used) {
        machine.kinds()
                .mixed(used)
                .ifPresent(mixed -> checks.add(Check.warning(
                        "cores",
                        "cores of several kinds: " + mixed,
                        "a trial's speed depends on the core that it happens to get",
                        "pin to cores of one kind: cores(...)")));
    }

    private void swap() {
        if (machine.swap().isEmpty()) {
            checks.add(Check.ok("swap", "this machine does not tell"));
            return;
        }
        List<SwapDevice> devices = machine.swap().get();
        if (devices.isEmpty()) {
            checks.add(Check.ok("swap", "off"));
        } else if (suite.resources().memoryBytes().isPresent()
                && whyNot("memory").isEmpty()) {
            checks.add(Check.ok("swap", "on, but the trials may not use it"));
        } else {
            checks.add(Check.warning(
                    "swap",
                    "on: " + devices.stream().map(SwapDevice::name).collect(Collectors.joining(", ")),
                    "memory that is swapped out is missing from the figures, and costs time",
                    "swapoff -a, or set a memory limit"));
        }
    }
}
