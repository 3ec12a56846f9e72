"""Which tokens the model knows, and how likely each is.

Whole words rather than the teacher's own pieces: a static model has one vector a token, so a word in pieces gets the sum of
vectors that mean nothing by themselves. Everything is lower-case, so that no word is in the table twice.
"""
import math
import re

from wordfreq import top_n_list, word_frequency

ENGLISH_WORDS = 24_000
ENGLISH_PIECES = 3_000
SPACE = "▁"
HANGUL = re.compile(f"^{SPACE}?[가-힣]+$")


def vocabulary(teacher_pieces, teacher_scores):
    """Tokens with log probabilities: the English words by how often they are used, Korean pieces as the teacher has them, and
    short pieces, digits, marks and syllables for what is neither."""
    known = {}
    for word in top_n_list("en", ENGLISH_WORDS + 4_000, wordlist="large"):
        if len(known) < ENGLISH_WORDS and re.fullmatch(r"[a-z][a-z']*", word):
            known[SPACE + word] = math.log(word_frequency(word, "en", wordlist="large"))
    pieces = list(zip(teacher_pieces, teacher_scores))[3:]
    short = [(piece, score) for piece, score in pieces if re.fullmatch(r"[a-z]{1,6}", piece)]
    for piece, score in short[:ENGLISH_PIECES]:
        known.setdefault(piece, score - 1)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        known.setdefault(letter, -11.0)
        known.setdefault(SPACE + letter, -11.0)
    for number in [*range(100), *range(1950, 2040)]:
        known.setdefault(SPACE + str(number), -10.0)
    for digit in "0123456789":
        known.setdefault(digit, -9.0)
    for mark in ".,!?;:'\"()-/&%$#@*+=…~<>[]{}_|":
        known.setdefault(mark, -5.0)
        known.setdefault(SPACE + mark, -7.0)
    known.setdefault("'s", -5.0)
    known.setdefault(SPACE, -4.0)
    for piece, score in pieces:
        if HANGUL.match(piece):
            known.setdefault(piece, float(score))
    for syllable in ksx1001():
        known.setdefault(syllable, -14.0)
    return list(known), list(known.values())


def ksx1001():
    """The 2,350 syllables of everyday Korean."""
    for first in range(0xB0, 0xC9):
        for second in range(0xA1, 0xFF):
            yield bytes([first, second]).decode("euc-kr")
