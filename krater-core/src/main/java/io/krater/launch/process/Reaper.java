package io.krater.launch.process;

import io.krater.host.ProcessIdentity;
import io.krater.launch.spawn.Uninterrupted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives the harness by a moment: it sleeps on a pipe that the harness holds open, and when the harness has
 * died, however it died, kills and removes what that has left. It is in no trial's cgroup and takes no CPU time while
 * it waits. Thread-safe.
 */
final class Reaper implements AutoCloseable {
    // $1 is the name that all of the harness's cgroups or marks begin with, $2 the folder of its cgroups, or empty, $3
    // that of its pipes; who waits to open one of them is let go
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            read -r line && exit 0
            for pipe in "$3"/*; do [ -p "$pipe" ] && : <> "$pipe"; done
            case $3 in */krater.*) rm -rf -- "$3" ;; esac
            round=0
            while [ "$round" -lt 100 ]; do
              left=
              if [ -n "$2" ]; then
                for cgroup in "$2/$1".*; do
                  [ -d "$cgroup" ] || continue
                  left=yes
                  if [ -e "$cgroup/cgroup.kill" ]; then echo 1 > "$cgroup/cgroup.kill"
                  else kill -KILL $(find "$cgroup" -name cgroup.procs -exec cat {} +); fi
                  find "$cgroup" -depth -type d -exec rmdir {} +
                done
              fi
              if [ -z "$2" ] || [ "$round" -eq 0 ]; then # what left its cgroup is found by its mark
                for process in $(grep -lF "%s=$1." /proc/[0-9]*/environ); do
                  left=yes
                  process=${process#/proc/}
                  kill -KILL "${process%%/environ}"
                done
              fi
              [ -n "$left" ] || exit 0
              round=$((round + 1))
              sleep 0.1
            done
            """.formatted(SessionConfinement.MARK);

    private static final int SECONDS_TO_END = 2;

    private final Process process;

    private Reaper(Process process) {
        this.process = process;
    }

    /** A guard over what has this name: over cgroups in a folder, or over marked processes. */
    static Reaper over(ProcessIdentity harness, Optional<Path> cgroups, Path pipes, Optional<String> setsid)
            throws IOException {
        List<String> line = new ArrayList<>();
        setsid.ifPresent(line::add); // or Ctrl-C in a terminal would end it with the harness
        line.addAll(List.of("/bin/sh", "-c", SCRIPT, "krater-guard", harness.name(ConfinementFactory.PREFIX)));
        line.add(cgroups.map(Path::toString).orElse(""));
        line.add(pipes.toString());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().remove(SessionConfinement.MARK);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        return new Reaper(builder.start());
    }

    /** Lets go of the pipe without a word, as a harness does that dies. */
    void abandon() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end, at most this long; whether it ended. */
    boolean awaitEnd(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** Tells it that all is in order, and lets it end. */
    @Override
    public void close() throws IOException {
        Uninterrupted.run(() -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write('\n');
            }
            try {
                if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
