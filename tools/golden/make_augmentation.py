"""Augmentation of small images by Pillow, for tests/Skeptic.Tests/Augmentation/augmentation.json.

Usage: python3 make_augmentation.py [OUTPUT]. Needs NumPy and Pillow; made with Pillow 9.4.
Pixels are hexadecimal, row by row, one channel after the other. Hue is turned with Python's colorsys in floating point,
since Pillow keeps hue in 8 bits.
"""
import colorsys
import json
import os
import sys

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

NEAREST, BILINEAR, AFFINE = Image.NEAREST, Image.BILINEAR, Image.AFFINE


def images():
    draws = np.random.RandomState(7)
    grey = draws.randint(0, 256, (8, 8))
    colour = draws.randint(0, 256, (10, 12, 3))
    dull = draws.randint(90, 140, (9, 8, 3))
    dull[..., 1] = 111  # one channel of one level
    # Enough pixels for equalisation to change something, most of them dark.
    large = (draws.beta(1, 3, (24, 28)) * 255).astype(int)
    return {name: Image.fromarray(pixels.astype(np.uint8)) for name, pixels in
            [("grey", grey), ("colour", colour), ("dull", dull), ("large", large)]}


def pixels(image):
    array = np.asarray(image)
    array = array[..., None] if array.ndim == 2 else array
    return array.transpose(2, 0, 1).tobytes().hex()


def turn_hue(image, turns):
    array = np.asarray(image) / 255
    out = np.empty_like(array)
    for at in np.ndindex(array.shape[:2]):
        hue, saturation, value = colorsys.rgb_to_hsv(*array[at])
        out[at] = colorsys.hsv_to_rgb((hue + turns) % 1, saturation, value)
    return Image.fromarray(np.floor(out * 255 + 0.5).astype(np.uint8))


def shifted(image, right, down):
    """The window of a padded image, as a random crop cuts it."""
    padding = max(abs(right), abs(down))
    x, y = padding + right, padding + down
    return ImageOps.expand(image, padding).crop((x, y, x + image.width, y + image.height))


OPERATIONS = {
    "shear-x": lambda image, m: image.transform(image.size, AFFINE, (1, m, 0, 0, 1, 0), NEAREST),
    "shear-y": lambda image, m: image.transform(image.size, AFFINE, (1, 0, 0, m, 1, 0), NEAREST),
    "translate-x": lambda image, m: image.transform(image.size, AFFINE, (1, 0, m, 0, 1, 0), NEAREST),
    "translate-y": lambda image, m: image.transform(image.size, AFFINE, (1, 0, 0, 0, 1, m), NEAREST),
    "rotate": lambda image, m: image.rotate(m, NEAREST),
    "brightness": lambda image, m: ImageEnhance.Brightness(image).enhance(m),
    "contrast": lambda image, m: ImageEnhance.Contrast(image).enhance(m),
    "colour": lambda image, m: ImageEnhance.Color(image).enhance(m),
    "sharpness": lambda image, m: ImageEnhance.Sharpness(image).enhance(m),
    "posterize": lambda image, m: ImageOps.posterize(image, int(m)),
    "solarize": lambda image, m: ImageOps.solarize(image, m),
    "auto-contrast": lambda image: ImageOps.autocontrast(image),
    "equalize": lambda image: ImageOps.equalize(image),
    "invert": lambda image: ImageOps.invert(image),
    "hue": turn_hue,
    "mirror": lambda image: ImageOps.mirror(image),
    "crop": shifted,
    # Top, left, height and width of the box, then the new height and width.
    "resample": lambda image, top, left, height, width, rows, columns:
        image.crop((left, top, left + width, top + height)).resize((columns, rows), BILINEAR),
}

CASES = (
    [("shear-x", i, m) for i in ("grey", "colour") for m in (0.24, -0.21)]
    + [("shear-y", i, m) for i in ("grey", "colour") for m in (0.24, -0.3)]
    + [("translate-x", "colour", m) for m in (3, -8)] + [("translate-y", "grey", m) for m in (3, -7, 9)]
    + [("rotate", i, m) for i in ("grey", "colour") for m in (6, -6, 17.3, 30, -90)] + [("rotate", "large", -11.1)]
    + [(o, i, m) for o in ("brightness", "contrast", "sharpness") for i in ("grey", "colour") for m in (0.28, 1.36, 1.72)]
    + [("colour", i, m) for i in ("colour", "dull") for m in (0.1, 0.64, 1.72)] + [("contrast", "dull", 0), ("sharpness", "large", 0)]
    + [("posterize", i, m) for i in ("grey", "colour") for m in (2, 4, 8)]
    + [("solarize", i, m) for i in ("grey", "colour") for m in (52, 205)]
    + [("auto-contrast", i) for i in ("grey", "colour", "dull", "large")]
    + [("equalize", i) for i in ("grey", "dull", "large")] + [("invert", i) for i in ("grey", "colour")]
    + [("hue", "colour", m) for m in (0.2, -0.13, 0.5)] + [("mirror", i) for i in ("grey", "colour")]
    + [("crop", "grey", 3, -2), ("crop", "colour", -4, 4)]
    + [("resample", "grey", 0, 0, 8, 8, 13, 13), ("resample", "grey", 0, 0, 8, 8, 3, 5), ("resample", "colour", 2, 1, 5, 9, 10, 12),
       ("resample", "colour", 1, 3, 7, 6, 4, 4), ("resample", "large", 3, 2, 20, 25, 7, 7)]
)


def main(path):
    given = images()
    cases = [{"operation": o, "image": i, "numbers": list(numbers), "pixels": pixels(OPERATIONS[o](given[i], *numbers))} for o, i, *numbers in CASES]
    shapes = {name: {"shape": [len(image.getbands()), image.height, image.width], "pixels": pixels(image)} for name, image in given.items()}
    with open(path, "w", encoding="ascii") as file:
        json.dump({"images": shapes, "cases": cases}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "../../tests/Skeptic.Tests/Augmentation/augmentation.json"))
