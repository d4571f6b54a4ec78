"""Time of a training step with PyTorch's operators and with Skeptic's, alternating in one run; one thread; medians.

    python3 bench/conv_pool_speed.py LIBRARY [ROUNDS]

Times are CPU times of the process, which a busy machine distorts less than the clock.
A step is forward, cross-entropy, backward and SGD with momentum. GFLOP/s counts the dense operations of convolutions
(forward, weight gradient, and input gradient except at the first layer) whatever the kernels skip.
SKEPTIC_CPU_KERNELS=avx2 or portable measures another variant.
"""
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.ops.load_library(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
torch.set_num_threads(1)
torch.manual_seed(0)
ours = torch.ops.skeptic


class LeNet(nn.Module):
    def __init__(self, fused):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.head = nn.Sequential(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
        self.fused = fused

    def forward(self, x):
        if self.fused:
            x = ours.conv_relu_pool(x, self.c1.weight, self.c1.bias, 2)
            x = ours.conv_relu_pool(x, self.c2.weight, self.c2.bias, 0)
        else:
            x = F.max_pool2d(F.relu(self.c1(x)), 2)
            x = F.max_pool2d(F.relu(self.c2(x)), 2)
        return self.head(x.flatten(1))


class Cnn4(nn.Module):
    def __init__(self, fused):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.c2, self.b2 = nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64)
        self.head = nn.Sequential(nn.Linear(3136, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10))
        self.pool = ours.relu_pool if fused else lambda t: F.max_pool2d(F.relu(t), 2)

    def forward(self, x):
        x = self.pool(self.b1(self.c1(x)))
        x = self.pool(self.b2(self.c2(x)))
        return self.head(x.flatten(1))


def milliseconds(run, repeats):
    start = time.process_time()
    for _ in range(repeats):
        run()
    return (time.process_time() - start) / repeats * 1e3


def alternate(runs, repeats):
    """Medians of `rounds` turns, the candidates taking turns."""
    times = [[] for _ in runs]
    for run in runs:
        milliseconds(run, 3)
    for _ in range(rounds):
        for found, run in zip(times, runs):
            found.append(milliseconds(run, repeats))
    return [statistics.median(t) for t in times]


def step(network, batch):
    x, y = torch.randn(batch, 1, 28, 28), torch.randint(0, 10, (batch,))
    optimiser = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9)

    def run():
        optimiser.zero_grad(set_to_none=True)
        F.cross_entropy(network(x), y).backward()
        optimiser.step()

    return run


def layer(function, batch, ic, oc, k, p, size, needs_input):
    x = torch.randn(batch, ic, size, size, requires_grad=needs_input)
    w, b = torch.randn(oc, ic, k, k) / (ic * k * k) ** 0.5, torch.zeros(oc)
    w.requires_grad_(), b.requires_grad_()
    g = torch.randn_like(function(x, w, b, p))
    wanted = [t for t in (x, w, b) if t.requires_grad]

    def forward():
        with torch.no_grad():
            function(x, w, b, p)

    def both():
        torch.autograd.grad(function(x, w, b, p), wanted, g)

    return forward, both


def library_conv(x, w, b, p):
    return F.max_pool2d(F.relu(F.conv2d(x, w, b, padding=p)), 2)


a = torch.randn(1024, 1024)
gemm = 2 * 1024 ** 3 / alternate([lambda: a @ a], 1)[0] / 1e6
print(f"matrix product 1024^3: {gemm:.0f} GFLOP/s")

for batch in (32, 128):
    for name, ic, oc, k, p, size, needs_input in (("conv1", 1, 6, 5, 2, 28, False), ("conv2", 6, 16, 5, 0, 14, True),
                                                  ("3->32 k3", 3, 32, 3, 1, 32, False), ("32->64 k3", 32, 64, 3, 1, 14, True)):
        out = size + 2 * p - k + 1
        flop = 2 * batch * out * out * oc * ic * k * k
        (f1, b1), (f2, b2) = (layer(f, batch, ic, oc, k, p, size, needs_input) for f in (library_conv, ours.conv_relu_pool))
        t = alternate([f1, f2, b1, b2], 4)
        passes = 3 if needs_input else 2
        rate = [n * flop / ms / 1e6 for n, ms in zip((1, 1, passes, passes), t)]
        print(f"{name:10} batch {batch:3}: forward {t[0]:6.3f} -> {t[1]:6.3f} ms ({rate[0]:3.0f} -> {rate[1]:3.0f} GFLOP/s), "
              f"with backward {t[2]:6.3f} -> {t[3]:6.3f} ms ({rate[2]:3.0f} -> {rate[3]:3.0f} GFLOP/s), {t[2] / t[3]:.1f}x")

for batch in (32, 128):
    for shape in ((batch, 32, 28, 28), (batch, 64, 14, 14)):
        x = torch.randn(shape, requires_grad=True)
        g = torch.randn(shape[0], shape[1], shape[2] // 2, shape[3] // 2)
        t = alternate([lambda f=f: torch.autograd.grad(f(x), [x], g) for f in (lambda v: F.max_pool2d(F.relu(v), 2), ours.relu_pool)], 4)
        print(f"relu_pool {shape}: {t[0]:.3f} -> {t[1]:.3f} ms, {t[0] / t[1]:.1f}x")

for name, network in (("LeNet", LeNet), ("CNN-4", Cnn4)):
    for batch in (32, 128):
        t = alternate([step(network(fused), batch) for fused in (False, True)], 5 if name == "LeNet" else 1)
        print(f"{name} step, batch {batch:3}: {t[0]:7.3f} -> {t[1]:7.3f} ms, {t[0] / t[1]:.2f}x")
