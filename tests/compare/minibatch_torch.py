"""One epoch of mini-batch training in PyTorch, gradients written out by hand and in place.

By hand because it is the faster of the two ways here: `loss.backward()` and `optim.SGD` do the
same arithmetic with more bookkeeping for each of the 938 batches.
"""

import job
import minibatch


def step(image, label, one_hot, weights):
    (w1, b1), (w2, b2) = weights
    hidden = torch.addmm(b1, image, w1).relu_()
    log_p = torch.log_softmax(torch.addmm(b2, hidden, w2), dim=1)
    loss = -log_p.gather(1, label).sum()
    delta_2 = (log_p.exp_() - one_hot).div_(len(image))
    delta_1 = (delta_2 @ w2.T).mul_(hidden > 0)
    for w, b, source, delta in ((w2, b2, hidden, delta_2), (w1, b1, image, delta_1)):
        w.addmm_(source.T, delta, alpha=-minibatch.RATE)
        b.sub_(delta.sum(0), alpha=minibatch.RATE)
    return loss


def main():
    images, labels = job.load(options.data, "train", minibatch.IMAGES)
    images = torch.from_numpy(images.astype("float32")).split(minibatch.BATCH)
    one_hot = torch.from_numpy(labels.astype("float32")).split(minibatch.BATCH)
    label = [part.argmax(1, keepdim=True) for part in one_hot]
    weights = [
        [torch.from_numpy(array) for array in layer]
        for layer in minibatch.initial_weights(options.hidden)
    ]

    def epoch():
        losses = [step(*batch, weights) for batch in zip(images, label, one_hot)]
        return float(sum(losses)) / minibatch.IMAGES

    minibatch.measure("minibatch_torch", options, epoch)


if __name__ == "__main__":
    options = minibatch.arguments("one epoch of mini-batch training in PyTorch")
    job.limit_threads(options.threads)
    import torch

    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    main()
