"""One epoch of mini-batch training in JAX: a jitted scan over the batches, gradients by `grad`."""

import job
import minibatch


def compile_epoch():
    def mean_loss(weights, images, labels):
        (w, b), *rest = weights
        scores = images @ w + b
        for w, b in rest:
            scores = jnp.maximum(scores, 0) @ w + b
        return -jnp.mean(jnp.sum(labels * jax.nn.log_softmax(scores), axis=1))

    def step(weights, batch):
        loss, gradient = jax.value_and_grad(mean_loss)(weights, *batch)
        return jax.tree.map(lambda w, g: w - minibatch.RATE * g, weights, gradient), loss

    def epoch(weights, full, rest):
        weights, losses = jax.lax.scan(step, weights, full)
        weights, last = step(weights, rest)
        total = minibatch.BATCH * jnp.sum(losses) + len(rest[0]) * last
        return weights, total / options.images

    return jax.jit(epoch, donate_argnums=0)


def main():
    arrays = job.load(options.data, "train", options.images)
    batch = minibatch.BATCH
    whole = options.images // batch * batch
    full = [jnp.asarray(a[:whole].reshape(-1, batch, a.shape[1]), options.dtype) for a in arrays]
    rest = [jnp.asarray(a[whole:], options.dtype) for a in arrays]
    weights = jax.tree.map(jnp.asarray, minibatch.initial_weights(options))
    compiled = compile_epoch()

    def epoch():
        nonlocal weights
        weights, loss = compiled(weights, full, rest)
        return float(loss)

    minibatch.measure("minibatch_jax", options, epoch)


if __name__ == "__main__":
    options = minibatch.arguments("one epoch of mini-batch training in JAX")
    job.limit_threads(options.threads)
    job.limit_xla_threads(options.threads)
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", options.precision == "f64")

    main()
