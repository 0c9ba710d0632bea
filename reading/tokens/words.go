package tokens

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

type class uint8

const (
	other class = iota // symbols and marks, each a token unless a rule says more
	space
	lower
	upper // letters with case
	letter
	digit
	mark // combining: belongs to what stands before it
	quote
	apostrophe
)

// ascii classes, by byte.
var ascii = func() (t [utf8.RuneSelf]class) {
	for b := range t {
		t[b] = classOf(rune(b))
	}
	return t
}()

func classOf(r rune) class {
	switch {
	case r == '\'' || r == '’' || r == 'ʼ':
		return apostrophe
	case r == '"' || r == '`' || unicode.In(r, unicode.Pi, unicode.Pf) || r == '„' || r == '‚':
		return quote
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || r == '\u200b' || r == '\ufeff' || unicode.IsControl(r):
		return space
	case unicode.IsLower(r):
		return lower
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return upper
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.IsMark(r) || r == '\u200d' || r == '\u00ad':
		return mark
	}
	return other
}

func (c class) word() bool { return c >= lower && c <= mark }

func (c class) alphabetic() bool { return c == lower || c == upper || c == letter }

// cutter cuts one block of text. It looks ahead a bounded number of bytes only.
type cutter struct {
	text string
	end  int
	out  []rapporteur.Token
}

// at returns the class of the rune at byte i and its size; the end of the block is space of size 0.
func (c *cutter) at(i int) (class, int) {
	if i >= c.end {
		return space, 0
	}
	if b := c.text[i]; b < utf8.RuneSelf {
		return ascii[b], 1
	}
	r, size := utf8.DecodeRuneInString(c.text[i:c.end])
	return classOf(r), size
}

func (c *cutter) add(start, end int) {
	if start < end {
		c.out = append(c.out, rapporteur.TokenAt(rapporteur.Span{Start: start, End: end}))
	}
}

// chunk cuts the text between two white spaces.
func (c *cutter) chunk(start, end int) {
	if i, j, ok := c.address(start, end); ok {
		c.cut(start, i)
		c.add(i, j)
		start = j
	}
	c.cut(start, end)
}

// address finds a URL, a mail address, a handle or a hashtag in a chunk: it is one token, without the marks around it.
func (c *cutter) address(start, end int) (from, to int, ok bool) {
	from = start
	for from < end && strings.IndexByte(`"'([<`, c.text[from]) >= 0 {
		from++
	}
	s := c.text[from:end]
	if len(s) < 2 || len(s) > 4096 {
		return 0, 0, false
	}
	tag := (s[0] == '@' || s[0] == '#') && (isLetter(s[1]) || s[1] == '_')
	if !tag && !strings.Contains(s, "://") && !strings.HasPrefix(s, "www.") && !strings.HasPrefix(s, "mailto:") && !mailbox(s) {
		return 0, 0, false
	}
	to = end
	if tag {
		for to = from + 1; to < end && (isLetter(c.text[to]) || isDigit(c.text[to]) || c.text[to] == '_'); {
			to++
		}
		return from, to, true
	}
	for to > from && strings.IndexByte(".,;:!?)>]\"'", c.text[to-1]) >= 0 {
		to--
	}
	if i := strings.IndexAny(c.text[from:to], "\"<>“”’"); i > 0 {
		to = from + i
	}
	return from, to, to > from
}

