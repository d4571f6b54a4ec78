"""Layers as PyTorch starts and runs them: initial state for a seed, inputs, outputs and the state that training leaves.

    python3 tools/golden/layers.py
"""
from collections import OrderedDict

import torch
from torch import nn

import golden

SEED = 20240229


class Block(nn.Module):
    """A residual block, for names and order of a nested state."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        out = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(out + self.shortcut(x))


def case(name, make, *shape):
    """Seeds, builds, runs two batches in training and the second one again in evaluation. Dropout draws on from the same stream."""
    inputs = [torch.randn(*shape, generator=torch.Generator().manual_seed(SEED + i)) for i in range(2)]
    torch.manual_seed(SEED)
    module = make()
    start = golden.state(module)
    trained = [golden.numbers(module(x)) for x in inputs]
    left = golden.state(module)
    module.eval()
    return {
        "name": name, "start": start, "inputs": [golden.numbers(x) for x in inputs], "trained": trained,
        "state": left, "evaluated": golden.numbers(module(inputs[1])),
    }


def initial(name, shape, fill):
    torch.manual_seed(SEED)
    return {"name": name, "weight": golden.numbers(fill(torch.empty(*shape)))}


def main():
    torch.set_num_threads(1)
    cases = [
        case("linear", lambda: nn.Linear(5, 3), 4, 5),
        case("linear without bias", lambda: nn.Linear(5, 3, bias=False), 4, 5),
        case("conv", lambda: nn.Conv2d(2, 3, 3, padding=1), 2, 2, 5, 5),
        case("conv with stride and without bias", lambda: nn.Conv2d(2, 3, 3, stride=2, bias=False), 2, 2, 6, 6),
        case("batch norm of maps", lambda: nn.BatchNorm2d(3), 2, 3, 4, 4),
        case("batch norm of features", lambda: nn.BatchNorm1d(3, eps=1e-3, momentum=0.3), 6, 3),
        case("max pool", lambda: nn.MaxPool2d(2), 2, 2, 5, 5),
        case("max pool with stride and padding", lambda: nn.MaxPool2d(3, 2, 1), 2, 2, 5, 5),
        case("average pool", lambda: nn.AvgPool2d(2), 2, 2, 4, 4),
        case("average pool with stride and padding", lambda: nn.AvgPool2d(3, 2, 1), 2, 2, 5, 5),
        case("global average pool", lambda: nn.AdaptiveAvgPool2d(1), 2, 3, 4, 5),
        case("dropout", lambda: nn.Dropout(0.3), 6, 7),
        case("dropout of maps", lambda: nn.Dropout2d(0.4), 3, 8, 2, 2),
        case("relu", nn.ReLU, 4, 5),
        case("leaky relu", lambda: nn.LeakyReLU(0.2), 4, 5),
        case("flatten", nn.Flatten, 2, 3, 2, 2),
        case("numbered", lambda: nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 6), nn.ReLU(),
                                               nn.Linear(6, 3)), 3, 1, 8, 8),
        case("named", lambda: nn.Sequential(OrderedDict(head=nn.Linear(5, 4), norm=nn.BatchNorm1d(4), tail=nn.Linear(4, 2, bias=False))), 6, 5),
        case("block", lambda: Block(2, 4, 2), 2, 2, 6, 6),
    ]
    init = nn.init
    initials = [
        initial("kaiming uniform", (4, 3), init.kaiming_uniform_),
        initial("kaiming uniform of leaky relu", (4, 2, 3, 3), lambda w: init.kaiming_uniform_(w, a=0.1)),
        initial("kaiming normal", (4, 3), init.kaiming_normal_),
        initial("kaiming normal by outputs", (4, 2, 3, 3), lambda w: init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")),
        initial("xavier uniform", (4, 2, 3, 3), init.xavier_uniform_),
        initial("xavier normal", (4, 7), init.xavier_normal_),
        initial("normal", (5, 5), lambda w: init.normal_(w, 0.5, 0.01)),
        initial("uniform", (5, 5), lambda w: init.uniform_(w, -0.25, 0.75)),
        initial("constant", (2, 2), lambda w: init.constant_(w, 0.75)),
    ]
    golden.write("layers.json", {"torch": torch.__version__, "seed": SEED, "initials": initials}, cases)


if __name__ == "__main__":
    with torch.no_grad():
        main()
