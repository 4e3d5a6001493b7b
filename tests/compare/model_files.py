"""Model files beside NumPy: it makes the fixtures that the tests read, and reads what they write.

    python3 tests/compare/model_files.py          # runs the tests, then checks target/tmp/npz/
    python3 tests/compare/model_files.py --make   # writes tests/fixtures/npz/ again

The tests `npy` and `npz` read each fixture and write its arrays into target/tmp/npz/ under the same
name. Here NumPy loads both files, without pickle, and every array must be the same to the bit. One
fixture, written.npz, was written by the tests: target/tmp/npz/savez.npz. If NumPy is not installed,
it goes into out/compare-venv.
"""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "npz"
WRITTEN = ROOT / "target" / "tmp" / "npz"
VENV = ROOT / "out" / "compare-venv"

try:
    import numpy as np
except ImportError:
    environment.prepare(VENV, ["numpy"])
    sys.exit(subprocess.call([environment.interpreter(VENV), __file__, *sys.argv[1:]]))


class Pipe(io.RawIOBase):
    """A stream that cannot go back, so that sizes must follow each member's bytes."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, data):
        self.bytes += bytes(data)
        return len(data)


def npy(array, pickle=False):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), allow_pickle=pickle)
    return file.getvalue()


def savez(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def piped(save, **arrays):
    pipe = Pipe()
    save(pipe, **arrays)
    return pipe.bytes


def zipped(members, method=zipfile.ZIP_STORED, comment=b""):
    """An archive with 32-bit sizes, as other programs write it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def zip64(**arrays):
    """An archive in which every number that can be 64 bits wide is."""
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = -1, -1
    try:
        return savez(np.savez, **arrays)
    finally:
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits


def fixtures():
    """{file name: bytes}"""
    floats = [0.1, -0.0, 1e300, 5e-324, np.inf, -np.inf, np.nan]
    singles = [0.1, -0.0, 1e30, 1e-45, np.inf, -np.inf, np.nan]
    cube = np.arange(24.0).reshape(2, 3, 4)
    texts = np.array([["", "relu"], ["가중치", "😀 a"], ["é", "\x00b"]])
    model = {
        "weights_1": np.array([[0.5, -0.25], [0.1, 3.0], [-1e-3, 7.0]]),
        "bias_1": np.array([0.25, -2.0]),
        "activation": np.array("relu"),
        "classes": np.array([0, 1, 2]),
        "corrected": np.array(True),
        "image": np.arange(6, dtype="|u1").reshape(2, 3),
    }
    types = {
        "f8": np.array(floats, "<f8"),
        "f8_big": np.array(floats, ">f8"),
        "f4": np.array(singles, "<f4"),
        "f4_big": np.array(singles, ">f4"),
        "i8": np.array([-(2**63), -1, 0, 2**63 - 1], "<i8"),
        "u1": np.array([0, 1, 127, 128, 255], "|u1"),
        "b1": np.array([True, False, True]),
        "text": texts,
    }
    shapes = {
        "scalar": np.array(2.5),
        "scalar_text": np.array("가"),
        "one": np.array([7]),
        "none": np.zeros(0),
        "none_by_three": np.zeros((0, 3)),
        "three_by_none_by_two": np.zeros((3, 0, 2), "<f4"),
        "none_text": np.array([], "<U1"),
        "cube": cube,
        "cube_fortran": np.asfortranarray(cube),
        "matrix_transposed": cube[0].T,
        "big_endian_fortran": np.asfortranarray(cube.astype(">f4")),
        "bytes_fortran": np.asfortranarray(cube.astype("|u1")),
        "text_fortran": np.asfortranarray(texts),
        "none_fortran": np.zeros((0, 3), order="F"),
    }
    readme = ("README.txt", b"no array")
    folder = ("layers/", b"")
    weights = ("layers/weights.npy", npy(cube[0]))
    bias = ("편향.npy", npy(cube[0, 0]))
    objects = np.array([{"a": 1}, None], dtype=object)
    records = np.zeros(2, [("weight", "<f8"), ("name", "|O")])
    return {
        "savez.npz": savez(np.savez, **model),
        "savez_compressed.npz": savez(np.savez_compressed, **model),
        "types.npz": savez(np.savez_compressed, **types),
        "shapes.npz": savez(np.savez_compressed, **shapes),
        "empty.npz": savez(np.savez),
        "piped.npz": piped(np.savez, **model),
        "piped_compressed.npz": piped(np.savez_compressed, **model),
        "zip64.npz": zip64(**model),
        "plain.npz": zipped([readme, folder, weights, bias], comment=b"a comment"),
        "objects.npz": savez(np.savez, weights=objects),
        "bzip2.npz": zipped([weights], zipfile.ZIP_BZIP2),
        "lzma.npz": zipped([weights], zipfile.ZIP_LZMA),
        "version_1.npy": npy(cube),
        "text.npy": npy(texts),
        # Its header needs no space at the end, and gets 64.
        "full_header.npy": npy(np.zeros((0, *[1] * 11, 10, 10))),
        "objects.npy": npy(objects, pickle=True),
        "structured.npy": npy(records, pickle=True),
        "complex.npy": npy(np.zeros(2, "<c16")),
    }


