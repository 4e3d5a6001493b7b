"""The peers' virtual environment under out/compare-venv, and what the machine and versions are."""

import os
import platform
import subprocess
import sys

PACKAGES = ("numpy", "numba", "jax", "torch")
NEEDED = """\
The comparison needs Python's venv module, pip and a package registry that pip can reach (or
NumPy already in {folder}). Nothing else in this project does.
On Debian and Ubuntu: apt-get install python3-venv. Behind a mirror: set PIP_INDEX_URL."""


def interpreter(folder):
    windows = os.name == "nt"
    return str(folder / ("Scripts/python.exe" if windows else "bin/python"))


def quietly(command):
    """Runs a command; returns None if it succeeded, else the last line that it said."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode == 0:
        return None
    said = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()
    return said[-1].strip()


def give_up(folder, problem):
    sys.exit(f"compare: {problem}\n{NEEDED.format(folder=folder)}")


def prepare(folder, wanted):
    """Makes the environment if need be and installs what is missing of `wanted`.

    Returns what could not be had: {package: reason}. Without NumPy it ends the program, because
    then there is nothing to compare with.
    """
    python = interpreter(folder)
    if not os.path.exists(python) or quietly([python, "-m", "pip", "--version"]):
        print(f"compare: making {folder}", file=sys.stderr)
        problem = quietly([sys.executable, "-m", "venv", "--clear", str(folder)])
        if problem:
            give_up(folder, f"cannot make a virtual environment: {problem}")
    missing = {}
    for package in wanted:
        if not quietly([python, "-c", f"import {package}"]):
            continue
        print(f"compare: installing {package}", file=sys.stderr)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        problem = quietly(pip) or quietly([python, "-c", f"import {package}"])
        if problem and package == "numpy":
            give_up(folder, f"cannot install NumPy: {problem}")
        if problem:
            missing[package] = problem
    return missing


def decode_with_ours(kind, folder):
    """Writes the decoded picture beside each in `folder`, or why it could not be decoded.

    `kind` is jpeg or png: the tests of that name have one that does it.
    """
    test = f"{kind}::"
    command = ["cargo", "test", "--offline", "--quiet", "--test", "formats", "--", "--ignored", test]
    print("compare:", *command, file=sys.stderr)
    variables = {**os.environ, f"{kind.upper()}_FOLDER": str(folder)}
    root = os.path.join(os.path.dirname(__file__), "..", "..")
    done = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"compare: decoding failed:\n{done.stdout}{done.stderr}")


def cpu_model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def cores():
    """The cores that this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]
    except (OSError, IndexError):
        return f"{command[0]} of unknown version"


def describe(folder, ours):
    """Two lines: the processor and its cores; every version that matters."""
    known = (
        "from importlib.metadata import version, PackageNotFoundError as No\n"
        f"for p in {PACKAGES!r}:\n"
        "    try: print(p, version(p), end=', ')\n"
        "    except No: pass\n"
    )
    packages = first_line([interpreter(folder), "-c", known]).strip(", ")
    python = f"Python {platform.python_version()}"
    rust = " ".join(first_line(["rustc", "--version"]).split()[:2])
    versions = ", ".join([first_line([str(ours), "--version"]), rust, python, packages])
    return f"{cpu_model()}, {cores()} cores\n{versions}"
