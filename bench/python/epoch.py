"""An epoch as a PyTorch script has it: a Dataset that converts and normalises per item, a shuffling DataLoader, plain steps.

Pixels are random bytes of MNIST's shape: converting them costs what converting digits costs.
"""
import argparse
import time

import torch
from torch.utils.data import DataLoader, Dataset

from networks import LeNet, sgd
from protocol import serve

SAMPLES = 54_000


class Images(Dataset):
    """What torchvision's MNIST with ToTensor and Normalize does to an item, less the detour over an image object."""

    def __init__(self):
        self.pixels = torch.randint(0, 256, (SAMPLES, 28, 28), dtype=torch.uint8)
        self.labels = torch.randint(0, 10, (SAMPLES,))
        self.mean = torch.tensor([0.1307]).view(-1, 1, 1)
        self.std = torch.tensor([0.3081]).view(-1, 1, 1)

    def __len__(self):
        return SAMPLES

    def __getitem__(self, index):
        image = self.pixels[index].unsqueeze(0).to(torch.float32).div(255)
        return image.sub_(self.mean).div_(self.std), int(self.labels[index])


parser = argparse.ArgumentParser()
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--workers", type=int, required=True)
options = parser.parse_args()

torch.set_num_threads(1)
torch.manual_seed(1)
model = LeNet()
optimiser = sgd(model)
criterion = torch.nn.CrossEntropyLoss()
loader = DataLoader(Images(), batch_size=options.batch, shuffle=True, num_workers=options.workers)


def run(fraction):
    """Seconds of a whole epoch, from its start and this share of its batches."""
    wanted = max(2, round(float(fraction) * len(loader)))
    start = time.perf_counter()
    first = None
    for done, (inputs, labels) in enumerate(loader, start=1):
        loss = criterion(model(inputs), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if done == 1:
            first = time.perf_counter()
        if done == wanted:
            break
    now = time.perf_counter()
    return {"seconds": (first - start) + (now - first) / (done - 1) * (len(loader) - 1), "batches": done, "loss": loss.item()}


serve({"torch": torch.__version__, "threads": torch.get_num_threads()}, run)
