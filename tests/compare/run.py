"""`make compare`: the peers' programs beside ours, in alternation, as one Markdown table.

Each measurement is a process of its own, so that its wall time, its processor time and its peak
memory are its own (os.wait4). Ours runs before every run of a peer, and ratios are taken within
such a pair, because a shared machine drifts. Needs nothing but Python's standard library; the
peers' packages go into out/compare-venv.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VENV = ROOT / "out" / "compare-venv"
SLOW = 20.0  # seconds; a peer that needs longer is run at most twice
WIDE = "784-1024-1024-1024-10"
SHAPES = {"784-100-10": "100", "784-800-10": "800", WIDE: "1024,1024,1024"}
# Images of an epoch, and the peers' numbers.
IMAGES = {WIDE: "10000"}
PRECISIONS = ("f32", "f64")

Run = namedtuple("Run", "seconds cores megabytes stdout stderr")
Row = namedtuple("Row", "job program precision threads whole alone ratio alone_ratio cores mb log")

NOTES = """
- whole: the process from start to end; alone: what the peer itself reports, without starting,
  reading files and compiling (for a mini-batch epoch: the epoch). Medians.
- ratio: whole against our whole process; alone ratio: alone against our whole process, which
  favours the peer (mini-batch: epoch against epoch). Medians of the ratios within each pair or
  round.
- threads: as asked for; cores: processor time over wall time of the process. MB: its peak memory.
- log: same: the printed log equals ours to the byte; near: within what f32 allows."""


def arguments():
    parser = argparse.ArgumentParser(description="the peers' programs beside backprop")
    parser.add_argument("--rounds", type=int, default=3, help="pairs of runs (default 3)")
    parser.add_argument("--ours", type=Path, default=ROOT / "target" / "release" / "backprop")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "mnist")
    parser.add_argument("--only", choices=("notebook", "minibatch"), help="one of the two jobs")
    parser.add_argument("--torch", action="store_true", help="PyTorch too (a large download)")
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error(f"--rounds: expected at least 1, found {given.rounds}")
    if not hasattr(os, "wait4"):
        sys.exit("compare: needs os.wait4 to measure memory: use Linux, macOS or WSL")
    if not given.ours.exists():
        sys.exit(f"compare: {given.ours} is missing; build it first: cargo build --release")
    return given


def measure(command):
    """Runs one process to its end; a failure ends the comparison with what the process said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        stdout, stderr = out.read(), err.read().decode(errors="replace")
    if child.returncode != 0:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"compare: {shown} failed ({child.returncode}):\n{stderr}")
    # Linux counts the peak in KiB, macOS in bytes.
    kib = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return Run(seconds, (usage.ru_utime + usage.ru_stime) / seconds, kib / 1024, stdout, stderr)


def measure_peer(script, *flags):
    """A peer's run and the JSON line that ends its stderr."""
    print("compare:", script, *flags, file=sys.stderr)
    run = measure([environment.interpreter(VENV), str(HERE / script), *flags])
    return run, json.loads(run.stderr.splitlines()[-1])


def numbers(log):
    return [float(text) for text in re.findall(rb"(?<=: )-?[\d.]+", log)]


def compare_logs(ours, theirs, precision):
    """Equal to the byte; or, in f32, every number within 0.1 % or 0.002 (two images in 1000)."""
    if ours == theirs:
        return "same"
    pairs = list(zip(numbers(ours), numbers(theirs)))
    close = all(abs(a - b) <= max(0.002, abs(a) / 1000) for a, b in pairs)
    alike = re.sub(rb"[\d.]+", b"", ours) == re.sub(rb"[\d.]+", b"", theirs)
    return "near" if precision == "f32" and close and alike else "DIFFERS"


def median_row(job, name, runs, reports, ratios, alone_ratios, log):
    def middle(values):
        return statistics.median(values) if values else None

    precision, threads = reports[0]["precision"], reports[0]["threads"]
    whole = middle([run.seconds for run in runs])
    alone = middle([report["seconds"] for report in reports])
    cores = middle([run.cores for run in runs])
    memory = max(run.megabytes for run in runs)
    ratios = middle(ratios), middle(alone_ratios)
    return Row(job, name, precision, threads, whole, alone, *ratios, cores, memory, log)


def notebook_rows(given, names, thread_counts):
    """The tutorial's job: ours, then each peer with each number of threads."""
    out = str(ROOT / "out" / "compare")
    data = ["--data", str(given.data)]
    our_command = [str(given.ours), "notebook", *data, "--out", out]
    measure(our_command)  # so that neither side pays for cold files
    ours, rows = [], []
    for name in names:
        for threads in thread_counts:
            pairs = []
            while len(pairs) < given.rounds:
                our_run = measure(our_command)
                flags = [*data, "--threads", str(threads)]
                pairs.append((our_run, *measure_peer(f"notebook_{name}.py", *flags)))
                if len(pairs) == 2 and pairs[0][1].seconds > SLOW:
                    break
            our_runs, runs, reports = zip(*pairs)
            ours.extend(our_runs)
            ratios = [run.seconds / our.seconds for our, run, _ in pairs]
            alone = [report["seconds"] / our.seconds for our, _, report in pairs]
            logs = {compare_logs(o.stdout, r.stdout, reports[0]["precision"]) for o, r, _ in pairs}
            log = "DIFFERS" if "DIFFERS" in logs else logs.pop()
            rows.append(median_row("notebook", name, runs, reports, ratios, alone, log))
    report = {"precision": "f64", "threads": "auto", "seconds": 0.0}
    own = median_row("notebook", "backprop", ours, [report], [1.0], [], "")
    return [own._replace(alone=None), *rows]


