"""Factors of torch.optim.lr_scheduler's schedules, epoch by epoch, under the texts that name ours.

    python3 tools/golden/schedules.py
"""
import torch
from torch.optim import lr_scheduler as schedulers

import golden

EPOCHS = 40


def case(text, make):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    scheduler = make(optimiser)
    factors = []
    for _ in range(EPOCHS):
        factors.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return {"text": text, "factors": factors}


def warm_up(epochs, start, inner):
    def make(o):
        # The inner one is made first: its constructor sets the rate, and the warm-up's must be the one in force.
        after = inner(o)
        rise = schedulers.LinearLR(o, start, 1.0, epochs)
        return schedulers.SequentialLR(o, [rise, after], [epochs])
    return make


def main():
    cosine = schedulers.CosineAnnealingLR
    restarts = schedulers.CosineAnnealingWarmRestarts
    golden.write("schedules.json", {"torch": torch.__version__, "epochs": EPOCHS}, [
        case("constant", lambda o: schedulers.ConstantLR(o, 1.0)),
        case("step:15:0.2", lambda o: schedulers.StepLR(o, 15, 0.2)),
        case("multistep:10,20:0.1", lambda o: schedulers.MultiStepLR(o, [10, 20], 0.1)),
        case("exponential:0.97", lambda o: schedulers.ExponentialLR(o, 0.97)),
        case("cosine", lambda o: cosine(o, EPOCHS)),
        case("cosine:0.01", lambda o: cosine(o, EPOCHS, 0.01)),
        case("warm-restarts:10:1:0.05", lambda o: restarts(o, 10, 1, 0.05)),
        case("warm-restarts:5:2", lambda o: restarts(o, 5, 2)),
        case("warmup:5:0.1+cosine", warm_up(5, 0.1, lambda o: cosine(o, EPOCHS - 5))),
        case("warmup:4:0.25+step:10:0.5", warm_up(4, 0.25, lambda o: schedulers.StepLR(o, 10, 0.5))),
    ])


if __name__ == "__main__":
    main()
