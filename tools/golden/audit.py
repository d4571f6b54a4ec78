"""Reference numbers for the audit of labels: confident learning as cleanlab 2 documents it, written out from its definitions in NumPy.

    python3 tools/golden/audit.py > tests/Skeptic.Tests/Auditing/audit.json

Plain loops over classes and samples on purpose: it shares no structure with the C# code that is tested against it. Probabilities are
multiples of 1/64 or 1/1000, so that ties occur and sums are exact or nearly so.
"""
import json
import math
import sys

import numpy as np


def thresholds_of(labels, p):
    """Mean p of the given class by class; 2 without samples; at least 2e-6."""
    return [max(2e-6, float(np.mean(p[labels == k, k]))) if (labels == k).any() else 2.0 for k in range(p.shape[1])]


def confident_joint(labels, p, thresholds):
    """Counts [given, true] of the samples with a class at its threshold, the diagonal at least 1; and who is off the diagonal."""
    classes = p.shape[1]
    joint, off = np.zeros((classes, classes), int), []
    for i, row in enumerate(p):
        possible = [k for k in range(classes) if row[k] >= thresholds[k] - 1e-6]
        if not possible:
            continue
        true = possible[0] if len(possible) == 1 else int(np.argmax(row))
        joint[labels[i], true] += 1
        if true != labels[i]:
            off.append(i)
    for k in range(classes):
        joint[k, k] = max(joint[k, k], 1)
    return joint, off


def round_keeping_sum(numbers):
    whole = np.round(np.array(numbers, float))
    target = np.round(np.sum(numbers))
    while abs(whole.sum() - target) > 1e-6:
        missing = int(round(target - whole.sum()))
        error = np.array(numbers) - whole
        order = np.argsort(error, kind="stable")
        if missing > 0:
            order = order[::-1]
        whole[order[:abs(missing)]] += np.sign(missing)
    return [int(x) for x in whole]


def calibrate(joint, labels):
    counts = np.bincount(labels, minlength=len(joint))
    scaled = joint / np.maximum(joint.sum(axis=1), 1e-100)[:, None] * counts[:, None]
    scaled = scaled / max(np.asfortranarray(scaled).sum(), 1e-100) * counts.sum()
    return np.array([round_keeping_sum(row) for row in scaled])


def prune_counts(joint, minimum, fraction):
    """[given, true]: how many of a label to prune for each true class; on the diagonal how many to keep."""
    classes = len(joint)
    result = np.zeros((classes, classes), int)
    for given in range(classes):
        kept = max(joint[given, given], minimum)
        others = max(np.count_nonzero(joint[given]) - 1, 1)
        spared = np.zeros(classes)
        for true in range(classes):
            if true != given:
                count = max(0.0, joint[given, true] - (kept - joint[given, given]) / others)
                spared[true] = count - count * fraction
                result[given, true] = int(count * fraction)
        result[given, given] = int(kept + spared.sum())
    return result


def prune_by_class(labels, p, prune, minimum):
    issues = np.zeros(len(labels), bool)
    for k in range(p.shape[1]):
        members = np.flatnonzero(labels == k)
        if len(members) > max(minimum, 1):
            number = max(0, len(members) - prune[k, k])
            order = np.argsort(p[members, k], kind="stable")
            issues[members[order[:number]]] = True
    return issues


def prune_by_noise_rate(labels, p, prune, minimum):
    issues = np.zeros(len(labels), bool)
    for k in range(p.shape[1]):
        members = np.flatnonzero(labels == k)
        if len(members) <= max(minimum, 1):
            continue
        for j in range(p.shape[1]):
            if j != k and prune[k, j] > 0:
                order = np.argsort(-(p[members, j] - p[members, k]), kind="stable")
                issues[members[order[:prune[k, j]]]] = True
    return issues


def issues_of(labels, p, minimum, fraction):
    joint, off = confident_joint(labels, p, thresholds_of(labels, p))
    calibrated = calibrate(joint, labels)
    prune = prune_counts(calibrated, minimum, fraction)
    by_class = prune_by_class(labels, p, prune, minimum)
    by_rate = prune_by_noise_rate(labels, p, prune, minimum)
    masks = {"prune-by-noise-rate": by_rate, "prune-by-class": by_class, "both": by_rate & by_class}
    if fraction == 1:
        masks["confident-learning"] = np.isin(np.arange(len(labels)), off)
        masks["predicted-neq-given"] = np.ones(len(labels), bool)
    differs = p.argmax(axis=1) != labels
    return {name: [int(i) for i in np.flatnonzero(mask & differs)] for name, mask in masks.items()}


def adjusted(labels, p):
    t = np.array(thresholds_of(labels, p))
    shifted = p - t + t.max()
    return shifted / shifted.sum(axis=1, keepdims=True)


