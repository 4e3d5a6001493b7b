"""A model file in NumPy: it computes our probabilities, and writes models as other programs do.

    python3 tests/compare/model.py          # probabilities of 1000 test images, ours and NumPy's
    python3 tests/compare/model.py --make   # writes tests/fixtures/model/ again

If NumPy is not installed, it goes into out/compare-venv.
"""

import gzip
import subprocess
import sys
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "model"
VENV = ROOT / "out" / "compare-venv"
OUT = ROOT / "out" / "compare-model"
IMAGES = 1000
LARGEST = 1e-12

try:
    import numpy as np
except ImportError:
    environment.prepare(VENV, ["numpy"])
    sys.exit(subprocess.call([environment.interpreter(VENV), __file__, *sys.argv[1:]]))


def numbers(start, *shape):
    """Numbers that are exact in f4: multiples of 1/8."""
    return np.arange(start, start + np.prod(shape), dtype="<f4").reshape(shape) % 7 / 8 - 0.5


def make():
    """One network of 6, 4 and 3 units in each form."""
    weights = [numbers(0, 6, 4), numbers(1, 4, 3)]
    biases = [numbers(2, 4), numbers(3, 3)]
    wide = [array.astype("<f8") for array in weights + biases]
    files = {
        "as_ours": dict(weights_1=wide[0], bias_1=wide[2], weights_2=wide[1], bias_2=wide[3]),
        "single_fortran": dict(
            zip(("W1", "W2", "b1", "b2"), map(np.asfortranarray, weights + biases))
        ),
        "bias_rows": dict(W1=weights[0], b1=biases[0][None], W2=weights[1], b2=biases[1][None]),
        "no_biases": dict(W1=weights[0], W2=weights[1]),
        "pytorch": {
            "fc1.weight": weights[0].T, "fc1.bias": biases[0],
            "fc2.weight": weights[1].T, "fc2.bias": biases[1],
        },
        "pytorch_transposed": {
            "0.weight": weights[0], "0.bias": biases[0],
            "2.weight": weights[1], "2.bias": biases[1],
        },
    }
    FIXTURES.mkdir(exist_ok=True)
    for name, arrays in files.items():
        save = np.savez if name == "as_ours" else np.savez_compressed
        save(FIXTURES / f"{name}.npz", **arrays)
    print(f"{len(files)} files in {FIXTURES.relative_to(ROOT)}, made by NumPy {np.__version__}")


def activation(model, name, z):
    functions = {
        "relu": lambda z: np.maximum(z, 0),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "identity": lambda z: z,
    }
    return functions[str(model[name])](z)


def probabilities(model, x):
    layers = sum(key.startswith("weights_") for key in model.files)
    for l in range(1, layers + 1):
        z = x @ model[f"weights_{l}"]
        if f"bias_{l}" in model.files:
            z += model[f"bias_{l}"]
        x = activation(model, "activation" if l < layers else "output_activation", z)
    if str(model["loss"]) != "cross-entropy":
        return x
    shares = np.exp(x - x.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def check():
    path = ROOT / "data" / "model" / "mnist.npz"
    run = ["cargo", "run", "--offline", "--release", "--quiet", "--", "evaluate"]
    flags = ["--model", str(path), "--test", str(IMAGES), "--out", str(OUT)]
    if subprocess.call(run + flags, cwd=ROOT, stdout=subprocess.DEVNULL):
        sys.exit("model: evaluate failed")
    archive = gzip.decompress((ROOT / "data/mnist/t10k-images-idx3-ubyte.gz").read_bytes())
    x = np.frombuffer(archive, "|u1", offset=16).reshape(-1, 784)[:IMAGES] / 255
    ours = np.load(OUT / "probabilities.npz", allow_pickle=False)["probabilities"]
    theirs = probabilities(np.load(path, allow_pickle=False), x)
    largest = np.abs(ours - theirs).max()
    print(f"{IMAGES} images: the largest difference of a probability is {largest:.1e}")
    if ours.shape != theirs.shape or not largest <= LARGEST:
        sys.exit(f"model: expected at most {LARGEST}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--make"]:
        make()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        check()