def our_minibatch_seconds():
    """Our median seconds of a mini-batch epoch: {(shape, threads): seconds}, {} if there is none.

    Lines read: `minibatch epoch 784-100-10, 2 threads: 0.123 s`, then the spread
    """
    command = ["cargo", "bench", "--offline", "--bench", "speed", "--", "minibatch"]
    print("compare:", *command, file=sys.stderr)
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError as problem:
        print(f"compare: cannot run cargo: {problem}", file=sys.stderr)
        return {}
    if done.returncode != 0:
        print(f"compare: our bench failed, its rows are left out:\n{done.stderr}", file=sys.stderr)
        return {}
    line = re.compile(r"^minibatch epoch ([\d-]+), (\d+) threads?: +([\d.]+) s\b", re.MULTILINE)
    return {(m[1], int(m[2])): float(m[3]) for m in line.finditer(done.stdout)}


def minibatch_rows(given, names, thread_counts):
    """One mini-batch epoch: every round is our bench, then every peer in every setting."""
    settings = [(shape, threads) for shape in SHAPES for threads in thread_counts]
    programs = [(name, precision) for name in names for precision in PRECISIONS]
    ours, peers = [], {}
    for _ in range(given.rounds):
        ours.append(our_minibatch_seconds())
        for shape, threads in settings:
            for name, precision in programs:
                flags = ["--data", str(given.data), "--hidden", SHAPES[shape]]
                flags += ["--images", IMAGES.get(shape, "60000"), "--precision", precision]
                flags += ["--threads", str(threads)]
                result = measure_peer(f"minibatch_{name}.py", *flags)
                peers.setdefault((shape, threads, name, precision), []).append(result)
    rows = []
    for setting in settings:
        own = [our[setting] for our in ours if setting in our]
        if own:
            seconds, ratio = statistics.median(own), 1.0
            blank = Row(setting[0], "backprop", "f64", setting[1], *[None] * 6, "")
            rows.append(blank._replace(alone=seconds, alone_ratio=ratio))
        for name, precision in programs:
            runs, reports = zip(*peers[(*setting, name, precision)])
            paired = [
                report["seconds"] / our[setting]
                for our, report in zip(ours, reports)
                if setting in our
            ]
            rows.append(median_row(setting[0], name, runs, reports, [], paired, ""))
    return rows, list(thread_gains(ours))


def thread_gains(ours):
    """How many times as fast two threads of ours are as one: medians of the rounds' ratios."""
    for shape in SHAPES:
        one, two = (shape, 1), (shape, 2)
        ratios = [our[one] / our[two] for our in ours if one in our and two in our]
        if ratios:
            gain = statistics.median(ratios)
            yield f"backprop, epoch of {shape}: two threads are {gain:.2f} times as fast as one"


def print_table(rows, left_out):
    names = ["job", "program", "type", "threads", "whole s", "alone s", "ratio", "alone ratio"]
    names += ["cores", "MB", "log"]
    digits = dict(whole=2, alone=3, ratio=1, alone_ratio=1, cores=1, mb=0)

    def cell(row, field):
        value = getattr(row, field)
        return "" if value is None else f"{value:.{digits[field]}f}" if field in digits else value

    cells = [names] + [[str(cell(row, field)) for field in Row._fields] for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    cells.insert(1, ["-" * width for width in widths])
    for line in cells:
        print("| " + " | ".join(text.ljust(width) for text, width in zip(line, widths)) + " |")
    for package, reason in left_out.items():
        print(f"\n{package}: left out: {reason}")
    print(NOTES)


def main():
    given = arguments()
    packages = [p for p in environment.PACKAGES if p != "torch" or given.torch]
    left_out = environment.prepare(VENV, packages)
    if not given.torch:
        left_out["torch"] = "ask for it with --torch (on Linux it comes with gigabytes of CUDA)"
    thread_counts = [1, 2] if environment.cores() > 1 else [1]
    rows, gains = [], []
    if given.only != "minibatch":
        names = [n for n in ("numpy", "numba", "jax") if n not in left_out]
        rows += notebook_rows(given, names, thread_counts)
    if given.only != "notebook":
        names = [n for n in ("jax", "torch") if n not in left_out]
        epochs, gains = minibatch_rows(given, names, thread_counts)
        rows += epochs
    print(environment.describe(VENV, given.ours))
    print(f"Runs in a row's median: {given.rounds} (a slow peer: at most 2), ours before each.\n")
    print_table(rows, left_out)
    print("", *gains, sep="\n")
    wrong = [row for row in rows if row.log == "DIFFERS"]
    if wrong:
        sys.exit(f"compare: the log of {wrong[0].program} differs from ours")


if __name__ == "__main__":
    main()
