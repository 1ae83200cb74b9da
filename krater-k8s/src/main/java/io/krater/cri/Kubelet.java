package io.krater.cri;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kubelet that runs on this machine. About every two seconds it ends each sandbox whose UID is no pod's of its own, whatever the
 * sandbox's labels (HandlePodCleanups in pkg/kubelet/kubelet_pods.go): one that is stopped, by SIGSTOP as well, does not.
 *
 * @param pid its process id
 * @param name its program
 */
record Kubelet(long pid, String name) {
    private static final Set<String> PROGRAMS = Set.of("kubelet", "kubelite", "k3s", "k3s-server", "k3s-agent");

    /** The kubelets that run now and are not stopped. */
    static List<Kubelet> running(Path proc) {
        List<Kubelet> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(proc)) {
            entries.filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
                    .forEach(entry -> of(entry).ifPresent(found::add));
        } catch (IOException e) {
            return found; // no /proc: then nothing is known of any
        }
        return found;
    }

    private static Optional<Kubelet> of(Path entry) {
        try {
            String[] words =
                    new String(Files.readAllBytes(entry.resolve("cmdline")), StandardCharsets.UTF_8).split("\0", -1);
            String program = words[0].substring(words[0].lastIndexOf('/') + 1);
            boolean multicall = words.length > 1 && words[1].equals("kubelet");
            boolean kubelet = PROGRAMS.contains(program) || multicall;
            return kubelet && !isStopped(entry)
                    ? Optional.of(new Kubelet(
                            Long.parseLong(entry.getFileName().toString()), multicall ? program + " kubelet" : program))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty(); // ended meanwhile, or another user's and hidden
        }
    }

    private static boolean isStopped(Path entry) throws IOException {
        String stat = Files.readString(entry.resolve("stat"));
        int afterName = stat.lastIndexOf(')') + 2;
        return stat.startsWith("T", afterName) || stat.startsWith("t", afterName);
    }
}
