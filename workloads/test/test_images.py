"""Image archives: what container engines need of them, the same bytes every time, and the ways into a cluster."""
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from programs import BUILD, WORKLOADS, is_root, run

TOOL = [str(WORKLOADS / "image-archive")]
NATIVE, STATIC = str(BUILD / "native" / "matrix"), str(BUILD / "static" / "matrix")


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def archive(self, *args, name="krater-test:1"):
        """Makes an archive and returns it as {member: bytes}."""
        out = self.folder / "image.tar"
        done = run(TOOL, str(out), name, *args)
        self.assertEqual((0, "", ""), (done.code, done.out, done.err))
        with tarfile.open(out) as archive:
            return {entry.name: archive.extractfile(entry).read() for entry in archive if entry.isfile()}


class ImageArchive(Folder):
    def test_every_descriptor_fits_its_blob(self):
        members = self.archive("--entrypoint", "/matrix", f"{STATIC}=/matrix")
        self.assertEqual("1.0.0", json.loads(members["oci-layout"])["imageLayoutVersion"])
        (described,) = json.loads(members["index.json"])["manifests"]
        manifest = json.loads(self.blob(members, described))
        config = json.loads(self.blob(members, manifest["config"]))
        (layer,) = manifest["layers"]
        self.blob(members, layer)
        self.assertEqual([layer["digest"]], config["rootfs"]["diff_ids"])
        self.assertEqual(["/matrix"], config["config"]["Entrypoint"])
        self.assertEqual("linux", config["os"])

    def blob(self, members, descriptor):
        algorithm, _, digest = descriptor["digest"].partition(":")
        data = members[f"blobs/{algorithm}/{digest}"]
        self.assertEqual((digest, descriptor["size"]), (hashlib.sha256(data).hexdigest(), len(data)))
        return data

    def test_docker_and_containerd_find_the_same_image_by_its_full_name(self):
        for name, full in (
            ("krater-test", "docker.io/library/krater-test:latest"),
            ("krater-test:1.0-b", "docker.io/library/krater-test:1.0-b"),
            ("lab/krater:2", "docker.io/lab/krater:2"),
            ("localhost:5000/krater:2", "localhost:5000/krater:2"),
            ("registry.example/a/b", "registry.example/a/b:latest"),
        ):
            with self.subTest(name):
                members = self.archive("--entrypoint", "/m", f"{STATIC}=/m", name=name)
                (described,) = json.loads(members["index.json"])["manifests"]
                manifest = json.loads(self.blob(members, described))
                (docker,) = json.loads(members["manifest.json"])
                self.assertEqual(full, described["annotations"]["io.containerd.image.name"])
                self.assertEqual([full], docker["RepoTags"])
                self.assertEqual("blobs/sha256/" + manifest["config"]["digest"][7:], docker["Config"])
                self.assertEqual(["blobs/sha256/" + manifest["layers"][0]["digest"][7:]], docker["Layers"])

    def layer(self, *args):
        members = self.archive(*args)
        (docker,) = json.loads(members["manifest.json"])
        return tarfile.open(fileobj=io.BytesIO(members[docker["Layers"][0]]))

    def test_same_files_make_the_same_bytes(self):
        tree = self.folder / "tree"
        tree.mkdir()
        for name in ("b", "a"):
            (tree / name).write_text(name)
        first = self.archive("--entrypoint", "/t/a", f"{tree}=/t")
        bytes_then = (self.folder / "image.tar").read_bytes()
        for name in ("a", "b"):
            os.utime(tree / name, (1e9, 1e9))
        self.assertEqual(first, self.archive("--entrypoint", "/t/a", f"{tree}=/t"))
        self.assertEqual(bytes_then, (self.folder / "image.tar").read_bytes())

    def test_files_keep_whether_they_can_be_executed_and_belong_to_root(self):
        data = self.folder / "data"
        data.write_text("x")
        with self.layer("--entrypoint", "/bin/m", f"{STATIC}=/bin/m", f"{data}=/etc/k/data") as layer:
            found = {entry.name: (entry.isdir(), entry.mode, entry.uid, entry.mtime) for entry in layer}
        directory = (True, 0o755, 0, 0)
        self.assertEqual(
            {"bin": directory, "bin/m": (False, 0o755, 0, 0), "etc": directory, "etc/k": directory,
             "etc/k/data": (False, 0o644, 0, 0)}, found)

    def test_a_link_within_a_directory_is_packed_as_a_link_and_a_named_one_is_followed(self):
        secret = self.folder / "secret"
        secret.write_text("not for the image")
        tree = self.folder / "tree"
        tree.mkdir()
        (tree / "program").write_text("p")
        (tree / "other").symlink_to(secret)
        (tree / "folder").symlink_to(self.folder)
        (tree / "nowhere").symlink_to("/no/such/file")
        named = self.folder / "named"
        named.symlink_to(tree / "program")
        with self.layer("--entrypoint", "/t/program", f"{tree}=/t", f"{named}=/n") as layer:
            found = {entry.name: entry.linkname if entry.issym() else entry.size for entry in layer}
        self.assertEqual(
            {"n": 1, "t": 0, "t/program": 1, "t/other": str(secret), "t/folder": str(self.folder), "t/nowhere": "/no/such/file"},
            found)
        self.assertNotIn(b"not for the image", (self.folder / "image.tar").read_bytes())

    def test_a_link_planted_under_the_temporary_name_is_not_followed(self):
        victim = self.folder / "victim"
        victim.write_text("mine")
        (self.folder / "image.tar.partial").symlink_to(victim)
        program = self.folder / "program"
        program.write_text("p")
        self.archive("--entrypoint", "/m", f"{program}=/m")
        self.assertEqual("mine", victim.read_text())
        self.assertFalse((self.folder / "image.tar.partial").exists())

    @unittest.skipUnless(is_root(), "chroot needs root")
    def test_a_dynamic_binary_runs_with_the_libraries_in_the_image_alone(self):
        with self.layer("--entrypoint", "/matrix", "--libraries", f"{NATIVE}=/matrix") as layer:
            layer.extractall(self.folder / "root")
        done = run(["chroot", str(self.folder / "root"), "/matrix"], "nw", "8", "0.05")
        self.assertEqual((0, "calculation check: PASSED"), (done.code, done.lines[-1]))

    def test_refuses_what_makes_no_image_and_leaves_no_file(self):
        for args, expected in (
            (["Bad Name", "--entrypoint", "/m", f"{STATIC}=/m"], "'Bad Name' is not an image name"),
            (["x:", "--entrypoint", "/m", f"{STATIC}=/m"], "'x:' is not an image name"),
            (["x", "--entrypoint", "/n", f"{STATIC}=/m"], "the entrypoint /n is not in the image, which holds /m"),
            (["x", "--entrypoint", "/m", "/no/such/file=/m"], "there is no file /no/such/file"),
            (["x", "--entrypoint", "/m", f"{STATIC}=m"], "must be FILE=PATH"),
            (["x", "--entrypoint", "/m", f"{STATIC}=/a/../m"], "must be FILE=PATH"),
            (["x", "--entrypoint", "/m", STATIC], "must be FILE=PATH"),
            (["x", "--entrypoint", "/m", f"{STATIC}=/m", f"{NATIVE}=/m"], "two files for /m"),
            (["x", "--entrypoint", "/m", "/dev/null=/m"], "/dev/null is neither a file nor a directory"),
        ):
            with self.subTest(args):
                done = run(TOOL, str(self.folder / "out.tar"), *args)
                self.assertEqual(1, done.code)
                self.assertIn(expected, done.err)
                self.assertEqual([], os.listdir(self.folder))

    def test_full_disk_leaves_no_archive(self):
        done = run(["bash", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "-"], *TOOL, str(self.folder / "out.tar"), "x",
                   "--entrypoint", "/m", f"{STATIC}=/m")
        self.assertEqual(1, done.code)
        self.assertIn("File too large", done.err)
        self.assertEqual([], os.listdir(self.folder))


