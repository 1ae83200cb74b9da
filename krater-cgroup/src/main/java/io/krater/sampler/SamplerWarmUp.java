package io.krater.sampler;

import io.krater.host.ProcessIdentity;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Scope;
import io.krater.sample.SteadyClock;
import io.krater.sample.TimeSource;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Samples a made-up cgroup over and over, so that the JIT compiler has done its work before a sample counts. Else it does
 * it during the first minute of sampling, beside what is measured: where the other cores are busy, the compiler's threads
 * then delay one tick in a hundred by about half a millisecond.
 */
public final class SamplerWarmUp {
    private static final String NAME = "krater-warm-up";
    private static final Path SELF = Path.of("/proc/self");

    /** By then the compiler has seen all of a tick often enough for its last tier (Tier4InvocationThreshold is 5,000). */
    private static final int TICKS = 8_000;

    private static final Duration PERIOD = Duration.ofMillis(1);
    private static final Duration SLOW_PERIOD = Duration.ofMillis(10);

    /** One of each format that is parsed, short, since it is the code that matters. */
    private static final Map<String, String> FILES = Map.of(
            "cpu.stat", "usage_usec 3\nuser_usec 2\nsystem_usec 1\nnr_periods 1\nnr_throttled 0\nthrottled_usec 0\n",
            "memory.current", "4096\n",
            "memory.stat", "anon 4096\nfile 0\nkernel 0\ninactive_file 0\npgfault 1\npgmajfault 0\n",
            "cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n",
            "io.stat", "8:0 rbytes=1 wbytes=1 rios=1 wios=1 dbytes=0 dios=0\n");

    private SamplerWarmUp() {}

    /**
     * Gets the JIT compiler to compile the sampling before it counts, for at most 0.2 s, once in a JVM; a second call does
     * nothing. Without it the first minute's ticks are later and the compiler works beside what is measured.
     *
     * @return whether that was possible; not where no temporary file can be written
     */
    public static boolean once() {
        return Warm.DONE;
    }

    /** Warms up when it is first asked for. */
    private static final class Warm {
        static final boolean DONE = run();

        private static boolean run() {
            try {
                return SamplerWarmUp.run(Path.of(System.getProperty("java.io.tmpdir")), Duration.ofMillis(200)) > 0;
            } catch (IOException | CgroupReadException noRoomForFiles) { // sampling works without it
                return false;
            }
        }
    }

    /** The machine's clocks, put forward by a period at each tick. */
    private static final class Hurried implements TimeSource {
        private final TimeSource real = TimeSource.system();
        private long ahead;

        @Override
        public long nanoTime() {
            return real.nanoTime() + ahead;
        }

        @Override
        public long epochNanos() {
            return real.epochNanos() + ahead;
        }
    }

    /**
     * Warms up.
     *
     * @param directory where the made-up cgroup is written; nothing remains
     * @param most when to stop at the latest
     * @return ticks that were taken
     * @throws IOException if the made-up cgroup cannot be written
     */
    static int run(Path directory, Duration most) throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        removeLeft(directory, self);
        Path cgroup = Files.createTempDirectory(directory, self.name(NAME) + ".");
        try {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Files.writeString(cgroup.resolve(file.getKey()), file.getValue());
            }
            return sample(cgroup, most);
        } finally {
            remove(cgroup);
        }
    }

    private static void remove(Path cgroup) throws IOException {
        for (String file : FILES.keySet()) {
            Files.deleteIfExists(cgroup.resolve(file));
        }
        Files.deleteIfExists(cgroup);
    }

    /** Removes what processes left that were killed while they warmed up. */
    private static void removeLeft(Path directory, ProcessIdentity self) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, NAME + ".*")) {
            for (Path folder : left) {
                if (ProcessIdentity.ofName(NAME, String.valueOf(folder.getFileName()))
                                .filter(maker -> maker.isGone(self))
                                .isPresent()
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(SELF))) {
                    remove(folder);
                }
            }
        } catch (FileSystemException | DirectoryIteratorException othersMayRemoveIt) {
            // it is another user's, or another process was faster; what is left is small, and in the way of nothing
            System.getLogger(SamplerWarmUp.class.getName()).log(System.Logger.Level.DEBUG, NAME, othersMayRemoveIt);
        }
    }

    private static int sample(Path cgroup, Duration most) {
        Hurried time = new Hurried();
        long end = System.nanoTime() + most.toNanos();
        int ticks = 0;
        Pacer pacer = Pacer.parking();
        try (Sampler sampler = Sampler.driven(SteadyClock.anchoredTo(time))) {
            sampler.start(SampleTarget.cgroup(Scope.of("warm-up"), cgroup), PERIOD, SLOW_PERIOD);
            while (ticks < TICKS && System.nanoTime() < end) {
                time.ahead += PERIOD.toNanos();
                LockSupport.unpark(Thread.currentThread()); // so that it need not wait
                pacer.await(sampler.runDue());
                pacer.await(1);
                ticks++;
            }
        }
        return ticks;
    }
}
