"""Models of other programs: `backprop evaluate` has the accuracy that the other program reports.

    python3 tests/compare/elsewhere.py [sklearn|keras|torch]

Trains small networks on MNIST in scikit-learn, Keras and PyTorch, those that this Python has, saves
them as data/model/elsewhere.md says, and compares how many test images are right. Images are
pixels / 255, or normalised. What is not installed is named and left out.
"""

import gzip
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit("elsewhere: this Python has no NumPy")

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "compare-elsewhere"
TRAIN = 10000
MEAN, STD = 0.1307, 0.3081


def read(name, start):
    content = gzip.decompress((ROOT / "data" / "mnist" / f"{name}-ubyte.gz").read_bytes())
    return np.frombuffer(content, "|u1", offset=start)


def data():
    """Training and test images, pixels / 255, with their labels."""
    images = [read(f"{part}-images-idx3", 16).reshape(-1, 784) / 255 for part in ("train", "t10k")]
    labels = [read(f"{part}-labels-idx1", 8).astype(int) for part in ("train", "t10k")]
    return images[0][:TRAIN], labels[0][:TRAIN], images[1], labels[1]


def by_sklearn(x, y, x_test, y_test):
    """name, arrays, flags, right answers"""
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    for activation in ("relu", "tanh"):
        mlp = MLPClassifier((30, 30), activation=activation, max_iter=5, random_state=1).fit(x, y)
        right = (mlp.predict(x_test) == y_test).sum()
        layers = {f"coefs_{i}": array for i, array in enumerate(mlp.coefs_)}
        layers |= {f"intercepts_{i}": array for i, array in enumerate(mlp.intercepts_)}
        yield f"sklearn, {activation}, names", layers, ["--activation", activation], right
        arrays = {f"arr_{i}": array for i, array in enumerate(mlp.coefs_ + mlp.intercepts_)}
        arrays |= dict(activation=np.array(activation), classes=mlp.classes_)
        yield f"sklearn, {activation}, all matrices first", arrays, [], right
    scaler = StandardScaler().fit(x)
    mlp = MLPClassifier((30,), max_iter=5, random_state=1).fit(scaler.transform(x), y)
    right = (mlp.predict(scaler.transform(x_test)) == y_test).sum()
    arrays = {f"arr_{i}": array for i, array in enumerate(mlp.coefs_ + mlp.intercepts_)}
    arrays |= dict(activation=np.array("relu"), mean=scaler.mean_, std=scaler.scale_)
    yield "sklearn, StandardScaler", arrays, [], right


def by_keras(x, y, x_test, y_test):
    import keras

    keras.utils.set_random_seed(1)
    flags = ["--activation", "relu"]
    for name, mean, std in (("pixels / 255", 0, 1), ("normalised", MEAN, STD)):
        dense = [keras.layers.Dense(30, "relu"), keras.layers.Dense(30, "relu")]
        model = keras.Sequential([keras.Input((784,)), *dense, keras.layers.Dense(10, "softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit((x - mean) / std, y, epochs=3, verbose=0)
        answers = model.predict((x_test - mean) / std, batch_size=1000, verbose=0)
        right = (answers.argmax(axis=1) == y_test).sum()
        normal = ["--mean", str(mean), "--std", str(std)] if mean else []
        order = {f"arr_{i}": array for i, array in enumerate(model.get_weights())}
        yield f"Keras, {name}, get_weights()", order, flags + normal, right
        names = {weight.path: weight.numpy() for weight in model.weights}
        yield f"Keras, {name}, names", names, flags + normal, right


def by_torch(x, y, x_test, y_test):
    import torch

    torch.manual_seed(1)
    for name, mean, std in (("pixels / 255", 0, 1), ("normalised", MEAN, STD)):
        size = (784, 30, 30, 10)
        layers = [torch.nn.Linear(*size[l : l + 2]) for l in range(3)]
        relu = torch.nn.ReLU()
        model = torch.nn.Sequential(layers[0], relu, layers[1], relu, layers[2])
        inputs = torch.tensor((x - mean) / std, dtype=torch.float32)
        tests = torch.tensor((x_test - mean) / std, dtype=torch.float32)
        targets, step = torch.tensor(y), torch.optim.Adam(model.parameters())
        for _ in range(3):
            for batch in torch.randperm(len(y)).split(32):
                step.zero_grad()
                torch.nn.functional.cross_entropy(model(inputs[batch]), targets[batch]).backward()
                step.step()
        right = (model(tests).argmax(dim=1).numpy() == y_test).sum()
        flags = ["--activation", "relu"]
        flags += ["--mean", str(mean), "--std", str(std)] if mean else []
        arrays = {name: array.numpy() for name, array in model.state_dict().items()}
        yield f"PyTorch, {name}", arrays, flags, right


def right_here(path, flags):
    """How many test images are right here."""
    run = ["cargo", "run", "--offline", "--release", "--quiet", "--", "evaluate"]
    command = run + ["--model", str(path), "--out", str(OUT / "evaluate"), *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"(\d+) of (\d+) wrong", done.stdout)
    if done.returncode or not found:
        sys.exit(f"elsewhere: evaluate failed:\n{done.stdout}{done.stderr}")
    return int(found[2]) - int(found[1])


PROGRAMS = {"sklearn": by_sklearn, "keras": by_keras, "torch": by_torch}


def compare(module):
    """Trains in one program, and counts the models that differ here."""
    if not importlib.util.find_spec(module):
        print(f"{module} is not installed: left out")
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    sets, differences = data(), 0
    for name, arrays, flags, theirs in PROGRAMS[module](*sets):
        path = OUT / "model.npz"
        np.savez(path, **arrays)
        ours = right_here(path, flags)
        print(f"{name}: {theirs} of {len(sets[3])} right, here {ours}")
        # Keras and PyTorch compute in 32 bits: an image on the edge may fall either way.
        differences += abs(int(theirs) - ours) > (0 if module == "sklearn" else 2)
    return differences


def main():
    match sys.argv[1:]:
        case [module] if module in PROGRAMS:
            if differences := compare(module):
                sys.exit(f"elsewhere: {differences} models differ")
        case []:
            # A process for each: TensorFlow and PyTorch crash in one.
            runs = [subprocess.run([sys.executable, __file__, module]) for module in PROGRAMS]
            sys.exit(any(run.returncode for run in runs))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
