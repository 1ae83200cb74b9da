"""The prebuilt module is tied to its sources, and missing tools are named with their remedy."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from programs import WORKLOADS, run

SOURCES = ["matrix/matrix.c", "contract.h"]


class Prebuilt(unittest.TestCase):
    """On a copy that can be spoiled."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        for name in ("prebuilt", "matrix"):
            shutil.copytree(WORKLOADS / name, self.folder / name)
        shutil.copy(WORKLOADS / "contract.h", self.folder)
        self.module = self.folder / "prebuilt" / "matrix.wasm"

    def check(self, *args):
        return run(["prebuilt/check", *args, *SOURCES], cwd=self.folder)

    def compiler(self, version):
        """A compiler that only tells its version."""
        path = self.folder / "cc"
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
        return ["--compiler", str(path)]

    def rebuilt(self, old=b"", new=b""):
        path = self.folder / "rebuilt.wasm"
        data = self.module.read_bytes()
        self.assertIn(old, data)
        path.write_bytes(data.replace(old, new))
        return ["--rebuilt", str(path)]

    def test_fits_its_record(self):
        done = self.check()
        self.assertEqual((0, ""), (done.code, done.err))

    def test_is_small(self):
        self.assertLess(self.module.stat().st_size, 64 * 1024)

    def test_other_sources_are_noticed(self):
        with open(self.folder / "contract.h", "a") as file:
            file.write("/* changed */\n")
        done = self.check()
        self.assertEqual(1, done.code)
        self.assertIn("was made from other sources: run make prebuilt", done.err)

    def test_another_module_is_noticed(self):
        self.module.write_bytes(self.module.read_bytes() + b"\0\1\0")
        done = self.check()
        self.assertEqual(1, done.code)
        self.assertIn("is not the module that was recorded", done.err)

    def test_other_bytes_from_the_recorded_compiler_are_refused(self):
        compiler = self.compiler("clang version 1")
        self.assertEqual(0, self.check("--record", *compiler).code)
        self.assertIn("the same bytes", self.check(*self.rebuilt(), *compiler).out)
        done = self.check(*self.rebuilt(b"iterations", b"Iterations"), *compiler)
        self.assertEqual(1, done.code)
        self.assertIn("differs from", done.err)

    def test_other_bytes_from_another_compiler_must_keep_imports_and_exports(self):
        compiler = self.compiler("clang version 99")
        done = self.check(*self.rebuilt(b"iterations", b"Iterations"), *compiler)
        self.assertEqual(0, done.code)
        self.assertIn("the same imports and exports (bytes not compared: clang version 99", done.out)
        for old, new in ((b"fd_write", b"fd_wrote"), (b"_start", b"_begin")):
            done = self.check(*self.rebuilt(old, new), *compiler)
            self.assertEqual(1, done.code)
            self.assertIn("has other imports or exports", done.err)


class CheckDeps(unittest.TestCase):
    def check_deps(self, *settings, **env):
        return run([str(WORKLOADS / "check-deps")], *settings, env={**os.environ, **env})

    def row(self, done, what):
        lines = done.lines
        (at,) = [i for i, line in enumerate(lines) if what in line]
        return lines[at].split()[0], lines[at + 1].partition("-> ")[2]

    def test_nothing_needed_is_missing_here(self):
        done = self.check_deps()
        self.assertEqual((0, ""), (done.code, done.err))
        self.assertEqual("ok", self.row(done, "a C compiler")[0])

    def test_names_what_is_missing_and_the_remedy(self):
        done = self.check_deps("CC=no-such-cc", "WASI_CC=no-such-clang", "WASMEDGE=no-such-wasmedge")
        self.assertEqual(1, done.code)
        state, remedy = self.row(done, "a C compiler (no-such-cc)")
        self.assertEqual("MISSING", state)
        self.assertIn("apt-get install gcc libc6-dev", remedy)
        state, remedy = self.row(done, "clang for WebAssembly (no-such-clang)")
        self.assertEqual("optional", state)
        self.assertIn("apt-get install clang lld wasi-libc", remedy)
        self.assertEqual("optional", self.row(done, "wasmedge (no-such-wasmedge)")[0])

    def test_a_clang_that_cannot_link_webassembly_is_not_enough(self):
        with tempfile.TemporaryDirectory() as folder:
            clang = pathlib.Path(folder, "clang")
            clang.write_text('#!/bin/sh\n[ "$1" = -dumpversion ] && echo 14.0.6 && exit 0\nexit 1\n')
            clang.chmod(0o755)
            state, remedy = self.row(self.check_deps(f"WASI_CC={clang}"), "linker and builtins")
        self.assertEqual(("optional", "apt-get install lld libclang-rt-14-dev-wasm32"), (state, remedy))

    def test_make_takes_the_prebuilt_module_where_clang_makes_none(self):
        with tempfile.TemporaryDirectory() as build:
            subprocess.run(["make", "-s", "wasm", f"BUILD={build}", "WASI_CC=no-such-clang"], cwd=WORKLOADS, check=True,
                           stdout=subprocess.DEVNULL)
            made = pathlib.Path(build, "wasm", "matrix.wasm").read_bytes()
        self.assertEqual((WORKLOADS / "prebuilt" / "matrix.wasm").read_bytes(), made)

    def test_make_says_what_ahead_of_time_compilation_needs(self):
        with tempfile.TemporaryDirectory() as build:
            done = run(["make", "-s", "wasm-aot", f"BUILD={build}", "WASMEDGE=no-such-wasmedge", "TESTBED="], cwd=WORKLOADS)
        self.assertEqual(2, done.code)
        self.assertIn("no wasmedge here and TESTBED is not set", done.err)


class Readme(unittest.TestCase):
    def test_the_example_workload_compiles_and_keeps_the_contract(self):
        example = re.search(r"```c\n(#include.*?)```", (WORKLOADS / "README.md").read_text(), re.DOTALL)[1]
        parts = """
            static void prepare(void) {}
            static void work(uint64_t count) { for (volatile uint64_t i = 0; i < count; i++) {} }
            static bool is_right(void) { return true; }
        """
        source = example.replace('#include "contract.h"', '#include "contract.h"\n' + parts)
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "mine")
            flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", f"-I{WORKLOADS}"]
            subprocess.run(["cc", *flags, "-x", "c", "-", "-o", program], input=source, text=True, check=True)
            done = run([program], "1000")
            wrong = run([program])
        self.assertEqual((0, ["BENCH_START", "BENCH_END", "operations: 1000"]), (done.code, done.lines[:3]))
        self.assertEqual((2, "COUNT must be 1..1000000, was absent\nusage: mine COUNT\n"), (wrong.code, wrong.err))


if __name__ == "__main__":
    unittest.main()
