"""The tutorial's job in JAX: one jitted scan over the samples, f32, as XLA compiles it for the CPU.

JAX works on whole arrays, so the zero pixels take part. In f32 the log agrees with the f64 one to
about four digits. `--threads` sets the size of XLA's thread pool.
"""

import time

import job


def compile_epoch(weights, train, test):
    """One epoch and both evaluations as one compiled function, the weights updated in place."""

    def step(weights, sample):
        w1, w2 = weights
        image, label = sample
        hidden = jnp.maximum(image @ w1, 0)
        delta_2 = label - jax.nn.softmax(hidden @ w2)
        # The tutorial's derivative of ReLU is always one: no mask.
        delta_1 = w2 @ delta_2
        w1 = w1 + jnp.outer(image, options.learning_rate * delta_1)
        w2 = w2 + jnp.outer(hidden, options.learning_rate * delta_2)
        return (w1, w2), None

    def evaluate(weights, images, labels):
        scores = jnp.maximum(images @ weights[0], 0) @ weights[1]
        loss = jnp.sum((labels - scores) ** 2) / len(images)
        return loss, jnp.mean(jnp.argmax(scores, axis=1) == jnp.argmax(labels, axis=1))

    def epoch(weights, train, test):
        weights, _ = jax.lax.scan(step, weights, train)
        return weights, evaluate(weights, *train) + evaluate(weights, *test)

    return jax.jit(epoch, donate_argnums=0).lower(weights, train, test).compile()


def main():
    def part(name, wanted):
        return tuple(jnp.asarray(a, jnp.float32) for a in job.load(options.data, name, wanted))

    train, test = part("train", options.train), part("t10k", options.test)
    rng = np.random.default_rng(options.seed)
    w1 = 0.2 * rng.random((job.PIXELS, options.hidden)) - 0.1
    w2 = 0.2 * rng.random((options.hidden, job.LABELS)) - 0.1
    weights = jnp.asarray(w1, jnp.float32), jnp.asarray(w2, jnp.float32)
    jax.block_until_ready((weights, train, test))

    start = time.perf_counter()
    epoch = compile_epoch(weights, train, test)
    compiled = time.perf_counter() - start
    start = time.perf_counter()
    for number in range(options.epochs):
        weights, values = epoch(weights, train, test)
        print(job.log_line(number, *(float(value) for value in values)))
    job.report("jax", "f32", options.threads, time.perf_counter() - start, compiled)


if __name__ == "__main__":
    options = job.arguments("the tutorial's job in JAX").parse_args()
    job.limit_threads(options.threads)
    job.limit_xla_threads(options.threads)
    import jax
    import jax.numpy as jnp
    import numpy as np

    main()
