package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.ProcessEntry;
import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of the search with made-up hosts; {@link DelegationHostTest} has the real ones. */
class DelegationTest {
    @TempDir
    Path temp = Path.of("");

    private final List<List<String>> commands = new ArrayList<>();
    private CommandRunner.Ended answer = new CommandRunner.Ended(0, "");

    private final CommandRunner runner = (command, environment) -> {
        commands.add(command);
        assertThat(environment.keySet()).isSubsetOf("XDG_RUNTIME_DIR");
        return answer;
    };

    private Delegation search(CgroupMount mount) {
        UserScope scope = new UserScope(runner, nanos -> {}, temp.resolve("run"));
        return new DelegationSearch("krater", mount, scope, runner).run();
    }

    private CgroupMount mounted(String options, String own) {
        new SysTree(temp).put("proc/self/cgroup", "0::" + own + "\n");
        return CgroupMount.of(
                "30 1 0:26 / " + temp.resolve("cgroup") + " " + options + " - cgroup2 cgroup2 rw\n",
                temp.resolve("proc"));
    }

    @Test
    void saysThatThereIsNoCgroupV2() {
        Delegation legacy = search(CgroupMount.of("31 1 0:27 / /c rw - cgroup cgroup rw,cpu\n", temp.resolve("proc")));
        Delegation none = search(CgroupMount.of("", temp.resolve("proc")));

        assertThat(legacy.parent()).isEmpty();
        assertThat(legacy.tried()).containsExactly("this host has cgroup v1 alone");
        assertThat(legacy.remedy()).hasValueSatisfying(text -> assertThat(text).contains("unified_cgroup_hierarchy"));
        assertThat(none.tried()).containsExactly("this host shows no cgroup file system");
    }

    @Test
    void saysThatTheTreeIsReadOnly() {
        new SysTree(temp).put("cgroup/cgroup.controllers", "cpu\n");

        assertThat(search(mounted("ro", "/")).tried())
                .singleElement()
                .asString()
                .contains("read-only");
    }

    @Test
    void doesNotTrustPermissionsWhereAProcessCannotBeStarted() {
        new SysTree(temp)
                .put("cgroup/cgroup.controllers", "cpu\n")
                .put("cgroup/cgroup.subtree_control", "\n")
                .put("cgroup/cgroup.procs", "1\n")
                .put("cgroup/krater/cgroup.subtree_control", "\n")
                .put("cgroup/krater/cgroup.controllers", "cpu\n");
        answer = new CommandRunner.Ended(ProcessEntry.NOT_STARTED, "cannot enter");

        Delegation found = search(mounted("rw", "/elsewhere"));

        assertThat(found.parent()).isEmpty();
        assertThat(found.tried())
                .contains(
                        "a process cannot be started below " + temp.resolve("cgroup/krater") + ": cannot enter",
                        "this process's own cgroup is not visible here",
                        "this user has no systemd to ask for a scope");
        assertThat(found.remedy()).isPresent();
    }

    /** A host whose root is this process's own cgroup; its files say what the real root's do. */
    private SysTree root() {
        return new SysTree(temp)
                .put("cgroup/cgroup.controllers", "cpu\n")
                .put("cgroup/cgroup.subtree_control", "\n")
                .put("cgroup/cgroup.procs", "1\n")
                .put("cgroup/krater/cgroup.subtree_control", "\n")
                .put("cgroup/krater/cgroup.controllers", "cpu\n");
    }

    @Test
    void neverMovesTheProcessesOfTheRealRoot() {
        root();
        answer = new CommandRunner.Ended(ProcessEntry.NOT_STARTED, "cannot enter");

        assertThat(search(mounted("rw", "/")).parent()).isEmpty();
        assertThat(temp.resolve("cgroup/krater-harness")).doesNotExist();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Evacuation.run(temp.resolve("cgroup"), "krater"))
                .hasMessageContaining("root");
    }

    @Test
    void takesAFaultOfTheMomentForNoAnswer() {
        root();
        CommandRunner shortOf = (command, environment) -> {
            commands.add(command);
            throw new IOException("Cannot run program \"sh\": error=24, Too many open files");
        };
        UserScope scope = new UserScope(shortOf, nanos -> {}, temp.resolve("run"));
        Delegation found = new DelegationSearch("krater", mounted("rw", "/"), scope, shortOf).run();

        assertThat(found.parent()).isEmpty();
        assertThat(commands).as("nothing else is tried").hasSize(1);
        assertThat(found.tried()).last().asString().contains("Too many open files");
        assertThat(found.remedy()).hasValueSatisfying(text -> assertThat(text).contains("ulimit -n"));
        assertThat(temp.resolve("cgroup/krater-harness")).doesNotExist();
    }

    @Test
    void asksSystemdForADelegatedScopeForThisProcessAlone() throws IOException {
        assertThat(UserScope.request("krater-7-8.scope", 7))
                .containsSubsequence("StartTransientUnit", "ssa(sv)a(sa(sv))", "krater-7-8.scope", "fail", "3")
                .containsSubsequence("PIDs", "au", "1", "7", "Delegate", "b", "true", "0");
        assertThat(UserScope.isScope(Path.of("/a/" + UserScope.unit("krater", ProcessIdentity.self())), "krater"))
                .isTrue();
        assertThat(UserScope.isScope(Path.of("/a/krater-x.scope"), "krater")).isFalse();
    }

    @Test
    void reportsWhatSystemdSaid() {
        new SysTree(temp)
                .put("run/bus", "")
                .put("cgroup/cgroup.controllers", "cpu\n")
                .put("cgroup/cgroup.events", "populated 1\n");
        answer = new CommandRunner.Ended(1, "Call failed: Access denied");

        Delegation found = search(mounted("rw", "/elsewhere"));

        assertThat(found.tried())
                .contains("the user's systemd gave no scope: busctl ended with 1: Call failed: Access denied");
        assertThat(commands)
                .singleElement()
                .satisfies(command -> assertThat(command).startsWith("busctl", "--user"));
    }

    @Test
    void doesNotBelieveSystemdThatItMovedThisProcess() {
        new SysTree(temp)
                .put("run/bus", "")
                .put("cgroup/cgroup.controllers", "cpu\n")
                .put("cgroup/cgroup.events", "populated 1\n");

        assertThat(search(mounted("rw", "/elsewhere")).tried())
                .anySatisfy(sentence -> assertThat(sentence).contains("did not move this process into it"));
    }

    @Test
    void readsSystemdsWordOnDelegation() {
        UserScope scope = new UserScope(runner, nanos -> {}, temp);

        answer = new CommandRunner.Ended(0, "yes");
        assertThat(scope.hasDelegated("a.scope")).isTrue();
        answer = new CommandRunner.Ended(0, "no");
        assertThat(scope.hasDelegated("a.scope")).isFalse();
        answer = new CommandRunner.Ended(1, "yes");
        assertThat(scope.hasDelegated("a.scope")).isFalse();
        CommandRunner missing = (command, environment) -> {
            throw new IOException("no such program");
        };
        assertThat(new UserScope(missing, nanos -> {}, temp).hasDelegated("a.scope"))
                .isFalse();
    }
}
