"""The probes do what README.md says of them, as seen from outside."""
import pathlib
import re
import resource
import subprocess
import time
import unittest

from programs import BUILD, run

PROBE = [str(BUILD / "static" / "probe")]
GATE = ["BENCH_START", "BENCH_END"]


class Probes(unittest.TestCase):
    def test_hello_has_no_gate(self):
        done = run(PROBE, "hello")
        self.assertEqual((0, "hello\n", ""), (done.code, done.out, done.err))

    def test_crash_exits_with_its_code_inside_the_gate(self):
        for code in (0, 1, 7, 255):
            done = run(PROBE, "crash", str(code))
            self.assertEqual((code, "BENCH_START\n"), (done.code, done.out))
        self.assertEqual(-6, run(PROBE, "crash", "abort").code)

    def test_spam_writes_as_many_bytes_as_asked(self):
        for size in (1, 79, 80, 81, 1_000_000):
            done = run(PROBE, "spam", str(size))
            text = done.out.removeprefix("BENCH_START\n").removesuffix("BENCH_END\n")
            self.assertEqual(size + (size % 80 != 0), len(text))
            self.assertEqual([], [line for line in text.splitlines() if len(line) > 79])

    def test_spam_without_newline_buries_the_end_of_the_gate(self):
        done = run(PROBE, "spam", "100000", "noeol")
        self.assertEqual(2, len(done.lines))
        self.assertEqual(100000 + len("BENCH_END"), len(done.lines[1]))

    def test_binary_is_not_text(self):
        out = subprocess.run([*PROBE, "binary", "1000"], stdout=subprocess.PIPE, check=True).stdout
        noise = out.removeprefix(b"BENCH_START\n").removesuffix(b"\nBENCH_END\n")
        self.assertEqual(1000, len(noise))
        self.assertIn(0, noise)
        self.assertRaises(UnicodeDecodeError, noise.decode)

    def test_noend_never_ends_its_gate(self):
        self.assertEqual("BENCH_START\n", run(PROBE, "noend", "0.1").out)
        with subprocess.Popen([*PROBE, "noend"], stdout=subprocess.PIPE) as process:
            self.assertEqual(b"BENCH_START\n", process.stdout.readline())
            self.assertIsNone(process.poll())
            process.kill()

    def test_burn_uses_the_cpu_time_that_it_reports(self):
        for args, wall in ((("0.4",), 0.4), (("0.2", "share=25"), 0.8)):
            with self.subTest(args):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                done = run(PROBE, "burn", *args)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                self.assertEqual(GATE, done.lines[:2])
                said, elapsed = (float(re.fullmatch(r"[a-z ]+: (\d+\.\d{6}) s", line)[1]) for line in done.lines[2:])
                self.assertAlmostEqual(float(args[0]), said, delta=0.001)
                self.assertAlmostEqual(said, used, delta=0.02)  # the rest is the start of the process
                self.assertGreaterEqual(elapsed, wall)

    def test_steps_hold_the_memory_that_they_report(self):
        found = []
        with subprocess.Popen([*PROBE, "steps", "8", "3", "0.2"], stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                if match := re.fullmatch(r"step: (\d+) bytes at \d+\.\d{6} s\n", line):
                    found.append((int(match[1]), resident(process.pid)))
        self.assertEqual([8 << 20, 16 << 20, 24 << 20, 0], [said for said, _ in found])
        for said, held in found:
            self.assertGreaterEqual(held, said)
            self.assertLess(held, said + (2 << 20))

    def test_hog_holds_its_memory_and_fails_where_there_is_none(self):
        with subprocess.Popen([*PROBE, "hog", "64", "30"], stdout=subprocess.PIPE, text=True) as process:
            self.assertEqual(["BENCH_START\n", "holding: 67108864 bytes\n"], [process.stdout.readline() for _ in range(2)])
            self.assertAlmostEqual(64 << 20, resident(process.pid), delta=2 << 20)
            process.kill()
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (2**25, 2**25))
        done = run(PROBE, "hog", "64", preexec_fn=limit)
        self.assertEqual((1, "cannot allocate 1 MiB\n"), (done.code, done.err))

    def test_refuses_wrong_arguments(self):
        for args, expected in (
            ([], "a probe is needed"),
            (["sleep"], "not with these arguments: sleep"),
            (["hello", "you"], "not with these arguments: hello"),
            (["crash", "256"], "CODE must be 0..255, was 256"),
            (["hog", "0"], "MIB must be 1..1048576, was 0"),
            (["spam", "10", "eol"], "not with these arguments: spam"),
            (["burn", "1", "share=0"], "share must be 1..100, was 0"),
            (["steps", "1", "65", "1"], "COUNT must be 1..64, was 65"),
        ):
            with self.subTest(args):
                done = run(PROBE, *args)
                self.assertEqual((2, ""), (done.code, done.out))
                self.assertIn(expected, done.err)
                self.assertIn("usage: probe hello", done.err)


def resident(pid):
    """Resident memory of a process in bytes, after giving it a moment to come to rest."""
    time.sleep(0.02)
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


if __name__ == "__main__":
    unittest.main()
