package encoder

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Piece is a word or a part of one: its number in the vocabulary and the bytes of the text it stands for.
type Piece struct {
	ID         int32
	Start, End int // byte offsets in the text, half-open, on rune borders
}

// A Vocabulary splits text into word pieces as BERT's uncased tokenizer does (Devlin et al. 2019; the pieces are
// those of Wu et al. 2016, arXiv:1609.08144). It may be used from many goroutines.
type Vocabulary struct {
	Pad, Unknown, CLS, SEP int32 // the numbers of [PAD], [UNK], [CLS], [SEP]

	lines   string
	starts  []uint32 // of each entry in lines, and one past the end
	slots   []slot   // open addressing, a power of two of them
	longest int      // bytes in the longest entry
}

// slot is one place of the hash table: a piece's number plus one, and part of its hash.
type slot struct {
	tag    uint32
	number int32
}

// maxWord is the length in normalised characters from which a word is not looked up: it is one [UNK].
const maxWord = 100

const maxEntry = 64 // bytes in an entry, at most

// Vocabulary returns the vocabulary the weights were made with.
func (w *Weights) Vocabulary() (*Vocabulary, error) {
	t, ok := w.tensors["vocab"]
	if !ok || t.DType != "u8" {
		return nil, fmt.Errorf("%w: lacks tensor vocab u8; write it again with training/export.py", ErrWeights)
	}
	v, err := NewVocabulary(string(t.data))
	if err == nil && len(v.starts)-1 != w.Config.Vocab {
		err = fmt.Errorf("has %d entries where the embeddings have %d", len(v.starts)-1, w.Config.Vocab)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: its vocabulary %w", ErrWeights, err)
	}
	return v, nil
}

// NewVocabulary reads a vocabulary of one entry a line; "##" begins the entries that continue a word.
func NewVocabulary(lines string) (*Vocabulary, error) {
	lines = strings.TrimSuffix(lines, "\n")
	v := &Vocabulary{lines: lines, starts: make([]uint32, 1, strings.Count(lines, "\n")+2)}
	if len(lines) > 1<<30 {
		return nil, errors.New("is longer than 1 GiB")
	}
	for i := 0; i < len(lines); i++ {
		if lines[i] == '\n' {
			v.starts = append(v.starts, uint32(i+1))
		}
	}
	v.starts = append(v.starts, uint32(len(lines)+1))
	size := 1
	for size < 2*len(v.starts) {
		size *= 2
	}
	v.slots = make([]slot, size)
	for id := range len(v.starts) - 1 {
		v.insert(int32(id))
	}
	if v.longest > maxEntry {
		return nil, fmt.Errorf("has an entry of %d bytes; %d is the most", v.longest, maxEntry)
	}
	for name, id := range map[string]*int32{"[PAD]": &v.Pad, "[UNK]": &v.Unknown, "[CLS]": &v.CLS, "[SEP]": &v.SEP} {
		var ok bool
		if *id, ok = v.find(hash(beginHash, name), []byte(name), false); !ok {
			return nil, fmt.Errorf("lacks %s", name)
		}
	}
	return v, nil
}

// Len returns how many entries there are.
func (v *Vocabulary) Len() int { return len(v.starts) - 1 }

// Entry returns an entry as the vocabulary has it, "##" included.
func (v *Vocabulary) Entry(id int32) string { return v.lines[v.starts[id] : v.starts[id+1]-1] }

// Continues tells whether an entry continues a word begun by the piece before it.
func (v *Vocabulary) Continues(id int32) bool {
	e := v.Entry(id)
	return len(e) > 2 && e[:2] == "##"
}

// Entries are hashed byte by byte (FNV-1a), so that one pass gives the hash of every prefix; entries that begin
// and that continue a word start from different values.
const (
	beginHash    uint64 = 0xcbf29ce484222325
	continueHash uint64 = 0x84222325cbf29ce4
	hashPrime    uint64 = 0x100000001b3
)

