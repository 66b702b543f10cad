"""What is measured, under the names of the table in docs/benchmarks.md."""
import shutil

import bases
import content
import steps
import tools

KB, MB = 1000, 1000 * 1000


class Case:
    """One thing that is timed. An action prepares a run and returns the command with its keywords, or None where a tool has no such case."""

    def __init__(self, name, action):
        self.name, self.action = name, action


class Workload:
    def __init__(self, name, title, prepare, cases, peers=("docker", "buildah"), clean=shutil.rmtree):
        self.name, self.title, self.prepare, self.cases, self.peers, self.clean = name, title, prepare, cases, peers, clean

    def fits(self, tool):
        return tool.name == "jbuild" or tool.name in self.peers


def tag(tool, directory):
    return f"{tools.REGISTRY}/{tool.name}-{directory.name}"


def build(fresh, push, renewed, file="Dockerfile"):
    """A build by any tool, after `renewed` (files of the directory) got content that is new."""
    def action(stand, directory, tool, number):
        if tool.name == "bare":
            return None
        content.renew(renewed(directory))
        return tool.build(directory, tag(tool, directory), fresh, push, file), {"env": stand.environment(tool)}
    return action


def again(stand, directory, tool, number):
    """A build in which nothing changed. One that is not timed goes before: what buildah finds after --no-cache is of any earlier round."""
    if tool.name == "bare":
        return None
    command = tool.build(directory, tag(tool, directory))
    stand.run(command, tool.environment())
    return command, {"env": stand.environment(tool)}


def context_files(directory):
    return [file for file in content.all_files(directory) if not file.endswith("Dockerfile")]


def nothing(directory):
    return []


def usual_cases(renewed, cached=True, pushed=True):
    cases = [Case("fresh", build(True, False, renewed))]
    if cached:
        cases.append(Case("cached", again))
    if pushed:
        cases.append(Case("pushed", build(True, True, renewed)))
    return cases


def dockerfile(directory, *lines):
    (directory / "Dockerfile").write_text("\n".join((f"FROM {tools.REGISTRY}/busybox", *lines)) + "\n")


def tiny(stand, directory):
    for name in ("one", "two"):
        (directory / name).write_text(f"{0:016}\n{name}\n")
    dockerfile(directory, "ENV A=1", "WORKDIR /w", "COPY one /w/", "RUN echo 1 >1", "RUN mkdir 2", "RUN echo 3 >3", "LABEL b=2", "COPY two /w/",
               "RUN cat one two >4", "RUN rm 1", "RUN echo 6 >2/6", 'CMD ["cat", "4"]')


def many_small(stand, directory):
    content.small_files(directory / "files", 20_000, 204 * MB)
    dockerfile(directory, "COPY files /files/")


def one_large(stand, directory):
    content.large_file(directory / "large", 487 * MB)
    dockerfile(directory, "COPY large /")


def writing_step(stand, directory):
    dockerfile(directory, f"RUN {steps.WRITE}")


def one_of_many(stand, directory):
    content.small_files(directory / "files", 100_000, 1000 * MB)
    dockerfile(directory, "COPY files /files/")


def one_file(directory):
    return [str(next(iter(sorted(directory.glob("files/d100/*/*")))))]


def long_ones(stand, directory):
    """Dockerfiles of many steps, stages and layers, and of half as many."""
    base = f"FROM {tools.REGISTRY}/busybox"
    for number in range(128):
        (directory / f"f{number}").write_text(f"{number}\n")
    for count in (500, 1000):
        steps_of_ten = (f"COPY f{n} /{n}" if n % 10 == 0 else f"ENV V{n}={n}" if n % 2 else f"LABEL l{n}={n}" for n in range(count))
        lines = [line.replace(f"COPY f{n}", f"COPY f{n // 10}") for n, line in enumerate(steps_of_ten)]
        (directory / f"steps{count}").write_text("\n".join([base, *lines]) + "\n")
    for count in (100, 200):
        stages = [f"{base} AS s0\nCOPY f0 /f", *(f"{base} AS s{n}\nCOPY --from=s{n - 1} /f /f" for n in range(1, count))]
        (directory / f"stages{count}").write_text("\n".join(stages) + "\n")
    for count in (64, 127):
        copies = [f"COPY f{n} /" for n in range(count)]
        (directory / f"layers{count + count % 2}").write_text("\n".join([base, *copies, "RUN cat /f0 >/all"]) + "\n")


