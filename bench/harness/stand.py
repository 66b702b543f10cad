"""The place of a run: the tools that are there, a registry with the bases, and one temporary directory."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

import daemons
import tools

HERE = pathlib.Path(__file__).resolve().parents[2]


class Stand:
    def __init__(self, work, peers, server):
        self.work, self.server = work, server
        unknown = [name for name in peers if name not in tools.ALL]
        if unknown:
            sys.exit(f"bench/run: there is no peer {unknown[0]}; there are {' '.join(tools.PEERS)}")
        kinds = [tools.Jbuild, *(tools.ALL[name] for name in peers)]
        self.absent = [kind.name for kind in kinds if tools.missing(kind)]
        self.tools = [kind(work, server) for kind in kinds if kind.name not in self.absent]
        self.started = []

    def __enter__(self):
        os.environ.update(HOME=str(self.work / "home"), XDG_RUNTIME_DIR=str(self.work / "home"), TMPDIR=str(self.work / "tmp"))
        for name in ("home", "tmp"):
            (self.work / name).mkdir()
        daemons.registry(self.work)
        subprocess.run([HERE / "scripts/busybox-base.sh", self.work / "busybox.tar"], check=True)
        self.publish("busybox", self.work / "busybox.tar")
        for tool in self.tools:
            tool.start(self)
        return self

    def __exit__(self, *failure):
        pass  # bench/run ends the namespaces, and all processes and mounts with them

    def publish(self, name, archive):
        """Puts a base image into the registry, by a jbuild with a store of its own."""
        root, image = str(self.work / "setup"), f"{tools.REGISTRY}/{name}"
        program = str(HERE / "jbuild")
        self.run([program, "import", "--root", root, str(archive), image])
        self.run([program, "push", "--root", root, "-q", image])

    def environment(self, tool):
        return os.environ | tool.environment()

    def run(self, command, environment=None):
        """What is not timed: shows what it wrote if it fails, and ends the run then."""
        finished = subprocess.run(
            command, env=os.environ | (environment or {}), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if finished.returncode:
            sys.exit(f"bench/run: {' '.join(map(str, command))}: {finished.stdout.decode(errors='replace')}")

    def wait_for(self, command, environment):
        for _ in range(240):
            if subprocess.run(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.25)
        logs = "".join(log.read_text()[-2000:] for log in self.work.glob("*.log"))
        sys.exit(f"bench/run: {command[0]} does not answer\n{logs}")

    def tool(self, name):
        return next((each for each in self.tools if each.name == name), None)

    def free(self, path):
        shutil.rmtree(path, ignore_errors=True)
