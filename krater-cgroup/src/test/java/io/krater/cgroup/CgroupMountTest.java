package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CgroupMountTest {
    private static final String RECORDED_POINT = "/sys/fs/cgroup";

    @TempDir
    Path temp = Path.of("");

    private Path tree = Path.of("");
    private Path proc = Path.of("");

    @BeforeEach
    void makeTreeAndProc() throws IOException {
        tree = Files.createDirectories(temp.resolve("cgroup"));
        proc = temp.resolve("proc");
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(tree.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
    }

    static final java.util.List<String> unifiedHosts = Recorded.UNIFIED;

    @ParameterizedTest
    @FieldSource("unifiedHosts")
    void findsTheTreeAndTheProcessOfARecordedUnifiedHost(String host) throws IOException {
        Files.writeString(tree.resolve("cgroup.controllers"), Recorded.text(host, "cgroup.controllers"));
        Path pod = Files.createDirectories(tree.resolve("kubepods/pod"));
        Path process = Files.createDirectories(proc.resolve("980"));
        Files.writeString(process.resolve("cgroup"), Recorded.text(host, "pid/cgroup"));

        CgroupMount mount = CgroupMount.of(mountedHere(Recorded.text(host, "mountinfo")), proc);

        assertThat(mount.mode()).isEqualTo(CgroupMount.Mode.UNIFIED);
        assertThat(mount.root()).hasValue(tree);
        assertThat(mount.controllers()).containsExactly("cpu", "io", "memory", "pids");
        assertThat(mount.legacyControllers()).isEmpty();
        assertThat(mount.whyMissing("memory")).isEmpty();
        assertThat(mount.whyMissing("cpuset"))
                .hasValueSatisfying(why -> assertThat(why).contains("cpuset is not in"));
        assertThat(mount.cgroupOf(980)).hasValue(pod);
    }

    @Test
    void aMountTableThatCannotBeReadIsNoHostWithoutCgroups(@org.junit.jupiter.api.io.TempDir java.nio.file.Path proc)
            throws java.io.IOException {
        java.nio.file.Files.createDirectories(proc.resolve("self/mountinfo"));
        org.assertj.core.api.Assertions.assertThatExceptionOfType(java.io.UncheckedIOException.class)
                .isThrownBy(() -> CgroupMount.detect(proc))
                .withMessageContaining("cannot tell whether this host has cgroups")
                .withMessageContaining("Is a directory");
    }

    @Test
    void saysOfARecordedHybridHostThatControllersAreOnV1() throws IOException {
        Path unified = tree.resolve("unified");
        Files.createDirectories(unified.resolve("krater-record"));
        Files.writeString(unified.resolve("cgroup.controllers"), Recorded.text(Recorded.HYBRID, "cgroup.controllers"));
        Path process = Files.createDirectories(proc.resolve("15078"));
        Files.writeString(process.resolve("cgroup"), Recorded.text(Recorded.HYBRID, "pid/cgroup"));

        CgroupMount mount = CgroupMount.of(mountedHere(Recorded.text(Recorded.HYBRID, "mountinfo")), proc);

        assertThat(mount.mode()).isEqualTo(CgroupMount.Mode.HYBRID);
        assertThat(mount.root()).hasValue(unified);
        assertThat(mount.controllers()).containsExactly("hugetlb");
        assertThat(mount.legacyControllers()).containsOnlyKeys("blkio", "cpu", "cpuset", "memory", "pids");
        assertThat(mount.whyMissing("memory")).hasValue("controller memory is on v1 (" + tree + "/memory)");
        assertThat(mount.whyMissing("io")).hasValue("controller io is on v1 (" + tree + "/blkio)");
        assertThat(mount.cgroupOf(15078)).hasValue(unified.resolve("krater-record"));
    }

    /** A recorded mountinfo as if the tree were mounted in the temporary directory. */
    private String mountedHere(String mountinfo) {
        return mountinfo.replace(RECORDED_POINT, tree.toString());
    }

    @Test
    void isLegacyWithoutAV2Tree() {
        CgroupMount mount = CgroupMount.of(v1("/sys/fs/cgroup/cpu", "rw,seclabel,cpu,cpuacct"), proc);

        assertThat(mount.mode()).isEqualTo(CgroupMount.Mode.LEGACY);
        assertThat(mount.root()).isEmpty();
        assertThat(mount.own()).isEmpty();
        assertThat(mount.legacyControllers()).containsExactly(Map.entry("cpu", "/sys/fs/cgroup/cpu"));
        assertThat(mount.whyMissing("pids")).hasValue("there is no cgroup v2 tree");
    }

    @Test
    void isNoneWithoutAnyCgroupMount() {
        assertThat(CgroupMount.of("", proc).mode()).isEqualTo(CgroupMount.Mode.NONE);
        assertThat(CgroupMount.detect(temp.resolve("no-proc")).mode()).isEqualTo(CgroupMount.Mode.NONE);
    }

    @Test
    void staysUnifiedWhereV1HoldsOnlyWhatV2LacksAnyway() {
        CgroupMount mount = CgroupMount.of(
                v2("/", tree) + v1("/opt/vpn/net_cls", "rw,net_cls") + v1("/x", "rw,name=systemd"), proc);

        assertThat(mount.mode()).isEqualTo(CgroupMount.Mode.UNIFIED);
    }

    @Test
    void isHybridWhereAContainerHidesTheV1Mounts() throws IOException {
        Files.writeString(proc.resolve("self/cgroup"), "4:memory:/docker/x\n3:cpuacct,cpu:/\n0::/\n");

        CgroupMount mount = CgroupMount.of(v2("/", tree), proc);

        assertThat(mount.mode()).isEqualTo(CgroupMount.Mode.HYBRID);
        assertThat(mount.legacyControllers())
                .containsExactly(Map.entry("cpu", "not mounted here"), Map.entry("memory", "not mounted here"));
    }

    @Test
    void readsMountPointsWithEscapedCharacters() throws IOException {
        Path odd = Files.createDirectories(temp.resolve("a b\\c\td"));
        Files.writeString(odd.resolve("cgroup.controllers"), "cpu\n");
        String escaped =
                odd.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");

        CgroupMount mount = CgroupMount.of("30 1 0:26 / " + escaped + " rw - cgroup2 cgroup2 rw\n", proc);

        assertThat(mount.root()).hasValue(odd);
    }

    @Test
    void ignoresAMountThatIsHiddenByALaterOne() throws IOException {
        Path hidden = Files.createDirectories(temp.resolve("hidden"));

        assertThat(CgroupMount.of(v2("/", hidden) + v2("/", tree), proc).root()).hasValue(tree);
        assertThat(CgroupMount.of(v2("/", hidden), proc).mode()).isEqualTo(CgroupMount.Mode.NONE);
    }

    @Test
    void prefersTheMountThatShowsMostOfTheTree() throws IOException {
        Path part = Files.createDirectories(temp.resolve("part"));
        Files.writeString(part.resolve("cgroup.controllers"), "cpu\n");

        assertThat(CgroupMount.of(v2("/docker/abc", part) + v2("/", tree), proc).root())
                .hasValue(tree);
        assertThat(CgroupMount.of(v2("/", part) + v2("/..", tree), proc).root()).hasValue(tree);
    }

    @Test
    void knowsAReadOnlyMount() {
        String line = "30 1 0:26 / " + tree + " ro,nosuid master:1 propagate_from:2 - cgroup2 cgroup2 rw\n";

        assertThat(CgroupMount.of(line, proc).readOnly()).isTrue();
        assertThat(CgroupMount.of(v2("/", tree), proc).readOnly()).isFalse();
    }

    @ParameterizedTest(name = "mounted {0}, process in {1}: {2}")
    @CsvSource({
        "/,            /,                    .",
        "/,            /a/b,                 a/b",
        "/,            /a b,                 a b",
        "/,            /a/b (deleted),       ",
        "/,            /../other,            ",
        "/,            /..,                  ",
        "/,            /not/there,           ",
        "/docker/abc,  /docker/abc,          .",
        "/docker/abc,  /docker/abc/a/b,      a/b",
        "/docker/abc,  /docker/abcd,         ",
        "/docker/abc,  /user.slice,          ",
        "/docker/abc,  /docker,              ",
        "/..,          /../a/b,              a/b",
        "/..,          /..,                  .",
        "/..,          /a,                   ",
        "/..,          /../../a,             ",
        "/../..,       /../a,                ",
    })
    void locatesACgroupInWhatIsMounted(String mounted, String cgroup, @org.jspecify.annotations.Nullable String below)
            throws IOException {
        Files.createDirectories(tree.resolve("a/b"));
        Files.createDirectories(tree.resolve("a b"));
        Files.writeString(proc.resolve("self/cgroup"), "1:name=systemd:/x\n0::" + cgroup + "\n");

        CgroupMount mount = CgroupMount.of(v2(mounted, tree), proc);

        if (below == null) {
            assertThat(mount.own()).isEmpty();
        } else {
            assertThat(mount.own()).hasValue(tree.resolve(below.equals(".") ? "" : below));
        }
    }

    @Test
    void findsNoCgroupForAProcessThatIsGone() {
        assertThat(CgroupMount.of(v2("/", tree), proc).cgroupOf(4711)).isEmpty();
    }

    @Test
    void takesControllersFromTheTreeItself() {
        assertThat(CgroupMount.of(v2("/", tree), proc).controllers())
                .isEqualTo(Set.of("cpuset", "cpu", "io", "memory", "pids"));
    }

    private static String v2(String inside, Path point) {
        return "30 1 0:26 " + inside + " " + point + " rw,nosuid,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    }

    private static String v1(String point, String options) {
        return "31 1 0:27 / " + point + " rw,relatime - cgroup cgroup " + options + "\n";
    }
}
