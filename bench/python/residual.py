"""Reference networks for 32x32 pictures: the layers and sizes of Skeptic's ResNet-18 and 34, PreActResNet-18 and CNN-8."""
import torch
from torch import nn

WIDTHS = (64, 128, 256, 512)


def conv3(inputs, outputs, stride=1, bias=False):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=bias)


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv3(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv3(outputs, outputs), nn.BatchNorm2d(outputs)
        self.downsample = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.downsample(x))


class PreActivated(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(inputs), conv3(inputs, outputs, stride)
        self.bn2, self.conv2 = nn.BatchNorm2d(outputs), conv3(outputs, outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        x = torch.relu(self.bn1(x))
        return self.conv2(torch.relu(self.bn2(self.conv1(x)))) + self.shortcut(x)


class Residual(nn.Module):
    def __init__(self, block, counts):
        super().__init__()
        self.conv1, self.bn1 = conv3(3, WIDTHS[0]), nn.BatchNorm2d(WIDTHS[0])
        layers, inputs = [], WIDTHS[0]
        for stage, (width, count) in enumerate(zip(WIDTHS, counts)):
            for number in range(count):
                layers.append(block(inputs, width, 2 if stage > 0 and number == 0 else 1))
                inputs = width
        self.layers, self.fc = nn.Sequential(*layers), nn.Linear(inputs, 10)

    def forward(self, x):
        return self.fc(self.layers(torch.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


class Cnn8(nn.Module):
    def __init__(self):
        super().__init__()
        layers, inputs = [], 3
        for width in (64, 128, 196):
            for _ in range(2):
                layers += [conv3(inputs, width, bias=True), nn.BatchNorm2d(width), nn.ReLU()]
                inputs = width
            layers.append(nn.MaxPool2d(2))
        self.layers = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Linear(196 * 4 * 4, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 10))

    def forward(self, x):
        return self.head(self.layers(x).flatten(1))


RESIDUAL = {
    "resnet18": lambda: Residual(Basic, (2, 2, 2, 2)),
    "resnet34": lambda: Residual(Basic, (3, 4, 6, 3)),
    "preact-resnet18": lambda: Residual(PreActivated, (2, 2, 2, 2)),
    "cnn8": Cnn8,
}
