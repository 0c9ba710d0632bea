package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// Text makes an article of a plain text file. Where the file is UTF-8, Article.Text is the file unchanged, byte for byte,
// a byte order mark included, so that offsets agree with standoff annotation; other charsets are decoded. Lines are
// paragraphs, unless the file is wrapped at a width: then blank lines and indents part them.
func Text(p *rapporteur.Page) (*rapporteur.Article, error) {
	if err := refuse(p.Body); err != nil {
		return nil, err
	}
	text := decode(p.Body, p.ContentType)
	if binary(text) {
		return nil, notArticle("is binary or garbled; Rapporteur reads HTML, plain text and .eml")
	}
	a := &rapporteur.Article{Revision: 1, URL: webAddress(p), Fetched: p.Fetched, Text: text}
	a.Outlet = hostOf(a.URL)
	sortParts(a)
	if len(a.Parts) == 0 {
		return nil, notArticle("holds no words")
	}
	a.Language = language(text, "")
	a.ID = identity(a)
	a.Published = reckon(a, a.Published)
	return a, nil
}

// identity is the hash of the canonical address, or of the text where there is none: 16 hex digits.
func identity(a *rapporteur.Article) string {
	key := a.URL
	if key == "" {
		key = a.Text
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// line is a stretch of a file without the white space around it.
type line struct {
	rapporteur.Span
	blank  bool // a blank line stands before it
	indent bool // it begins further right than the line above
}

var newline = pattern(`\r\n|[\n\r\f\x{85}\x{2028}\x{2029}]`)

func lines(text string) []line {
	var out []line
	start, blank, indent := 0, true, 0
	add := func(end int) {
		raw := text[start:end]
		left := len(raw) - len(strings.TrimLeftFunc(raw, outside))
		trimmed := strings.TrimFunc(raw, outside)
		if trimmed == "" {
			blank = true
			return
		}
		out = append(out, line{Span: rapporteur.Span{Start: start + left, End: start + left + len(trimmed)}, blank: blank, indent: left > indent})
		blank, indent = false, left
	}
	for _, m := range newline().FindAllStringIndex(text, -1) {
		add(m[0])
		start = m[1]
	}
	add(len(text))
	return out
}

// outside are the runes that stand between parts: white space and marks of byte order.
func outside(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' }

// wrapped reports whether a file breaks its lines at a width instead of at paragraphs: most lines that are followed by
// another without a blank one between are about as long as the longest, which is no longer than a screen is wide.
func wrapped(text string, all []line) bool {
	var inner []int
	ends := 0
	for i := 0; i+1 < len(all); i++ {
		if all[i+1].blank {
			continue
		}
		s := all[i].Of(text)
		inner = append(inner, utf8.RuneCountInString(s))
		if strings.ContainsAny(s[len(s)-1:], ".!?\"") {
			ends++
		}
	}
	if len(inner) < 3 || ends*2 > len(inner) {
		return false
	}
	slices.Sort(inner)
	width := inner[len(inner)*9/10]
	if width > 110 || width < 30 {
		return false
	}
	near := 0
	for _, n := range inner {
		if n*4 >= width*3 {
			near++
		}
	}
	return near*10 >= len(inner)*7
}

// paragraphs joins the lines of wrapped text, and leaves others as they are.
func paragraphs(text string) []line {
	all := lines(text)
	if !wrapped(text, all) {
		return all
	}
	var out []line
	for i, l := range all {
		if i == 0 || l.blank || l.indent || startsItem(l.Of(text)) {
			out = append(out, l)
			continue
		}
		out[len(out)-1].End = l.End
	}
	return out
}

// startsItem reports whether a line of wrapped text begins a part of its own: an item of a list, or the By of a byline.
func startsItem(s string) bool {
	if _, ok := byline(s); ok {
		return true
	}
	return strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "* ") || strings.HasPrefix(s, "• ")
}

// sortParts cuts the article's text into parts, says what each is, and reads byline, dateline and wire on the way.
func sortParts(a *rapporteur.Article) {
	all := paragraphs(a.Text)
	s := sorter{a: a, all: all}
	for s.i = 0; s.i < len(all); s.i++ {
		a.Parts = append(a.Parts, rapporteur.Part{Span: all[s.i].Span, Kind: s.kind()})
	}
	readOpening(a)
	readCredits(a)
}

// sorter walks down a plain text file.
type sorter struct {
	a        *rapporteur.Article
	all      []line
	i        int
	headline bool // seen
	body     bool // the first paragraph is behind us
}

func (s *sorter) words(i int) string {
	if i < 0 || i >= len(s.all) {
		return ""
	}
	return s.all[i].Of(s.a.Text)
}

func (s *sorter) kind() rapporteur.PartKind {
	w := s.words(s.i)
	if !s.body {
		if k := s.front(w); k != "" {
			return k
		}
	}
	switch {
	case creditLine(w):
		return rapporteur.Credit
	case captionLine(w):
		return rapporteur.Caption
	case s.crosshead(w):
		return rapporteur.Heading
	case s.headline && !s.body && abstract().MatchString(s.words(s.i-1)):
		return rapporteur.Standfirst
	}
	s.body = true
	return rapporteur.Paragraph
}

// front tells the parts before the first paragraph; "" where the line is none of them.
func (s *sorter) front(w string) rapporteur.PartKind {
	if name, ok := byline(w); ok && words(s.words(s.i+1)) > 0 {
		if s.a.Byline == "" {
			s.a.Byline = cleanByline(name)
		}
		return rapporteur.BylinePart
	}
	if d, ok := dateLine(w); ok {
		if s.a.Published.Time.IsZero() && d.agrees() {
			s.a.Published = dayStamp(d.time(), rapporteur.FromDateline)
		}
		return rapporteur.BylinePart
	}
	if !s.headline && !captionLine(w) && s.i < 4 && headline(w, s.words(s.i+1), s.i+1 < len(s.all) && s.all[s.i+1].blank) {
		s.headline = true
		return rapporteur.Headline
	}
	if s.headline && s.i == 1 && s.standfirst(w) {
		return rapporteur.Standfirst
	}
	return ""
}

// standfirst asks for a line that goes with the headline: after its semicolon, or right below it without a blank line
// where the rest has them, or between headline and byline.
func (s *sorter) standfirst(w string) bool {
	above := s.words(s.i - 1)
	next := s.words(s.i + 1)
	switch {
	case captionLine(w) || creditLine(w) || words(w) > 45 || next == "":
		return false
	case !s.all[s.i].blank && (strings.HasSuffix(above, ";") || s.all[s.i+1].blank && len(w) <= 260):
		return true
	}
	_, by := byline(next)
	_, dated := dateLine(next)
	return by || dated && len(w) <= 260
}

func (s *sorter) crosshead(w string) bool {
	next := s.words(s.i + 1)
	if abstract().MatchString(w) && next != "" {
		return true
	}
	if next == "" || len(w) > 90 || words(w) > 12 || len(next) <= len(w) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(w)
	last, _ := utf8.DecodeLastRuneInString(w)
	return (unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last) || label().MatchString(w))
}

// abstract is how archives of newspapers announce the summary that follows.
var abstract = pattern(`^(?i:abstract|summary|synopsis)[.:]?$`)

var (
	label       = pattern(`^(?:\d+\. )?\p{Lu}{3,}(?: \p{Lu}{2,}){0,4}[.:]?$`) // "ABSTRACT.", "TOP STORIES"
	innerStop   = pattern(`\p{Ll}{2}[.!?]["”’']? +\p{Lu}`)
	reportWords = pattern(`\b(?:said|told|announced|added|according to|was|were|had been|has been|have been|is|are|will be)\b`)
	dayWord     = pattern(`\b(?:on|last|this) (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\b(?:said|announced|reported|held|met) (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\btoday\b|\byesterday\b`)
	articleWord = pattern(`(?:^|\W)(?:the|The|a|A|an|An)\W`)
)

// headline weighs whether a text's first line is its headline. Without a final stop a short line that others follow
// is one; with a stop it must look like headlines do: few articles and auxiliaries, capitals, no day of the week.
func headline(w, next string, blank bool) bool {
	n := words(w)
	if next == "" || n > 30 || len(w) > 220 || n == 0 || innerStop().MatchString(w) && n > 18 || strings.HasSuffix(w, ":") || n <= 2 && label().MatchString(w) {
		return false
	}
	if d, agency, ok := dateline(w); ok && (agency != "" || d.Day != "" || n > 14) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(w)
	if !strings.ContainsRune(".!?\"”’'…)]", last) {
		return n <= 26 && !strings.HasSuffix(w, ",")
	}
	if !blank && n > 12 {
		return false
	}
	return headlineScore(w, next) > 0
}

// headlineScore adds what speaks for a headline and takes off what speaks for the first sentence of a report. The
// weights were set on the training half of a corpus whose headlines all end in a stop, against its first paragraphs.
func headlineScore(w, next string) int {
	score := 0
	n := words(w)
	switch {
	case n <= 12:
		score += 3
	case n <= 16:
		score++
	case n > 22:
		score -= 3
	}
	score += capitals(w)
	score -= min(len(articleWord().FindAllString(w, 4)), 3)
	score -= min(len(reportWords().FindAllString(w, 3)), 2)
	if dayWord().MatchString(w) {
		score -= 4
	}
	if quoted(w) && n > 6 {
		score -= 2
	}
	if _, _, ok := dateline(next); ok {
		score += 6
	}
	if strings.Contains(w, ": ") || strings.ContainsAny(w, "?;") {
		score += 2
	}
	if len(next) >= 2*len(w) {
		score++
	}
	return score
}

// capitals weighs title case: 4 where nearly every word of length is capitalised.
func capitals(w string) int {
	long, upper := 0, 0
	for i, f := range strings.Fields(w) {
		f = strings.TrimLeft(f, "\"“‘'([")
		if i == 0 || utf8.RuneCountInString(f) < 4 {
			continue
		}
		long++
		if r, _ := utf8.DecodeRuneInString(f); !unicode.IsLower(r) {
			upper++
		}
	}
	switch {
	case long >= 2 && upper*10 >= long*8:
		return 4
	case long >= 2 && upper*10 >= long*6:
		return 2
	}
	return 0
}

// readOpening reads the dateline from the first paragraph that has one; only the first two are asked.
func readOpening(a *rapporteur.Article) {
	n := 0
	for _, p := range a.Parts {
		if p.Kind != rapporteur.Paragraph {
			continue
		}
		d, agency, ok := dateline(p.Of(a.Text))
		if ok {
			d.Start, d.End = d.Start+p.Start, d.End+p.Start
			a.Dateline = d
			if a.Wire == "" {
				a.Wire = agency
			}
			return
		}
		if n++; n == 2 {
			return
		}
	}
}

// readCredits finds the agency in byline and foot.
func readCredits(a *rapporteur.Article) {
	if a.Wire == "" {
		a.Wire = wire(a.Byline)
	}
	for i := range a.Parts {
		p := &a.Parts[len(a.Parts)-1-i]
		if i == 6 || a.Wire != "" {
			return
		}
		if p.Kind != rapporteur.Credit || photoCredit().MatchString(p.Of(a.Text)) {
			continue
		}
		a.Wire = wireOfCredit(p.Of(a.Text))
	}
}

// cleanByline takes off what is no part of the names: "By", job titles after a bar, dates, addresses.
func cleanByline(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if name, ok := byline(s); ok {
		s = name
	} else if m := byWords().FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if i := strings.IndexAny(s, "|•·"); i > 0 {
		s = s[:i]
	}
	if days := findDays(s, 1); len(days) > 0 && days[0].Start > 0 {
		s = s[:days[0].Start]
	}
	return strings.Trim(s, " ,;:-–—/.")
}
