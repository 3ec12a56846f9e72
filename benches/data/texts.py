"""Real short English texts: the descriptions of Debian's packages and the glosses of WordNet.

Prints a JSON list, without duplicates, in an order that depends on the texts alone. The first come the queries, the
rest are the rows; so queries are held-out texts of the same kind.
"""
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

WORDNET = Path("/usr/share/wordnet")


def squeezed(text):
    return " ".join(text.split())


def package_descriptions():
    if not shutil.which("apt-cache"):
        return
    dump = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, errors="replace", check=True)
    for line in dump.stdout.splitlines():
        found = re.match(r"Description(?:-en)?: (.+)", line)
        if found:
            yield squeezed(found.group(1))


def glosses():
    """What stands after the bar in the lines of WordNet's data files; lines that begin with a blank are its licence."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (WORDNET / f"data.{part}").read_text("utf8", errors="replace").splitlines():
            _, bar, gloss = line.partition("|")
            if bar and not line.startswith("  "):
                yield squeezed(gloss)


def main(count):
    kept = {}
    for source in (package_descriptions(), glosses()):
        for text in source:
            if len(text) >= 12:
                kept.setdefault(text.lower(), text)
    # Sorted by a hash of the text: shuffled, yet the same on every machine with the same texts.
    texts = sorted(kept.values(), key=lambda text: hashlib.sha256(text.encode()).digest())
    if len(texts) < count:
        print(f"only {len(texts)} texts: install Debian's wordnet-base, run apt-get update", file=sys.stderr)
    json.dump(texts[:count], sys.stdout)


main(int(sys.argv[1]))
