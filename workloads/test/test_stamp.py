"""The stamping shim does what README.md says of it, in front of a runtime that is a shell script."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from programs import BUILD

STAMP = BUILD / "static" / "stamp"
RUNTIME = """#!/bin/sh
echo "$@"
cat
case "$*" in
*" start fails") exit 7 ;;
*" start waits") exec sleep 60 ;;
*" start killed") kill -9 $$ ;;
esac
"""


class Stamps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        runtime = self.folder / "fake"
        runtime.write_text(RUNTIME)
        runtime.chmod(0o755)
        self.shim = self.folder / "stamped-fake"
        self.shim.symlink_to(STAMP)
        self.log = self.folder / "stamps.zlog"
        self.environment = {"PATH": f"{self.folder}:{os.environ['PATH']}", "KRATER_STAMPS": str(self.log)}

    def run_shim(self, *args, **changes):
        return subprocess.run(
            [self.shim, *args], capture_output=True, text=True, input="in", env={**self.environment, **changes}, timeout=20
        )

    def marks(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def test_create_and_start_are_stamped_in_order_and_in_uruncs_format(self):
        before = time.time_ns()
        self.run_shim("--root", "/run/x", "--log-format", "json", "create", "--bundle", "b", "c-1.2_x")
        self.run_shim("--root=/run/x", "--debug", "start", "c-1.2_x")
        marks = self.marks()
        self.assertEqual(
            ["CR.invoked", "CR.runtime_started", "CR.terminated", "ST.invoked", "ST.runtime_started", "ST.terminated"],
            [mark["timestampName"] for mark in marks],
        )
        self.assertEqual([f"TS0{n}" for n in range(6)], [mark["timestampID"] for mark in marks])
        self.assertEqual(list(range(6)), [mark["timestampOrder"] for mark in marks])
        self.assertEqual({"c-1.2_x"}, {mark["containerID"] for mark in marks})
        times = [before, *(mark["time"] for mark in marks), time.time_ns()]
        self.assertEqual(sorted(times), times)

    def test_arguments_streams_and_exit_codes_pass_through(self):
        done = self.run_shim("start", "fine")
        self.assertEqual((0, "start fine\nin", ""), (done.returncode, done.stdout, done.stderr))
        self.assertEqual(7, self.run_shim("--x", "start", "fails").returncode)
        self.assertEqual(128 + 9, self.run_shim("--x", "start", "killed").returncode)

    def test_other_commands_are_passed_on_without_a_mark(self):
        for args in (["state", "c"], ["--version"], [], ["delete", "--force", "create"], ["create"], ["kill", "start"]):
            with self.subTest(args):
                self.assertEqual(0, self.run_shim(*args).returncode)
        self.assertEqual([], self.marks())

    def test_a_log_that_cannot_be_written_keeps_no_container_from_starting(self):
        (self.folder / "link").symlink_to(self.folder / "elsewhere")
        for path in (str(self.folder / "no" / "such"), str(self.folder), str(self.folder / "link"), "/dev/full"):
            with self.subTest(path):
                done = self.run_shim("start", "c", KRATER_STAMPS=path)
                self.assertEqual((0, "start c\nin"), (done.returncode, done.stdout))
                self.assertIn("stamp: cannot ", done.stderr)
        self.assertFalse((self.folder / "elsewhere").exists())

    def test_an_id_that_would_break_the_format_is_not_stamped(self):
        self.assertEqual(0, self.run_shim("start", 'a"b').returncode)
        self.assertEqual([], self.marks())

    def test_many_at_once_do_not_mix_their_lines(self):
        started = [
            subprocess.Popen([self.shim, "create", f"c{n}"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            for n in range(40)
        ]
        self.assertEqual({0}, {each.wait(20) for each in started})
        self.assertEqual({f"c{n}": 3 for n in range(40)}, {f"c{n}": sum(mark["containerID"] == f"c{n}" for mark in self.marks()) for n in range(40)})

    def test_ending_the_shim_ends_the_runtime(self):
        with subprocess.Popen([self.shim, "-x", "start", "waits"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as shim:
            self.assertEqual(b"-x start waits\n", shim.stdout.readline())
            shim.send_signal(signal.SIGTERM)
            shim.wait(10)
            self.assertEqual(b"", shim.stdout.read())  # the pipe's other end is closed: no runtime is left

    def test_a_name_that_tells_no_runtime_and_a_runtime_that_is_not_there_are_named(self):
        done = subprocess.run([STAMP, "start", "c"], capture_output=True, text=True)
        self.assertEqual(2, done.returncode)
        self.assertIn("stamped-RUNTIME", done.stderr)
        absent = self.folder / "stamped-absent"
        absent.symlink_to(STAMP)
        done = subprocess.run([absent, "start", "c"], capture_output=True, text=True, env=self.environment)
        self.assertEqual(127, done.returncode)
        self.assertIn("cannot run absent", done.stderr)


if __name__ == "__main__":
    unittest.main()
