"""Writes reading/names/tables/common.txt: the words that English news prints in lower case, of which a capital says little.

usage: python training/common_words.py CORPORA > reading/names/tables/common.txt

A word counts where it is seen three times in lower case, and at least one and a half times as often so as with a capital inside a
sentence. Lines in title case are passed over. Training halves only; the list holds words, no text.
"""

import collections
import glob
import os
import re
import sys

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?:;“”\"()]")


def count(text, lower, capital):
    for line in text.split("\n"):
        tokens = TOKEN.findall(line)
        long = [t for t in tokens if len(t) > 3]
        if not long or sum(t[0].isupper() for t in long) > 0.6 * len(long):
            continue
        opens = True
        for token in tokens:
            if not token[0].isalpha():
                opens = True
                continue
            for word in filter(None, re.split("['’]", token)[0].split("-")):
                if word == word.lower():
                    lower[word] += 1
                elif not opens:
                    capital[word.lower()] += 1
                opens = False


def texts(corpora):
    for path in sorted(glob.glob(os.path.join(corpora, "attribution/polnear/train/text/*.txt"))):
        yield open(path, encoding="utf-8").read()
    for path in sorted(glob.glob(os.path.join(corpora, "coreference/gum/ontogum_conllu/*"))):
        yield "\n".join(line[9:] for line in open(path, encoding="utf-8") if line.startswith("# text = "))
    with open(os.path.join(corpora, "names/conll2003/eng.train"), encoding="utf-8") as f:
        for sentence in f.read().split("\n\n"):
            yield " ".join(row.split(" ")[0] for row in sentence.split("\n"))


def main():
    lower, capital = collections.Counter(), collections.Counter()
    for text in texts(sys.argv[1]):
        count(text, lower, capital)
    for word in sorted(lower):
        if word.isascii() and len(word) > 1 and lower[word] >= 3 and lower[word] >= 1.5 * capital[word]:
            print(word)


if __name__ == "__main__":
    main()
