"""How fast the review page opens and scrolls: review-scroll.py PROGRAM FOLDER [PICTURES]

Writes an audit of 100,000 rows over 2,000 pictures of its own into FOLDER/audit, opens `skeptic review` on it in headless Chromium (Debian:
chromium-driver, python3-selenium), waits for the first tile, scrolls 300 frames by 60 pixels each, and writes FOLDER/review-scroll.json and
FOLDER/README.md."""
import json
import os
import pathlib
import platform
import random
import re
import statistics
import struct
import subprocess
import sys
import time
import zlib

from selenium import webdriver

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
rows = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
FRAMES, STEP, SIDE, FILES, CLASSES = 300, 60, 32, 2_000, 10


def png(path, draws):
    """A picture of two colours and some noise, so that it does not shrink to nothing."""
    lines = b"".join(b"\0" + bytes(draws.randrange(256) for _ in range(3 * SIDE)) for _ in range(SIDE))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def make(audit):
    draws = random.Random(1)
    pictures = audit / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for number in range(FILES):
        png(pictures / f"{number}.png", draws)
    names = [f"class {k}" for k in range(CLASSES)]
    with open(audit / "issues.csv", "w") as out:
        out.write("id,path,given_label,suggested_label,label_score,is_label_issue,self_confidence,normalized_margin,confidence_weighted_entropy\n")
        for i in range(rows):
            score = draws.random()
            wrong = score < 0.3
            out.write(f"{i},{(pictures / f'{i % FILES}.png').resolve()},{names[i % CLASSES]},{names[(i + wrong) % CLASSES]},{score:.6f},{str(wrong).lower()},{score:.6f},{score:.6f},{score:.6f}\n")
    (audit / "audit.json").write_text(json.dumps({"version": 1, "dataset": None, "data": None, "classNames": names, "samples": rows, "kind": "pictures"}))


SCROLL = """
const done = arguments[0], grid = document.querySelector('.grid'), times = [];
let last = 0, frames = 0;
requestAnimationFrame(function step(now) {
  if (last) times.push(now - last);
  last = now;
  grid.scrollTop += STEP;
  if (++frames <= FRAMES) requestAnimationFrame(step); else done(times);
});
""".replace("STEP", str(STEP)).replace("FRAMES", str(FRAMES))

make(folder / "audit")
server = subprocess.Popen([program, "review", str(folder / "audit"), "--no-open", "--port", "0", "--reviewer", "measure"], stdout=subprocess.PIPE, text=True)
try:
    address = re.search(r"http://\S+", server.stdout.readline()).group()
    settings = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"):
        settings.add_argument(word)
    browser = webdriver.Chrome(options=settings)
    browser.set_script_timeout(300)
    start = time.perf_counter()
    browser.get(address)
    while not browser.execute_script("return document.querySelector('.tile.cursor') !== null"):
        time.sleep(0.02)
    opened = time.perf_counter() - start
    tiles = browser.execute_script("return document.querySelectorAll('.tile').length")
    times = sorted(browser.execute_async_script(SCROLL))
    version = browser.capabilities["browserVersion"]
    browser.quit()
finally:
    server.terminate()

processor = next(line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
figures = {
    "rows": rows, "opened_seconds": round(opened, 2), "tiles": tiles, "frames": len(times), "median_ms": round(statistics.median(times), 1),
    "p95_ms": round(times[int(len(times) * 0.95)], 1), "max_ms": round(times[-1], 1), "chromium": version, "processor": processor, "processors": os.cpu_count(),
    "system": platform.platform(), "load": list(os.getloadavg()), "date": time.strftime("%Y-%m-%d", time.gmtime()),
    "program": subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip(),
}
(folder / "review-scroll.json").write_text(json.dumps(figures, indent=2) + "\n")
(folder / "README.md").write_text(f"""# How fast the review page opens and scrolls

Made by `tools/results/review-scroll.py`: an audit of {rows:,} rows, headless Chromium {version}, 1280 x 900, no GPU, {processor}, {os.cpu_count()} hyper-threads of one core, load {figures['load'][0]:.1f}, {figures['date']}, {figures['program']}.

| what | value |
|---|--:|
| from the address to the first tile | {figures['opened_seconds']} s |
| tiles held as elements | {tiles} |
| a frame while scrolling by {STEP} pixels a frame: median of {len(times)} | {figures['median_ms']} ms |
| 95 % of the frames within | {figures['p95_ms']} ms |
| longest frame | {figures['max_ms']} ms |
""")
print(json.dumps(figures))