func hash(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// place returns where a hash's search begins, and its tag.
func (v *Vocabulary) place(h uint64) (int, uint32) {
	h ^= h >> 29
	return int(h) & (len(v.slots) - 1), uint32(h >> 32)
}

func (v *Vocabulary) insert(id int32) {
	e, h := v.Entry(id), beginHash
	if v.Continues(id) {
		e, h = e[2:], continueHash
	}
	v.longest = max(v.longest, len(e))
	at, tag := v.place(hash(h, e))
	for v.slots[at].number != 0 {
		at = (at + 1) & (len(v.slots) - 1)
	}
	v.slots[at] = slot{tag, id + 1}
}

// find returns the entry that begins a word with key, or continues one, given the key's hash.
func (v *Vocabulary) find(h uint64, key []byte, continues bool) (id int32, ok bool) {
	at, tag := v.place(h)
	for ; v.slots[at].number != 0; at = (at + 1) & (len(v.slots) - 1) {
		if v.slots[at].tag != tag {
			continue
		}
		id, prefix := v.slots[at].number-1, ""
		if continues {
			prefix = "##"
		}
		if e := v.Entry(id); len(e) == len(prefix)+len(key) && e[:len(prefix)] == prefix && e[len(prefix):] == string(key) {
			return id, true
		}
	}
	return 0, false
}

// Pieces appends the pieces of text to dst, without CLS and SEP. Controls, format characters, unassigned ones
// and invalid UTF-8 vanish; accents are stripped and letters lowered; punctuation marks and CJK ideographs are
// words of their own; a word that cannot be put together is one [UNK]. A piece's bytes reach from its first
// character to its last, so they include what vanished between the two and not what vanished around them.
func (v *Vocabulary) Pieces(dst []Piece, text string) []Piece {
	var w word
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:])
			dst = v.rune(dst, &w, text[i:i+n], r, i)
			i += n
			continue
		}
		switch ascii[c].class {
		case letter:
			w.add(ascii[c].lower, i, i+1)
		case space:
			dst = v.flush(dst, &w)
		case mark:
			dst = v.flush(dst, &w)
			w.add(c, i, i+1)
			dst = v.flush(dst, &w)
		}
		i++
	}
	return v.flush(dst, &w)
}

// rune takes in one character beyond ASCII.
func (v *Vocabulary) rune(dst []Piece, w *word, s string, r rune, at int) []Piece {
	var buf [64]byte
	switch class := classOf(r); class {
	case letter, mark:
		normal, alone := normalise(buf[:0], s, r)
		if len(normal) == 0 {
			return dst
		}
		if alone = alone || class == mark; alone {
			dst = v.flush(dst, w)
		}
		w.addRunes(normal, at, at+len(s))
		if alone {
			dst = v.flush(dst, w)
		}
	case space:
		dst = v.flush(dst, w)
	}
	return dst
}

// A word is what has been read of the word at hand: its normalised bytes, and the bytes of the text that the
// character of each came from. Of a word beyond maxWord only the length is kept.
type word struct {
	n          int // bytes kept
	characters int
	start, end int // in the text, of the whole word
	bytes      [maxWord * utf8.UTFMax]byte
	from, to   [maxWord * utf8.UTFMax]int
	hashes     [maxEntry]uint64 // of what the word goes on with, by length
}

func (w *word) add(c byte, from, to int) {
	if w.characters == 0 {
		w.start = from
	}
	w.characters++
	w.end = to
	if w.characters <= maxWord {
		w.bytes[w.n], w.from[w.n], w.to[w.n] = c, from, to
		w.n++
	}
}

func (w *word) addRunes(normal []byte, from, to int) {
	if w.characters == 0 {
		w.start = from
	}
	w.end = to
	for len(normal) > 0 {
		_, size := utf8.DecodeRune(normal)
		w.characters++
		if w.characters <= maxWord {
			for _, c := range normal[:size] {
				w.bytes[w.n], w.from[w.n], w.to[w.n] = c, from, to
				w.n++
			}
		}
		normal = normal[size:]
	}
}

