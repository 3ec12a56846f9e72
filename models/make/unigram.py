"""The tokeniser, as src/adapters/static_embedder/ has it."""
import unicodedata

UNKNOWN = -20.0


class Unigram:
    def __init__(self, pieces, scores):
        self.number = {piece: n for n, piece in enumerate(pieces)}
        self.scores = [float(score) for score in scores]
        self.longest = max(map(len, pieces))
        self.cache = {}

    def encode(self, text):
        words = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower()).split()
        return [piece for word in words for piece in self.word("▁" + word)]

    def word(self, word):
        if word not in self.cache:
            self.cache[word] = self.viterbi(word)
        return self.cache[word]

    def viterbi(self, word):
        best = [(0.0, 0, None)] + [(float("-inf"), 0, None)] * len(word)
        for start in range(len(word)):
            score = best[start][0]
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                piece = self.number.get(word[start:end])
                if piece is not None and score + self.scores[piece] > best[end][0]:
                    best[end] = (score + self.scores[piece], start, piece)
            if score + UNKNOWN > best[start + 1][0]:
                best[start + 1] = (score + UNKNOWN, start, None)
        pieces, end = [], len(word)
        while end > 0:
            _, start, piece = best[end]
            if piece is not None:
                pieces.append(piece)
            end = start
        return pieces[::-1]
