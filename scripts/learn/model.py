"""Learns the title model (squared-kernel ridge regression) from examples.ts and writes titles.bin.

Usage: python model.py EXAMPLES.jsonl            -> src/data/text/titles.bin (all examples)
       python model.py EXAMPLES.jsonl --folds 5  -> var/folds/titles-5-0.bin … (titles of one fold left out of each)
"""
import argparse, json, os, re, unicodedata
import numpy as np, scipy.sparse as sp
from pack_file import write_pack

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")
DIMS, ANSWERS, RIDGE = 128, 8, 0.3
# Parts of the kernel, as in src/domain/text/titles.ts.
GRAMS, VECTOR, FIELDS = 0.45, 0.45, 0.1
WEIGHT = {"title": 1.0, "name": 0.4, "alias": 0.12}


def fold_of(text, folds):
    """The same FNV-1a as folds.ts."""
    h = 0x811C9DC5
    for unit in np.frombuffer(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower()).encode("utf-16-le"), dtype="<u2"):
        h = ((h ^ int(unit)) * 0x01000193) & 0xFFFFFFFF
    return h % folds


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def features(rows):
    """Gram matrix with quantised rarity and unit rows, fields of work, and the leading dimensions of the word vectors."""
    ids, data, i, j = {}, [], [], []
    for n, r in enumerate(rows):
        for h, c in r["grams"]:
            i.append(n); j.append(ids.setdefault(h, len(ids))); data.append(1 + np.log(c))
    x = sp.csr_matrix((data, (i, j)), shape=(len(rows), len(ids)))
    df = np.asarray((x > 0).sum(0)).ravel()
    rarity = np.clip(np.rint((np.log((1 + len(rows)) / (1 + df)) + 1) * 16), 1, 255)
    x = x @ sp.diags(rarity / 16)
    x = sp.diags(1 / np.sqrt(np.maximum(np.asarray(x.multiply(x).sum(1)).ravel(), 1e-9))) @ x
    v = np.array([r["vector"][:DIMS] for r in rows], dtype=np.float32)
    v /= np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9)
    hashes = np.array(list(ids), dtype=np.uint64)
    entries = [(n, field, share) for n, r in enumerate(rows) for field, share in r["fields"]]
    n, field, share = (np.array(column) for column in zip(*entries))
    fields = sp.csr_matrix((share, (n, field)), shape=(len(rows), field.max() + 1))
    return x.tocsr(), rarity, hashes, v, fields


def kernel(x, v, fields):
    k = (GRAMS * (x @ x.T) + FIELDS * (fields @ fields.T)).toarray().astype(np.float32) + VECTOR * (v @ v.T)
    return k * np.abs(k)


def fit(rows, labels):
    x, rarity, hashes, v, fields = features(rows)
    weight = np.array([WEIGHT[r["kind"]] for r in rows], dtype=np.float32)
    y = np.zeros((len(rows), labels), dtype=np.float32)
    y[np.arange(len(rows)), [r["label"] for r in rows]] = 1
    k = kernel(x, v, fields)
    k[np.diag_indices_from(k)] += RIDGE / weight
    alpha = np.linalg.solve(k, y)
    return x, rarity, hashes, v, fields, alpha


def write(path, x, rarity, hashes, v, fields, alpha):
    order = np.argsort(hashes)
    columns = x.tocsc()[:, order]
    values = np.rint(columns.data * 255)
    by_field = fields.tocsc()
    keep = np.argsort(-np.abs(alpha), axis=1)[:, :ANSWERS]
    answers = np.take_along_axis(alpha, keep, 1)
    scale = float(np.abs(answers).max() / 127)
    arrays = [
        ("gram_hashes", "u32", hashes[order].astype(np.uint32)),
        ("gram_starts", "u32", columns.indptr.astype(np.uint32)),
        ("gram_labels", "u16", columns.indices.astype(np.uint16)),
        ("gram_values", "u8", values.astype(np.uint8)),
        ("gram_weights", "u8", rarity[order].astype(np.uint8)),
        ("field_hashes", "u32", np.arange(by_field.shape[1], dtype=np.uint32)),
        ("field_starts", "u32", by_field.indptr.astype(np.uint32)),
        ("field_labels", "u16", by_field.indices.astype(np.uint16)),
        ("field_values", "u8", np.rint(by_field.data * 255).astype(np.uint8)),
        ("vectors", "i8", np.rint(v * 127).astype(np.int8).ravel()),
        ("answers", "u16", keep.astype(np.uint16).ravel()),
        ("answer_weights", "i8", np.rint(answers / scale).astype(np.int8).ravel()),
    ]
    numbers = {"support": x.shape[0], "dims": DIMS, "answersPerSupport": ANSWERS, "answerScale": scale}
    write_pack(path, numbers, arrays)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("examples")
    p.add_argument("--folds", type=int, default=1)
    a = p.parse_args()
    rows = load(a.examples)
    labels = max(r["label"] for r in rows) + 1
    if a.folds == 1:
        write(os.path.join(root, "src/data/text/titles.bin"), *fit(rows, labels))
        return
    for fold in range(a.folds):
        kept = [r for r in rows if r["kind"] != "title" or fold_of(r["raw"], a.folds) != fold]
        write(os.path.join(root, f"var/folds/titles-{a.folds}-{fold}.bin"), *fit(kept, labels))


main()
