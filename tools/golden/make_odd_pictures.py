"""Small pictures of every odd kind that people's folders hold, and what Pillow makes of them.

    python3 tools/golden/make_odd_pictures.py tests/Skeptic.Tests/Data/OddPictures

Writes NAME.EXT and NAME.EXT.ppm: 8-bit RGB, upright, transparent pixels over black, 16 bits divided by 257. Bad ones have no .ppm.
Needs Pillow. Deterministic: the picture is a formula.
"""
import os, random, struct, sys, zlib
from PIL import Image, ImageOps

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
W, H = 20, 14


def colour(x, y):
    return (min(255, 12 * x + 5), min(255, 250 - 15 * y), min(255, 40 + 6 * x + 7 * y))


rgb = Image.new("RGB", (W, H))
rgb.putdata([colour(x, y) for y in range(H) for x in range(W)])


def path(name):
    return os.path.join(out, name)


def over_black(image):
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        data = [tuple((v * p[3] + 127) // 255 for v in p[:3]) for p in image.getdata()]
        result = Image.new("RGB", image.size)
        result.putdata(data)
        return result
    return image.convert("RGB")


def expect(name, image=None):
    (image or over_black(Image.open(path(name)))).save(path(name + ".ppm"))


def write(name, image=rgb, **options):
    image.save(path(name), **options)
    expect(name)


def exif(orientation):
    notes = Image.Exif()
    notes[0x0112] = orientation
    return notes.tobytes()


for orientation in range(1, 9):
    write(f"exif-{orientation}.jpg", quality=95, subsampling=0, exif=exif(orientation))
write("exif-6.png", exif=exif(6))
write("exif-8.webp", lossless=True, exif=exif(8))
write("cmyk.jpg", rgb.convert("CMYK"), quality=95, subsampling=0)
write("grey.jpg", rgb.convert("L"), quality=95)
write("progressive.jpg", quality=95, progressive=True, subsampling=0)
write("grey.png", rgb.convert("L"))
write("bit.png", rgb.convert("1"))
write("palette.png", rgb.quantize(40))
write("palette-transparent.png", rgb.quantize(20), transparency=3)
alpha = Image.new("L", (W, H))
alpha.putdata([(x * 37 + y * 11) % 256 for y in range(H) for x in range(W)])
write("alpha.png", Image.merge("RGBA", [*rgb.split(), alpha]))
write("grey-alpha.png", Image.merge("LA", [rgb.convert("L"), alpha]))
write("rgb.bmp")
write("palette.bmp", rgb.quantize(30))
write("lossless.webp", lossless=True)
write("lossless-alpha.webp", Image.merge("RGBA", [*rgb.split(), alpha]), lossless=True, exact=True)
write("lossy.webp", quality=90)
write("plain.gif", rgb.quantize(60), interlace=0)
write("interlaced.gif", rgb.quantize(60), interlace=1)
write("transparent.gif", rgb.quantize(60), transparency=7, interlace=0)
write("two-colours.gif", rgb.convert("1").convert("P"), interlace=0)
noise = random.Random(1)
large = Image.new("P", (120, 90))
large.putpalette([noise.randrange(256) for _ in range(768)])
large.putdata([noise.randrange(256) for _ in range(120 * 90)])
write("noise.gif", large, interlace=1)
write("animated.gif", rgb.quantize(60), save_all=True, append_images=[ImageOps.flip(rgb).quantize(60)], loop=0, duration=50)


# Forms that Pillow does not write.
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, width, height, depth, kind, rows, *extra):
    with open(path(name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)) + b"".join(extra)
                   + (chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)) if rows else b"") + chunk(b"IEND", b""))


def wide(x, y, c):
    return (3001 * x + 4007 * y + 9973 * c + 77) % 65536


def expected(values):
    image = Image.new("RGB", (W, H))
    image.putdata(values)
    return image


def by257(v):
    return (v + 128) // 257


png("rgb-16.png", W, H, 16, 2, [b"".join(struct.pack(">HHH", *(wide(x, y, c) for c in range(3))) for x in range(W)) for y in range(H)])
expect("rgb-16.png", expected([tuple(by257(wide(x, y, c)) for c in range(3)) for y in range(H) for x in range(W)]))
png("grey-16.png", W, H, 16, 0, [b"".join(struct.pack(">H", wide(x, y, 0)) for x in range(W)) for y in range(H)])
expect("grey-16.png", expected([(by257(wide(x, y, 0)),) * 3 for y in range(H) for x in range(W)]))
png("bomb.png", 100000, 100000, 8, 2, [])

# A BMP of 32 bits whose fourth byte nobody filled in.
rows = b"".join(b"".join(struct.pack("BBBB", *colour(x, y)[::-1], 0) for x in range(W)) for y in reversed(range(H)))
with open(path("32-bits.bmp"), "wb") as file:
    file.write(b"BM" + struct.pack("<IHHI", 54 + len(rows), 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, W, H, 1, 32, 0, len(rows), 2835, 2835, 0, 0) + rows)
expect("32-bits.bmp", rgb)

# A first frame that covers a part of its screen, with a palette of its own.
small = rgb.crop((0, 0, 9, 6)).quantize(16)
small.save("/tmp/part.gif", interlace=0)
data = open("/tmp/part.gif", "rb").read()
colours = 2 << (data[10] & 7)
palette, rest = data[13:13 + 3 * colours], data[13 + 3 * colours:]
at = rest.index(b"\x2c")
with open(path("part-of-screen.gif"), "wb") as file:
    file.write(b"GIF89a" + struct.pack("<HHBBB", W, H, 0x70, 0, 0)
               + b"\x2c" + struct.pack("<HHHHB", 5, 3, 9, 6, 0x80 | (data[10] & 7)) + palette + rest[at + 10:])
whole = Image.new("RGB", (W, H))
whole.paste(Image.open("/tmp/part.gif").convert("RGB"), (5, 3))
expect("part-of-screen.gif", whole)


# What is no picture, or no whole one.
def bad(name, content):
    with open(path(name), "wb") as file:
        file.write(content)


read = lambda name: open(path(name), "rb").read()
for name in ("exif-1.jpg", "alpha.png", "rgb.bmp", "lossless.webp", "plain.gif"):
    content = read(name)
    bad("cut-" + name, content[:len(content) * 2 // 3])
bad("zero.png", b"")
bad("text.jpg", b"this is a text, whatever it is called\n")
bad("html.png", b"<!doctype html><title>404</title>")
content = bytearray(read("alpha.png"))
content[content.index(b"IDAT") + 10] ^= 0x55
bad("damaged.png", bytes(content))
bad("bomb.gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x44\x01\0;")
bad("bomb.bmp", b"BM" + struct.pack("<IHHI", 60, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 60000, 60000, 1, 24, 0, 0, 0, 0, 0, 0))
