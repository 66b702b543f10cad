"""Bounds for results, from a file of lines `WORKLOAD CASE KIND BOUND`.

KIND is ratio (jbuild's median to that of the best peer), ratio:PEER (to that peer's), seconds (jbuild's median), memory (MiB at the peak) or
growth:CASE (jbuild's median to its own in another case).
"""
import pathlib
from typing import NamedTuple


class Goal(NamedTuple):
    workload: str
    case: str
    kind: str
    bound: float

    def words(self):
        kind, _, other = self.kind.partition(":")
        of = {"ratio": other or "best peer", "seconds": "s", "memory": "MiB", "growth": other}[kind]
        return f"{self.bound:g} x {of}" if kind in ("ratio", "growth") else f"{self.bound:g} {of}"


def read(file):
    found = []
    for line in pathlib.Path(file).read_text().splitlines():
        words = line.partition("#")[0].split()
        if words:
            workload, case, kind, bound = words
            found.append(Goal(workload, case, kind, float(bound)))
    return found


def value(result, goal):
    """What the run had for it; None when it had nothing to compare with."""
    kind, _, other = goal.kind.partition(":")
    ours = result.median(goal.case, "jbuild")
    if ours is None:
        return None
    if kind == "seconds":
        return ours
    if kind == "memory":
        return result.peak(goal.case, "jbuild") / 2**20
    if kind == "growth":
        return ours / result.median(other, "jbuild")
    theirs = result.median(goal.case, other) if other else result.best_peer(goal.case)
    return None if theirs is None else ours / theirs


def missed(result, goals):
    lines = []
    for goal in goals:
        if goal.workload != result.workload.name or goal.case not in result.cases():
            continue
        failure = result.failures.get((goal.case, "jbuild"))
        measured = value(result, goal)
        if failure:
            lines.append(f"{goal.workload} {goal.case}: jbuild failed: {failure}")
        elif measured is not None and measured > goal.bound:
            lines.append(f"{goal.workload} {goal.case}: {goal.kind} is {measured:.2f}, more than {goal.bound:g}")
    return lines
