package io.krater.result.warning;

import io.krater.result.warning.Warning.Kind;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A fact of a trial that makes its figures other than they seem, though the trial completed.
 *
 * @param kind what is doubted
 * @param holds whether a fact of this name and value does so
 * @param seen the sentence's beginning
 * @param advice what to do about it
 */
record FactRule(Kind kind, BiPredicate<String, String> holds, String seen, String advice) {
    /** All that a launcher or runner can say of a trial that went otherwise than its figures tell. */
    static final List<FactRule> ALL = List.of(
            new FactRule(
                    Kind.WORK_CUT_OFF,
                    named("outlived_by"),
                    "the program ended before work that it had started, which was cut off",
                    "let the program wait for all that it starts, so that the gate holds the whole work"),
            new FactRule(
                    Kind.WORK_CUT_OFF,
                    named("output"),
                    "children of the program held its output open beyond its end",
                    "let the program wait for all that it starts: what they did or said last is lost"),
            new FactRule(
                    Kind.WORK_ELSEWHERE,
                    named("worked_elsewhere"),
                    "processes of the program worked where what they use is not counted",
                    "run the program itself, as the user and in the cgroup that it needs, without sudo, su or systemd-run"),
            new FactRule(
                    Kind.LIMIT_NOT_APPLIED,
                    (name, value) -> value.startsWith("not applied"),
                    "a limit that the suite asks for was not in force",
                    "run where it can be set (doctor and the preflight say why not), or ask for none"),
            new FactRule(
                    Kind.RESTARTED,
                    (name, value) -> name.equals("restarts") && isPositive(value),
                    "the container was restarted",
                    "find out why; what ran before is in none of the figures"),
            new FactRule(
                    Kind.OOM_KILL,
                    (name, value) -> name.matches("oom_kills?") && isPositive(value),
                    "the kernel killed a process of the workload for want of memory",
                    "raise the memory limit: what that process had to do was not done"),
            new FactRule(
                    Kind.LOG_DAMAGED,
                    (name, value) -> name.equals("log_damaged_records") && isPositive(value),
                    "parts of the log could not be read",
                    "look at the node's disk; what the workload said there is in none of the figures"),
            new FactRule(
                    Kind.GATE_CLOCK,
                    named("gate_clocks"),
                    "an edge of the gate was not read on the node",
                    "run the harness on the node, or count the offset's error into the gate's length"),
            new FactRule(
                    Kind.POD_CHANGED,
                    named("pod_changed"),
                    "the pod was not what the suite asked for",
                    "take it out of the template, or say so beside the figures"),
            new FactRule(
                    Kind.LEFT_OVER,
                    named("not_removed"),
                    "something of the trial was left, and may have disturbed those after it",
                    "see what holds it; cleanup, or the next run, removes it"),
            new FactRule(
                    Kind.SAMPLING_PROBLEM,
                    (name, value) -> name.endsWith("_samples_problem") || name.endsWith("_cgroup_problem"),
                    "not all that was to be sampled could be",
                    "see what stood in the way; figures of that scope are absent or those of the pod"));

    private static BiPredicate<String, String> named(String fact) {
        return (name, value) -> name.equals(fact);
    }

    private static boolean isPositive(String value) {
        return value.matches("0*[1-9][0-9]{0,17}");
    }

    /** The first such fact of a trial or one of its instances, as it is to be shown. */
    Optional<String> in(Trial trial) {
        return Stream.concat(
                        trial.whole().facts().entrySet().stream(),
                        trial.instances().stream().flatMap(one -> one.facts().entrySet().stream()))
                .filter(fact -> holds.test(fact.getKey(), fact.getValue()))
                .findFirst()
                .map(fact -> String.format(Locale.ROOT, "%s: %s", fact.getKey(), fact.getValue()));
    }
}
