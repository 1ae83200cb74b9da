package io.krater.timeline.log;

import io.krater.timeline.log.Finding.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * containerd's own log (its CRI plugin at level info), as the kubelet or crictl make it write: lines in logfmt such as
 *
 * <pre>{@code
 * time="2026-11-25T23:34:32.918138263Z" level=info msg="RunPodSandbox for &PodSandboxMetadata{Name:p,Uid:u,...}"
 * time="..." level=info msg="RunPodSandbox for &PodSandboxMetadata{...} returns sandbox id \"<sandbox>\""
 * time="..." level=info msg="CreateContainer within sandbox \"<sandbox>\" for container &ContainerMetadata{Name:c,Attempt:0,}"
 * time="..." level=info msg="CreateContainer within sandbox \"<sandbox>\" for &ContainerMetadata{...} returns container id \"<id>\""
 * time="..." level=info msg="StartContainer for \"<id>\""
 * time="..." level=info msg="StartContainer for \"<id>\" returns successfully"
 * }</pre>
 *
 * A container's timeline begins with its sandbox's marks; a sandbox's are told with each of its containers. Reads one log: what a
 * line means depends on lines before it.
 */
final class ContainerdLog implements LogFormat {
    private static final Pattern LINE = Pattern.compile("time=\"([^\"]++)\" level=\\w++ msg=(\"?)");
    private static final Pattern SANDBOX = Pattern.compile(
            "RunPodSandbox for &PodSandboxMetadata(?<pod>\\{.*?\\})(?: returns sandbox id \"(?<id>\\w+)\")?");
    private static final Pattern CREATE = Pattern.compile("CreateContainer within sandbox \"(?<sandbox>\\w+)\" for"
            + " (?:container )?&ContainerMetadata(?<name>\\{.*?\\})(?: returns container id \"(?<id>\\w+)\")?");
    private static final Pattern START =
            Pattern.compile("StartContainer for \"(?<id>\\w+)\"(?<done> returns successfully)?");
    private static final Pattern EXIT = Pattern.compile("received exit event container_id:\"(?<id>\\w+)\" .*");

    private final TimeForm times = TimeForm.rfc3339();
    private final Map<String, Long> sandboxRequested = new HashMap<>();
    private final Map<String, Sandbox> sandboxes = new HashMap<>();
    private final Map<String, Long> createRequested = new HashMap<>();
    private final Map<String, String> sandboxOf = new HashMap<>();

    private record Sandbox(@Nullable Long requested, long ready) {}

    @Override
    public void read(LogLine line, MarkSink into) {
        if (line.isBinary()) {
            into.leaveOut(Kind.BINARY);
            return;
        }
        String text = line.text();
        Matcher beginning = LINE.matcher(text);
        if (!beginning.lookingAt()) {
            into.leaveOut(Kind.TORN);
            return;
        }
        if (beginning.group(2).isEmpty()) { // a message of one word
            into.leaveOut(Kind.FOREIGN);
            return;
        }
        int end = closingQuote(text, beginning.end());
        if (end < 0) {
            into.leaveOut(Kind.TORN);
            return;
        }
        try {
            long at = times.nanos(beginning.group(1));
            if (!mark(text.substring(beginning.end(), end).replace("\\\"", "\""), at, into)) {
                into.leaveOut(Kind.FOREIGN);
            }
        } catch (BadTimeException bad) {
            into.leaveOut(bad.kind());
        }
    }

    /** By hand: a pattern that knows escapes takes a frame of the stack for each character. */
    private static int closingQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private boolean mark(String text, long at, MarkSink into) {
        Matcher sandbox = SANDBOX.matcher(text);
        if (sandbox.matches()) {
            sandbox(sandbox.group("pod"), sandbox.group("id"), at);
            return true;
        }
        Matcher create = CREATE.matcher(text);
        if (create.matches()) {
            create(create.group("sandbox"), create.group("name"), create.group("id"), at, into);
            return true;
        }
        Matcher start = START.matcher(text);
        if (start.matches()) {
            into.mark(
                    start.group("id"),
                    start.group("done") == null ? "containerd.start_requested" : "containerd.start_returned",
                    null,
                    at);
            return true;
        }
        Matcher exit = EXIT.matcher(text);
        if (exit.matches() && sandboxOf.containsKey(exit.group("id"))) {
            into.mark(exit.group("id"), "containerd.task_exited", null, at);
            return true;
        }
        return false;
    }

    private void sandbox(String pod, @Nullable String id, long at) {
        if (id == null) {
            sandboxRequested.put(pod, at);
        } else {
            sandboxes.put(id, new Sandbox(sandboxRequested.remove(pod), at));
        }
    }

    private void create(String sandbox, String name, @Nullable String id, long at, MarkSink into) {
        Long requested = createRequested.remove(sandbox + name);
        if (id == null) {
            createRequested.put(sandbox + name, at);
            return;
        }
        sandboxOf.put(id, sandbox);
        Sandbox own = sandboxes.get(sandbox);
        if (own != null) {
            if (own.requested() != null) {
                into.mark(id, "containerd.sandbox_requested", null, own.requested());
            }
            into.mark(id, "containerd.sandbox_ready", null, own.ready());
        }
        if (requested != null) {
            into.mark(id, "containerd.create_requested", null, requested);
        }
        into.mark(id, "containerd.create_returned", null, at);
    }
}
