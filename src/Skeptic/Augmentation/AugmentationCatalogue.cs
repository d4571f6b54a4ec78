namespace Skeptic.Augmentation;

/// <summary>Every operation that a pipeline may name.</summary>
public static class AugmentationCatalogue
{
    private const int LargestSide = 4096;

    public static IReadOnlyList<OperationEntry> All { get; } =
    [
        new("crop", "pads with black on all sides and cuts the old size out at a random place", [new("pixels", 1, 1024, Whole: true)], a => new Crop((int)a[0])),
        new("flip", "left becomes right with this probability, 0.5 where none is given", [new("probability", 0, 1, Default: 0.5)], a => new Flip(a[0])),
        new("rotate", "turns about the centre by an angle from -DEGREES to DEGREES; nearest pixel, black outside", [new("degrees", 0, 180)], a => new Rotate(a[0])),
        new("resize", "makes the shorter side this long and keeps the proportions; bilinear, averaging where it shrinks", [new("side", 1, LargestSide, Whole: true)], a => new Resize((int)a[0])),
        new("centre-crop", "cuts a square out of the middle", [new("side", 1, LargestSide, Whole: true)], a => new CentreCrop((int)a[0])),
        new("random-resized-crop", "cuts out 8 to 100 % of the area, 3:4 to 4:3 in shape, and makes a square of it; bilinear, averaging where it shrinks", [new("side", 1, LargestSide, Whole: true)], a => new RandomResizedCrop((int)a[0])),
        new("jitter", "changes brightness, contrast and saturation by factors from 1-X to 1+X, and hue by up to this part of the circle, in random order",
            [new("brightness", 0, 10), new("contrast", 0, 10), new("saturation", 0, 10), new("hue", 0, 0.5)], a => new ColourJitter(a[0], a[1], a[2], a[3])),
        new("autoaugment", "two operations of one of the 25 pairs that AutoAugment learned on CIFAR-10: moves, colours and grey levels", [], _ => new AutoAugment()),
        new("randaugment", "so many of 14 operations (moves, colours and grey levels), drawn anew for each image, each of this magnitude",
            [new("operations", 1, 14, Whole: true), new("magnitude", 0, RandAugment.Largest)], a => new RandAugment((int)a[0], a[1])),
        new("cutout", "sets a square at a random centre to the mean colour, after normalisation; comes last", [new("side", 1, LargestSide, Whole: true)], a => new Cutout((int)a[0])),
    ];
}
