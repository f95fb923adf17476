"""Rebuilds every learned table of src/data/text: python scripts/learn/build.py OCCUPATION_ZH_FOLDER [--folds 5]

The folder holds corpus.jsonl, queries.jsonl and qrels.tsv of the labelled titles. Needs the packages of requirements.txt,
node and an installed node_modules. Takes about six minutes on two cores.
"""
import os, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")


def run(*command, out=None):
    print("$", " ".join(command), file=sys.stderr)
    with open(out, "w", encoding="utf-8") if out else open(os.devnull, "w") as f:
        subprocess.run(command, check=True, cwd=root, stdout=f if out else None)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, rest = os.path.abspath(sys.argv[1]), sys.argv[2:]
    corpus, queries, qrels = (os.path.join(folder, n) for n in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"))
    script = lambda name: os.path.join("scripts", "learn", name)
    node = ("node", "--import", "tsx")
    with tempfile.TemporaryDirectory() as work:
        raw, reduced, relations, examples, said = (
            os.path.join(work, name)
            for name in ("raw.npz", "reduced.npz", "relations.jsonl", "examples.jsonl", "said.jsonl")
        )
        run(sys.executable, script("vectors_embed.py"), raw, "--occupations", corpus, "--titles", queries)
        run(sys.executable, script("vectors_reduce.py"), raw, reduced)
        run(*node, script("relations.ts"), out=relations)
        run(sys.executable, script("vectors_tune.py"), reduced, relations)
        run(*node, script("duties.ts"), corpus)
        run(*node, script("headings.ts"))
        run(*node, script("said.ts"), out=said)
        run(sys.executable, script("said.py"), said)
        run(*node, script("examples.ts"), corpus, queries, qrels, out=examples)
        run(sys.executable, script("model.py"), examples)
        if rest:
            run(sys.executable, script("model.py"), examples, *rest)


main()
