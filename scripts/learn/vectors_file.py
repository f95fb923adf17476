"""The file format of the shipped word vectors: see WordVectors in src/domain/text/tables.ts."""
import os
import numpy as np

CLIP = 2.5
data = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "data", "text")


def write_vectors(vectors):
    """Writes vectors.bin: directions in 4 bits a dimension, two in a byte, then one byte of length for each row.

    A length is a share of the longest (the 0.999 quantile, so that a few giants do not cost the others their steps).
    """
    length = np.linalg.norm(vectors, axis=1)
    step = CLIP * np.sqrt((vectors**2).mean(1, keepdims=True)) / 7
    levels = np.clip(np.rint(vectors / np.maximum(step, 1e-9)), -7, 7).astype(np.int8) + 8
    packed = (levels[:, 0::2] | (levels[:, 1::2] << 4)).astype(np.uint8)
    with open(os.path.join(data, "vectors.bin"), "wb") as f:
        f.write(packed.tobytes())
        f.write(np.rint(np.minimum(length / np.quantile(length, 0.999), 1) * 255).astype(np.uint8).tobytes())
    return packed.nbytes