def refused(name):
    return name.split(".")[0] in ("objects", "bzip2", "lzma", "zip64", "structured", "complex")


def load(content):
    """{key: array} of a .npz file, {"": array} of a .npy file; what is no array is left out."""
    loaded = np.load(io.BytesIO(content), allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return {"": loaded}
    return {key: loaded[key] for key in loaded.files if isinstance(loaded[key], np.ndarray)}


def widened(array):
    """The array as ours has it: floats as <f8, in C order."""
    return np.array(array, "<f8" if array.dtype.kind == "f" else None, order="C")


def element(value, kind):
    if kind == "f":
        return value.tobytes()[::-1].hex()
    if kind == "U":
        return '"' + "".join(f"\\u{{{ord(char):x}}}" for char in str(value)) + '"'
    return str(int(value))


def expected(files):
    """A line for each array: file, name, type, shape, elements. Floats are their bits in hex."""
    lines = []
    for name, content in files.items():
        if refused(name):
            continue
        for key, array in load(content).items():
            array = widened(array)
            kind = array.dtype.kind
            elements = " ".join(element(value, kind) for value in array.flat)
            lines.append(f"{name}\t{key}\t{kind}\t{list(array.shape)}\t{elements}\n")
    return "".join(lines)


def make():
    files = fixtures()
    for name, content in files.items():
        (FIXTURES / name).write_bytes(content)
    files["written.npz"] = (FIXTURES / "written.npz").read_bytes()
    (FIXTURES / "expected.tsv").write_bytes(expected(files).encode())
    print(f"{len(files)} files in {FIXTURES.relative_to(ROOT)}, made by NumPy {np.__version__}")


def check_file(name, read, written):
    """Our file against the one that it was made from; the fault, or None."""
    before, after = load(read), load(written)
    if list(before) != list(after):
        return f"{name}: the names {list(before)} became {list(after)}"
    for key, array in before.items():
        array, ours = widened(array), after[key]
        same = array.shape == ours.shape and array.tobytes() == ours.tobytes()
        if not same or array.dtype != ours.dtype:
            return f"{name}, {key}: expected\n{array!r}\nfound\n{ours!r}"
        if npy(array) not in written:
            return f"{name}, {key}: not the bytes that np.save writes"
    return None


def check():
    tests = ["cargo", "test", "--quiet", "--offline", "--test", "formats", "--", "npy::", "npz::"]
    if subprocess.call(tests, cwd=ROOT):
        sys.exit("model_files: the tests failed")
    names = [path.name for path in sorted(FIXTURES.glob("*.np?")) if not refused(path.name)]
    for name in names:
        fault = check_file(name, (FIXTURES / name).read_bytes(), (WRITTEN / name).read_bytes())
        if fault:
            sys.exit(f"model_files: {fault}")
    print(f"{len(names)} files: NumPy {np.__version__} finds every array the same to the bit")


if __name__ == "__main__":
    if sys.argv[1:] == ["--make"]:
        make()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        check()
