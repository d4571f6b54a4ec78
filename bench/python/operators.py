"""One 8-element addition and one SGD step over LeNet's ten tensors, in Python's loop: median microseconds."""
import statistics
import time

import torch

from networks import LeNet, sgd
from protocol import serve

torch.set_num_threads(1)


def microseconds(calls, batch):
    times = []
    for _ in range(31):
        start = time.perf_counter()
        batch(calls)
        times.append((time.perf_counter() - start) / calls * 1e6)
    return statistics.median(times)


def additions(a, b):
    def batch(calls):
        for _ in range(calls):
            a + b

    return batch


def steps(**options):
    model = LeNet()
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 1e-3)
    optimiser = sgd(model, **options)

    def batch(calls):
        for _ in range(calls):
            optimiser.step()

    return batch


def run():
    a, b = torch.ones(8), torch.ones(8)
    with torch.no_grad():
        off = microseconds(1000, additions(a, b))
    a.requires_grad_()
    return {
        "Python, add, gradients off": off,
        "Python, add, recorded for gradients": microseconds(1000, additions(a, b)),
        "Python, SGD step, plain": microseconds(100, steps()),
        "Python, SGD step, foreach": microseconds(100, steps(foreach=True)),
    }


serve({"torch": torch.__version__}, run)
