"""A file of named arrays as src/data/text/pack.ts reads it."""
import json, os, sys


def write_pack(path, numbers, arrays):
    """`arrays` are (name, kind, array) in the order of the file; each begins at a multiple of 4 bytes."""
    head = json.dumps({"numbers": numbers, "arrays": [[n, k, int(a.size)] for n, k, a in arrays]}) + "\n"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(head.encode())
        for _, _, a in arrays:
            raw = a.tobytes()
            f.write(raw + b"\0" * (-len(raw) % 4))
    print(path, os.path.getsize(path), "bytes", file=sys.stderr)
