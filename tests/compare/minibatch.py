"""What the mini-batch peers share: one epoch of the ordinary way to train such a network.

784-hidden-10 with biases, ReLU, softmax with mean cross-entropy, plain gradient descent over
batches of 64 of all 60000 training images in file order (937 batches and one of 32), f32. Reading,
starting, compiling and a first epoch to warm up are not timed; training goes on from epoch to
epoch, and the time is the median of the epochs.
"""

import argparse
import statistics
import time

import job

IMAGES = 60000
BATCH = 64
RATE = 0.1


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", default="data/mnist", help="folder of the four archives")
    parser.add_argument("--hidden", type=job.count, default=100)
    parser.add_argument("--threads", type=job.count, default=1)
    parser.add_argument("--epochs", type=job.count, default=5, help="timed epochs")
    return parser.parse_args()


def initial_weights(hidden):
    """He's normal weights and zero biases, f32: [(784 x hidden, hidden), (hidden x 10, 10)]."""
    import numpy as np

    rng = np.random.default_rng(0)
    sizes = [(job.PIXELS, hidden), (hidden, job.LABELS)]
    draw = [rng.normal(0, (2 / n) ** 0.5, (n, m)).astype(np.float32) for n, m in sizes]
    return [(w, np.zeros(w.shape[1], np.float32)) for w in draw]


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
    shape = f"{job.PIXELS}-{options.hidden}-{job.LABELS}"
    threads = f"{options.threads} thread" + ("s" if options.threads > 1 else "")
    print(f"minibatch epoch {shape}, {threads}: {seconds:.3f} s")
    print("mean loss of each epoch:", " ".join(f"{loss:.4f}" for loss in losses))
    job.report(program, "f32", options.threads, seconds, max(0.0, first - seconds))
