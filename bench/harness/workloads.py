"""What is measured, under the names of the table in docs/benchmarks.md."""
import shutil

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


def build(fresh, push, renewed):
    """A build by any tool, after `renewed` (files of the directory) got content that is new."""
    def action(stand, directory, tool, number):
        if tool.name == "bare":
            return None
        content.renew(renewed(directory))
        return tool.build(directory, tag(tool, directory), fresh, push), {"env": stand.environment(tool)}
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


def bare_writing(stand, directory, tool, number):
    if tool.name != "bare":
        return build(True, False, nothing)(stand, directory, tool, number)
    shutil.rmtree(tool.root / "out", ignore_errors=True)
    return tool.command(steps.WRITE), {}


def parallel_stages(stand, directory):
    stages = [f"FROM {tools.REGISTRY}/busybox AS s{n}\nRUN sleep 2 && echo {n} >/{n}\n" for n in range(3)]
    (directory / "Dockerfile").write_text("".join(stages) + "FROM scratch\n" + "".join(f"COPY --from=s{n} /{n} /\n" for n in range(3)))


ALL = {each.name: each for each in (
    Workload("w1", "13 steps, 6 of them tiny RUNs, with a tiny context", tiny, usual_cases(context_files)),
    Workload("w2", "COPY of 20,000 small files, 204 MB", many_small, usual_cases(context_files)),
    Workload("w3", "COPY of one file of 487 MB", one_large, usual_cases(context_files)),
    Workload("w4", "RUN that writes 180 MB in 6,000 files", writing_step, [
        Case("fresh", bare_writing), *usual_cases(nothing)[1:]], ("docker", "buildah", "bare")),
    Workload("w5", "three stages that sleep for 2 s each", parallel_stages, usual_cases(nothing, cached=False, pushed=False)),
)}
