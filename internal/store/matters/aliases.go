package matters

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/internal/store"
)

// Proposal is another name that articles give what a query looks for.
type Proposal struct {
	Name     string
	Why      string // "stands for SAFE", "the same as ... in 4 articles", "named along with it in 5 of 9 articles"
	Alias    bool   // another name of the same; else only named along with it
	Articles int
	At       Extract // a sentence that shows it
}

// Proposals gives other names for what a matter follows, surest first: what its acronym stands for, names of the same
// entity, and names that come along with it.
func (m *Matter) Proposals() []Proposal {
	found := map[string]*Proposal{}
	note := func(name, why string, alias bool, at Extract) {
		key := partyKey(name)
		if key == "" || m.follows(key) {
			return
		}
		p := found[key]
		if p == nil {
			p = &Proposal{Name: name, Why: why, Alias: alias, At: at}
			found[key] = p
		}
		if alias && !p.Alias {
			p.Name, p.Why, p.Alias, p.At, p.Articles = name, why, true, at, 0
		}
		if p.Alias == alias {
			p.Articles++
		}
	}
	for i := range m.Articles {
		m.Articles[i].propose(m.terms(), note)
	}
	var out []Proposal
	for _, p := range found {
		if p.Alias || p.Articles >= max(2, len(m.Articles)/4) {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(btoi(b.Alias)-btoi(a.Alias), b.Articles-a.Articles, strings.Compare(a.Name, b.Name))
	})
	return out[:min(len(out), 12)]
}

// terms are the names that the dossier is found by already.
func (m *Matter) terms() []string {
	return append([]string{strings.Trim(m.Dossier.Query, `"`)}, m.Dossier.Aliases...)
}

func (m *Matter) follows(key string) bool {
	return slices.ContainsFunc(m.terms(), func(t string) bool { return partyKey(t) == key })
}

// propose notes, once each, the other names that one article gives for the terms.
func (a *Article) propose(terms []string, note func(name, why string, alias bool, at Extract)) {
	text, seen := a.Doc.Article.Text, map[string]bool{}
	once := func(name, why string, alias bool, at rapporteur.Span) {
		if key := partyKey(name); !seen[key] {
			seen[key] = true
			note(name, why, alias, a.extract(at))
		}
	}
	for _, term := range terms {
		if IsAcronym(term) {
			for _, f := range a.Found {
				if long, ok := expansion(text, f, term); ok {
					once(oneSpace(long.Of(text)), "what "+term+" stands for", true, sentenceAt(a.Doc, f.Start))
				}
			}
		}
	}
	for i := range a.Doc.Entities {
		e := &a.Doc.Entities[i]
		if s := a.namesSame(e, terms); !s.Empty() {
			for _, name := range append([]string{e.Name}, e.Aliases...) {
				if properName(name) {
					once(name, "named so where it is meant", true, sentenceAt(a.Doc, s.Start))
				}
			}
			continue
		}
		if s, ok := a.sentenceNaming(e); ok && e.Kind != rapporteur.Place && !a.isOutlet(e) {
			_, name := a.party(i)
			once(name, "named along with it", false, s.Span)
		}
	}
}

// IsAcronym reports whether a name is one word in capitals.
func IsAcronym(s string) bool { return store.IsAcronym(s) }

// properName keeps names of several words and acronyms: a bare "Commission" would find every commission.
func properName(s string) bool {
	return IsAcronym(s) || len(strings.Fields(s)) > 1 && !strings.Contains(s, " or ")
}

// namesSame gives the place where an entity is called by one of the terms; empty where it is not.
func (a *Article) namesSame(e *rapporteur.Entity, terms []string) rapporteur.Span {
	for _, x := range e.Mentions {
		if x.Form != rapporteur.Proper {
			continue
		}
		for _, t := range terms {
			if partyKey(x.Of(a.Doc.Article.Text)) == partyKey(t) {
				return x.Span
			}
		}
	}
	return rapporteur.Span{}
}

func (a *Article) isOutlet(e *rapporteur.Entity) bool {
	return strings.EqualFold(e.Name, a.Outlet) || strings.EqualFold(e.Name, a.Wire) || strings.Contains(a.Byline, e.Name)
}

// expansion finds what an acronym stands for beside one place where it is printed: "Security Action for Europe (SAFE)", "...
// or SAFE", "SAFE (Security Action for Europe)". The method is that of Schwartz and Hearst (2003), on initials only: every
// letter begins a word, in order; small words may be passed over.
func expansion(text string, at rapporteur.Span, acronym string) (rapporteur.Span, bool) {
	before := strings.TrimRight(text[max(0, at.Start-120):at.Start], " (“\"'")
	cut := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(before, " or"), ","), ", known as")
	if cut != before || strings.HasSuffix(strings.TrimRight(text[:at.Start], " "), "(") {
		if s, ok := initials(words(text, rapporteur.Span{Start: at.Start - len(text[max(0, at.Start-120):at.Start]), End: at.Start - len(text[max(0, at.Start-120):at.Start]) + len(cut)}), text, acronym, true); ok {
			return s, true
		}
	}
	rest := text[at.End:]
	if trimmed := strings.TrimLeft(rest, " "); strings.HasPrefix(trimmed, "(") {
		start := at.End + len(rest) - len(trimmed) + 1
		return initials(words(text, rapporteur.Span{Start: start, End: min(len(text), start+120)}), text, acronym, false)
	}
	return rapporteur.Span{}, false
}

// words cuts a stretch of text at white space.
func words(text string, s rapporteur.Span) []rapporteur.Span {
	var out []rapporteur.Span
	start := -1
	for i, r := range text[s.Start:s.End] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '’' || r == '\'' {
			if start < 0 {
				start = s.Start + i
			}
			continue
		}
		if start >= 0 {
			out = append(out, rapporteur.Span{Start: start, End: s.Start + i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, rapporteur.Span{Start: start, End: s.End})
	}
	return out
}

// initials matches the letters of an acronym with the initials of words: of the last ones where backward, else the first.
func initials(list []rapporteur.Span, text, acronym string, backward bool) (rapporteur.Span, bool) {
	letters := []rune(strings.ToLower(acronym))
	if backward {
		slices.Reverse(letters)
		slices.Reverse(list)
	}
	var matched []rapporteur.Span
	for _, w := range list {
		if len(matched) == len(letters) {
			break
		}
		first, _ := utf8.DecodeRuneInString(w.Of(text))
		switch {
		case unicode.ToLower(first) == letters[len(matched)]:
			matched = append(matched, w)
		case len(matched) > 0 && unicode.IsLower(first) && w.Len() <= 3: // of, the, and
		default:
			return rapporteur.Span{}, false
		}
	}
	if len(matched) < len(letters) || len(letters) < 2 {
		return rapporteur.Span{}, false
	}
	a, b := matched[0], matched[len(matched)-1]
	return rapporteur.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}, true
}

// Draft reads what a dossier would hold if it were made of a query and names, without keeping it.
func (r *Reader) Draft(ctx context.Context, d store.Dossier, w Window) (*Matter, error) {
	m := &Matter{Dossier: d, Window: w}
	return m, r.fill(ctx, m)
}
