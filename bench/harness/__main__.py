"""Entry of bench/run: python3 bench/harness WORK [options] [workload...], in namespaces of its own."""
import argparse
import os
import pathlib
import sys

import goals
import report
import rounds
import stand as stands
import tools
import workloads

HERE = pathlib.Path(__file__).parent


def options(arguments):
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures jbuild beside its peers, by turns, in one run.")
    parser.add_argument("-n", type=int, default=5, metavar="ROUNDS", help="timed rounds; the median counts (default 5)")
    parser.add_argument("-o", metavar="FILE", help="writes the tables to FILE, too")
    parser.add_argument("--peers", default=",".join(tools.PEERS), help="only these peers, of: %(default)s")
    parser.add_argument("--server", action="store_true", help="jbuild with its warm server (JBUILD_SERVER=1)")
    parser.add_argument("--goals", default=str(HERE.parent / "goals.txt"), metavar="FILE", help="what the results are held against")
    parser.add_argument("--check", action="store_true", help="ends with 1 when a result does not reach what --goals says")
    parser.add_argument("--list", action="store_true", help="says what the workloads are, and ends")
    parser.add_argument("workload", nargs="*", help="which to run (all if not said)")
    return parser.parse_args(arguments)


def main():
    listing = sys.argv[1:2] == ["--list"]
    chosen = options(sys.argv[1:] if listing else sys.argv[2:])
    if listing:
        for each in workloads.ALL.values():
            print(f"{each.name:4} {each.title}")
        return 0
    names = chosen.workload or list(workloads.ALL)
    unknown = [name for name in names if name not in workloads.ALL]
    if unknown:
        sys.exit(f"bench/run: there is no workload {unknown[0]}; there are {' '.join(workloads.ALL)}")
    work = pathlib.Path(sys.argv[1])
    bounds = goals.read(chosen.goals)
    with stands.Stand(work, chosen.peers.split(","), chosen.server) as stand:
        results = [rounds.measure(stand, workloads.ALL[name], chosen.n) for name in names]
        text = report.text(stand, results, bounds, chosen.n)
    print(text)
    if chosen.o:
        pathlib.Path(os.environ.get("BENCH_FROM", "."), chosen.o).write_text(text + "\n")
    missed = [line for result in results for line in goals.missed(result, bounds)]
    if chosen.check:
        for line in missed:
            print(f"regression: {line}", file=sys.stderr)
        return 1 if missed else 0
    return 0


sys.exit(main())
