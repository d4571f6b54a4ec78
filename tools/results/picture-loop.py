#!/usr/bin/python3
"""The whole way of a folder of pictures: audit, review in a browser, apply, train again, compare.

picture-loop.py SKEPTIC CIFAR FOLDER [--pictures N] [--looked N] [--epochs N] [--seeds N] [--model NAME]

CIFAR holds CIFAR-10's binary files, CIFAR-10_human.pt and image_order_c10.npy. N pictures of the training batches, the same number of each class, become PNG files under
FOLDER/pictures/CLASS, by the labels that people gave them in CIFAR-10N ("worse"); as many of the test batch, rightly labelled, under FOLDER/test. The folder is
audited; a reviewer who knows CIFAR-10's own labels looks at the most suspicious ones in a headless Chromium, with the page's keys alone; the
corrections are applied, and networks of several seeds before and after are compared on the test pictures. FOLDER/loop.json and FOLDER/README.md
say what came out, beside screenshots.

Needs Debian's python3-torch (to read CIFAR-10_human.pt), python3-selenium and chromium-driver."""
import argparse
import csv
import json
import pathlib
import re
import shutil
import struct
import subprocess
import time
import zlib

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def png(planes):
    """3 x 32 x 32 bytes, colour by colour, as a PNG file."""
    rows = b"".join(b"\0" + bytes(planes[1024 * c + 32 * y + x] for x in range(32) for c in range(3)) for y in range(32))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def batches(folder, names):
    for name in names:
        data = next(folder.rglob(name)).read_bytes()
        yield from (data[at:at + 3073] for at in range(0, len(data), 3073))