class Load(Folder):
    """With commands that only write down how they were called."""

    def setUp(self):
        super().setUp()
        for name in ("bash", "dirname"):
            os.symlink(shutil.which(name), self.folder / name)

    def load(self, way, *commands, testbed="", archives=("a.tar", "b.tar"), check=()):
        for name in commands:
            path = self.folder / name
            path.write_text(f'#!{shutil.which("bash")}\necho "{name} $*"\n')
            path.chmod(0o755)
        return run([str(WORKLOADS / "load-images"), *check, way, testbed, *archives], env={"PATH": str(self.folder)})

    def test_knows_the_way_into_each_cluster(self):
        for way, expected in (
            ("ctr", "ctr -n k8s.io images import a.tar"),
            ("k3s", "k3s ctr images import a.tar"),
            ("microk8s", "microk8s ctr image import a.tar"),
            ("kind", "kind load image-archive a.tar --name kind"),
            ("minikube", "minikube image load a.tar"),
        ):
            with self.subTest(way):
                self.assertEqual([expected, expected.replace("a.tar", "b.tar")], self.load(way, way).lines)
        self.assertEqual("bed load a.tar", self.load("testbed", "bed", testbed="bed").lines[0])

    def test_finds_a_way_of_its_own_and_prefers_the_testbed_it_was_given(self):
        self.assertEqual("ctr", self.load("auto", "ctr", check=["--check"], archives=()).out.strip())
        self.assertEqual("k3s", self.load("auto", "k3s", check=["--check"], archives=()).out.strip())
        self.assertEqual("testbed", self.load("auto", "bed", testbed="bed", check=["--check"], archives=()).out.strip())

    def test_says_what_to_do_where_there_is_no_way(self):
        for way, expected in (
            ("auto", "none of k3s, microk8s, kind, minikube and ctr is here"),
            ("kind", "there is no command kind here"),
            ("testbed", "LOAD_WITH=testbed needs TESTBED"),
            ("scp", "minikube or testbed, was scp"),
        ):
            with self.subTest(way):
                done = self.load(way)
                self.assertEqual((1, ""), (done.code, done.out))
                self.assertIn(expected, done.err)

    def test_stops_at_the_first_archive_that_cannot_be_imported(self):
        (self.folder / "ctr").write_text(f'#!{shutil.which("bash")}\necho "ctr $5"; exit 3\n')
        (self.folder / "ctr").chmod(0o755)
        done = self.load("ctr")
        self.assertEqual((3, "ctr a.tar\n"), (done.code, done.out))


if __name__ == "__main__":
    unittest.main()
