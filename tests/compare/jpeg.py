"""Our JPEG decoder beside Pillow's (libjpeg-turbo's): every grey value of 2000 pictures.

    python3 tests/compare/jpeg.py [--seed N] [--count N] [FOLDER ...]

Pillow goes into out/compare-venv, the pictures into out/jpeg; the ignored test of tests/formats/jpeg.rs
decodes them. The JPEG files of the FOLDERs, which are left as they are, are compared as well. With
cjpeg (Debian's libjpeg-turbo-progs) in the PATH, a third of the pictures are of kinds that Pillow
does not write: any sampling factors, and scans of one's own. Only the luminance is decoded
(`draft("L")`), and it should be the same to the bit; a difference of 1 is allowed.
"""

import argparse
import io
import pathlib
import random
import shutil
import subprocess
import sys

import environment
from pictures import ROOT, VENV, enter_environment

FOLDER = ROOT / "out" / "jpeg"
SEQUENTIAL = ["0; 1; 2;", "1; 0; 2;", "0 2; 1;", "1 2; 0;", "2; 0 1;"]
PROGRESSIVE = [
    "0: 0-0, 0, 1; 1 2: 0-0, 0, 0; 0: 1-63, 0, 2; 0: 0-0, 1, 0; 0: 1-63, 2, 1; 0: 1-63, 1, 0;"
    "1: 1-63, 0, 0; 2: 1-63, 0, 0;",
    "0 1 2: 0-0, 0, 0; 1: 1-63, 0, 0; 0: 1-5, 0, 0; 0: 6-63, 0, 3; 0: 6-63, 3, 2; 0: 6-63, 2, 1;"
    "0: 6-63, 1, 0; 2: 1-63, 0, 0;",
    "2: 0-0, 0, 0; 0: 0-0, 0, 2; 1: 0-0, 0, 0; 0: 0-0, 2, 1; 0: 0-0, 1, 0; 0: 1-1, 0, 0;"
    "0: 2-63, 0, 1; 0: 2-63, 1, 0; 1: 1-63, 0, 0; 2: 1-63, 0, 0;",
]


def picture(rng):
    """Noise, smoothed or not, or a gradient; of a random size."""
    from PIL import Image

    large = rng.random() < 0.02
    width, height = [rng.randint(100, 1200) if large else rng.randint(1, 70) for _ in range(2)]
    coarse = rng.choice([1, 1, 3, 8, 40])
    size = [max(1, -(-side // coarse)) for side in (width, height)]
    few = rng.choice([rng.randbytes(3 * size[0] * size[1]), bytes([0, 255] * 8)])
    data = (few * (3 * size[0] * size[1] // len(few) + 1))[: 3 * size[0] * size[1]]
    return Image.frombytes("RGB", size, data).resize((width, height), rng.choice([0, 2]))


def by_pillow(rng, image):
    """A file with Pillow's settings at random."""
    from PIL import ImageFile

    ImageFile.MAXBLOCK = 1 << 24  # its buffer is too small for some of these pictures
    flags = {"quality": rng.randint(1, 100), "progressive": rng.random() < 0.4}
    flags["optimize"] = rng.random() < 0.4
    if rng.random() < 0.3:
        flags[rng.choice(["restart_marker_blocks", "restart_marker_rows"])] = rng.randint(1, 9)
    if rng.random() < 0.2:
        flags["comment"] = "\xff" * rng.randint(1, 300)
    if rng.random() < 0.2:
        exif = image.getexif()
        exif[274] = rng.randint(1, 8)
        flags["exif"] = exif
    kind = rng.choice(["L", "RGB", "keep", "sampled", "sampled"])
    if kind == "L":
        image = image.convert("L")
    elif kind == "keep":
        flags["keep_rgb"] = True
    elif kind == "sampled":
        flags["subsampling"] = rng.randint(0, 2)
    file = io.BytesIO()
    image.save(file, "JPEG", **flags)
    return file.getvalue()


def by_cjpeg(rng, image):
    """A file with cjpeg's settings at random."""
    flags = ["-quality", rng.randint(1, 100)]
    flags += ["-rgb"] if rng.random() < 0.3 else []
    flags += ["-optimize"] if rng.random() < 0.4 else []
    if rng.random() < 0.3:
        flags += ["-restart", f"{rng.randint(1, 9)}{rng.choice(['', 'B'])}"]
    while True:
        # libjpeg reads factors that divide the largest, and MCUs of at most 10 blocks.
        factors = [(rng.randint(1, 4), rng.randint(1, 4)) for _ in range(3)]
        largest = [max(sides) for sides in zip(*factors)]
        fit = all(big % side == 0 for pair in factors for big, side in zip(largest, pair))
        if fit and sum(h * v for h, v in factors) <= 10:
            break
    flags += ["-sample", ",".join(f"{h}x{v}" for h, v in factors)]
    scans = rng.choice([None, None, *SEQUENTIAL, *PROGRESSIVE, "progressive"])
    if scans == "progressive":
        flags += ["-progressive"]
    elif scans:
        (FOLDER / "scans.txt").write_text(scans)
        flags += ["-scans", FOLDER / "scans.txt"]
    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    command = ["cjpeg", *map(str, flags)]
    return subprocess.run(command, input=ppm.getvalue(), capture_output=True, check=True).stdout


def grey_by_pillow(path):
    """The picture as a PGM file."""
    from PIL import Image

    with Image.open(path) as image:
        image.draft("L", image.size)
        grey = image.convert("L")
    return f"P5\n{grey.width} {grey.height}\n255\n".encode() + grey.tobytes()


def main():
    enter_environment()
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    flags = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    rng = random.Random(flags.seed)
    with_cjpeg = shutil.which("cjpeg") is not None
    for number in range(flags.count):
        image = picture(rng)
        writer = by_cjpeg if with_cjpeg and number % 3 == 0 else by_pillow
        (FOLDER / f"{writer.__name__}_{number:04}.jpg").write_bytes(writer(rng, image))
    for folder in flags.folders:
        for path in folder.glob("*.jpg"):
            shutil.copy(path, FOLDER / f"{folder.name}_{path.name}")
    environment.decode_with_ours("jpeg", FOLDER)
    equal, near, different = 0, 0, 0
    for path in sorted(FOLDER.glob("*.jpg")):
        found, expected = path.with_suffix(".pgm").read_bytes(), grey_by_pillow(path)
        alike = len(found) == len(expected)
        most = max(abs(a - b) for a, b in zip(found, expected)) if alike else 255
        equal += found == expected
        near += most == 1
        if most > 1:
            different += 1
            what = f"differs by {most}" if found[:2] == b"P5" else found.decode()
            print(f"{path.name}: {what}")
    print(f"{equal} pictures have Pillow's grey, {near} differ by 1, {different} by more")
    if not with_cjpeg:
        print("(without cjpeg: no unusual sampling factors and scans)")
    if different:
        sys.exit("compare: expected differences of at most 1")


if __name__ == "__main__":
    main()
