"""Training steps on 32x32 pictures with everything that a step needs, batches included: as scripts have it, or as experts write it.

Plain: fp32, a DataLoader with worker processes, transforms by item, dense tables. Expert: the data on the device, batches made there,
channels last, bfloat16 autocast, one optimiser call for all tensors, the model compiled where asked for."""
import argparse
import contextlib
import time

import torch

from pictures import loaded, resident
from protocol import serve
from residual import RESIDUAL
from robust import method

parser = argparse.ArgumentParser()
parser.add_argument("--model", choices=sorted(RESIDUAL), required=True)
parser.add_argument("--method", choices=["ce", "sop", "sop+"], default="ce")
parser.add_argument("--batch", type=int, default=128)
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
if device.type == "cuda":
    torch.backends.cudnn.benchmark = options.expert
pixels = torch.randint(0, 256, (options.samples, 3, 32, 32), dtype=torch.uint8)
labels = torch.randint(0, 10, (options.samples,))
form = torch.channels_last if options.expert else torch.contiguous_format
model = RESIDUAL[options.model]().to(device, memory_format=form)
keywords = {"foreach": True} if options.expert else {}
optimiser = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-4, **keywords)
robust = method(options.method, options.samples, 10, device, sparse=options.expert)
forward = torch.compile(model) if options.compile else model
cast = (lambda: torch.autocast(device.type, dtype=torch.bfloat16)) if options.expert else contextlib.nullcontext
batches = resident(pixels, labels, options.batch, robust.views, device, form) if options.expert else loaded(pixels, labels, options.batch, robust.views, options.workers, device)


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


def run(steps):
    wait()
    start, processor = time.perf_counter(), time.process_time()
    for _ in range(int(steps)):
        inputs, target, index = next(batches)
        with cast():
            logits = forward(inputs)
        loss = robust.loss(logits.float(), target, index)
        optimiser.zero_grad(set_to_none=True) if options.expert else optimiser.zero_grad()
        robust.zero()
        loss.backward()
        robust.step()
        optimiser.step()
    wait()
    return {"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor, "loss": loss.item()}


if __name__ == "__main__":
    name = torch.cuda.get_device_name() if device.type == "cuda" else "cpu"
    serve({"torch": torch.__version__, "threads": torch.get_num_threads(), "device": name}, run)
