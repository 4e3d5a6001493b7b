"""The tutorial's job in Numba: plain loops over the pixels that are not zero, f64.

Four of an image's pixels are taken at a time, so that the hidden sums are loaded and stored once
for four rows of weights, and W2 is kept transposed (10 x hidden), so that every inner loop runs
over the hidden units. Sums may be reassociated and fused (`FAST`), which moves results in the last
bits only. With `--threads 2` an epoch is evaluated on a copy of the weights while the next trains.
"""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import job

# Everything of "fast math" but the promise that no NaN and no infinity occurs.
FAST = {"reassoc", "contract", "nsz", "arcp"}


def nonzero_pixels(images):
    """Per image the columns and values that are not zero, one after another, and where each starts.

    Each image's list is filled up with zeros to a multiple of four, pointing at pixel 0.
    """
    counts = (np.count_nonzero(images, axis=1) + 3) // 4 * 4
    starts = np.concatenate(([0], np.cumsum(counts)))
    columns = np.zeros(starts[-1], np.int32)
    values = np.zeros(starts[-1])
    for i, image in enumerate(images):
        found = np.flatnonzero(image)
        columns[starts[i] : starts[i] + len(found)] = found
        values[starts[i] : starts[i] + len(found)] = image[found]
    return starts, columns, values


def compile_kernels():
    """The two compiled functions; here, and not at the top, because Numba is imported late."""
    from numba import njit

    @njit(fastmath=FAST, inline="always")
    def forward(first, last, columns, values, w1, w2t, hidden, scores):
        units = hidden.shape[0]
        hidden[:] = 0.0
        for p in range(first, last, 4):
            x0, x1, x2, x3 = values[p], values[p + 1], values[p + 2], values[p + 3]
            r0, r1 = w1[columns[p]], w1[columns[p + 1]]
            r2, r3 = w1[columns[p + 2]], w1[columns[p + 3]]
            for j in range(units):
                hidden[j] += (x0 * r0[j] + x1 * r1[j]) + (x2 * r2[j] + x3 * r3[j])
        for j in range(units):
            hidden[j] = max(0.0, hidden[j])
        for k in range(scores.shape[0]):
            total = 0.0
            for j in range(units):
                total += hidden[j] * w2t[k, j]
            scores[k] = total

    @njit(fastmath=FAST, nogil=True)
    def train_epoch(starts, columns, values, digits, w1, w2t, rate):
        units, labels = w1.shape[1], w2t.shape[0]
        hidden, delta_1 = np.empty(units), np.empty(units)
        scores = np.empty(labels)
        for i in range(len(digits)):
            forward(starts[i], starts[i + 1], columns, values, w1, w2t, hidden, scores)
            top, total = scores.max(), 0.0
            for k in range(labels):
                scores[k] = math.exp(scores[k] - top)
                total += scores[k]
            delta_1[:] = 0.0
            for k in range(labels):
                delta_2 = (1.0 if k == digits[i] else 0.0) - scores[k] / total
                step = rate * delta_2
                for j in range(units):
                    delta_1[j] += w2t[k, j] * delta_2
                    w2t[k, j] += step * hidden[j]
            # The tutorial's derivative of ReLU is always one: no unit is masked here.
            for p in range(starts[i], starts[i + 1]):
                step = rate * values[p]
                row = w1[columns[p]]
                for j in range(units):
                    row[j] += step * delta_1[j]

    @njit(fastmath=FAST, nogil=True)
    def evaluate(starts, columns, values, digits, w1, w2t):
        hidden, scores = np.empty(w1.shape[1]), np.empty(w2t.shape[0])
        loss, correct = 0.0, 0
        for i in range(len(digits)):
            forward(starts[i], starts[i + 1], columns, values, w1, w2t, hidden, scores)
            for k in range(len(scores)):
                loss += ((1.0 if k == digits[i] else 0.0) - scores[k]) ** 2
            correct += np.argmax(scores) == digits[i]
        return loss, correct

    return train_epoch, evaluate


def prepare(images, labels):
    return (*nonzero_pixels(images), np.argmax(labels, axis=1))


def run(train, test, epochs, kernels):
    """Trains from the seed and returns one tuple of four log values an epoch."""
    train_epoch, evaluate = kernels
    rng = np.random.default_rng(options.seed)
    w1 = 0.2 * rng.random((job.PIXELS, options.hidden)) - 0.1
    w2t = np.ascontiguousarray((0.2 * rng.random((options.hidden, job.LABELS)) - 0.1).T)

    def evaluate_both(w1, w2t):
        # Divided here: fast math would multiply by 1/n, and 9205/10000 would round the other way.
        (a, b), n = evaluate(*train, w1, w2t), len(train[-1])
        (c, d), m = evaluate(*test, w1, w2t), len(test[-1])
        return a / n, b / n, c / m, d / m

    results = []
    with ThreadPoolExecutor(1) as beside:
        for _ in range(epochs):
            train_epoch(*train, w1, w2t, options.learning_rate)
            if options.threads == 1:
                results.append(evaluate_both(w1, w2t))
            else:
                results.append(beside.submit(evaluate_both, w1.copy(), w2t.copy()))
    return [r if isinstance(r, tuple) else r.result() for r in results]


def main():
    train = job.load(options.data, "train", options.train)
    test = job.load(options.data, "t10k", options.test)
    start = time.perf_counter()
    kernels = compile_kernels()
    few = prepare(test[0][:1], test[1][:1])
    run(few, few, 1, kernels)
    compiled = time.perf_counter() - start
    start = time.perf_counter()
    # Finding the pixels that are not zero is part of the job.
    results = run(prepare(*train), prepare(*test), options.epochs, kernels)
    seconds = time.perf_counter() - start
    for epoch, values in enumerate(results):
        print(job.log_line(epoch, *values))
    job.report("numba", "f64", min(options.threads, 2), seconds, compiled)


if __name__ == "__main__":
    options = job.arguments("the tutorial's job in Numba").parse_args()
    job.limit_threads(1)
    import numpy as np

    main()
