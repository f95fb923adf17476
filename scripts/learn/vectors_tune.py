"""Tunes the word vectors on our own tables: names of the same work are drawn together, others apart, in a few gentle passes.

A name is the sum of its words' vectors by rarity, as in serving. The loss is the cross-entropy of finding, among the names
of a batch, those of the same group (fully) and of near groups (a quarter). What moves is each word's vector and its length,
by small steps that stop early: longer or larger ones forget what the encoder knew (measured: title-zh loses 3 points at ten
times the step). Only words of our tables move; the same seed gives the same file.

Usage: python vectors_tune.py REDUCED.npz RELATIONS.jsonl  -> src/data/text/vectors.bin
"""
import json, sys
import numpy as np
from scipy.sparse import csr_matrix
from vectors_file import write_vectors

EPOCHS, STEP, STEP_LENGTH, WARMTH, BATCH, NEAR, SEEDS = 14, 5e-4, 2.5e-3, 0.15, 512, 0.25, 4


def load(path):
    """Sources with their near relations, and the names: source number, label, tokens."""
    sources, near, names = {}, [], []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if "near" in row:
            sources[row["source"]] = len(near)
            near.append(row["near"])
        else:
            names.append((sources[row["source"]], row["label"], row["tokens"]))
    return near, names


def relation(pairs, labels):
    matrix = np.zeros((labels, labels), np.float32)
    for a, b, share in pairs:
        matrix[a, b] = max(matrix[a, b], share)
        matrix[b, a] = max(matrix[b, a], share)
    return matrix


def bag_of(names, row_of, words):
    """Sparse matrix names × words; each word once, weighted by how rare it is among the names."""
    sets = [sorted({row_of[t] for t in tokens if t in row_of}) for _, _, tokens in names]
    counts = np.bincount(np.concatenate([np.array(s, dtype=int) for s in sets]), minlength=words)
    rarity = np.clip(np.log((len(names) + 1) / (counts + 0.5)), 0, 8).astype(np.float32)
    rows = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    columns = np.concatenate([np.array(s, dtype=int) for s in sets])
    return csr_matrix((rarity[columns], (rows, columns)), shape=(len(names), words), dtype=np.float32)


class Adam:
    """Adam over the rows that a batch touched."""

    def __init__(self, shape, step):
        self.first, self.second, self.step, self.count = np.zeros(shape, np.float32), np.zeros(shape, np.float32), step, 0

    def move(self, values, rows, slope):
        self.count += 1
        self.first[rows] = 0.9 * self.first[rows] + 0.1 * slope
        self.second[rows] = 0.99 * self.second[rows] + 0.01 * slope * slope
        mean = self.first[rows] / (1 - 0.9**self.count)
        spread = np.sqrt(self.second[rows] / (1 - 0.99**self.count)) + 1e-7
        values[rows] -= self.step * mean / spread


def unit(sums):
    length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return sums / length, length


def slopes(left, right, vectors, stretch, wanted):
    """Slopes of the loss by the word vectors and by the logarithms of their lengths."""
    scaled = vectors * stretch[:, None]
    a, a_length = unit(left @ scaled)
    b, b_length = unit(right @ scaled)
    scores = a @ b.T / WARMTH
    scores -= scores.max(1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(1, keepdims=True)
    slope = (shares - wanted) / (WARMTH * len(wanted))
    by_a, by_b = slope @ b, slope.T @ a
    by_sum_a = (by_a - a * (by_a * a).sum(1, keepdims=True)) / a_length
    by_sum_b = (by_b - b * (by_b * b).sum(1, keepdims=True)) / b_length
    by_scaled = left.T @ by_sum_a + right.T @ by_sum_b
    return by_scaled * stretch[:, None], (by_scaled * vectors).sum(1) * stretch, -(wanted * np.log(shares + 1e-9)).sum(1).mean()


def tune(vectors, bag, source, label, near, seed):
    vectors = vectors.copy()
    rng = np.random.RandomState(seed)
    stretch = np.zeros(len(vectors), np.float32)
    move, stretch_move = Adam(vectors.shape, STEP), Adam(stretch.shape, STEP_LENGTH)
    groups = {}
    for i, key in enumerate(zip(source, label)):
        groups.setdefault(key, []).append(i)
    for epoch in range(EPOCHS):
        batches = []
        for number in range(len(near)):
            order = rng.permutation(np.where(source == number)[0])
            batches += [order[at : at + BATCH] for at in range(0, len(order) - BATCH // 2, BATCH)]
        losses = []
        for at in rng.permutation(len(batches)):
            left = batches[at]
            right = np.array([groups[source[i], label[i]][rng.randint(len(groups[source[i], label[i]]))] for i in left])
            relations = near[source[left[0]]]
            wanted = (label[left][:, None] == label[right][None, :]) + NEAR * relations[label[left]][:, label[right]]
            wanted = (wanted / wanted.sum(1, keepdims=True)).astype(np.float32)
            a, b = bag[left], bag[right]
            rows = np.unique(np.concatenate([a.indices, b.indices]))
            by_vector, by_stretch, loss = slopes(a[:, rows], b[:, rows], vectors[rows], np.exp(stretch[rows]), wanted)
            move.move(vectors, rows, by_vector)
            stretch_move.move(stretch, rows, by_stretch)
            losses.append(loss)
        print("seed", seed, "pass", epoch + 1, "loss", round(float(np.mean(losses)), 3), file=sys.stderr, flush=True)
    return vectors * np.exp(stretch)[:, None]


def main():
    z = np.load(sys.argv[1])
    words, vectors = [str(w) for w in z["words"]], z["vectors"]
    near_pairs, names = load(sys.argv[2])
    source, label = np.array([n[0] for n in names]), np.array([n[1] for n in names])
    near = [relation(pairs, int(label[source == number].max()) + 1) for number, pairs in enumerate(near_pairs)]
    scale = np.linalg.norm(vectors, axis=1).mean()
    bag = bag_of(names, {w: i for i, w in enumerate(words)}, len(words))
    # The mean over several orders of the names hangs less on any one of them.
    tuned = np.mean([tune(vectors / scale, bag, source, label, near, seed) for seed in range(SEEDS)], axis=0)
    # Turned so that the leading dimensions tell names apart best: the title model glances at them alone (titles.ts).
    _, _, axes = np.linalg.svd(unit(bag @ tuned)[0][::4], full_matrices=False)
    print(write_vectors(tuned @ axes.T), "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
