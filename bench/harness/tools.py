"""The programs that are compared: how each builds and pushes, where it keeps its things, and what runs for it besides."""
import os
import pathlib
import shutil
import subprocess

import daemons
import jib

HERE = pathlib.Path(__file__).resolve().parents[2]
REGISTRY = "127.0.0.1:5000"


def line(*commands):
    """Commands that run one after the other, as one that is timed."""
    return ["sh", "-ec", "\n".join(" ".join("'" + word + "'" for word in command) for command in commands)]


class Jbuild:
    name, title = "jbuild", "jbuild"

    def __init__(self, work, server):
        self.root, self.server = work / "jbuild", server
        self.program = [str(HERE / "jbuild")]

    def command(self, *words):
        return [*self.program, words[0], "--root", str(self.root), *words[1:]]

    def build(self, context, tag, fresh=False, push=False, file="Dockerfile"):
        flags = ["--no-cache"] * fresh + ["--push"] * push
        return self.command("build", "-q", "--network", "host", *flags, "-f", f"{context}/{file}", "-t", tag, str(context))

    def push(self, tag):
        return self.command("push", "-q", tag)

    def pull(self, image):
        return self.command("pull", "-q", "--unpack", image)

    def environment(self):
        return {"JBUILD_SERVER": "1"} if self.server else {}

    def daemons(self):
        return []

    def start(self, stand):
        pass

    def prune(self, stand):
        stand.run(self.command("prune", "--all", "--force"))

    def version(self):
        return "jbuild " + subprocess.check_output(self.command("version"), text=True).split("\n")[0].split()[-1]


class Docker:
    name, title = "docker", "docker build (BuildKit)"
    needs = ("/usr/bin/docker", "dockerd", "containerd")

    def __init__(self, work, server):
        self.work = work

    def build(self, context, tag, fresh=False, push=False, file="Dockerfile"):
        flags = ["--no-cache"] * fresh
        build = ["/usr/bin/docker", "build", "-q", "--network=host", *flags, "-f", f"{context}/{file}", "-t", tag, str(context)]
        return line(build, self.push(tag)) if push else build

    def push(self, tag):
        return ["/usr/bin/docker", "push", "-q", tag]

    def pull(self, image):
        return ["/usr/bin/docker", "pull", "-q", image]

    def environment(self):
        return {"DOCKER_HOST": f"unix://{self.work}/docker.sock", "DOCKER_BUILDKIT": "1"}

    def start(self, stand):
        self.daemon = daemons.docker(self.work)
        stand.wait_for(["/usr/bin/docker", "info"], self.environment())

    def daemons(self):
        return [self.daemon.pid]

    def prune(self, stand):
        for what in ("image", "builder"):
            stand.run(["/usr/bin/docker", what, "prune", "--all", "--force"], self.environment())

    def version(self):
        return "docker " + subprocess.check_output([self.needs[1], "--version"], text=True).split()[2].rstrip(",")


class Buildah:
    name, title = "buildah", "buildah"
    needs = ("buildah", "runc")

    def __init__(self, work, server):
        self.work = work

    def command(self, *words):
        places = ["--root", f"{self.work}/buildah", "--runroot", f"{self.work}/buildah-run", "--storage-driver", "overlay"]
        return ["buildah", *places, *words]

    def build(self, context, tag, fresh=False, push=False, file="Dockerfile"):
        flags = ["--no-cache"] * fresh
        how = ["--runtime", "runc", "--network", "host", "--tls-verify=false", "--layers", "--jobs", "0", "-q"]
        build = self.command("build", *how, *flags, "-f", f"{context}/{file}", "-t", tag, str(context))
        return line(build, self.push(tag)) if push else build

    def push(self, tag):
        return self.command("push", "-q", "--tls-verify=false", tag)

    def pull(self, image):
        return self.command("pull", "-q", "--tls-verify=false", image)

    def environment(self):
        return {}

    def start(self, stand):
        pass

    def daemons(self):
        return []

    def prune(self, stand):
        stand.run(self.command("rmi", "--all", "--force"))

    def version(self):
        return " ".join(subprocess.check_output(["buildah", "--version"], text=True).split()[:3])


class Bare:
    """What the command of a step takes without any builder, in a chroot of the base on the same disk."""
    name, title = "bare", "the command alone"
    needs = ("chroot",)

    def __init__(self, work, server):
        self.root = work / "bare"

    def environment(self):
        return {}

    def start(self, stand):
        self.root.mkdir()
        subprocess.run(["tar", "-xf", stand.work / "busybox.tar", "-C", self.root], check=True)

    def command(self, script):
        return ["chroot", str(self.root), "/bin/sh", "-c", script]

    def daemons(self):
        return []

    def prune(self, stand):
        pass

    def version(self):
        return "Linux " + os.uname().release


ALL = {kind.name: kind for kind in (Jbuild, Docker, Buildah, jib.Jib, Bare)}
PEERS = [name for name in ALL if name != "jbuild"]


def missing(kind):
    """What a tool needs and this machine has not: programs by name, files by path."""
    return [each for each in getattr(kind, "needs", ()) if not (os.path.exists(each) if "/" in each else shutil.which(each))]
