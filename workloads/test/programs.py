"""What the tests share: where the programs are, how each is started, and a run of one with its output."""
import os
import pathlib
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass

WORKLOADS = pathlib.Path(__file__).resolve().parent.parent
BUILD = WORKLOADS / "build"


def wasm_runtime():
    """The command that runs a module here; None where there is none."""
    for runtime in ("wasmedge", "wasmtime"):
        if shutil.which(runtime):
            return [runtime]
    if shutil.which("node"):
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.lstrip("v").split(".")[0]) >= 20:
            return ["node", "--no-warnings", str(WORKLOADS / "test" / "run-wasm.mjs")]
    return None


def matrix_command(form):
    """The command line before the arguments for native, static, java or wasm; None where it cannot run."""
    if form == "java":
        return ["java", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", str(BUILD / "java"), "Matrix"]
    if form == "wasm":
        runtime = wasm_runtime()
        return runtime and runtime + [str(BUILD / "wasm" / "matrix.wasm")]
    return [str(BUILD / form / "matrix")]


@dataclass
class Run:
    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


def run(command, *args, **options):
    result = subprocess.run([*command, *args], capture_output=True, text=True, timeout=60, **options)
    return Run(result.returncode, result.stdout, result.stderr)


def writes(command, *args):
    """Runs a program whose standard output is a socket that keeps writes apart: [(time of arrival, text of one write)]."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, subprocess.Popen([*command, *args], stdout=theirs) as process:
        theirs.close()
        arrived, empty = [], 0
        while empty < 2:  # Node.js adds empty writes, each after a full one; the end of the stream is empty for ever
            data = ours.recv(65536)
            empty = 0 if data else empty + 1
            if data:
                arrived.append((time.monotonic(), data.decode()))
        process.wait(60)
    return arrived


def is_root():
    return os.geteuid() == 0
