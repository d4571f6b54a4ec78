"""Small images in every form that the decoders read, and what libjpeg, libpng's rules and Pillow make of them.

    python3 tools/golden/make_pictures.py tests/Skeptic.Tests/Data/Pictures

Writes NAME.EXT and NAME.EXT.ppm (8-bit RGB by Pillow) into the folder given. Needs Pillow and, for some JPEG forms, cjpeg.
Deterministic: the picture is a formula.
"""
import struct, subprocess, sys, zlib, os
from PIL import Image

out = sys.argv[1]
W, H = 21, 18


def colour(x, y):
    edge = 90 if (x - 10) ** 2 + (y - 8) ** 2 < 30 else 0
    return (min(255, 20 + 9 * x + edge), min(255, 240 - 11 * y), min(255, 60 + 5 * x + 4 * y + edge // 2))


rgb = Image.new("RGB", (W, H))
rgb.putdata([colour(x, y) for y in range(H) for x in range(W)])


def expect(name):
    Image.open(os.path.join(out, name)).convert("RGB").save(os.path.join(out, name + ".ppm"))


def by_pillow(name, image=rgb, **options):
    image.save(os.path.join(out, name), **options)
    expect(name)


def by_cjpeg(name, *options, image=rgb):
    image.save("/tmp/picture.ppm")
    subprocess.run(["cjpeg", "-quality", "85", *options, "-outfile", os.path.join(out, name), "/tmp/picture.ppm"], check=True)
    expect(name)


by_pillow("444.jpg", quality=85, subsampling=0)
by_pillow("422.jpg", quality=85, subsampling=1)
by_pillow("420.jpg", quality=85, subsampling=2)
by_pillow("grey.jpg", rgb.convert("L"), quality=85)
by_pillow("progressive-420.jpg", quality=85, subsampling=2, progressive=True)
by_pillow("progressive-444.jpg", quality=95, subsampling=0, progressive=True)
by_pillow("progressive-grey.jpg", rgb.convert("L"), quality=85, progressive=True)
by_pillow("cmyk.jpg", rgb.convert("CMYK"), quality=90)
by_cjpeg("restart.jpg", "-restart", "1B", "-sample", "2x2")
by_cjpeg("restart-progressive.jpg", "-restart", "2B", "-progressive")
by_cjpeg("440.jpg", "-sample", "1x2")
by_cjpeg("411.jpg", "-sample", "4x1")
by_cjpeg("rgb.jpg", "-rgb")
by_cjpeg("optimised.jpg", "-optimize")

by_pillow("rgb.png")
by_pillow("rgba.png", Image.merge("RGBA", [*rgb.split(), rgb.split()[0]]))
by_pillow("grey.png", rgb.convert("L"))
by_pillow("grey-alpha.png", Image.merge("LA", [rgb.convert("L"), rgb.split()[1]]))
by_pillow("bit.png", rgb.convert("1"))
by_pillow("palette-8.png", rgb.quantize(40))
by_pillow("palette-4.png", rgb.quantize(16), bits=4)
by_pillow("palette-2.png", rgb.quantize(4), bits=2)


def png(name, depth, kind, channels, interlaced, sample, expected):
    """sample(x, y) gives the samples of a pixel; rows take the five filters in turn."""

    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    def packed(values):
        if depth == 16:
            return b"".join(struct.pack(">H", v) for v in values)
        bits = "".join(format(v, f"0{depth}b") for v in values)
        bits += "0" * (-len(bits) % 8)
        return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    def filtered(rows):
        step, above, result = max(1, depth * channels // 8), None, b""
        for number, row in enumerate(rows):
            up = above or bytes(len(row))
            kind = number % 5
            coded = bytearray()
            for i, v in enumerate(row):
                a, b, c = (row[i - step] if i >= step else 0), up[i], (up[i - step] if i >= step else 0)
                p = a + b - c
                nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                coded.append((v - (0, a, b, (a + b) // 2, nearest)[kind]) & 255)
            result += bytes([kind]) + bytes(coded)
            above = row
        return result

    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    data = b""
    for x0, y0, dx, dy in passes:
        rows = [packed([v for x in range(x0, W, dx) for v in sample(x, y)]) for y in range(y0, H, dy)]
        data += filtered(rows) if rows and rows[0] else b""
    with open(os.path.join(out, name), "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, kind, 0, 0, interlaced)))
        f.write(chunk(b"tEXt", b"Comment\0small") + chunk(b"IDAT", zlib.compress(data, 9)[:100]) + chunk(b"IDAT", zlib.compress(data, 9)[100:]) + chunk(b"IEND", b""))
    image = Image.new("RGB", (W, H))
    image.putdata([expected(x, y) for y in range(H) for x in range(W)])
    image.save(os.path.join(out, name + ".ppm"))
    if depth <= 8:
        assert list(Image.open(os.path.join(out, name)).convert("RGB").getdata()) == list(image.getdata()), name


grey = lambda x, y: sum(colour(x, y)) // 3
png("interlaced-rgb.png", 8, 2, 3, 1, colour, colour)
png("filters-rgb.png", 8, 2, 3, 0, colour, colour)
png("interlaced-grey-2.png", 2, 0, 1, 1, lambda x, y: [grey(x, y) >> 6], lambda x, y: ((grey(x, y) >> 6) * 85,) * 3)
png("grey-16.png", 16, 0, 1, 0, lambda x, y: [grey(x, y) * 256 + x], lambda x, y: (grey(x, y),) * 3)
png("interlaced-rgb-16.png", 16, 2, 3, 1, lambda x, y: [v * 256 + 200 for v in colour(x, y)], colour)
png("rgba-16.png", 16, 6, 4, 0, lambda x, y: [*(v * 256 + 7 for v in colour(x, y)), 9], colour)
png("grey-alpha-16.png", 16, 4, 2, 0, lambda x, y: [grey(x, y) * 256 + 255, 65535], lambda x, y: (grey(x, y),) * 3)

by_pillow("rgb.bmp")
by_pillow("palette.bmp", rgb.quantize(30))
by_pillow("bit.bmp", rgb.convert("1"))


def bmp(name, bits, masks, value, top_down=False):
    stride = (W * bits + 31) // 32 * 4
    rows = [b"".join(value(*colour(x, y)) for x in range(W)).ljust(stride, b"\0") for y in range(H)]
    data = b"".join(rows if top_down else reversed(rows))
    fields = struct.pack("<3I", *masks) if masks else b""
    header = struct.pack("<IiiHHIIiiII", 40, W, -H if top_down else H, 1, bits, 3 if masks else 0, len(data), 0, 0, 0, 0)
    with open(os.path.join(out, name), "wb") as f:
        f.write(b"BM" + struct.pack("<IHHI", 54 + len(fields) + len(data), 0, 0, 54 + len(fields)) + header + fields + data)
    expect(name)


bmp("555.bmp", 16, None, lambda r, g, b: struct.pack("<H", (r >> 3) << 10 | (g >> 3) << 5 | b >> 3))
bmp("565.bmp", 16, (0xF800, 0x7E0, 0x1F), lambda r, g, b: struct.pack("<H", (r >> 3) << 11 | (g >> 2) << 5 | b >> 3))
bmp("32-top-down.bmp", 32, None, lambda r, g, b: bytes([b, g, r, 0]), top_down=True)

by_pillow("grey.pgm", rgb.convert("L"))
with open(os.path.join(out, "text.pgm"), "w") as f:
    f.write(f"P2\n# with a comment\n{W} {H} # and another\n255\n" + " ".join(str(grey(x, y)) for y in range(H) for x in range(W)) + "\n")
image = Image.new("RGB", (W, H))
image.putdata([(grey(x, y),) * 3 for y in range(H) for x in range(W)])
image.save(os.path.join(out, "text.pgm.ppm"))
with open(os.path.join(out, "16-bit.pgm"), "wb") as f:
    f.write(f"P5\n{W} {H}\n1000\n".encode() + b"".join(struct.pack(">H", grey(x, y) * 1000 // 255) for y in range(H) for x in range(W)))
image = Image.new("RGB", (W, H))
image.putdata([((grey(x, y) * 1000 // 255 * 255 + 500) // 1000,) * 3 for y in range(H) for x in range(W)])
image.save(os.path.join(out, "16-bit.pgm.ppm"))

# How torchvision resizes and crops: Pillow's bilinear filter, then the middle.
for name, side in (("small", 12), ("large", 24)):
    scale = side / min(W, H)
    size = (int(side * W / min(W, H)), int(side * H / min(W, H)))
    left, top = round((size[0] - side) / 2), round((size[1] - side) / 2)
    rgb.resize(size, Image.BILINEAR).crop((left, top, left + side, top + side)).save(os.path.join(out, f"fitted-{name}.ppm"))
