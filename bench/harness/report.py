"""Results as Markdown: what a run measured, beside what this machine can do."""
import os
import subprocess
import tempfile
import time

import goals
import tools


def throughput(work):
    """MB/s of sha256sum and of cp, for a file of 400 MB that is in memory."""
    with tempfile.TemporaryDirectory(dir=work) as directory:
        file = os.path.join(directory, "a")
        with open(file, "wb") as out:
            for _ in range(400):
                out.write(os.urandom(1000) * 1000)
        found = []
        for command in (["sha256sum", file], ["cp", file, file + "b"]):
            os.sync()
            start = time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            found.append(400 / (time.monotonic() - start))
        return found


def text(stand, results, bounds, rounds):
    sha, copy = throughput(stand.work)
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    versions = ", ".join(tool.version() for tool in stand.tools)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    out = [
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, {memory:.0f} GiB, load at the end {load}; {versions}"
        + (f"; not on this machine: {', '.join(stand.absent)}" if stand.absent else "")
        + f". sha256sum {sha:.0f} MB/s, cp {copy:.0f} MB/s. Medians of {rounds}, by turns.", ""]
    if stand.server:
        out[0] += " jbuild with its warm server."
    titles = [tool for tool in tools.ALL if any(tool == of for result in results for (_, of) in result.times)]
    out += times(results, bounds, titles) + [""] + usage(results, titles)
    return "\n".join(out)


def table(head, rows):
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def times(results, bounds, names):
    rows = []
    for result in results:
        for case in result.cases():
            cells = [seconds(result, case, name) for name in names]
            best, ours = result.best_peer(case), result.median(case, "jbuild")
            ratio = f"{ours / best:.2f}" if ours and best else "-"
            rows.append([f"{result.workload.name} {case}", *cells, ratio, *verdict(result, case, bounds)])
    return table(["seconds", *(tools.ALL[name].title for name in names), "jbuild / best peer", "goal", "met"], rows)


def seconds(result, case, name):
    if (case, name) in result.failures:
        return "failed"
    middle = result.median(case, name)
    if middle is None:
        return "-"
    all_times = result.times[case, name]
    return f"{middle:.2f} ({min(all_times):.2f} to {max(all_times):.2f})"


def verdict(result, case, bounds):
    mine = [goal for goal in bounds if (goal.workload, goal.case) == (result.workload.name, case)]
    measured = [(goal, goals.value(result, goal)) for goal in mine]
    words = ["-" if value is None else f"{'yes' if value <= goal.bound else 'no'} ({value:.2f})" for goal, value in measured]
    return "; ".join(goal.words() for goal in mine) or "-", ", ".join(words) or "-"


def usage(results, names):
    rows = []
    for result in results:
        for case in result.cases():
            used = [result.used.get((case, name)) for name in names]
            busy = [result.processor(case, name) for name in names]
            rows.append([f"{result.workload.name} {case}", *(
                "-" if each is None else f"{time:.2f} / {each[0] / 2**20:.0f} / {each[1] / 1e6:.0f}" for time, each in zip(busy, used))])
    return table(["processor, s / peak memory, MiB / written, MB", *(tools.ALL[name].title for name in names)], rows)