def bare_writing(stand, directory, tool, number):
    if tool.name != "bare":
        return build(True, False, nothing)(stand, directory, tool, number)
    shutil.rmtree(tool.root / "out", ignore_errors=True)
    return tool.command(steps.WRITE), {}


def parallel_stages(stand, directory):
    stages = [f"FROM {tools.REGISTRY}/busybox AS s{n}\nRUN sleep 2 && echo {n} >/{n}\n" for n in range(3)]
    (directory / "Dockerfile").write_text("".join(stages) + "FROM scratch\n" + "".join(f"COPY --from=s{n} /{n} /\n" for n in range(3)))


def change_of_many(stand, directory):
    """A change in the last of two layers; the first, of 50 MB, is always the same."""
    content.small_files(directory / "files", 2000, 50 * MB)
    content.small_files(directory / "last", 20, 2 * MB)
    dockerfile(directory, "COPY files /files/", "COPY last /last/")


def push_of_change(stand, directory, tool, number):
    content.renew([str(next(iter(sorted((directory / "last").glob("*/*/*")))))])
    stand.run(tool.build(directory, tag(tool, directory)), tool.environment())
    return tool.push(tag(tool, directory)), {"env": stand.environment(tool)}


def nothing_yet(stand, directory):
    pass


def pull(stand, directory, tool, number):
    """A base that nobody has seen; all tools of a round get the same."""
    return tool.pull(bases.publish(stand, directory, f"r{number}")), {"env": stand.environment(tool)}


def only_pull(stand, directory, tool, number):
    """The layer as it came, in jbuild's store; other tools always unpack."""
    if tool.name != "jbuild":
        return None
    return tool.command("pull", "-q", bases.publish(stand, directory, f"p{number}")), {"env": stand.environment(tool)}


def java_app(stand, directory):
    base = bases.publish(stand, directory, "app")
    content.noise_files(directory / "libs", 30, 30 * MB)
    content.noise_files(directory / "classes", 400, 4 * MB)
    (directory / "Dockerfile").write_text(
        f'FROM {base}\nCOPY libs /app/libs/\nCOPY classes /app/classes/\nENTRYPOINT ["java", "-cp", "/app/classes:/app/libs/*", "Main"]\n')


def pushed_app(stand, directory, tool, number):
    if tool.name == "jbuild" and number:
        bases.expect_packed(tool.root, "app")  # the run before this one
    content.renew([str(directory / "classes" / "f0000")])
    return tool.build(directory, tag(tool, directory), push=True), {"env": stand.environment(tool)}


ALL = {each.name: each for each in (
    Workload("w1", "13 steps, 6 of them tiny RUNs, with a tiny context", tiny, usual_cases(context_files)),
    Workload("w2", "COPY of 20,000 small files, 204 MB", many_small, usual_cases(context_files)),
    Workload("w3", "COPY of one file of 487 MB", one_large, usual_cases(context_files)),
    Workload("w4", "RUN that writes 180 MB in 6,000 files", writing_step, [
        Case("fresh", bare_writing), *usual_cases(nothing)[1:]], ("docker", "buildah", "bare")),
    Workload("w5", "three stages that sleep for 2 s each", parallel_stages, usual_cases(nothing, cached=False, pushed=False)),
    Workload("w6", "push after a change of one file in the last layer", change_of_many, [Case("push", push_of_change)]),
    Workload("w7", "pull of a base of 200 MB, with its files on the disk", nothing_yet, [Case("pull", pull), Case("packed", only_pull)]),
    Workload("w8", "copy-only Java app of 34 MB on a remote base, pushed", java_app, [Case("pushed", pushed_app)], ("docker", "jib")),
    Workload("w9", "COPY of 100,000 files, 1 GB, one of them changed", one_of_many, [
        Case("changed", build(False, False, one_file)), Case("cached", again)]),
    Workload("w10", "Dockerfiles of 500 and 1,000 steps, 100 and 200 stages, 64 and 128 layers", long_ones, [
        Case(name, build(True, False, nothing, name)) for name in ("steps500", "steps1000", "stages100", "stages200", "layers64", "layers128")]),
)}
