package io.krater.result.rund;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes up raw folders of RunD's form, of any size; run by hand it makes one as large as the whole artifact. */
final class MadeUpArtifact {
    private static final List<Integer> LEVELS = List.of(1, 10, 20, 50, 100, 200, 300, 400);
    private static final List<Integer> DENSITIES = List.of(1, 10, 100, 500, 1000, 2000);

    private final Path root;
    private final Random random = new Random(1);

    MadeUpArtifact(Path root) {
        this.root = root;
    }

    /** {@code FOLDER}: writes 24,787 files of 69 MB, about, then reads them and writes the tables, with times. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        if (!Files.exists(root)) {
            new MadeUpArtifact(root).whole();
        }
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            List<Path> tables = RundTables.of(RundFiles.read(root)).write(root.resolveSibling("tables"));
            System.out.printf(Locale.ROOT, "%d tables in %.2f s%n", tables.size(), (System.nanoTime() - start) / 1e9);
        }
    }

    void whole() throws IOException {
        for (String runtime : List.of("rund", "kata", "katafc", "katatemplate")) {
            time("paper_data/time_" + runtime + "_01010000", LEVELS, 50);
            memory("paper_data/mem_" + runtime + "_01010000", List.of(128, 256, 512, 1024, 2048, 4096), DENSITIES);
            for (int density : List.of(100, 200, 500, 1000, 2000)) {
                time(
                        "paper_data/density_" + runtime + "_01010000/density_"
                                + String.format(Locale.ROOT, "%04d", density),
                        List.of(1, 10, 100, 200, 300, 400),
                        20);
            }
        }
    }

    void time(String folder, List<Integer> levels, int rounds) throws IOException {
        for (int level : levels) {
            Path con = Files.createDirectories(root.resolve(folder + String.format(Locale.ROOT, "/con_%03d", level)));
            IntStream.rangeClosed(1, level).forEach(client -> client(con, client, rounds));
            StringBuilder cpu = new StringBuilder();
            for (int round = 0; round < rounds; round++) {
                cpu.append(20 + random.nextInt(100) * level).append(" 100000 5.5\n");
            }
            Files.writeString(con.resolve("cpu.txt"), cpu);
            Files.writeString(con.resolve("latency.txt"), "100\n".repeat(rounds));
        }
    }

    private void client(Path con, int client, int rounds) {
        StringBuilder text = new StringBuilder();
        for (int round = 0; round < rounds; round++) {
            long start = 1_652_085_468_226L + round * 1000L + random.nextInt(20);
            int latency = 80 + random.nextInt(100);
            String pod = String.format(Locale.ROOT, "%016x%016x%016x%016x", random.nextLong(), client, round, start);
            text.append(pod + " " + start + " " + (start + latency) + " " + latency + "\n");
        }
        try {
            Files.writeString(con.resolve(String.format(Locale.ROOT, "client%03d.txt", client)), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void memory(String folder, List<Integer> sizes, List<Integer> densities) throws IOException {
        Path mem = Files.createDirectories(root.resolve(folder));
        for (int size : sizes) {
            for (int density : densities) {
                StringBuilder text = new StringBuilder("Name                USS      PSS      RSS      VSS\n");
                for (int i = 0; i < density; i++) {
                    int kib = 15_000 + random.nextInt(1000);
                    text.append("containerd-shim-rund-v2  " + kib + " " + (kib + 100) + " " + 2 * kib + " 7000000\n");
                }
                Files.writeString(mem.resolve(String.format(Locale.ROOT, "result_%dMB_%04d.txt", size, density)), text);
            }
        }
    }
}