func mailbox(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && strings.IndexByte(s[at:], '.') > 1 && isLetter(s[at+1])
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// cut goes through a chunk from left to right.
func (c *cutter) cut(start, end int) {
	for i := start; i < end; {
		class, size := c.at(i)
		switch {
		case class.word():
			i = c.word(i, end)
		case class == apostrophe:
			i = c.apostrophe(i, size)
		default:
			i = c.marks(i, end, class, size)
		}
	}
}

// marks takes one mark, or a run of the same one that is written as a unit: "...", "--", "?!", "“", "”".
func (c *cutter) marks(i, end int, k class, size int) int {
	j := i + size
	switch b := c.text[i]; {
	case b == '?' || b == '!':
		for j < end && (c.text[j] == '?' || c.text[j] == '!') {
			j++
		}
	case b == '`' || strings.IndexByte(".-=*_~+#", b) >= 0:
		for j < end && c.text[j] == b {
			j++
		}
	case b == ':' && j < end && strings.IndexByte(")(DP", c.text[j]) >= 0 && j+1 == end:
		j++ // a face
	case k == other && b >= utf8.RuneSelf:
		for next, n := c.at(j); j < end && next == mark; next, n = c.at(j) {
			j += n // the parts of one emoji
		}
	}
	c.add(i, j)
	return j
}

// apostrophe stands where no word runs into it: a clitic after something else ("(EU)'s"), a decade, an elided word, a pair
// that serves as a quotation mark, or a single mark.
func (c *cutter) apostrophe(i, size int) int {
	j := i + size
	if c.text[i] == '\'' && j < c.end && c.text[j] == '\'' {
		c.add(i, j+1)
		return j + 1
	}
	if j+1 < c.end && isDigit(c.text[j]) && isDigit(c.text[j+1]) {
		j += 2
		if j < c.end && c.text[j] == 's' {
			j++
		}
		if next, _ := c.at(j); !next.word() {
			c.add(i, j)
			return j
		}
		j = i + size
	}
	if n := c.letters(j, 6); n > 0 {
		w := c.text[j : j+n]
		glued := len(c.out) > 0 && int(c.out[len(c.out)-1].End) == i
		if glued && clitics[w] || !glued && elided[strings.ToLower(w)] {
			j += n
		}
	}
	c.add(i, j)
	return j
}

// letters counts the ASCII letters at i; 0 where there are more than limit, or another word character follows.
func (c *cutter) letters(i, limit int) int {
	n := 0
	for i+n < c.end && n <= limit && isLetter(c.text[i+n]) {
		n++
	}
	if next, _ := c.at(i + n); n > limit || next.word() {
		return 0
	}
	return n
}

// word takes the word at i with the connectors that stay inside it, then its clitic, if any, as a token of its own.
func (c *cutter) word(i, end int) int {
	j, last := i, i // last: where the piece after the latest connector begins
	for j < end {
		class, size := c.at(j)
		if class.word() {
			j += size
			continue
		}
		n := c.joins(i, last, j, size)
		if n == 0 {
			break
		}
		j += n
		last = j
	}
	if n := c.currency(i, j, end); n > 0 {
		c.add(i, j+n)
		return j + n
	}
	if k := c.negation(i, j, end); k > 0 {
		c.add(i, j-1)
		c.add(j-1, k)
		return k
	}
	j = c.fullStop(i, last, j, end)
	c.split(i, j)
	if class, size := c.at(j); j < end && class == apostrophe {
		if n := c.letters(j+size, 2); n > 0 && clitics[c.text[j+size:j+size+n]] {
			c.add(j, j+size+n)
			return j + size + n
		}
	}
	return j
}

// joins says how many bytes at j, between the characters of the word that began at i, belong to that word: 0 for none.
func (c *cutter) joins(i, last, j, size int) int {
	before, _ := c.before(j)
	after, _ := c.at(j + size)
	if !after.word() {
		return 0
	}
	digits := before == digit && after == digit
	ok := false
	switch c.text[j] {
	case '.':
		ok = digits || after.alphabetic() && before.alphabetic() && (c.short(last, j) || c.host(j+1))
	case ',', ':', '/':
		ok = digits
	case '_', '@':
		ok = true
	case '&':
		ok = before == upper && after == upper
	case '-':
		ok = c.hyphen(i, j, digits)
	default:
		k, _ := c.at(j)
		n := c.letters(j+size, 2)
		ok = k == apostrophe && before.word() && after.alphabetic() &&
			!(n > 0 && clitics[c.text[j+size:j+size+n]]) && !c.negated(j, size)
	}
	if ok {
		return size
	}
	return 0
}

func (c *cutter) before(i int) (class, int) {
	if i == 0 {
		return space, 0
	}
	if b := c.text[i-1]; b < utf8.RuneSelf {
		return ascii[b], 1
	}
	r, size := utf8.DecodeLastRuneInString(c.text[:i])
	return classOf(r), size
}

// currency joins the dollar of "US$" to its letters.
func (c *cutter) currency(i, j, end int) int {
	if j < end && c.text[j] == '$' && j-i <= 2 {
		if first, _ := c.at(i); first == upper {
			return 1
		}
	}
	return 0
}

// short reports whether the piece before a dot is that of an abbreviation with dots: U.S, p.m, Ph.D.
func (c *cutter) short(from, to int) bool {
	n := utf8.RuneCountInString(c.text[from:min(to, from+9)])
	first, _ := c.at(from)
	return n == 1 || n == 2 && first == upper
}

// host reports whether a known domain follows the dot before i.
func (c *cutter) host(i int) bool {
	n := c.letters(i, 5)
	return n > 0 && domains[c.text[i:i+n]]
}

// hyphen keeps prefixes with their word, and telephone numbers and ISO dates whole.
func (c *cutter) hyphen(i, j int, digits bool) bool {
	if !digits {
		return j-i <= 8 && prefixes[strings.ToLower(c.text[i:j])]
	}
	if strings.IndexByte(c.text[i:min(j, i+24)], '-') >= 0 {
		return j-i < 24
	}
	groups, lengths := 0, [3]int{j - i, 0, 0}
	for k := j; k < c.end && k < j+12 && groups < 2 && c.text[k] == '-'; {
		n := 0
		for k+1+n < c.end && n < 6 && isDigit(c.text[k+1+n]) {
			n++
		}
		groups++
		lengths[groups] = n
		k += 1 + n
	}
	switch lengths {
	case [3]int{3, 4, 0}, [3]int{3, 3, 4}, [3]int{1, 3, 3}, [3]int{4, 2, 2}, [3]int{2, 2, 4}, [3]int{2, 2, 2}:
		return true
	}
	return false
}

// negated reports whether the apostrophe at j is that of n't.
func (c *cutter) negated(j, size int) bool {
	return c.letters(j+size, 1) == 1 && c.text[j+size]|0x20 == 't' && j > 1 && c.text[j-1]|0x20 == 'n' && isLetter(c.text[j-2])
}

// negation returns the end of an n't whose n is the last letter of the word i..j, or 0.
func (c *cutter) negation(i, j, end int) int {
	if class, size := c.at(j); j < end && class == apostrophe && j-i > 1 && c.negated(j, size) {
		return j + size + 1
	}
	return 0
}

// fullStop takes the full stop of an abbreviation into the word.
func (c *cutter) fullStop(i, last, j, end int) int {
	if j >= end || c.text[j] != '.' || j+1 < end && c.text[j+1] == '.' {
		return j
	}
	w := c.text[i:j]
	first, size := c.at(i)
	switch {
	case first == digit:
		if j-i <= 2 && j+1 == end && c.startsBlock(i) {
			return j + 1 // the number of a list
		}
		return j
	case first == upper && size == j-i, last > i && c.short(last, j) && strings.Contains(w, "."):
		return j + 1 // an initial, or the last dot of U.S.
	case len(w) > 8:
		return j
	}
	name := strings.ToLower(w)
	if words[name] && !c.fits(name, first, j+1) {
		return j
	}
	if titles[name] && (first == upper || name == "vs" || name == "cf" || name == "pp" || name == "approx" || name == "est") || stopped[name] {
		return j + 1
	}
	return j
}

func (c *cutter) startsBlock(i int) bool {
	if len(c.out) == 0 {
		return true
	}
	return strings.ContainsAny(c.text[c.out[len(c.out)-1].End:i], "\n\r")
}

// fits reports whether a word that is also an abbreviation is one here: a capital at its head, and a number, a name, a
// bracket or a comma behind its full stop.
func (c *cutter) fits(name string, first class, next int) bool {
	if first != upper {
		return false
	}
	class, size := c.at(next)
	glued := class != space
	for class == space && size > 0 && next < c.end {
		next += size
		class, size = c.at(next)
	}
	if name == "no" || name == "nos" || name == "art" || name == "sec" || name == "fig" || name == "ch" {
		return class == digit
	}
	if glued {
		return class == other && c.text[next] != '?' && c.text[next] != '!' || class == apostrophe
	}
	return class == digit || class == lower || class == upper && !starters[c.ahead(next)] || class == other && size > 0
}

// ahead is the ASCII word at i, up to 12 letters.
func (c *cutter) ahead(i int) string {
	n := 0
	for i+n < c.end && n < 12 && isLetter(c.text[i+n]) {
		n++
	}
	return c.text[i : i+n]
}

// split adds the word i..j, cut where the treebanks cut it without a mark: "can|not", "5|pm".
func (c *cutter) split(i, j int) {
	if isDigit(c.text[i]) {
		k := i
		for k < j && !isLetter(c.text[k]) {
			k++
		}
		if k < j && unitsAfterDigits[strings.TrimSuffix(c.text[k:j], ".")] && isDigit(c.text[k-1]) {
			c.add(i, k)
			i = k
		}
	} else if j-i <= 6 {
		if at := contracted[strings.ToLower(c.text[i:j])]; at > 0 {
			c.add(i, i+at)
			i += at
		}
	}
	c.add(i, j)
}
