"""Finding label issues as one writes it with NumPy: thresholds, confident joint, calibration, prune by noise rate, three scores.

Whole-array operations throughout, sorting by class; no Python loop over samples. The probabilities are read before the clock starts.
"""
import argparse
import time

import numpy as np

from protocol import serve

parser = argparse.ArgumentParser()
parser.add_argument("--probs", required=True)
parser.add_argument("--labels", required=True)
options = parser.parse_args()
probs, labels = np.load(options.probs), np.load(options.labels)


def whole(rows):
    """Rows rounded so that their sums stay; the largest remainders go up."""
    down = np.floor(rows)
    missing = np.round(rows.sum(axis=1) - down.sum(axis=1)).astype(int)
    for row, error, more in zip(down, rows - down, missing):
        row[np.argsort(-error)[:more]] += 1
    return down.astype(int)


def issues(p, y):
    n, classes = p.shape
    counts = np.bincount(y, minlength=classes)
    own = p[np.arange(n), y]
    thresholds = np.bincount(y, own, classes) / counts
    possible = p >= thresholds - 1e-6
    number, predicted = possible.sum(axis=1), p.argmax(axis=1)
    guess = np.where(number > 1, predicted, possible.argmax(axis=1))
    sure = number > 0
    joint = np.bincount(y[sure] * classes + guess[sure], minlength=classes * classes).reshape(classes, classes)
    joint[np.diag_indices(classes)] = np.maximum(joint.diagonal(), 1)
    prune = whole(joint / joint.sum(axis=1, keepdims=True) * counts[:, None])
    found = np.zeros(n, bool)
    for k in range(classes):
        members = np.flatnonzero(y == k)
        rows = p[members]
        for j in range(classes):
            if j != k and prune[k, j] > 0:
                margin = rows[:, j] - rows[:, k]
                found[members[np.argpartition(-margin, prune[k, j] - 1)[:prune[k, j]]]] = True
    return found & (predicted != y)


def scores(p, y):
    n, classes = p.shape
    own = p[np.arange(n), y]
    others = p.copy()
    others[np.arange(n), y] = -1
    margin = (own - others.max(axis=1) + 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.where(p > 0, p * np.log(p), 0).sum(axis=1) / np.log(classes)
    weighted = entropy / np.maximum(own, 1e-6)
    return own, margin, np.log(weighted + 1) / np.maximum(weighted, 1e-6)


def run():
    start, processor = time.perf_counter(), time.process_time()
    found = issues(probs, labels)
    scores(probs, labels)
    return {"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor, "issues": int(found.sum())}


serve({"numpy": np.__version__}, run)
