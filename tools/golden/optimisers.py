"""Three optimiser steps on given gradients, and gradient clipping, as PyTorch does them.

    python3 tools/golden/optimisers.py
"""
import torch

import golden

SHAPES = {"weight": (3, 4), "bias": (4,), "scale": ()}
STEPS = 3
RATE = 0.05


def draws(seed):
    generator = torch.Generator().manual_seed(seed)
    return {name: torch.randn(shape, generator=generator) for name, shape in SHAPES.items()}


def run(name, options, make, absent=()):
    """`absent` lists (step, parameter) pairs without gradient."""
    parameters = {key: value.clone().requires_grad_() for key, value in draws(1).items()}
    optimiser = make(parameters)
    steps = []
    for step in range(STEPS):
        gradients = draws(2 + step)
        for key, parameter in parameters.items():
            parameter.grad = None if (step, key) in absent else gradients[key].clone()
        optimiser.step()
        steps.append({
            "gradients": {k: None if (step, k) in absent else golden.numbers(g) for k, g in gradients.items()},
            "parameters": {k: golden.numbers(p) for k, p in parameters.items()},
        })
    return {"name": name, "options": options, "start": {k: golden.numbers(p) for k, p in draws(1).items()}, "steps": steps}


def sgd(name, absent=(), **options):
    return run(name, options, lambda p: torch.optim.SGD(p.values(), RATE, **options), absent)


def adam(name, kind=torch.optim.Adam, absent=(), **options):
    shown = {"adam": True, "decoupled": kind is torch.optim.AdamW, **options}
    return run(name, shown, lambda p: kind(p.values(), RATE, **{"weight_decay": 0, **options}), absent)


def groups(name, kind, shown, **options):
    def make(p):
        return kind([{"params": [p["weight"]]}, {"params": [p["bias"], p["scale"]], "lr": RATE * 0.1, "weight_decay": 0}], RATE, **options)
    return run(name, {"groups": True, **shown, **options}, make)


def clipped(maximum):
    parameters = {key: torch.zeros(shape, requires_grad=True) for key, shape in SHAPES.items()}
    gradients = draws(9)
    for key, parameter in parameters.items():
        parameter.grad = gradients[key].clone()
    total = torch.nn.utils.clip_grad_norm_(list(parameters.values()), maximum)
    return {"maximum": maximum, "total": total.item(), "gradients": {k: golden.numbers(g) for k, g in gradients.items()},
            "clipped": {k: golden.numbers(p.grad) for k, p in parameters.items()}}


def main():
    late = [(0, "bias"), (1, "scale")]
    cases = [
        sgd("sgd"),
        sgd("sgd with momentum", momentum=0.9),
        sgd("sgd with nesterov momentum", momentum=0.9, nesterov=True),
        sgd("sgd with weight decay", weight_decay=0.1),
        sgd("sgd with dampening", momentum=0.8, dampening=0.3),
        sgd("sgd with everything", momentum=0.9, nesterov=True, weight_decay=0.01),
        sgd("sgd with absent gradients", late, momentum=0.9, weight_decay=0.01),
        groups("sgd with groups", torch.optim.SGD, {}, momentum=0.9, weight_decay=0.1),
        adam("adam"),
        adam("adam with other betas", betas=(0.5, 0.9), eps=1e-3),
        adam("adam with weight decay", weight_decay=0.1),
        adam("adam with absent gradients", absent=late),
        adam("adamw", torch.optim.AdamW, weight_decay=0.1),
        groups("adamw with groups", torch.optim.AdamW, {"adam": True, "decoupled": True}, weight_decay=0.1),
    ]
    golden.write("optimisers.json", {"torch": torch.__version__, "rate": RATE, "clipping": [clipped(0.5), clipped(100.0)]}, cases)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
