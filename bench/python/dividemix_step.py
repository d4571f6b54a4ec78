"""DivideMix's step of one network after its warm-up (Li, Socher and Hoi, ICLR 2020): two views of 64 labelled and 64 unlabelled pictures,
labels refined and guessed without gradient, everything mixed. Plain and expert as in device_step.py."""
import argparse
import contextlib
import time

import torch
from torch.nn import functional as F

from pictures import loaded, resident
from protocol import serve
from residual import RESIDUAL

parser = argparse.ArgumentParser()
parser.add_argument("--model", choices=sorted(RESIDUAL), default="preact-resnet18")
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--device", default="cuda")
parser.add_argument("--threads", type=int, default=0)
parser.add_argument("--workers", type=int, default=4)
parser.add_argument("--samples", type=int, default=50_000)
parser.add_argument("--expert", action="store_true")
parser.add_argument("--compile", action="store_true")
options = parser.parse_args()

if options.threads:
    torch.set_num_threads(options.threads)
torch.manual_seed(1)
device = torch.device(options.device)
CLASSES, TEMPERATURE, ALPHA, WEIGHT = 10, 0.5, 4.0, 25.0
form = torch.channels_last if options.expert else torch.contiguous_format
models = [RESIDUAL[options.model]().to(device, memory_format=form) for _ in range(2)]
optimiser = torch.optim.SGD(models[0].parameters(), lr=0.02, momentum=0.9, weight_decay=5e-4, **({"foreach": True} if options.expert else {}))
own, peer = (torch.compile(model) if options.compile else model for model in models)
peer.eval()
mixing = torch.distributions.Beta(ALPHA, ALPHA)
cast = (lambda: torch.autocast(device.type, dtype=torch.bfloat16)) if options.expert else contextlib.nullcontext


def batches():
    half = options.samples // 2
    pixels, labels = torch.randint(0, 256, (half, 3, 32, 32), dtype=torch.uint8), torch.randint(0, CLASSES, (half,))
    if options.expert:
        return resident(pixels, labels, options.batch, 2, device, form)
    return loaded(pixels, labels, options.batch, 2, options.workers, device)


labelled, unlabelled = batches(), batches()


def sharpened(probabilities):
    powered = probabilities ** (1 / TEMPERATURE)
    return powered / powered.sum(1, keepdim=True)


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


def run(steps):
    wait()
    start, processor = time.perf_counter(), time.process_time()
    for _ in range(int(steps)):
        x, y, _ = next(labelled)
        u, _, _ = next(unlabelled)
        with torch.no_grad(), cast():
            own_x, own_u, peer_u = (model(inputs).float().softmax(1) for model, inputs in ((own, x), (own, u), (peer, u)))
        refined = 0.5 * F.one_hot(y, CLASSES) + 0.5 * sum(own_x.chunk(2)) / 2
        guessed = sum((own_u + peer_u).chunk(2)) / 4
        targets = torch.cat([sharpened(refined)] * 2 + [sharpened(guessed)] * 2)
        inputs = torch.cat([x, u])
        share = float(mixing.sample())
        share = max(share, 1 - share)
        other = torch.randperm(len(inputs), device=device)
        mixed, goal = share * inputs + (1 - share) * inputs[other], share * targets + (1 - share) * targets[other]
        with cast():
            logits = own(mixed.contiguous(memory_format=form))
        logits = logits.float()
        rows = len(x)
        mean = logits.softmax(1).mean(0)
        loss = -(goal[:rows] * logits[:rows].log_softmax(1)).sum(1).mean() + WEIGHT * ((logits[rows:].softmax(1) - goal[rows:]) ** 2).mean() \
            - (mean.log() / CLASSES).sum()
        optimiser.zero_grad(set_to_none=True) if options.expert else optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    wait()
    return {"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor, "loss": loss.item()}


if __name__ == "__main__":
    name = torch.cuda.get_device_name() if device.type == "cuda" else "cpu"
    serve({"torch": torch.__version__, "threads": torch.get_num_threads(), "device": name}, run)
