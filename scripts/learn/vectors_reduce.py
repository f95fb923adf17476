"""Reduces the raw word vectors to the shipped table: centred, rotated by SVD, half-whitened, 192 dimensions of 4 bits.

Usage: python vectors_reduce.py RAW.npz  -> src/data/text/words.txt and src/data/text/vectors.bin
Row layout: 96 bytes, dimension 2k in the low and 2k + 1 in the high half of byte k, value + 8 (so 1 … 15).
A row keeps its direction only; its length is written as one byte (length / longest * 255) at the end of the file.
"""
import os, sys
import numpy as np

dims, clip = 192, 2.5
here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "..", "..", "src", "data", "text")

z = np.load(sys.argv[1])
words, freq, chinese, raw = [str(w) for w in z["words"]], z["freq"], int(z["chinese"]), z["vectors"].astype(np.float32)
centred = raw - raw.mean(0)
sample = centred[::4]
_, _, vt = np.linalg.svd(sample, full_matrices=False)
spread = (sample @ vt.T).std(0)
reduced = (centred @ (vt.T / np.sqrt(spread)))[:, :dims]
length = np.linalg.norm(reduced, axis=1)
step = clip * np.sqrt((reduced**2).mean(1, keepdims=True)) / 7
levels = np.clip(np.rint(reduced / np.maximum(step, 1e-9)), -7, 7).astype(np.int8) + 8
packed = (levels[:, 0::2] | (levels[:, 1::2] << 4)).astype(np.uint8)
with open(os.path.join(out, "words.txt"), "w", encoding="utf-8", newline="\n") as f:
    for i, w in enumerate(words):
        f.write(f"{w} {int(freq[i])}\n" if i < chinese else f"{w}\n")
with open(os.path.join(out, "vectors.bin"), "wb") as f:
    f.write(packed.tobytes())
    f.write(np.rint(np.minimum(length / np.quantile(length, 0.999), 1) * 255).astype(np.uint8).tobytes())
print(len(words), "words,", chinese, "Chinese;", packed.nbytes, "bytes", file=sys.stderr)
