package io.krater.timeline;

import io.krater.timeline.MarkSet.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two sets of ids that urunc has had. From {@code TS07} on the same id means different things: the pair of marks about the
 * BOOTED message became one, so that an id of the later set is the one before it of the earlier set. Names are those that newer
 * versions write as {@code timestampName}; the earlier set has been given names of the same kind.
 */
public final class UruncMarks {
    /** Before the sets, which are made with it. */
    private static final Map<String, String> LANES = Map.of("CR", "create", "RX", "reexec", "ST", "start");

    /** {@code TS00} to {@code TS19}. */
    public static final MarkSet TWENTY = new MarkSet(
            "urunc, 20 ids",
            numbered(List.of(
                    "CR.invoked|urunc create was invoked",
                    "CR.unikontainer_created|unikontainer struct created for spec",
                    "CR.initial_setup|initial setup completed",
                    "CR.start_reexec|start reexec process",
                    "RX.create_invoked|urunc create --reexec was invoked",
                    "RX.unikontainer_created|unikontainer struct created from spec",
                    "RX.sent_booted|sent BOOTED to create",
                    "CR.received_booted|received BOOTED from reexec",
                    "CR.hooks_executed|executed CreateRuntime hooks",
                    "CR.sent_ack|sent ACK to reexec",
                    "RX.received_ack|received ACK from create",
                    "CR.terminated|urunc create terminated",
                    "ST.invoked|urunc start was invoked",
                    "ST.unikontainer_created|unikontainer struct created from spec",
                    "ST.sent_start_msg|sent START to reexec",
                    "RX.received_start_msg|received START from start",
                    "RX.joined_netns|joined the network namespace",
                    "RX.network_setup_completed|network setup completed",
                    "RX.disk_setup_completed|disk setup completed",
                    "RX.execve_hypervisor|execve of the hypervisor")));

    /** {@code TS00} to {@code TS18}, which newer versions write with these names. */
    public static final MarkSet NINETEEN = new MarkSet(
            "urunc, 19 ids",
            numbered(List.of(
                    "CR.invoked|urunc create was invoked",
                    "CR.unikontainer_created|unikontainer struct created for spec",
                    "CR.initial_setup|initial setup completed",
                    "CR.start_reexec|start reexec process",
                    "RX.create_invoked|urunc create --reexec was invoked",
                    "RX.close_pipes_and_setup_base|pipes closed, base set up",
                    "CR.received_pids|received the process ids from reexec",
                    "CR.hooks_executed|executed CreateRuntime hooks",
                    "CR.sent_ack|sent ACK to reexec",
                    "RX.received_ack|received ACK from create",
                    "CR.terminated|urunc create terminated",
                    "ST.invoked|urunc start was invoked",
                    "ST.unikontainer_created|unikontainer struct created from spec",
                    "ST.sent_start_msg|sent START to reexec",
                    "RX.received_start_msg|received START from start",
                    "RX.joined_netns|joined the network namespace",
                    "RX.network_setup_completed|network setup completed",
                    "RX.disk_setup_completed|disk setup completed",
                    "RX.execve_hypervisor|execve of the hypervisor")));

    private UruncMarks() {}

    private static List<Meaning> numbered(List<String> lines) {
        List<Meaning> marks = new ArrayList<>();
        for (String line : lines) {
            int bar = line.indexOf('|');
            String name = line.substring(0, bar);
            String id = (marks.size() < 10 ? "TS0" : "TS") + marks.size();
            marks.add(new Meaning(id, name, lane(name), line.substring(bar + 1)));
        }
        return marks;
    }

    /** The process that sets a mark of a name such as {@code CR.invoked}; what stands before the point if it is another. */
    public static String lane(String name) {
        int point = name.indexOf('.');
        String prefix = point < 0 ? "" : name.substring(0, point);
        return LANES.getOrDefault(prefix, prefix);
    }

    /**
     * Which set a timeline's ids are of: told by the log's own names, or by {@code TS19}, which only the earlier set has.
     *
     * @return empty where neither is there: 19 ids without names are the later set, or the earlier one cut short
     */
    public static Optional<MarkSet> of(Timeline timeline) {
        if (timeline.at("TS19").isPresent()) {
            return Optional.of(TWENTY);
        }
        boolean named = timeline.isTitled() && timeline.size() > 0;
        for (int i = 0; i < timeline.size(); i++) {
            String title = timeline.title(i);
            named &= NINETEEN.find(timeline.name(i))
                    .filter(mark -> mark.name().equals(title))
                    .isPresent();
        }
        return named ? Optional.of(NINETEEN) : Optional.empty();
    }

    /**
     * Which set the ids of a log's timelines are of where a timeline does not tell itself: the one of those that tell, or the
     * later one where the fullest timelines have its 19 ids and none tells otherwise.
     *
     * @return empty where the timelines tell different sets, or none has 19 ids
     */
    public static Optional<MarkSet> of(Collection<Timeline> timelines) {
        List<MarkSet> told = timelines.stream()
                .flatMap(timeline -> of(timeline).stream())
                .distinct()
                .limit(2)
                .toList();
        if (!told.isEmpty()) {
            return told.size() == 1 ? Optional.of(told.get(0)) : Optional.empty();
        }
        boolean full = timelines.stream()
                .anyMatch(timeline ->
                        NINETEEN.ids().stream().allMatch(id -> timeline.at(id).isPresent()));
        return full ? Optional.of(NINETEEN) : Optional.empty();
    }
}
