"""One epoch of mini-batch training in PyTorch, gradients written out by hand and in place.

By hand because it is the faster of the two ways here: `loss.backward()` and `optim.SGD` do the
same arithmetic with more bookkeeping for each of the 938 batches.
"""

import job
import minibatch


def step(image, label, one_hot, weights):
    inputs = [image]
    for w, b in weights[:-1]:
        inputs.append(torch.addmm(b, inputs[-1], w).relu_())
    w, b = weights[-1]
    log_p = torch.log_softmax(torch.addmm(b, inputs[-1], w), dim=1)
    loss = -log_p.gather(1, label).sum()
    deltas = [(log_p.exp_() - one_hot).div_(len(image))]
    for (w, _), hidden in zip(weights[:0:-1], inputs[:0:-1]):
        deltas.append((deltas[-1] @ w.T).mul_(hidden > 0))
    for (w, b), source, delta in zip(weights, inputs, reversed(deltas)):
        w.addmm_(source.T, delta, alpha=-minibatch.RATE)
        b.sub_(delta.sum(0), alpha=minibatch.RATE)
    return loss


def main():
    images, labels = job.load(options.data, "train", options.images)
    images = torch.from_numpy(images.astype(options.dtype)).split(minibatch.BATCH)
    one_hot = torch.from_numpy(labels.astype(options.dtype)).split(minibatch.BATCH)
    label = [part.argmax(1, keepdim=True) for part in one_hot]
    weights = [
        [torch.from_numpy(array) for array in layer]
        for layer in minibatch.initial_weights(options)
    ]

    def epoch():
        losses = [step(*batch, weights) for batch in zip(images, label, one_hot)]
        return float(sum(losses)) / options.images

    minibatch.measure("minibatch_torch", options, epoch)


if __name__ == "__main__":
    options = minibatch.arguments("one epoch of mini-batch training in PyTorch")
    job.limit_threads(options.threads)
    import torch

    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    main()