// flush appends the pieces of the word at hand, longest match first, and begins another.
func (v *Vocabulary) flush(dst []Piece, w *word) []Piece {
	if w.characters == 0 {
		return dst
	}
	begun := len(dst)
	for at := 0; at < w.n && w.characters <= maxWord; {
		id, n := v.longestMatch(w, at)
		if n == 0 {
			break
		}
		dst = append(dst, Piece{id, w.from[at], w.to[at+n-1]})
		at += n
		if at == w.n {
			w.n, w.characters = 0, 0
			return dst
		}
	}
	dst = append(dst[:begun], Piece{v.Unknown, w.start, w.end})
	w.n, w.characters = 0, 0
	return dst
}

// longestMatch returns the longest entry that the word goes on with at a byte, and its length in bytes, or 0.
func (v *Vocabulary) longestMatch(w *word, at int) (id int32, n int) {
	h := beginHash
	if at > 0 {
		h = continueHash
	}
	rest := w.bytes[at:min(w.n, at+v.longest)]
	for i, c := range rest {
		h = (h ^ uint64(c)) * hashPrime
		w.hashes[i] = h
	}
	for n := len(rest); n > 0; n-- {
		if id, ok := v.find(w.hashes[n-1], rest[:n], at > 0); ok {
			return id, n
		}
	}
	return 0, 0
}

// The classes of characters.
const (
	dropped = iota // leaves no trace
	letter         // goes on with a word
	space
	mark // a word of its own
)

// ascii has the class of each ASCII character, and what it is lowered to.
var ascii = func() (t [utf8.RuneSelf]struct{ class, lower byte }) {
	for c := range t {
		t[c].class, t[c].lower = mark, byte(c)
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			t[c].class = space
		case c < ' ' || c == 0x7f:
			t[c].class = dropped
		case 'A' <= c && c <= 'Z':
			t[c].class, t[c].lower = letter, byte(c)+'a'-'A'
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			t[c].class = letter
		}
	}
	return t
}()

// classOf returns the class of a character beyond ASCII.
func classOf(r rune) int {
	switch {
	case 0x2010 <= r && r <= 0x2027: // dashes, quotation marks, bullets, the ellipsis
		return mark
	case unicode.IsLetter(r):
		if isIdeograph(r) {
			return mark
		}
		return letter
	case unicode.IsPunct(r):
		return mark
	case unicode.Is(unicode.Z, r):
		return space
	case r == utf8.RuneError || !unicode.In(r, unicode.M, unicode.N, unicode.S): // a control, or no character
		return dropped
	}
	return letter
}

// isIdeograph tells the blocks that BERT takes for Chinese, as the tokenizers in use have them.
func isIdeograph(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF || 0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2B73F || 0x2B740 <= r && r <= 0x2B81F || 0x2B920 <= r && r <= 0x2CEAF ||
		0xF900 <= r && r <= 0xFAFF || 0x2F800 <= r && r <= 0x2FA1F
}

// normalise appends a character decomposed (NFD), without nonspacing marks, in lower case. isMark tells whether
// it decomposes to punctuation, as the Greek question mark does.
func normalise(dst []byte, s string, r rune) (normal []byte, isMark bool) {
	d := norm.NFD.PropertiesString(s).Decomposition()
	if hangulFirst <= r && r <= hangulLast {
		d = norm.NFD.AppendString(nil, s)
	}
	if d == nil {
		return appendLower(dst, r), false
	}
	for len(d) > 0 {
		r, n := utf8.DecodeRune(d)
		d = d[n:]
		isMark = isMark || unicode.IsPunct(r) || r < utf8.RuneSelf && ascii[r].class == mark
		dst = appendLower(dst, r)
	}
	return dst, isMark
}

const hangulFirst, hangulLast = 0xAC00, 0xD7A3 // syllables, which decompose by arithmetic

// appendLower appends a character in lower case, unless it is a nonspacing mark.
func appendLower(dst []byte, r rune) []byte {
	if unicode.Is(unicode.Mn, r) {
		return dst
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}
