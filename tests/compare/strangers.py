"""Other people's digits: how many pictures `backprop predict` reads right, source by source.

Each folder on the command line is a source. A picture's name begins with what it shows and an
underscore or a dot: `3_pen.jpg`; with several digits line by line, `12345-67890_sheet.jpg`; `text`
stands for a line of words. Needs `make build` and nothing beside Python's library.

    python3 tests/compare/strangers.py FOLDER...

prints two tables in Markdown. In the first, of pictures of one digit, the halves are every other
name in sorted order: what was tuned on the first is checked on the second. In the second, digits
are aligned with what is written such that the fewest differ; `?` is no digit.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "release" / "backprop"
KINDS = {".png", ".pgm", ".ppm", ".jpg", ".jpeg"}
# Names on one command line.
BATCH = 500
LABEL = re.compile(r"((?:\d+|text)(?:-(?:\d+|text))*)[_.]")


def pictures(folder):
    """The folder's pictures with what they show, in sorted order."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    labels = [LABEL.match(path.name) for path in paths]
    return [(path, label[1]) for path, label in zip(paths, labels) if label]


def answers(paths):
    """What the program answers to each picture, or None where it refuses."""
    found = {}
    for start in range(0, len(paths), BATCH):
        names = [str(path) for path in paths[start : start + BATCH]]
        command = [str(PROGRAM), "predict", "--", *names]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"strangers: {PROGRAM} ended with {done.returncode}: {done.stderr.strip()}")
        lines = done.stdout.splitlines()
        for name in names:
            line = next((line for line in lines if line.startswith(name + ": ")), None)
            answer = line and re.match(r"[\d? ]+", line[len(name) + 2 :])
            found[name] = answer and answer[0]
    return [found[str(path)] for path in paths]


def differences(written, found):
    """How many digits are right, wrong, lost and added, in the alignment with the fewest faults."""

    def better(*choices):
        return min(choices, key=lambda counts: (sum(counts[1:]), -counts[0]))

    def counted(counts, which):
        return tuple(count + (i == which) for i, count in enumerate(counts))

    right, wrong, lost, added = range(4)
    above = [(0, 0, 0, j) for j in range(len(found) + 1)]
    for i, a in enumerate(written):
        row = [counted(above[0], lost)]
        for j, b in enumerate(found):
            same = counted(above[j], right if a == b else wrong)
            row.append(better(same, counted(above[j + 1], lost), counted(row[j], added)))
        above = row
    return above[-1]


def share(right, count):
    return f"{right} of {count} ({100 * right / count:.1f} %)" if count else ""


def singles_row(source, results):
    """A row for results of (right, refused, index in the folder)."""
    right = [[good for good, _, i in results if i % 2 == half] for half in (0, 1)]
    halves = " | ".join(share(sum(half), len(half)) for half in right)
    refused = sum(no for _, no, _ in results)
    all_right = share(sum(good for good, _, _ in results), len(results))
    return f"| {source} | {len(results)} | {all_right} | {halves} | {refused} |"


def main():
    folders = [pathlib.Path(name) for name in sys.argv[1:]]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if not folders:
        sys.exit("strangers: expected folders of pictures: strangers.py FOLDER...")
    if missing:
        sys.exit(f"strangers: no folder: {', '.join(missing)}")
    if not PROGRAM.exists():
        sys.exit(f"strangers: {PROGRAM} is missing: make build")
    singles, rows, several = [], [], []
    for folder in folders:
        shown = pictures(folder)
        results = []
        for (path, label), found in zip(shown, answers([path for path, _ in shown])):
            if len(label) == 1:
                results.append((found == label, found is None, len(results)))
            else:
                several.append((path.name, label, found))
        if results:
            rows.append(singles_row(folder.name, results))
            singles += results
    if rows:
        print("| source | pictures | right | first half | second half | refused |")
        print("|---|---|---|---|---|---|")
        print("\n".join([*rows, singles_row("**all**", singles)]))
    if rows and several:
        print()
    if several:
        print("| picture | digits | right | wrong | lost | added | answer |")
        print("|---|---|---|---|---|---|---|")
        total = [0] * 5
        for name, label, found in several:
            written, read = (re.sub(r"\D", "", text or "") for text in (label, found))
            counts = [len(written), *differences(written, read)]
            total = [a + b for a, b in zip(total, counts)]
            print(f"| {name} | {' | '.join(map(str, counts))} | {found or 'refused'} |")
        print(f"| **all** | {' | '.join(map(str, total))} | |")


if __name__ == "__main__":
    main()
