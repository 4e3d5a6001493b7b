"""What the mini-batch peers share: one epoch of the ordinary way to train such a network.

784-hidden-10 with biases, ReLU, softmax with mean cross-entropy, plain gradient descent over
batches of 64 of the first training images in file order, in f32 or f64. Reading, starting, compiling and a first epoch to warm up are not timed; training goes on from epoch to
epoch, and the time is the median of the epochs.
"""

import argparse
import statistics
import time

import job

BATCH = 64
RATE = 0.1


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", default="data/mnist", help="folder of the four archives")
    parser.add_argument("--hidden", default="100", help="units of the hidden layers: 300,100")
    parser.add_argument("--images", type=job.count, default=60000)
    parser.add_argument("--precision", choices=("f32", "f64"), default="f32")
    parser.add_argument("--threads", type=job.count, default=1)
    parser.add_argument("--epochs", type=job.count, default=5, help="timed epochs")
    options = parser.parse_args()
    options.sizes = [job.PIXELS, *map(job.count, options.hidden.split(",")), job.LABELS]
    options.dtype = {"f32": "float32", "f64": "float64"}[options.precision]
    return options


def initial_weights(options):
    """He's normal weights and zero biases of each layer: (inputs x units, units)."""
    import numpy as np

    rng = np.random.default_rng(0)
    sizes = zip(options.sizes, options.sizes[1:])
    draw = [rng.normal(0, (2 / n) ** 0.5, (n, m)).astype(options.dtype) for n, m in sizes]
    return [(w, np.zeros(w.shape[1], w.dtype)) for w in draw]


def measure(program, options, epoch):
    """Times `epoch()`, which trains one epoch and returns its mean loss, and prints the result."""
    start = time.perf_counter()
    losses = [epoch()]
    first = time.perf_counter() - start
    times = []
    for _ in range(options.epochs):
        start = time.perf_counter()
        losses.append(epoch())
        times.append(time.perf_counter() - start)
    seconds = statistics.median(times)
    shape = "-".join(map(str, options.sizes))
    threads = f"{options.threads} thread" + ("s" if options.threads > 1 else "")
    print(f"minibatch epoch {shape}, {threads}: {seconds:.3f} s")
    print("mean loss of each epoch:", " ".join(f"{loss:.4f}" for loss in losses))
    job.report(program, options.precision, options.threads, seconds, max(0.0, first - seconds))
