"""`backprop predict` on digits that nobody here drew, as PNG files.

- scikit-learn's 1797 digits of 8 x 8 pixels (from Turkey, by Alpaydin and Kaynak), enlarged
  bilinearly by 8: white on black. They come out of the package's wheel; it is not installed.
- MNIST's 10000 test images, black on white, scaled by 3 to 9 and put anywhere on a page of
  280 x 280 pixels.

Pillow goes into out/compare-venv, the pictures into out/digits. Run it from anywhere:

    python3 tests/compare/digits.py
"""

import gzip
import pathlib
import random
import re
import shutil
import subprocess
import sys
import zipfile

import environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / "out" / "compare-venv"
FOLDER = ROOT / "out" / "digits"
PROGRAM = ROOT / "target" / "release" / "backprop"
WHEEL_MEMBER = "sklearn/datasets/data/digits.csv.gz"
# Accuracies below these are a failure.
LEAST = {"scikit-learn's 8 x 8": 0.82, "MNIST's, moved and scaled": 0.975}


def enter_environment():
    """Makes sure that Pillow is there and that its Python runs this program."""
    if pathlib.Path(sys.prefix) != VENV:
        environment.prepare(VENV, [])
        python = environment.interpreter(VENV)
        sys.exit(subprocess.run([python, __file__]).returncode)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if environment.quietly([sys.executable, "-c", "import PIL"]):
        problem = environment.quietly([*pip, "install", "pillow"])
        if problem:
            environment.give_up(VENV, f"cannot install Pillow: {problem}")
    if not list(FOLDER.glob("*.whl")):
        FOLDER.mkdir(parents=True, exist_ok=True)
        wheel = ["scikit-learn", "--no-deps", "--only-binary", ":all:", "--dest", str(FOLDER)]
        problem = environment.quietly([*pip, "download", *wheel])
        if problem:
            environment.give_up(VENV, f"cannot fetch scikit-learn: {problem}")


def enlarged():
    """scikit-learn's digits as pictures with labels."""
    from PIL import Image

    with zipfile.ZipFile(next(FOLDER.glob("*.whl"))) as wheel:
        table = gzip.decompress(wheel.read(WHEEL_MEMBER)).decode()
    for line in table.splitlines():
        *values, label = [int(float(value)) for value in line.split(",")]
        picture = Image.frombytes("L", (8, 8), bytes(round(value * 255 / 16) for value in values))
        yield picture.resize((64, 64), Image.BILINEAR), label


def moved():
    """MNIST's test images somewhere on a page, with labels."""
    from PIL import Image, ImageOps

    images = gzip.decompress((ROOT / "data/mnist/t10k-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((ROOT / "data/mnist/t10k-labels-idx1-ubyte.gz").read_bytes())[8:]
    chance = random.Random(1)
    for i, label in enumerate(labels):
        side = int(28 * chance.uniform(3, 9))
        picture = Image.frombytes("L", (28, 28), images[784 * i : 784 * (i + 1)])
        page = Image.new("L", (280, 280))
        place = (chance.randint(0, 280 - side), chance.randint(0, 280 - side))
        page.paste(picture.resize((side, side), Image.BILINEAR), place)
        yield ImageOps.invert(page), label


def measure(pictures):
    """How many pictures there are, are answered rightly, and are refused."""
    folder = FOLDER / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    labels = {}
    for i, (picture, label) in enumerate(pictures):
        picture.save(folder / f"{i}.png")
        labels[f"{i}.png"] = label
    answers = {}
    names = list(labels)
    for first in range(0, len(names), 1000):
        command = [str(PROGRAM), "predict", *names[first : first + 1000]]
        said = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout
        found = re.findall(r"^(\S+): (\d+), ", said, re.M)
        answers.update((name, int(digit)) for name, digit in found)
    right = sum(answers.get(name) == label for name, label in labels.items())
    return len(labels), right, len(labels) - len(answers)


def main():
    enter_environment()
    subprocess.run(["cargo", "build", "--offline", "--release", "--quiet"], cwd=ROOT, check=True)
    failed = False
    print("| digits | pictures | right | accuracy | without answer |\n|---|---|---|---|---|")
    for (name, least), pictures in zip(LEAST.items(), (enlarged(), moved())):
        count, right, refused = measure(pictures)
        failed |= right < least * count
        print(f"| {name} | {count} | {right} | {100 * right / count:.1f} % | {refused} |")
    sys.exit("compare: less than expected" if failed else 0)


if __name__ == "__main__":
    main()
