"""The log contract, held by the matrix workload in all its forms."""
import os
import re
import resource
import subprocess
import tempfile
import time
import unittest

from programs import WORKLOADS, matrix_command, run, writes

TIMES = 3  # how often something is timed; the best counts, for the machine may be busy with something else

RESULTS = [
    r"iterations: (\d+)",
    r"elapsed time: (\d+\.\d{6}) s",
    r"throughput: (\d+\.\d{3}) MFLOPS",
    r"calculation check: (PASSED|FAILED)",
]
WRONG = [
    ([], "SIZE and SECONDS are needed, got 0 arguments"),
    (["w"], "got 1 argument\n"),
    (["nw", "64"], "got 2 arguments"),
    (["x", "64", "1"], "w (warm-up) or nw (none), was x"),
    (["W", "64", "1"], "was W"),
    (["nw", "abc", "1"], "SIZE must be 2..16384, was abc"),
    (["nw", "1", "1"], "SIZE must be 2..16384, was 1"),
    (["nw", "16385", "1"], "SIZE must be 2..16384, was 16385"),
    (["nw", "-64", "1"], "was -64"),
    (["nw", "", "1"], "SIZE must be 2..16384, was \n"),
    (["nw", "6.4", "1"], "was 6.4"),
    (["nw", "18446744073709551680", "1"], "was 18446744073709551680"),  # 2^64 + 64
    (["nw", "64", "0"], "SECONDS must be 0.001..86400, was 0"),
    (["nw", "64", "86401"], "SECONDS must be 0.001..86400, was 86401"),
    (["nw", "64", "1e3"], "was 1e3"),
    (["nw", "64", "nan"], "was nan"),
    (["nw", "64", "1.2.3"], "was 1.2.3"),
    (["nw", "64", "-1"], "was -1"),
    (["w", "64", "1", "warmup=3601"], "warmup must be 0..3600 seconds, was 3601"),
    (["w", "64", "1", "slow=91"], "slow must be 0..90 percent, was 91"),
    (["w", "64", "1", "corrupt=4096"], "corrupt must be 0..4095, was 4096"),
    (["w", "64", "1", "warmup"], "unknown option warmup"),
    (["w", "64", "1", "speed=2"], "unknown option speed=2"),
]


def results(lines):
    """The four values after BENCH_END."""
    if len(lines) != len(RESULTS):
        raise AssertionError(f"not four results: {lines}")
    values = []
    for line, pattern in zip(lines, RESULTS):
        match = re.fullmatch(pattern, line)
        if match is None:
            raise AssertionError(f"{line!r} is not {pattern}")
        values.append(match[1])
    return int(values[0]), float(values[1]), float(values[2]), values[3]


