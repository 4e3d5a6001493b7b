"""The tutorial's second program in NumPy, its mistakes kept, as the yardstick of `backprop`.

Same operations on the same shapes in the same order as the tutorial, from the same generator:
where this program's log differs from `backprop notebook`, one of the two is wrong. Two things had
to be corrected for it to run at all: the tutorial adds up an error with `training_lables`, a name
that it never defines, and it reads MNIST and one-hot labels through TensorFlow and scikit-learn,
which are replaced by `job.load`. The other mistakes stand: the derivative of ReLU is always
one, and the errors are taken on raw scores, before softmax.
"""

import time

import job


def relu(x):
    return np.maximum(0, x)


def relu_derivative(output):
    """The tutorial's: true wherever the output is not negative, which is everywhere."""
    return output >= 0


def softmax(scores):
    shifted = scores - np.max(scores)
    return np.exp(shifted) / np.sum(np.exp(shifted))


def train_epoch(images, labels, w1, w2, rate):
    """One pass over the images in order, updating w1 (784 x hidden) and w2 (hidden x 10).

    The sums of the error and of the right answers are gathered and dropped, as in the tutorial,
    which computes both anew afterwards.
    """
    loss, correct = 0.0, 0
    for image, label in zip(images, labels):
        hidden = relu(np.dot(image, w1))
        prediction = softmax(np.dot(hidden, w2))
        loss += np.sum((label - prediction) ** 2)
        correct += int(np.argmax(prediction) == np.argmax(label))
        delta_2 = label - prediction
        delta_1 = np.dot(w2, delta_2) * relu_derivative(hidden)
        w1 += rate * np.outer(image, delta_1)
        w2 += rate * np.outer(hidden, delta_2)


def evaluate(images, labels, w1, w2):
    """The mean over images of the squared error of raw scores, and the share of right answers."""
    scores = relu(images @ w1) @ w2
    loss = np.sum((labels - scores) ** 2)
    correct = np.sum(np.argmax(scores, axis=1) == np.argmax(labels, axis=1))
    return loss / float(len(images)), correct / float(len(images))


def main():
    train_images, train_labels = job.load(options.data, "train", options.train)
    test_images, test_labels = job.load(options.data, "t10k", options.test)
    start = time.perf_counter()
    rng = np.random.default_rng(options.seed)
    w1 = 0.2 * rng.random((job.PIXELS, options.hidden)) - 0.1
    w2 = 0.2 * rng.random((options.hidden, job.LABELS)) - 0.1
    # An empty format is the shortest text that reads back as the same number.
    style = "" if options.full_precision else ".3f"
    for epoch in range(options.epochs):
        train_epoch(train_images, train_labels, w1, w2, options.learning_rate)
        train = evaluate(train_images, train_labels, w1, w2)
        test = evaluate(test_images, test_labels, w1, w2)
        print(job.log_line(epoch, *train, *test, style), flush=True)
    job.report("numpy", "f64", options.threads, time.perf_counter() - start)


if __name__ == "__main__":
    parser = job.arguments("the tutorial's second program in NumPy")
    parser.add_argument("--full-precision", action="store_true", help="print every digit")
    options = parser.parse_args()
    job.limit_threads(options.threads)
    import numpy as np

    main()
