"""Text to word pieces with offsets and surface features.

This is the reference for the Go side: everything here is plain scanning, no
regular expressions, no locale.  Offsets are half-open code-point offsets into
the original text.  The piece rules are those of BERT's uncased tokenizer
(Devlin et al. 2019); README.md states them in full.
"""

import unicodedata
from dataclasses import dataclass

import numpy as np

PAD, UNK, CLS, SEP, MASK = 0, 100, 101, 102, 103
MAX_WORD = 100  # a word of more (normalised) characters is one [UNK]

# Feature name -> number of values.  Value 0 is for [CLS], [SEP] and padding.
FEATURES = {"shape": 16, "gap": 8, "quote": 8, "line": 4}

LOWER, TITLE, UPPER, SINGLE, MIXED, DIGITS, ALNUM, MARK = 1, 2, 3, 4, 5, 6, 7, 8
JOINED, SPACED, NEWLINE = 1, 2, 3
OUTSIDE, INSIDE, OPENS, CLOSES, INSIDE1, OPENS1, CLOSES1 = 1, 2, 3, 4, 5, 6, 7
FIRST_LINE, LATER_LINE = 1, 2


def is_space(c):
    if "!" <= c <= "~":
        return False
    return c in " \t\n\r" or unicodedata.category(c) == "Zs" or c in "\u2028\u2029\x0b\x0c\x85"


def is_dropped(c):
    """Characters that vanish: NUL, U+FFFD and every category C except tab, line feed, return."""
    if " " <= c <= "~" or c in "\t\n\r":
        return False
    return c == "\ufffd" or unicodedata.category(c)[0] == "C"


def is_cjk(c):
    o = ord(c)
    return (0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2A6DF
            or 0x2A700 <= o <= 0x2B73F or 0x2B740 <= o <= 0x2B81F or 0x2B920 <= o <= 0x2CEAF
            or 0xF900 <= o <= 0xFAFF or 0x2F800 <= o <= 0x2FA1F)


def is_punct(c):
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return o > 127 and unicodedata.category(c)[0] == "P"


def normalise(c):
    """One character's contribution to its word: NFD, marks (Mn) removed, lower case."""
    if "A" <= c <= "Z":
        return chr(ord(c) + 32)
    if c < "\x80":
        return c
    kept = (d for d in unicodedata.normalize("NFD", c) if unicodedata.category(d) != "Mn")
    return "".join(kept).lower()


@dataclass(slots=True)
class Word:
    """A maximal run without space or punctuation, or one punctuation mark or CJK character."""
    start: int
    end: int
    norm: str


def words_of(text):
    """Splits text into words; a word whose characters all vanish is no word."""
    out, start, end, norm = [], -1, -1, []

    def flush():
        nonlocal norm
        if norm:
            out.append(Word(start, end, "".join(norm)))
        norm = []

    for i, c in enumerate(text):
        # Order matters: U+0085 and friends are category C, dropped before they could be spaces.
        if is_dropped(c):
            continue
        if is_space(c):
            flush()
            continue
        if is_punct(c) or is_cjk(c):
            flush()
            out.append(Word(i, i + 1, normalise(c)))
            continue
        n = normalise(c)
        if not n:  # a lone combining mark: joins the word before it without a trace
            continue
        if any(is_punct(d) for d in n):  # e.g. U+037E, canonically a semicolon
            flush()
            out.append(Word(i, i + 1, n))
            continue
        if not norm:
            start = i
        norm.append(n)
        end = i + 1
    flush()
    return out


class WordPieces:
    """Greedy longest-match-first word pieces over a fixed vocabulary."""

    def __init__(self, vocab_path):
        with open(vocab_path, encoding="utf-8") as f:
            self.vocab = f.read().rstrip("\n").split("\n")
        self.ids = {p: i for i, p in enumerate(self.vocab)}
        self.cache = {}

    def split(self, norm):
        """Piece ids of a normalised word and each piece's length in normalised characters."""
        got = self.cache.get(norm)
        if got is None:
            got = self.cache[norm] = self._split(norm)
        return got

    def _split(self, norm):
        if len(norm) > MAX_WORD:
            return [(UNK, len(norm))]
        out, i = [], 0
        while i < len(norm):
            j = len(norm)
            while j > i:
                sub = norm[i:j] if i == 0 else "##" + norm[i:j]
                if sub in self.ids:
                    break
                j -= 1
            if j == i:
                return [(UNK, len(norm))]
            out.append((self.ids[sub], j - i))
            i = j
        return out


