"""Sentences to fit the token vectors on: WordNet's definitions and examples, and sentences of the sort that people tell an
assistant, made from patterns. Neutral text only: nothing of any benchmark."""
import random
import re

WORDNET = "/usr/share/wordnet"
ENGLISH_PATTERNS = """I like {}. | I don't like {}. | I love {}. | I hate {}. | my {} | I have a {}. | I bought a new {}. | I work in {}. | I am
a {}. | I live in {}. | We went to {} yesterday. | I want to learn {}. | My favorite {} is here. | I'm worried about {}. | I talked with my
{}. | Do you know about {}? | What {} does she have? | I'm allergic to {}. | My friend is into {}. | I need help with {}. | I've been
thinking about {} lately. | {} and {} | I prefer {} to {}. | My {} gave me a {}. | Next week I have {}. | She told me about the {}. | How was
your {}? | I used to be a {}. | We are planning a {}. | I'm reading about {}.""".replace("\n", " ").split(" | ")
# 은/는 and the like are chosen by how the word ends.
KOREAN_PATTERNS = """저는 {을} 좋아해요. | {은} 싫어요. | {을} 샀어요. | {에} 살아요. | {에서} 일해요. | 제 {은} 중요해요. | {이} 필요해요. | {을} 배우고 싶어요. |
어제 {을} 봤어요. | 내일 {에} 가요. | {을} 공부하고 있어요. | {이} 걱정돼요. | 우리 {이} 아파요. | {을} 먹었어요. | {을} 못 먹어요. | {과} {을} 좋아해요. |
{보다} {이} 더 좋아요. | {이} 뭐예요? | 어떤 {을} 좋아해요? | {에} 대해 알려 주세요. | {을} 잃어버렸어요. | {이} 생겼어요. | {을} 준비하고 있어요. | 작년에 {을}
시작했어요. | {을} 그만뒀어요. | 친구가 {을} 추천했어요. | {때문에} 힘들어요. | {이} 어디에 있나요? | 매일 {을} 해요. | {을} 기억해 주세요. | 아들은 {을} 해요. |
딸이 {을} 원해요. | {이} 제일 좋아요. | {으로} 이사했어요. | {을} 만났어요. | 주말에 {을} 할 거예요. | {을} 예약했어요. | {이} 끝났어요. | {은} 없어요. | {은}
있어요.""".replace("\n", " ").split(" | ")
ENGLISH_SENTENCES, KOREAN_SENTENCES = 50_000, 60_000


def wordnet():
    sentences = set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in open(f"{WORDNET}/data.{part}", encoding="latin1"):
            if line.startswith("  ") or "|" not in line:
                continue
            head, gloss = line.split("|", 1)
            word = head.split()[4].replace("_", " ")
            sentences.update(s.strip() for s in re.findall(r'"([^"]+)"', gloss) if len(s) > 8)
            meaning = re.sub(r'"[^"]*"', "", gloss).strip(" ;\n")
            if meaning:
                sentences.add(f"{word}: {meaning}"[:200])
    return sorted(sentences)


def made(pieces, seed=1):
    rng = random.Random(seed)
    words = [p[1:] for p in pieces if re.fullmatch(r"▁[a-z]{3,}", p)][150:9_000]
    nouns = [p[1:] for p in pieces if re.fullmatch(r"▁[가-힣]{2,}", p)]
    english = (re.sub(r"\{\}", lambda _: rng.choice(words), rng.choice(ENGLISH_PATTERNS)) for _ in range(ENGLISH_SENTENCES))
    korean = (
        re.sub(r"\{(.+?)\}", lambda m: attach(rng.choice(nouns), m[1]), rng.choice(KOREAN_PATTERNS))
        for _ in range(KOREAN_SENTENCES)
    )
    return sorted({*english, *korean})


def attach(noun, particle):
    final = (ord(noun[-1]) - 0xAC00) % 28
    closed, open_ = {"은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}.get(
        particle, (particle, particle)
    )
    if particle == "으로" and final == 8:
        return noun + "로"
    space = " " if particle == "때문에" else ""
    return noun + space + (closed if final else open_)
