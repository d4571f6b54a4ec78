"""CIFAR-10's shape in random bytes, and the two ways to make batches of it: items by worker processes, or whole batches on the device."""
import torch
from torch.utils.data import DataLoader, Dataset

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


class Items(Dataset):
    """As scripts have it: crop, flip, convert and normalise an item; by torchvision's transforms where they are installed."""

    def __init__(self, pixels, labels, views):
        self.pixels, self.labels, self.views = pixels, labels, views
        self.mean, self.std = torch.tensor(MEAN).view(3, 1, 1), torch.tensor(STD).view(3, 1, 1)
        self.transforms, self.pictures = None, None
        try:
            from PIL import Image
            from torchvision import transforms as t
        except ImportError:
            return
        common = [t.RandomCrop(32, padding=4), t.RandomHorizontalFlip(), t.ToTensor(), t.Normalize(MEAN, STD)]
        self.transforms = [t.Compose(common), t.Compose([t.AutoAugment(t.AutoAugmentPolicy.CIFAR10), *common])]
        self.pictures = [Image.fromarray(picture) for picture in pixels.permute(0, 2, 3, 1).contiguous().numpy()]

    def __len__(self):
        return len(self.labels)

    def view(self, index, number):
        if self.transforms is not None:
            return self.transforms[number](self.pictures[index])
        top, left, flip = (int(torch.randint(0, most, ())) for most in (9, 9, 2))
        picture = torch.nn.functional.pad(self.pixels[index], (4, 4, 4, 4))[:, top:top + 32, left:left + 32]
        picture = picture.flip(2) if flip else picture
        return (picture.to(torch.float32).div(255) - self.mean) / self.std

    def __getitem__(self, index):
        views = [self.view(index, number) for number in range(self.views)]
        return views[0] if self.views == 1 else views, int(self.labels[index]), index


def loaded(pixels, labels, batch, views, workers, device):
    """An endless sequence of batches from a DataLoader, on the device: inputs (views one behind the other), labels, index."""
    loader = DataLoader(Items(pixels, labels, views), batch, shuffle=True, num_workers=workers, pin_memory=device.type == "cuda", persistent_workers=workers > 0, drop_last=True)
    while True:
        for inputs, target, index in loader:
            inputs = inputs if views == 1 else torch.cat(inputs)
            yield inputs.to(device, non_blocking=True), target.to(device, non_blocking=True), index.to(device, non_blocking=True)


def resident(pixels, labels, batch, views, device, memory_format):
    """The same with everything on the device: an epoch is a permutation, a crop a gather. The second view is cut out besides."""
    pixels = torch.nn.functional.pad(pixels.to(device), (4, 4, 4, 4))
    labels = labels.to(device)
    mean, std = (torch.tensor(values, device=device).view(1, 3, 1, 1) for values in (MEAN, STD))
    line, channel = torch.arange(32, device=device), torch.arange(3, device=device).view(1, 3, 1, 1)

    def view(index, cut):
        count = len(index)
        rows = torch.randint(0, 9, (count, 1), device=device) + line
        columns = torch.randint(0, 9, (count, 1), device=device) + line
        columns = torch.where(torch.rand(count, 1, device=device) < 0.5, columns.flip(1), columns)
        x = pixels[index.view(-1, 1, 1, 1), channel, rows.view(count, 1, 32, 1), columns.view(count, 1, 1, 32)]
        x = (x.to(torch.float32).div(255) - mean) / std
        if cut:
            centre = torch.randint(0, 32, (2, count, 1), device=device)
            near = (line - centre).abs() < 8
            x = x * ~(near[0].view(count, 1, 32, 1) & near[1].view(count, 1, 1, 32))
        return x

    while True:
        for index in torch.randperm(len(labels), device=device).split(batch):
            if len(index) == batch:
                yield torch.cat([view(index, number > 0) for number in range(views)]).contiguous(memory_format=memory_format), labels[index], index
