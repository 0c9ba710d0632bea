package matters

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/internal/store"
)

// vector counts stems.
type vector map[string]float64

func vectorOf(stems []string) vector {
	v := make(vector, len(stems))
	for _, s := range stems {
		v[s]++
	}
	return v
}

func (v vector) norm() float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

func (v vector) cosine(o vector) float64 { return v.against(o, o.norm()) }

// against is the cosine with a vector whose norm is known.
func (v vector) against(o vector, norm float64) float64 {
	dot := 0.0
	for s, x := range v {
		dot += x * o[s]
	}
	if dot == 0 {
		return 0
	}
	return dot / (v.norm() * norm)
}

// candidate is a sentence that might say what happened.
type candidate struct {
	article *Article
	span    rapporteur.Span
	words   vector
	depth   int // sentences of the matter before it in its article
	named   bool
}

const (
	fewestWords, mostWords = 6, 48
	maxCandidates          = 400
)

// candidates gives the sentences of the matter in articles' paragraphs.
func candidates(articles []*Article) []candidate {
	var out []candidate
	for _, a := range articles {
		depth := 0
		for i := range a.Doc.Sentences {
			s := a.Doc.Sentences[i].Span
			if !a.In(s) || !isProse(a.Doc.Article, s) {
				continue
			}
			s = a.afterDateline(s)
			text := s.Of(a.Doc.Article.Text)
			if n := len(strings.Fields(text)); n >= fewestWords && n <= mostWords && !strings.HasSuffix(text, "?") && len(out) < maxCandidates {
				out = append(out, candidate{a, s, vectorOf(a.wording.content(s)), depth, holdsAny(s, a.Found)})
			}
			depth++
		}
	}
	return out
}

// afterDateline cuts "BRUSSELS, Oct. 9 (CPA) - " off the sentence that opens a report.
func (a *Article) afterDateline(s rapporteur.Span) rapporteur.Span {
	text, d := a.Doc.Article.Text, a.Doc.Article.Dateline.Span
	if d.Empty() || !s.Contains(d) {
		return s
	}
	rest := text[d.End:s.End]
	for _, dash := range []string{" - ", " – ", " — "} {
		if i := strings.Index(rest[:min(len(rest), 40)], dash); i >= 0 {
			return rapporteur.Span{Start: d.End + i + len(dash), End: s.End}
		}
	}
	skip := len(rest) - len(strings.TrimLeft(rest, " -–—:.,"))
	return rapporteur.Span{Start: d.End + skip, End: s.End}
}

// Before is what was said before a period, for telling what is new in it.
type Before struct{ words vector }

// mostBefore is how many articles are enough to know what was said before.
const mostBefore = 30

// SaidBefore gathers what articles say, of which the first are taken, the newest.
func SaidBefore(articles []*Article) Before {
	b := Before{vector{}}
	for _, a := range articles[:min(len(articles), mostBefore)] {
		for _, p := range a.passages {
			for _, s := range a.wording.content(p) {
				b.words[s]++
			}
		}
	}
	return b
}

// Telling chooses the sentence of some articles that says best what happened: near the middle of what all of them say, near
// the beginning, and not what was said before. ok is false where no sentence will do.
func Telling(articles []*Article, before Before) (best Extract, ok bool) {
	list := candidates(articles)
	middle := vector{}
	for i := range list {
		for s, x := range list[i].words {
			middle[s] += x
		}
	}
	most, middleNorm, beforeNorm := math.Inf(-1), middle.norm(), before.words.norm()
	for i := range list {
		c := &list[i]
		score := c.words.against(middle, middleNorm) + 0.6/float64(1+c.depth) - 0.3*c.words.against(before.words, beforeNorm)
		if c.named {
			score += 0.1
		}
		if n := len(strings.Fields(c.span.Of(c.article.Doc.Article.Text))); n > 36 {
			score -= 0.02 * float64(n-36)
		}
		if opensWithPronoun(c.span.Of(c.article.Doc.Article.Text)) {
			score -= 0.3
		}
		if score > most {
			most, best, ok = score, c.article.extract(c.span), true
		}
	}
	return best, ok
}

// opensWithPronoun reports whether a sentence can't be understood without the one before it.
func opensWithPronoun(s string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(s, "“\"'‘ "), " ")
	return slices.Contains([]string{"he", "she", "it", "they", "this", "that", "these", "those", "but", "and", "however,", "his", "her", "their", "its"}, strings.ToLower(first))
}

// Quotations chooses the n strongest statements of a list: direct before reported, of people with a name and a role, doing something by speaking,
// neither curt nor endless; no speaker twice while others are left, nothing twice.
func Quotations(list []store.StatementRow, n int) []store.StatementRow {
	type ranked struct {
		*store.StatementRow
		strength float64
	}
	var sorted []ranked
	for i := range list {
		if x := strength(&list[i]); x > 0 {
			sorted = append(sorted, ranked{&list[i], x})
		}
	}
	slices.SortStableFunc(sorted, func(a, b ranked) int { return cmp.Compare(b.strength, a.strength) })
	var out []store.StatementRow
	var kept []vector
	for _, again := range []bool{false, true} {
		for _, s := range sorted {
			if len(out) == n {
				break
			}
			if slices.ContainsFunc(out, func(o store.StatementRow) bool { return o.Speaker == s.Speaker }) != again {
				continue
			}
			v := vectorOf(contentStems(s.Quote))
			if slices.ContainsFunc(kept, func(k vector) bool { return k.cosine(v) > 0.6 }) {
				continue
			}
			out, kept = append(out, *s.StatementRow), append(kept, v)
		}
	}
	return out
}

func strength(s *store.StatementRow) float64 {
	if s.Confidence < unsure || s.Speaker == "" {
		return 0
	}
	score := s.Confidence
	switch s.Kind {
	case rapporteur.Direct:
		score++
	case rapporteur.Mixed:
		score += 0.6
	}
	if StanceOf(s) != Says {
		score += 0.5
	}
	if s.Role != "" {
		score += 0.2
	}
	switch n := len(strings.Fields(s.Quote)); {
	case n < 5:
		score--
	case n > 45:
		score -= 0.5
	}
	return score
}
