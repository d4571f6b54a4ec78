"""What the steps on 32x32 pictures share: options, the plain and the expert way to make networks, optimisers and batches, and the clock."""
import argparse
import contextlib
import time

import torch

from pictures import loaded, resident
from protocol import serve
from residual import RESIDUAL


class Side:
    """Plain: fp32, a DataLoader with worker processes, transforms by item. Expert: the data on the device, batches made there, channels
    last, bfloat16 autocast, one optimiser call for all tensors, the model compiled where asked for."""

    def __init__(self, parser):
        parser.add_argument("--model", choices=sorted(RESIDUAL), required=True)
        parser.add_argument("--batch", type=int, default=128)
        parser.add_argument("--device", default="cuda")
        parser.add_argument("--threads", type=int, default=0)
        parser.add_argument("--workers", type=int, default=4)
        parser.add_argument("--samples", type=int, default=50_000)
        parser.add_argument("--expert", action="store_true")
        parser.add_argument("--compile", action="store_true")
        self.options = parser.parse_args()
        if self.options.threads:
            torch.set_num_threads(self.options.threads)
        torch.manual_seed(1)
        self.device = torch.device(self.options.device)
        self.expert = self.options.expert
        self.format = torch.channels_last if self.expert else torch.contiguous_format
        if self.device.type == "cuda":
            torch.backends.cudnn.benchmark = self.expert

    def network(self):
        return RESIDUAL[self.options.model]().to(self.device, memory_format=self.format)

    def compiled(self, model):
        return torch.compile(model) if self.options.compile else model

    def sgd(self, model):
        keywords = {"foreach": True} if self.expert else {}
        return torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-4, **keywords)

    def cast(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16) if self.expert else contextlib.nullcontext()

    def batches(self, samples, views):
        pixels, labels = torch.randint(0, 256, (samples, 3, 32, 32), dtype=torch.uint8), torch.randint(0, 10, (samples,))
        if self.expert:
            return resident(pixels, labels, self.options.batch, views, self.device, self.format)
        return loaded(pixels, labels, self.options.batch, views, self.options.workers, self.device)

    def update(self, loss, *optimisers):
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True) if self.expert else optimiser.zero_grad()
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()

    def serve(self, step):
        """Times as many steps as the benchmark asks for; `step` makes one and returns its loss."""

        def run(steps):
            self.wait()
            start, processor = time.perf_counter(), time.process_time()
            for _ in range(int(steps)):
                loss = step()
            self.wait()
            return {"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor, "loss": loss.item()}

        name = torch.cuda.get_device_name() if self.device.type == "cuda" else "cpu"
        serve({"torch": torch.__version__, "threads": torch.get_num_threads(), "device": name}, run)

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()


def side(**extra):
    """The side that the command line asks for; `extra` are options of one script, by name."""
    parser = argparse.ArgumentParser()
    for name, keywords in extra.items():
        parser.add_argument(f"--{name}", **keywords)
    return Side(parser)