def shape_of(s):
    letters = uppers = digits = 0
    first_upper = False
    for c in s:
        cat = unicodedata.category(c)
        if cat[0] == "L":
            up = cat in ("Lu", "Lt")
            first_upper = first_upper or (letters == 0 and up)
            letters += 1
            uppers += up
        elif cat == "Nd":
            digits += 1
    if letters == 0:
        return DIGITS if digits else MARK
    if digits:
        return ALNUM
    if uppers == 0:
        return LOWER
    if letters == 1:
        return SINGLE
    if uppers == letters:
        return UPPER
    return TITLE if first_upper and uppers == 1 else MIXED


def quote_states(text, words, gaps, shapes):
    """Quotation state of every word; double marks do not outlive their line.

    A curly or angular mark opens or closes as it is drawn; the straight double
    mark opens outside a quotation and closes inside one.  A single mark opens
    only outside double ones, after a gap or an opening bracket or dash, before
    a joined word, and only if a closing one follows in its line: one joined to
    the word before it and not to a letter or digit after it.
    """
    n = len(words)
    out = [OUTSIDE] * n
    inside, single_until = False, -1
    for i, w in enumerate(words):
        c = text[w.start] if w.end - w.start == 1 else ""
        if gaps[i] == NEWLINE:
            inside, single_until = False, -1
        if c in ("“", "«", "„") and c:
            out[i], inside, single_until = OPENS, True, -1
        elif c in ("”", "»") and c:
            out[i], inside = CLOSES, False
        elif c == '"':
            out[i], inside = (CLOSES, False) if inside else (OPENS, True)
            single_until = -1
        elif inside:
            out[i] = INSIDE
        elif i == single_until:
            out[i], single_until = CLOSES1, -1
        elif single_until > i:
            out[i] = INSIDE1
        elif c in ("‘", "'") and c and _may_open(text, words, gaps, i):
            single_until = _single_close(text, words, gaps, shapes, i)
            if single_until > i:
                out[i] = OPENS1
    return out


def _may_open(text, words, gaps, i):
    if i + 1 >= len(words) or gaps[i + 1] != JOINED:
        return False
    return gaps[i] != JOINED or text[words[i - 1].start] in "([{—–-"


def _single_close(text, words, gaps, shapes, i, limit=120):
    """Index of the single mark that closes the one at i, or -1; looks at most limit words ahead."""
    for j in range(i + 1, min(len(words), i + 1 + limit)):
        if gaps[j] == NEWLINE:
            return -1
        w = words[j]
        if w.end - w.start != 1 or text[w.start] not in "’'" or gaps[j] != JOINED:
            continue
        if j + 1 >= len(words) or gaps[j + 1] != JOINED or shapes[j + 1] == MARK:
            return j if j > i + 1 else -1
    return -1


@dataclass
class Pieces:
    """A text's pieces: ids [n], starts [n], ends [n], word [n] (index of the piece's word),
    features {name: [n]}; and per word: first [w] (index of its first piece), words [w]."""
    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    word: np.ndarray
    features: dict
    first: np.ndarray
    words: list


def pieces_of(text, wp):
    words = words_of(text)
    shapes = [shape_of(text[w.start:w.end]) for w in words]
    gaps, lines = [], []
    for i, w in enumerate(words):
        before = text[words[i - 1].end:w.start] if i else "\n"
        gaps.append(NEWLINE if "\n" in before else SPACED if any(map(is_space, before)) else JOINED)
        first_line = i == 0 or (lines[-1] == FIRST_LINE and gaps[i] != NEWLINE)
        lines.append(FIRST_LINE if first_line else LATER_LINE)
    quotes = quote_states(text, words, gaps, shapes)
    ids, starts, ends, word, first = [], [], [], [], []
    feats = {k: [] for k in FEATURES}
    for i, w in enumerate(words):
        first.append(len(ids))
        for start, end, pid in _piece_offsets(text, w, wp):
            joined = len(ids) > first[-1]
            ids.append(pid)
            starts.append(start)
            ends.append(end)
            word.append(i)
            feats["shape"].append(shapes[i])
            feats["gap"].append(JOINED if joined else gaps[i])
            feats["quote"].append(quotes[i])
            feats["line"].append(lines[i])
    as_int = lambda x: np.asarray(x, dtype=np.int64)
    return Pieces(as_int(ids), as_int(starts), as_int(ends), as_int(word),
                  {k: as_int(v) for k, v in feats.items()}, as_int(first), words)


def _piece_offsets(text, w, wp):
    """(start, end, id) of each piece: from the original character that its first normalised
    character came from to the end of the one its last came from."""
    split = wp.split(w.norm)
    if len(split) == 1:
        return [(w.start, w.end, split[0][0])]
    origin = []
    for i in range(w.start, w.end):
        if not is_dropped(text[i]):
            origin += [i] * len(normalise(text[i]))
    out, at = [], 0
    for pid, n in split:
        out.append((origin[at], origin[at + n - 1] + 1, pid))
        at += n
    return out
