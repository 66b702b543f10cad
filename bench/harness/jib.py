"""Jib, warm: its core in a Java process that stays, told through pipes what to build."""
import os
import pathlib

import daemons

HERE = pathlib.Path(__file__).resolve().parents[2]
CLASSPATH = HERE / "bench/target/classpath"
CLASSES = HERE / "bench/target/classes/dev/jbuild/bench/JibLoop.class"


class Jib:
    name, title = "jib", "Jib, warm"
    needs = (str(CLASSPATH), str(CLASSES))

    def __init__(self, work, server):
        self.work = work
        self.pipes, self.daemon = [work / "jib-requests", work / "jib-replies"], None

    def start(self, stand):
        for pipe in self.pipes:
            os.mkfifo(pipe)

    def running(self):
        if self.daemon:
            return  # one Java for all rounds
        path = f"{HERE}/bench/target/classes:{CLASSPATH.read_text().strip()}"
        self.daemon = daemons.start(self.work, "jib", [
            f"{os.environ['JAVA_HOME']}/bin/java", "-cp", path, "dev.jbuild.bench.JibLoop", *map(str, self.pipes), str(self.work / "jib")])

    def build(self, context, tag, fresh=False, push=False, file="Dockerfile"):
        """The base is that of the Dockerfile; what else it says is in JibLoop as well."""
        self.running()
        base = (context / file).read_text().split()[1]
        asked, answer = self.pipes
        return ["sh", "-c", f"echo '{base}' '{context}' '{tag}' >{asked} && read -r answer <{answer} && echo \"$answer\" && [ \"$answer\" = done ]"]

    def environment(self):
        return {}

    def daemons(self):
        return [self.daemon.pid] if self.daemon else []

    def prune(self, stand):
        pass

    def version(self):
        return next(part.stem for part in map(pathlib.Path, CLASSPATH.read_text().split(":")) if part.name.startswith("jib-core"))
