"""Runs a workload's cases with every tool, by turns, and keeps what was measured."""
import statistics
import sys

import measure as meter


class Result:
    def __init__(self, workload, cases):
        self.workload, self.order = workload, cases
        self.times, self.busy, self.used, self.failures = {}, {}, {}, {}

    def cases(self):
        return self.order

    def median(self, case, tool):
        times = self.times.get((case, tool))
        return statistics.median(times) if times else None

    def processor(self, case, tool):
        times = self.busy.get((case, tool))
        return statistics.median(times) if times else None

    def peak(self, case, tool):
        return self.used.get((case, tool), (0, 0))[0]

    def best_peer(self, case):
        medians = [self.median(case, tool) for (of, tool) in self.times if of == case and tool not in ("jbuild", "bare")]
        return min(medians) if medians else None


def measure_case(result, case, tool, action, watched):
    """One run of what is timed; a tool that fails in a case is not asked again."""
    key = (case.name, tool.name)
    if key in result.failures:
        return
    try:
        command, rest = action
        if watched:
            result.used[key] = meter.usage(command, tool.daemons(), **rest)
        else:
            taken, busy = meter.seconds(command, tool.daemons(), **rest)
            result.times.setdefault(key, []).append(taken)
            result.busy.setdefault(key, []).append(busy)
    except meter.Failed as failure:
        result.failures[key] = str(failure)
        result.times.pop(key, None)
        print(f"{result.workload.name} {case.name}: {tool.name} failed: {failure}", file=sys.stderr)


def measure(stand, workload, count):
    directory = stand.work / workload.name
    directory.mkdir()
    workload.prepare(stand, directory)
    competitors = [tool for tool in stand.tools if workload.fits(tool)]
    result = Result(workload, [case.name for case in workload.cases])
    # Round 0 is for warming up: it pulls bases and fills disk caches. The last one measures memory and is not timed.
    for number in range(count + 2):
        turn = number % len(competitors)
        for tool in competitors[turn:] + competitors[:turn]:
            for case in workload.cases:
                action = case.action(stand, directory, tool, number)
                if action is None:
                    continue
                measure_case(result, case, tool, action, number == count + 1)
        if number == 0:
            result.times.clear()
            result.busy.clear()
        print(f"{workload.name}: round {number} of {count + 1} done", file=sys.stderr)
    for tool in competitors:
        tool.prune(stand)
    workload.clean(directory)
    return result
