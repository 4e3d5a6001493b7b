"""What the peers share: the job's arguments, the data, the log line and the closing report.

The job is the tutorial's second program: per-sample gradient descent on the first MNIST images,
784-hidden-10, without biases, both evaluations after each epoch. Arguments and defaults are those
of `backprop notebook`, so that the logs can be compared byte by byte.

A program prints its log on stdout and, as the last line of stderr, one line of JSON
(`report`). This file imports NumPy only inside functions, because the number of threads has to
be in the environment before NumPy (and with it OpenBLAS) is loaded.
"""

import argparse
import gzip
import json
import os
import struct
import sys

PIXELS = 784
LABELS = 10
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def count(text):
    """A whole number of at least one, for argparse."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, found {text}")
    return value


def seed(text):
    """A non-negative whole number of any length, as NumPy's default_rng takes it."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 0, found {text}")
    return value


def arguments(description):
    """The parser with the job's arguments, to which a program may add its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", default="data/mnist", help="folder of the four archives")
    parser.add_argument("--train", type=count, default=10000, help="training images")
    parser.add_argument("--test", type=count, default=1000, help="test images")
    parser.add_argument("--hidden", type=count, default=100, help="hidden units")
    parser.add_argument("--learning-rate", type=float, default=0.0005)
    parser.add_argument("--epochs", type=count, default=20)
    parser.add_argument("--seed", type=seed, default=884736743)
    parser.add_argument("--threads", type=count, default=1, help="as far as the library obeys")
    return parser


def limit_threads(threads):
    """Call before the first import of NumPy."""
    for name in THREAD_VARIABLES:
        os.environ[name] = str(threads)


def limit_xla_threads(threads):
    """Call before the first import of JAX: NPROC is what XLA takes for the number of cores."""
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["NPROC"] = str(threads)
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"


def read_idx(path, magic, dimensions):
    """The bytes of one gzipped IDX file as an array, its header checked."""
    import numpy as np

    with gzip.open(path, "rb") as file:
        data = file.read()
    header = struct.unpack_from(f">{1 + dimensions}I", data)
    if header[0] != magic:
        sys.exit(f"{path}: expected the IDX magic number {magic}, found {header[0]}")
    return np.frombuffer(data, np.uint8, offset=4 * len(header)).reshape(header[1:])


def load(folder, part, wanted):
    """The first `wanted` images (wanted x 784, f64 in 0..=1) and labels (one-hot) of a part.

    `part` is "train" or "t10k".
    """
    import numpy as np

    images = read_idx(f"{folder}/{part}-images-idx3-ubyte.gz", 2051, 3)
    labels = read_idx(f"{folder}/{part}-labels-idx1-ubyte.gz", 2049, 1)
    if wanted > len(images):
        sys.exit(f"{folder}: {wanted} images wanted of {part}, which has {len(images)}")
    images = images[:wanted].reshape(-1, PIXELS) / 255
    return images, np.eye(LABELS)[labels[:wanted]]


def log_line(epoch, train_error, train_accuracy, test_error, test_accuracy, style=".3f"):
    """One epoch in the tutorial's words: 'Traing' and the space at the end are its own."""
    return (
        f"Epoch: {epoch} Training set error: {train_error:{style}}"
        f" Traing set accuracy: {train_accuracy:{style}}"
        f" Test set error: {test_error:{style}}"
        f" Test set accuracy: {test_accuracy:{style}} "
    )


def report(program, precision, threads, seconds, compile_seconds=0.0):
    """The closing line: `seconds` is the job without starting, reading files and compiling."""
    line = {
        "program": program,
        "precision": precision,
        "threads": threads,
        "seconds": round(seconds, 3),
        "compile_seconds": round(compile_seconds, 3),
    }
    sys.stdout.flush()
    print(json.dumps(line), file=sys.stderr)
