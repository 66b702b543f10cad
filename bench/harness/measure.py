"""One run of a program: how long it takes, or how much memory and disk it and its daemons use."""
import os
import pathlib
import resource
import subprocess
import threading
import time

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """The program ended with another code than 0; the message is the last line that it wrote."""


def seconds(command, daemons, **rest):
    """(wall clock, processor time) of a run, the latter with that of daemons. What was written before is on the disk by then: nobody pays for another."""
    os.sync()
    busy, start = processor(daemons), time.monotonic()
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **rest)
    taken = time.monotonic() - start, processor(daemons) - busy
    if finished.returncode:
        lines = finished.stdout.decode(errors="replace").strip().splitlines()
        raise Failed(lines[-1] if lines else f"exit code {finished.returncode}")
    return taken


def usage(command, daemons, **rest):
    """(peak resident bytes, bytes written) of a run: of all processes that it starts, and of its daemons with all that they started."""
    others = set(processes()) - set(with_descendants(daemons))
    before, own = {pid: written(pid) for pid in daemons}, written("self")
    peak, orphans, done = [0], {}, threading.Event()

    def watch():
        while not done.wait(0.01):
            alive = [pid for pid in processes() if pid not in others]
            peak[0] = max(peak[0], sum(resident(pid) for pid in alive))
            # The kernel adds what a process wrote to what its parent wrote when the parent waits for it: only those without one count by themselves.
            orphans.update((pid, written(pid)) for pid in alive if pid not in before and parent(pid) == 1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        seconds(command, daemons, **rest)
    finally:
        done.set()
        watcher.join()
    total = written("self") - own + sum(written(pid) - start for pid, start in before.items()) + sum(orphans.values())
    return peak[0], total


def processor(daemons):
    """Seconds that ended children, and daemons with what they started, have used until now."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    alive = with_descendants(daemons) if daemons else ()
    return ended.ru_utime + ended.ru_stime + sum(int(field(pid, "stat", n)) for pid in alive for n in (11, 12, 13, 14)) / TICK


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def with_descendants(roots):
    found, parents = set(roots), {pid: parent(pid) for pid in processes()}
    while more := {pid for pid, up in parents.items() if up in found and pid not in found}:
        found |= more
    return found


def field(pid, name, number):
    try:
        return pathlib.Path(f"/proc/{pid}/{name}").read_text().rpartition(")")[2].split()[number]
    except (OSError, IndexError):
        return 0  # ended meanwhile


def parent(pid):
    return int(field(pid, "stat", 1))


def resident(pid):
    return int(field(pid, "statm", 1)) * PAGE


def written(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/io").read_text()
    except OSError:
        return 0
    return int(text.partition("\nwrite_bytes: ")[2].split()[0])