def make(cifar, folder, count):
    """Returns the true class of every picture of FOLDER/pictures by its path below it."""
    import numpy
    import torch
    human = torch.load(next(cifar.rglob("CIFAR-10_human.pt")))
    people, clean = human["worse_label"], human["clean_label"]
    # The labels are in the order of CIFAR-10's Python files, of which this is the way to that of the binary ones.
    for order in cifar.rglob("image_order_c10.npy"):
        people, clean = people[numpy.load(order)], clean[numpy.load(order)]
    truth = {}
    for place, records, labels in (("pictures", batches(cifar, [f"data_batch_{i}.bin" for i in range(1, 6)]), people), ("test", batches(cifar, ["test_batch.bin"]), None)):
        left = {k: count // 10 for k in range(10)}
        for i, record in enumerate(records):
            true = record[0]
            if labels is not None and true != clean[i]:
                raise SystemExit("the pictures are in another order than CIFAR-10_human.pt's labels; image_order_c10.npy says how they belong together")
            if left[true] == 0:
                continue
            left[true] -= 1
            given = CLASSES[true if labels is None else int(labels[i])]
            file = folder / place / given / f"{i:05}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(record[1:]))
            if labels is not None:
                truth[f"{given}/{i:05}.png"] = CLASSES[true]
    return truth


def next_row(browser, last):
    """The row under the cursor, once the page has moved it: it draws when the browser next does."""
    end = time.time() + 60
    while time.time() < end:
        row = browser.execute_script("return document.querySelector('.tile.cursor')?.dataset.row")
        if row is not None and int(row) != last:
            return int(row)
        time.sleep(0.01)
    raise SystemExit("the page does not go on")


def review(skeptic, folder, truth, looked):
    """One key a picture, the most suspicious first, by somebody who knows. Returns how many seconds it took."""
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    with open(folder / "audit" / "issues.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    server = subprocess.Popen([skeptic, "review", str(folder / "audit"), "--no-open", "--port", "0", "--reviewer", "truth"], stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", server.stdout.readline()).group()
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"):
            options.add_argument(word)
        browser = webdriver.Chrome(options=options)
        try:
            browser.get(address)
            end = time.time() + 60
            while not browser.find_elements(By.CSS_SELECTOR, ".tile.cursor"):
                if time.time() > end:
                    raise SystemExit("the page shows no pictures")
                time.sleep(0.2)
            time.sleep(1)
            browser.save_screenshot(str(folder / "review-start.png"))
            body = browser.find_element(By.TAG_NAME, "body")
            began, at = time.time(), None
            for i in range(looked):
                at = next_row(browser, at)
                row = rows[at]
                right = truth[row["path"].split("pictures/")[-1]]
                if right == row["given_label"]:
                    key = "k"
                elif right == row["suggested_label"]:
                    key = Keys.ENTER
                else:
                    key = "1234567890"[CLASSES.index(right)]
                body.send_keys(key)
                if i == looked // 2:
                    body.send_keys("v")
                    time.sleep(1)
                    browser.save_screenshot(str(folder / "review-large.png"))
                    body.send_keys("v")
            seconds = time.time() - began
            end = time.time() + 60
            while browser.find_elements(By.CSS_SELECTOR, ".tile.pending"):
                if time.time() > end:
                    raise SystemExit("decisions are not saved")
                time.sleep(0.2)
            body.send_keys(Keys.HOME)
            time.sleep(1)
            browser.save_screenshot(str(folder / "review-end.png"))
            body.send_keys("m")
            time.sleep(1)
            browser.save_screenshot(str(folder / "review-map.png"))
            return seconds
        finally:
            browser.quit()
    finally:
        server.terminate()
        server.wait()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("skeptic")
    options.add_argument("cifar", type=pathlib.Path)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--pictures", type=int, default=2000)
    options.add_argument("--looked", type=int, default=800)
    options.add_argument("--epochs", type=int, default=30)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--model", default="lenet")
    options.add_argument("--go-on", action="store_true", help="take the audit that is there")
    given = options.parse_args()
    folder, steps = given.folder, []

    def skeptic(*words, quietly=False):
        began = time.time()
        done = subprocess.run([given.skeptic, *map(str, words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"skeptic {' '.join(map(str, words))} ended with {done.returncode}: {done.stderr[-2000:]}")
        steps.append({"command": "skeptic " + " ".join(str(word).replace(str(folder) + "/", "") for word in words), "seconds": round(time.time() - began, 1)})
        return done.stdout

    audited = given.go_on and (folder / "audit" / "issues.csv").exists()
    for name in ("pictures", "test", "runs", *([] if audited else ["audit"])):
        shutil.rmtree(folder / name, ignore_errors=True)
    truth = make(given.cifar, folder, given.pictures)
    wrong = sum(path.split("/")[0] != right for path, right in truth.items())
    training = ["--model", given.model, "--epochs", given.epochs, "--set", "augment=crop:4,flip"]
    # Of folds that are there this only writes the tables again.
    (folder / "audit.txt").write_text(skeptic("audit", folder / "pictures", "--out", folder / "audit", *training))
    (folder / "audit" / "decisions.jsonl").unlink(missing_ok=True)
    seconds = review(given.skeptic, folder, truth, given.looked)
    decisions = [json.loads(line) for line in open(folder / "audit" / "decisions.jsonl")][1:]
    with open(folder / "audit" / "issues.csv", newline="") as file:
        paths = {row["id"]: row["path"].split("pictures/")[-1] for row in csv.DictReader(file)}
    for line in decisions:
        if line["decision"] == "relabel" and line["label"] != truth[paths[line["id"]]]:
            raise SystemExit(f"the page took another decision about {paths[line['id']]} than it was given")
    skeptic("apply", folder / "audit", "--to", folder / "corrected.csv", "--overwrite")
    for side, data in (("before", folder / "pictures"), ("after", folder / "corrected.csv")):
        for seed in range(1, given.seeds + 1):
            skeptic("train", "--dataset", data, "--method", "ce", *training, "--seed", seed, "--out", folder / "runs" / f"{side}-{seed}")
    runs = [",".join(str(folder / "runs" / f"{side}-{seed}") for seed in range(1, given.seeds + 1)) for side in ("before", "after")]
    (folder / "compare.txt").write_text(skeptic("compare", *runs, "--on", folder / "test"))
    compared = json.loads(skeptic("compare", *runs, "--on", folder / "test", "--json"))
    record = {
        "pictures": len(truth), "wrong": wrong, "looked": given.looked, "relabelled": sum(line["decision"] == "relabel" for line in decisions),
        "reviewSeconds": round(seconds, 1), "steps": steps, "compare": compared,
    }
    (folder / "loop.json").write_text(json.dumps(record, indent=2) + "\n")
    print(json.dumps({key: record[key] for key in ("pictures", "wrong", "looked", "relabelled", "reviewSeconds")}))


main()
