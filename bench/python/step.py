"""A training step as a PyTorch script has it: forward, cross-entropy, zero_grad, backward, SGD, on batches that lie ready."""
import argparse
import time

import torch

from networks import NETWORKS, sgd
from protocol import serve

parser = argparse.ArgumentParser()
parser.add_argument("--model", choices=sorted(NETWORKS), required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--channels-last", action="store_true")
parser.add_argument("--tuned", action="store_true", help="gradients to None, foreach SGD")
options = parser.parse_args()

torch.set_num_threads(options.threads)
torch.manual_seed(1)
memory_format = torch.channels_last if options.channels_last else torch.contiguous_format
model = NETWORKS[options.model]().to(memory_format=memory_format)
optimiser = sgd(model, foreach=True) if options.tuned else sgd(model)
criterion = torch.nn.CrossEntropyLoss()
batches = [
    (torch.randn(options.batch, 1, 28, 28).contiguous(memory_format=memory_format), torch.randint(0, 10, (options.batch,)))
    for _ in range(4096 // options.batch)
]


def run(steps):
    start, processor = time.perf_counter(), time.process_time()
    for step in range(int(steps)):
        inputs, labels = batches[step % len(batches)]
        loss = criterion(model(inputs), labels)
        if options.tuned:
            optimiser.zero_grad(set_to_none=True)
        else:
            optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return {"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor, "loss": loss.item()}


serve({"torch": torch.__version__, "threads": torch.get_num_threads()}, run)
