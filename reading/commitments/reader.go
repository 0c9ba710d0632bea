package commitments

import (
	"slices"
	"sort"
	"strings"

	"rapporteur"
)

// finder is a document with what the rules ask of it again and again.
type finder struct {
	doc    *rapporteur.Document
	starts places                        // where proper names begin
	ends   places                        // and where they end
	its    map[int]rapporteur.EntityKind // pronouns of two letters, by where they begin
	cues   []cue                         // of the statements, in order
}

// places are places in the text, in order.
type places []int32

func (p places) has(at int) bool {
	_, ok := slices.BinarySearch(p, int32(at))
	return ok
}

// cue is one span of a cue, and the statement that it belongs to.
type cue struct {
	rapporteur.Span
	attribution int
}

func newFinder(doc *rapporteur.Document) *finder {
	f := &finder{doc: doc, its: map[int]rapporteur.EntityKind{}}
	for _, e := range doc.Entities {
		for _, m := range e.Mentions {
			switch m.Form {
			case rapporteur.Proper:
				f.starts, f.ends = append(f.starts, int32(m.Start)), append(f.ends, int32(m.End))
			case rapporteur.Pronoun:
				if m.Len() == len("it") {
					f.its[m.Start] = e.Kind
				}
			}
		}
	}
	slices.Sort(f.starts)
	slices.Sort(f.ends)
	for i := range doc.Attributions {
		for _, c := range doc.Attributions[i].Cue {
			f.cues = append(f.cues, cue{c, i})
		}
	}
	sort.Slice(f.cues, func(i, k int) bool { return f.cues[i].Start < f.cues[k].Start })
	return f
}

// statement is the attribution whose cue holds a token, or None.
func (f *finder) statement(t rapporteur.Span) int {
	i := sort.Search(len(f.cues), func(i int) bool { return f.cues[i].End > t.Start })
	if i < len(f.cues) && f.cues[i].Contains(t) {
		return f.cues[i].attribution
	}
	return rapporteur.None
}

// reader goes through one sentence.
type reader struct {
	*finder
	text   string
	span   rapporteur.Span
	toks   []rapporteur.Span // of the sentence's tokens
	words  []string          // in lower case
	date   int               // first date that ends in the sentence or later
	figure int               // the same of figures
	done   int               // token after the last commitment's verb
}

// longest is how many tokens of a sentence are read; what is longer is a list or a table.
const longest = 400

func newReader(f *finder, s *rapporteur.Sentence, date, figure int) *reader {
	r := &reader{finder: f, text: f.doc.Article.Text, span: s.Span, date: date, figure: figure}
	if tokens := s.Tokens[:min(len(s.Tokens), longest)]; r.promising(tokens) {
		r.toks = make([]rapporteur.Span, len(tokens))
		for i, t := range tokens {
			r.toks[i] = t.Span()
		}
	}
	return r
}

// read finds the commitments of the sentence.
func (r *reader) read() []rapporteur.Commitment {
	if len(r.toks) == 0 {
		return nil
	}
	r.words = make([]string, len(r.toks))
	for i, t := range r.toks {
		r.words[i] = strings.ReplaceAll(strings.ToLower(t.Of(r.text)), "’", "'")
	}
	if r.question() {
		return nil
	}
	var out []rapporteur.Commitment
	for i := 0; i < len(r.words); i++ {
		if i < r.done {
			continue
		}
		if c, ok := r.at(i); ok {
			out = append(out, c)
		}
	}
	return out
}

// promising looks for a word that any rule begins with, so that most sentences cost nothing more.
func (r *reader) promising(tokens []rapporteur.Token) bool {
	for _, t := range tokens {
		if n := t.End - t.Start; n < 2 || n > 12 {
			continue
		}
		w := t.Of(r.text)
		if triggers[w] || w[0] < 'a' && triggers[strings.ToLower(w)] || strings.HasPrefix(w, "’ll") {
			return true
		}
	}
	return false
}

var triggers = func() map[string]bool {
	m := set(`will 'll would shall wo must had have has until deadline deadlines required obliged ordered due scheduled set expected expire expires expiring lapses run runs end ends
is are am 're 'm to valid takes take go goes given gave gives arrives remain remains held`)
	for _, list := range []map[string]bool{commissive, intending, vows} {
		for w := range list {
			m[w] = true
		}
	}
	for w := range presents {
		m[w] = true
	}
	return m
}()

// at tries the rules at token i.
func (r *reader) at(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	switch {
	case w == "will" || w == "'ll" || w == "shall" || w == "wo":
		return r.modal(i, i+1, false)
	case w == "would":
		return r.modal(i, i+1, true)
	case r.any(i, "is", "are", "am", "'re", "'m", "'s", "was", "were") && r.any(i+1, "going", "planning", "preparing") && r.word(i+2) == "to":
		return r.modal(i, i+3, r.any(i, "was", "were"))
	case w == "must" || r.any(i, "had", "have", "has") && r.word(i+1) == "to", r.any(i, "required", "obliged", "ordered") && r.word(i+1) == "to":
		return r.obligation(i)
	case r.any(i, "has", "have", "had", "gave", "gives", "given"):
		return r.timed(i)
	case w == "deadline" || w == "deadlines":
		return r.deadline(i)
	case vows[w] && r.any(i+1, "to", "of"):
		return r.vow(i)
	case commissive[w]:
		return r.promise(i)
	case intending[w]:
		return r.intention(i)
	case r.any(i, "is", "are", "am", "was", "were"):
		return r.arranged(i)
	case w == "held":
		return r.held(i)
	}
	return r.present(i)
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i]
}

func (r *reader) any(i int, list ...string) bool {
	w := r.word(i)
	for _, s := range list {
		if w == s && s != "" {
			return true
		}
	}
	return false
}

// among reports whether a word is any of a list from token i up to, not including, token k.
func (r *reader) among(list map[string]bool, i, k int) bool {
	for i = max(i, 0); i < k && i < len(r.words); i++ {
		if list[r.words[i]] {
			return true
		}
	}
	return false
}

// skip passes over adverbs and negations.
func (r *reader) skip(i int) int {
	for adverbs[r.word(i)] || r.word(i) == "n't" || strings.HasSuffix(r.word(i), "ly") && len(r.word(i)) > 4 && !likeAdverbs[r.word(i)] {
		i++
	}
	return i
}

func (r *reader) capital(i int) bool {
	if i < 0 || i >= len(r.toks) {
		return false
	}
	c := r.text[r.toks[i].Start]
	return c >= 'A' && c <= 'Z'
}

func (r *reader) question() bool { return len(r.words) > 0 && r.words[len(r.words)-1] == "?" }

func (r *reader) quoteMark(i int) bool {
	switch r.word(i) {
	case `"`, "“", "”", "``", "''", "«", "»", "„", "`":
		return true
	}
	return false
}

func (r *reader) inDate(i int) bool {
	if i < 0 || i >= len(r.toks) {
		return false
	}
	for d := r.date; d < len(r.doc.Dates) && r.doc.Dates[d].Start < r.toks[i].End; d++ {
		if r.doc.Dates[d].Overlaps(r.toks[i]) {
			return true
		}
	}
	return false
}

func (r *reader) figureAt(i int) bool {
	if i < 0 || i >= len(r.toks) {
		return false
	}
	for f := r.figure; f < len(r.doc.Figures) && r.doc.Figures[f].Start < r.span.End; f++ {
		if r.doc.Figures[f].Contains(r.toks[i]) {
			return true
		}
	}
	return false
}