class Contract:
    """Mixed into one test case for each form."""

    form = ""

    @classmethod
    def setUpClass(cls):
        cls.command = matrix_command(cls.form)
        if cls.command is None:
            raise unittest.SkipTest("no wasmedge, wasmtime or Node.js 20 here to run WebAssembly")

    def test_prints_the_gate_then_the_four_results(self):
        done = run(self.command, "nw", "64", "0.2")
        self.assertEqual((0, ""), (done.code, done.err))
        self.assertEqual(["BENCH_START", "BENCH_END"], done.lines[:2])
        self.assertEqual("PASSED", results(done.lines[2:])[3])
        self.assertTrue(done.out.endswith("PASSED\n"))

    def test_throughput_counts_the_work_that_was_done(self):
        for size in (2, 3, 64, 200):
            with self.subTest(size=size):
                iterations, elapsed, mflops, _ = results(run(self.command, "nw", str(size), "0.2").lines[2:])
                multiplications = mflops * 1e6 * elapsed / (2 * size**3)
                self.assertGreaterEqual(multiplications, iterations * 0.9999)
                self.assertLess(multiplications, (iterations + 1) * 1.0001)

    def test_gate_ends_on_time_where_one_multiplication_takes_longer(self):
        lengths = []
        for _ in range(TIMES):
            iterations, elapsed, mflops, check = results(run(self.command, "nw", "2048", "0.3").lines[2:])
            self.assertEqual((0, "PASSED"), (iterations, check))
            self.assertGreater(mflops, 0)
            lengths.append(elapsed)
        self.assertGreaterEqual(min(lengths), 0.3)
        self.assertLess(min(lengths), 0.31)

    def test_writes_each_line_at_once_and_when_it_is_due(self):
        errors = []
        for _ in range(TIMES):
            arrived = writes(self.command, "nw", "64", "0.3")
            self.assertEqual(6, len(arrived))
            self.assertTrue(all(text.count("\n") == 1 and text.endswith("\n") for _, text in arrived), arrived)
            (start, first), (end, last) = arrived[:2]
            self.assertEqual(("BENCH_START\n", "BENCH_END\n"), (first, last))
            elapsed = results([text.strip() for _, text in arrived[2:]])[1]
            errors.append(abs(end - start - elapsed))
        self.assertLess(min(errors), 0.01)

    def test_warms_up_before_the_gate(self):
        cold, warm = (min(self.seconds_until_bench_start(how, "warmup=0.6") for _ in range(TIMES)) for how in ("nw", "w"))
        self.assertAlmostEqual(0.6, warm - cold, delta=0.15)

    def seconds_until_bench_start(self, *args):
        start = time.monotonic()
        arrived = writes(self.command, args[0], "2", "0.001", *args[1:])
        return arrived[0][0] - start

    def test_finds_one_wrong_bit_anywhere(self):
        for element in (0, 63, 2000, 4095):
            with self.subTest(element=element):
                done = run(self.command, "nw", "64", "0.2", f"corrupt={element}")
                self.assertEqual(1, done.code)
                self.assertEqual("FAILED", results(done.lines[2:])[3])

    def test_refuses_wrong_arguments_naming_value_and_bound(self):
        for args, expected in WRONG if self.form != "java" else WRONG[::3]:
            with self.subTest(args=args):
                done = run(self.command, *args)
                self.assertEqual((2, ""), (done.code, done.out))
                self.assertIn(expected, done.err)
                self.assertRegex(done.err, r"\nusage: [mM]atrix w\|nw SIZE SECONDS ")

    def test_says_that_the_slowdown_is_planted(self):
        done = run(self.command, "nw", "8", "0.05", "slow=12.5")
        self.assertEqual(["planted slowdown: 12.5 %", "BENCH_START"], done.lines[:2])

    def test_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([*self.command, "nw", "8", "0.05"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(1, done.returncode)
        self.assertIn("cannot write the output", done.stderr)

    def test_too_little_memory_is_a_failure_that_names_it(self):
        done = self.run_with_little_memory()
        self.assertEqual((1, ""), (done.code, done.out))
        self.assertIn("SIZE 16384 needs 6442713088 bytes, more than", done.err)

    def run_with_little_memory(self):
        return run(self.command, "nw", "16384", "0.1")


class Static(Contract, unittest.TestCase):
    form = "static"

    def run_with_little_memory(self):
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
        return run(self.command, "nw", "16384", "0.1", preexec_fn=limit)


class Native(Static):
    form = "native"

    def test_warms_up_for_five_seconds_unless_told_otherwise(self):
        self.assertAlmostEqual(5, self.seconds_until_bench_start("w"), delta=0.3)


class Java(Contract, unittest.TestCase):
    form = "java"

    def run_with_little_memory(self):
        return run(["java", "-Xmx64m", *self.command[1:]], "nw", "16384", "0.1")

    def test_runs_from_its_source_file(self):
        done = run(["java", str(WORKLOADS / "matrix" / "Matrix.java")], "nw", "64", "0.1")
        self.assertEqual((0, "PASSED"), (done.code, results(done.lines[2:])[3]))


class Wasm(Contract, unittest.TestCase):
    form = "wasm"


def compiled(folder, changes):
    """matrix.c with pieces of its text replaced, each of which has to be there once, as a program in the folder."""
    header = (WORKLOADS / "contract.h").read_text()
    text = (WORKLOADS / "matrix" / "matrix.c").read_text().replace('#include "../contract.h"', header)
    for right, wrong in changes:
        if text.count(right) != 1:
            raise AssertionError(f"{right!r} is {text.count(right)} times in the source")
        text = text.replace(right, wrong)
    program = os.path.join(folder, "matrix")
    compiler = ["cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O1", "-x", "c", "-", "-o", program]
    subprocess.run(compiler, input=text, text=True, check=True)
    return program


class PlantedSlowdown(unittest.TestCase):
    """With a clock that each look moves by a millisecond, so that the work done in a second is always 1000 steps."""

    def test_lowers_throughput_by_its_percentage(self):
        with tempfile.TemporaryDirectory() as folder:
            clock = "static double time; return time += 0.001;"
            program = compiled(folder, [("return clock_seconds(CLOCK_MONOTONIC);", clock)])
            for slow, iterations, mflops in ((0, 250, 1.0), (10, 225, 0.9), (12.5, 218, 0.875), (50, 125, 0.5), (90, 25, 0.1)):
                with self.subTest(slow=slow):
                    small, large = (results(run([program], "nw", n, "0.9995", f"slow={slow}").lines[-4:]) for n in ("2", "500"))
                    self.assertEqual((iterations, 1.0), small[:2])  # of 4 steps each
                    self.assertEqual((1.0, mflops), large[1:3])  # steps of 1000 operations


class CheckIsReal(unittest.TestCase):
    """Programs that compute something else than the product, compiled here, have to be found out."""

    MISTAKES = {
        "the last column is left out": ("j < n; j++) {\n            c[j] +=", "j + 1 < n; j++) {\n            c[j] +="),
        "one term is left out": ("for (size_t k = from;", "for (size_t k = from == 0 ? 1 : from;"),
        "nothing is computed": ("c[j] += x * b[j];", "c[j] += 0 * b[j];"),
        "a row is left as it was": ("size_t n = m->n;\n    const", "size_t n = m->n;\n    if (row == 3 && factor > 1) return;\n    const"),
        "a row is not reset": ("if (from == 0) {", "if (from == 0 && row != 5) {"),
        "the wrong row of b": ("m->b + k * n", "m->b + (k ^ 1) * n"),
    }

    def test_mistakes_in_the_multiplication_fail_the_check(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, change in self.MISTAKES.items():
                with self.subTest(name):
                    program = compiled(folder, [change])
                    # a row that is left as it was is right by chance where the last factor is the first one: one run in seven
                    runs = (run([program], "nw", "64", "0.05") for _ in range(8))
                    self.assertTrue(any((done.code, done.lines[-1]) == (1, "calculation check: FAILED") for done in runs))


if __name__ == "__main__":
    unittest.main()
