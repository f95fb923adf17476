"""Reduces the raw word vectors: centred, rotated by SVD, half-whitened, cut to 192 dimensions.

Usage: python vectors_reduce.py RAW.npz REDUCED.npz  -> words.txt, a first vectors.bin, and REDUCED.npz for vectors_tune.py
"""
import os, sys
import numpy as np
from vectors_file import data, write_vectors

dims = 192

z = np.load(sys.argv[1])
words, freq, chinese, raw = [str(w) for w in z["words"]], z["freq"], int(z["chinese"]), z["vectors"].astype(np.float32)
centred = raw - raw.mean(0)
sample = centred[::4]
_, _, vt = np.linalg.svd(sample, full_matrices=False)
spread = (sample @ vt.T).std(0)
reduced = (centred @ (vt.T / np.sqrt(spread)))[:, :dims]
with open(os.path.join(data, "words.txt"), "w", encoding="utf-8", newline="\n") as f:
    for i, w in enumerate(words):
        f.write(f"{w} {int(freq[i])}\n" if i < chinese else f"{w}\n")
size = write_vectors(reduced)
np.savez(sys.argv[2], words=z["words"], vectors=reduced.astype(np.float32))
print(len(words), "words,", chinese, "Chinese;", size, "bytes", file=sys.stderr)
