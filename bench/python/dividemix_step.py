"""DivideMix's step of one network after its warm-up (Li, Socher and Hoi, ICLR 2020): two views of a batch of labelled and one of unlabelled
pictures, labels refined and guessed without gradient, everything mixed. Plain and expert as in side.py."""
import torch
from torch.nn import functional as F

from side import side

CLASSES, TEMPERATURE, ALPHA, WEIGHT = 10, 0.5, 4.0, 25.0


def sharpened(probabilities):
    powered = probabilities ** (1 / TEMPERATURE)
    return powered / powered.sum(1, keepdim=True)


if __name__ == "__main__":
    us = side()
    models = [us.network() for _ in range(2)]
    optimiser = us.sgd(models[0])
    own, peer = (us.compiled(model) for model in models)
    peer.eval()
    mixing = torch.distributions.Beta(ALPHA, ALPHA)
    labelled, unlabelled = (us.batches(us.options.samples // 2, 2) for _ in range(2))

    def step():
        x, y, _ = next(labelled)
        u, _, _ = next(unlabelled)
        with torch.no_grad(), us.cast():
            own_x, own_u, peer_u = (model(inputs).float().softmax(1) for model, inputs in ((own, x), (own, u), (peer, u)))
        refined = 0.5 * F.one_hot(y, CLASSES) + 0.5 * sum(own_x.chunk(2)) / 2
        guessed = sum((own_u + peer_u).chunk(2)) / 4
        targets = torch.cat([sharpened(refined)] * 2 + [sharpened(guessed)] * 2)
        inputs = torch.cat([x, u])
        share = float(mixing.sample())
        share = max(share, 1 - share)
        other = torch.randperm(len(inputs), device=us.device)
        mixed, goal = share * inputs + (1 - share) * inputs[other], share * targets + (1 - share) * targets[other]
        with us.cast():
            logits = own(mixed.contiguous(memory_format=us.format))
        logits = logits.float()
        rows = len(x)
        mean = logits.softmax(1).mean(0)
        loss = -(goal[:rows] * logits[:rows].log_softmax(1)).sum(1).mean() + WEIGHT * ((logits[rows:].softmax(1) - goal[rows:]) ** 2).mean() \
            - (mean.log() / CLASSES).sum()
        us.update(loss, optimiser)
        return loss

    us.serve(step)