def scores_of(labels, p):
    rows = range(len(labels))

    def margin(q):
        return [float((q[i, labels[i]] - max(np.delete(q[i], labels[i])) + 1) / 2) for i in rows]

    def entropy(i):
        h = -sum(x * math.log(x) for x in p[i] if x > 0) / math.log(p.shape[1])
        weighted = h / max(1e-6, p[i, labels[i]])
        return float(math.log(weighted + 1) / max(1e-6, weighted))

    q = adjusted(labels, p)
    return {
        "self-confidence": [float(p[i, labels[i]]) for i in rows],
        "normalized-margin": margin(p),
        "confidence-weighted-entropy": [entropy(i) for i in rows],
        "adjusted self-confidence": [float(q[i, labels[i]]) for i in rows],
        "adjusted normalized-margin": margin(q),
    }


def estimates_of(labels, p):
    joint = calibrate(confident_joint(labels, p, thresholds_of(labels, p))[0], labels).astype(float)
    tiny = 1e-100
    return {
        "joint": (joint / joint.sum()).tolist(),
        "noise": (joint / np.maximum(joint.sum(axis=0), tiny)).tolist(),
        "inverse": (joint / np.maximum(joint.sum(axis=1), tiny)[:, None]).tolist(),
        "prior": (joint.sum(axis=0) / joint.sum()).tolist(),
    }


def case(name, labels, p, minimum=1, fraction=1.0):
    labels, p = np.array(labels), np.array(p, float)
    joint, _ = confident_joint(labels, p, thresholds_of(labels, p))
    return {
        "name": name, "minimum": minimum, "fraction": fraction, "labels": labels.tolist(), "probabilities": p.tolist(),
        "thresholds": thresholds_of(labels, p), "confidentJoint": joint.tolist(), "calibrated": calibrate(joint, labels).tolist(),
        "issues": issues_of(labels, p, minimum, fraction), "scores": scores_of(labels, p), "estimates": estimates_of(labels, p),
    }


def drawn(seed, n, classes, noise, unit, weights=None, missing=()):
    """Labels of a noisy class prior, and probabilities that favour the true class, in multiples of 1/unit."""
    r = np.random.RandomState(seed)
    prior = np.ones(classes) if weights is None else np.array(weights, float)
    prior[list(missing)] = 0
    true = r.choice(classes, n, p=prior / prior.sum())
    labels = true.copy()
    present = [k for k in range(classes) if k not in missing]
    for i in range(n):
        if r.rand() < noise:
            labels[i] = r.choice([k for k in present if k != true[i]])
    p = np.zeros((n, classes))
    for i in range(n):
        bias = np.ones(classes)
        bias[true[i]] = 1 + 6 * r.rand() * classes / 3
        p[i] = r.multinomial(unit, r.dirichlet(bias)) / unit
    return labels, p


def main():
    cases = [
        case("two classes, ties", *drawn(1, 40, 2, 0.25, 8)),
        case("two classes", *drawn(2, 60, 2, 0.2, 1000)),
        case("three classes", *drawn(3, 90, 3, 0.3, 1000)),
        case("three classes, ties", *drawn(4, 90, 3, 0.3, 16)),
        case("three classes, at least 20 each", *drawn(5, 90, 3, 0.5, 64), minimum=20),
        case("three classes, half of the noise", *drawn(6, 120, 3, 0.4, 64), fraction=0.5),
        case("three classes, at least none", *drawn(7, 60, 3, 0.3, 64), minimum=0),
        case("ten classes", *drawn(8, 400, 10, 0.3, 1000)),
        case("ten classes, ties", *drawn(9, 300, 10, 0.2, 64)),
        case("ten classes, 0.7 of the noise", *drawn(10, 400, 10, 0.4, 1000), fraction=0.7),
        case("heavy imbalance", *drawn(11, 300, 5, 0.15, 1000, weights=[100, 20, 5, 2, 1])),
        case("a class without samples", *drawn(12, 120, 4, 0.2, 64, missing=[2])),
        case("last class without samples", *drawn(13, 120, 4, 0.2, 1000, missing=[3])),
        case("one sample of a class", [0, 0, 0, 1, 1, 1, 2], [[.8, .1, .1], [.7, .2, .1], [.1, .8, .1], [.2, .7, .1], [.1, .8, .1], [.9, .05, .05], [.1, .1, .8]]),
        case("certain", [0, 1, 0, 1], [[1, 0], [0, 1], [0, 1], [0, 1]]),
        case("wrong throughout", [0, 0, 1, 1], [[.1, .9], [.2, .8], [.9, .1], [.7, .3]]),
        case("twenty classes", *drawn(14, 500, 20, 0.3, 1000)),
    ]
    json.dump({"cases": cases}, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
