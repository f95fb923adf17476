"""Learns how people say what they can, cannot, plan and may not do (logistic regression) from said.ts and writes said.bin.

Usage: python said.py SAID.jsonl            -> src/data/text/said.bin
       python said.py SAID.jsonl --folds 8  -> measures on sentences not trained on
"""
import argparse, json, os
import numpy as np, scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from pack_file import write_pack

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")
# How strongly weights are held back (smaller: more), how often a feature must occur, how much a clause's direction counts.
HOLD, SEEN_MIN, DIRECTION = {"standing": 0.5, "limits": 2.0}, 2, 4.0


def load(path):
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    return {kind: [r for r in rows if r["kind"] == kind] for kind in ("standing", "limits")}


def features(rows):
    ids, i, j = {}, [], []
    for n, r in enumerate(rows):
        for h in set(r["features"]):
            i.append(n); j.append(ids.setdefault(h, len(ids)))
    x = sp.csr_matrix((np.ones(len(i)), (i, j)), shape=(len(rows), len(ids)))
    keep = np.asarray(x.sum(0)).ravel() >= SEEN_MIN
    return x[:, keep].tocsr(), np.array(list(ids), dtype=np.uint64)[keep]


def fit(x, y, hold):
    return LogisticRegression(C=hold, max_iter=600).fit(x, y)


def standing(rows):
    x, hashes = features(rows)
    return x, hashes, np.array([r["label"] for r in rows])


def limits(rows):
    x, hashes = features(rows)
    direction = np.array([r["vector"] for r in rows], dtype=np.float32) * DIRECTION
    y = np.zeros((len(rows), 7), bool)
    for n, r in enumerate(rows):
        y[n, r["labels"]] = True
    return sp.hstack([x, sp.csr_matrix(direction)]).tocsr(), hashes, y


def rounded(weights):
    """Weights in one byte each, and the scale."""
    scale = float(np.abs(weights).max() / 127)
    return np.rint(weights / scale).astype(np.int8), scale


def pack(path, models):
    arrays, numbers = [], {}
    for name, (hashes, weights, dense, offsets) in models.items():
        order = np.argsort(hashes)
        whole, scale = rounded(weights[order])
        used = np.abs(whole).max(1) > 0
        numbers[f"{name}_scale"] = scale
        arrays += [
            (f"{name}_hashes", "u32", hashes[order][used].astype(np.uint32)),
            (f"{name}_weights", "i8", whole[used].ravel()),
            (f"{name}_dense", "f32", dense.astype(np.float32).ravel()),
            (f"{name}_offsets", "f32", offsets.astype(np.float32)),
        ]
    write_pack(path, numbers, arrays)


def learn(data):
    x, hashes, y = standing(data["standing"])
    m = fit(x, y, HOLD["standing"])
    models = {"standing": (hashes, m.coef_.T, np.zeros(0), m.intercept_)}
    x, hashes, y = limits(data["limits"])
    each = [fit(x, y[:, k], HOLD["limits"]) for k in range(y.shape[1])]
    coefficients = np.vstack([e.coef_ for e in each]).T
    models["limits"] = (hashes, coefficients[: len(hashes)], coefficients[len(hashes) :] * DIRECTION, np.concatenate([e.intercept_ for e in each]))
    pack(os.path.join(root, "src/data/text/said.bin"), models)


def measure(data, folds):
    x, _, y = standing(data["standing"])
    groups = np.array([r["line"] for r in data["standing"]])
    told = np.zeros(len(y), int)
    for train, test in GroupKFold(folds).split(x, y, groups):
        told[test] = fit(x[train], y[train], HOLD["standing"]).predict(x[test])
    last = max(r["line"] for r in data["limits"] if r["labels"])
    said = groups <= last
    y, told = y[said], told[said]
    print("standing", len(y), "right", (told == y).mean().round(3), {n: f"found {(told[y == k] == k).mean():.3f} of {(y == k).sum()}, right {(y[told == k] == k).mean():.3f}" for k, n in enumerate(("held", "refused", "planned", "other"))}, "held told as refused", (told[y == 0] == 1).mean().round(3))
    x, _, y = limits(data["limits"])
    groups = np.array([r["line"] for r in data["limits"]])
    chance = np.zeros(y.shape)
    for train, test in GroupKFold(folds).split(x, y, groups):
        for k in range(y.shape[1]):
            chance[test, k] = fit(x[train], y[train, k], HOLD["limits"]).predict_proba(x[test])[:, 1]
    for bound in (0.3, 0.4, 0.5):
        told = chance > bound
        print("limits", int(y.sum()), "bound", bound, "found", ((told & y).sum() / y.sum()).round(3), "right", ((told & y).sum() / told.sum()).round(3))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("said")
    p.add_argument("--folds", type=int, default=1)
    a = p.parse_args()
    data = load(a.said)
    measure(data, a.folds) if a.folds > 1 else learn(data)


main()
