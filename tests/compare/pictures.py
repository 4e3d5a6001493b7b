"""Our PNG decoder beside Pillow's on PngSuite: every picture, byte for byte in 8-bit RGBA.

PngSuite, by Willem van Schaik, is a set of PNG files of all kinds; the source of the package pypng
has 28 pictures of it or like it. Pillow goes into out/compare-venv, the pictures into out/pictures;
all of them are decoded by the ignored test of tests/formats/png.rs. Run it from anywhere:

    python3 tests/compare/pictures.py

For two kinds of picture Pillow's conversion to RGBA is not what the file says. They are compared
with Pillow's own samples, converted here, and counted apart:
- 16-bit grey, which Pillow clips at 255. Here the high byte of a sample is taken, which is what
  Pillow does in all other 16-bit pictures.
- a transparent grey of 2, 4 or 16 bits, which Pillow compares with converted samples.
"""

import pathlib
import struct
import subprocess
import sys
import tarfile
import types

import environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / "out" / "compare-venv"
FOLDER = ROOT / "out" / "pictures"
PYPNG = "pypng==0.20220715.0"
PICTURES = 28
GREY = 0


def pip(*arguments):
    """Runs pip; returns None or what went wrong."""
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    return environment.quietly(command)


def enter_environment():
    """Makes sure that Pillow is there and that its Python runs this program."""
    if pathlib.Path(sys.prefix) != VENV:
        environment.prepare(VENV, [])
        python = environment.interpreter(VENV)
        sys.exit(subprocess.run([python, *sys.argv]).returncode)
    if environment.quietly([sys.executable, "-c", "import PIL"]):
        print("compare: installing Pillow", file=sys.stderr)
        problem = pip("install", "pillow")
        if problem:
            environment.give_up(VENV, f"cannot install Pillow: {problem}")


def fetch_pictures():
    """Puts the pictures into FOLDER, as NAME.png, and nothing else."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    problem = pip("download", PYPNG, "--no-deps", "--no-binary", ":all:", "--dest", str(FOLDER))
    if problem:
        environment.give_up(VENV, f"cannot fetch the source of {PYPNG}: {problem}")
    (archive,) = FOLDER.glob("pypng*.tar.gz")
    with tarfile.open(archive) as tar:
        (name,) = [name for name in tar.getnames() if name.endswith("/code/pngsuite.py")]
        source = tar.extractfile(name).read()
    archive.unlink()
    pngsuite = types.ModuleType("pngsuite")
    sys.modules[pngsuite.__name__] = pngsuite  # where it looks for itself
    exec(source, pngsuite.__dict__)
    for name, picture in pngsuite.png.items():
        (FOLDER / f"{name}.png").write_bytes(picture)


def grey_from_samples(image, depth):
    """A grey picture's pixels in RGBA, from Pillow's samples and tRNS."""
    most = 2**depth - 1
    if depth == 16:
        samples = struct.unpack(f"<{image.width * image.height}H", image.tobytes())
    else:
        samples = [byte * most // 255 for byte in image.tobytes()]
    rgba = bytearray()
    for sample in samples:
        grey = sample >> 8 if depth == 16 else sample * 255 // most
        rgba += bytes([grey] * 3 + [0 if sample == image.info.get("transparency") else 255])
    return bytes(rgba)


def decode_with_pillow(path):
    """The picture as a PAM file of RGBA, and whether it was made from samples."""
    from PIL import Image

    depth, colour_type = path.read_bytes()[24:26]
    with Image.open(path) as image:
        is_transparent = "transparency" in image.info
        by_hand = colour_type == GREY and (depth == 16 or depth in (2, 4) and is_transparent)
        rgba = grey_from_samples(image, depth) if by_hand else image.convert("RGBA").tobytes()
        size = f"WIDTH {image.width}\nHEIGHT {image.height}\n"
    head = f"P7\n{size}DEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    return head.encode() + rgba, by_hand


def main():
    enter_environment()
    fetch_pictures()
    environment.decode_with_ours("png", FOLDER)
    pictures = sorted(FOLDER.glob("*.png"))
    from_samples, different = 0, 0
    for path in pictures:
        expected, by_hand = decode_with_pillow(path)
        from_samples += by_hand
        found = path.with_suffix(".pam").read_bytes()
        if found != expected:
            different += 1
            print(f"{path.stem}: " + ("differs" if found[:2] == b"P7" else found.decode()))
    print(f"{len(pictures) - different} of {len(pictures)} pictures decoded as Pillow does")
    print(f"({from_samples} of them 16-bit or transparent grey, from Pillow's samples)")
    if different or len(pictures) != PICTURES:
        sys.exit(f"compare: expected {PICTURES} pictures, all of them alike")


if __name__ == "__main__":
    main()
