package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// asked is a query made ready to be asked of this archive: what its names stand for here is found out.
type asked struct {
	*query.Query
	meant map[*query.Term]*meaning
	stems map[string]string // of the words met in texts, for marking: most come again and again
}

// meaning is what a term stands for.
type meaning struct {
	words    term    // of words and about
	subjects []int64 // whom by means; whom about means, beside its words
	outlets  []outletRef
	story    int64 // that the number leads to now; 0 where it leads to none
}

type outletRef struct {
	id       int64
	articles int
}

// ask reads a query; "" is one that everything meets, given as nil.
func (s *Store) ask(ctx context.Context, text string) (*asked, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var failed error
	q, err := query.Parse(text, query.Options{Now: s.now(), Saved: func(name string) (string, bool) {
		saved, err := s.SavedQuery(ctx, name)
		if err != nil {
			if !errors.Is(err, rapporteur.ErrNotFound) {
				failed = err
			}
			return "", false
		}
		return saved.Query, true
	}})
	if err := errors.Join(failed, err); err != nil {
		if failed != nil {
			return nil, failed
		}
		return nil, err
	}
	a := &asked{Query: q, meant: map[*query.Term]*meaning{}, stems: map[string]string{}}
	query.Terms(q.Root, func(t *query.Term, _ bool) {
		if failed == nil {
			failed = s.mean(ctx, a, t)
		}
	})
	return a, failed
}

// now is the clock that relative dates are reckoned from.
func (s *Store) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now().UTC()
}

// mean finds out what a term stands for here.
func (s *Store) mean(ctx context.Context, a *asked, t *query.Term) (err error) {
	m := &meaning{}
	a.meant[t] = m
	switch {
	case t.Field == nil, t.Field.Name == "about":
		if m.words = newTerm(t.Text, t.Prefix); len(m.words.words) == 0 {
			err = &query.Error{Text: a.Text, What: fmt.Sprintf("%.40q holds no letter and no digit to look for", t.Text)}
			return err
		}
		if err = s.asAcronym(ctx, t, m); err == nil && t.Field != nil && !t.Prefix {
			m.subjects, err = s.wholeNamed(ctx, t.Text)
		}
	case t.Field.Name == "by":
		m.subjects, err = s.subjectIDs(ctx, t.Text)
	case t.Field.Name == "outlet":
		m.outlets, err = s.outletRefs(ctx, t.Text)
	case t.Field.Name == "story":
		m.story, err = s.storyNow(ctx, t.Value)
	}
	return err
}

// wholeNamed gives the subjects that the whole of a name means, in some spelling.
func (s *Store) wholeNamed(ctx context.Context, name string) ([]int64, error) {
	condition, args, err := s.namedWhole(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.meeting(ctx, condition, args)
}

// outletRefs gives the outlets that a word means: that host, those whose host has it as the beginning or as one of its
// labels, those whose name begins with it.
func (s *Store) outletRefs(ctx context.Context, text string) ([]outletRef, error) {
	text = strings.ToLower(plain(oneSpace(text)))
	var out []outletRef
	err := each(ctx, s.db, func(r rows) error {
		var o outletRef
		var host, name string
		if err := r.Scan(&o.id, &host, &name, &o.articles); err != nil {
			return err
		}
		if isOutlet(text, host, name) {
			out = append(out, o)
		}
		return nil
	}, "SELECT id, host, name, articles FROM outlets ORDER BY id")
	return out, err
}

func isOutlet(text, host, name string) bool {
	if host == text || strings.HasPrefix(host, text+".") || strings.Contains(host, "."+text+".") {
		return true
	}
	key := nameKey(text)
	return key != "" && strings.HasPrefix(nameKey(name)+" ", key+" ")
}

// term is a word, or words in a row.
type term struct {
	words   []string // folded and stemmed; letters and digits only
	prefix  bool     // the last word is a beginning, folded and not stemmed
	acronym string   // of one word: it must stand in capitals
}

// indexed gives the words as an index holds them.
func (t *term) indexed() []string {
	if t.acronym != "" {
		return []string{acronymMark + t.acronym}
	}
	return t.words
}

func newTerm(text string, prefix bool) term {
	t := term{prefix: prefix}
	eachWord(text, func(start, end int) bool {
		w := stem(text[start:end])
		if prefix && !strings.ContainsFunc(text[end:], isWordRune) {
			w = shortened(fold(text[start:end]))
		}
		if w != "" {
			t.words = append(t.words, w)
		}
		return true
	})
	return t
}

// matchers write words for an index. Every word is made of letters and digits (an acronym has its mark before them) and stands
// in quotation marks, so nothing that was typed is ever read as syntax.
type matcher struct {
	and, or, not string
	one          func(term) string
}

// fts5 writes for SQLite.
var fts5 = matcher{" AND ", " OR ", " NOT ", func(t term) string {
	s := `"` + strings.Join(t.indexed(), " ") + `"`
	if t.prefix {
		s += " *"
	}
	return s
}}

// tsquery writes for PostgreSQL.
var tsquery = matcher{" & ", " | ", " & ! ", func(t term) string {
	quoted := make([]string, len(t.indexed()))
	for i, w := range t.indexed() {
		quoted[i] = "'" + w + "'"
	}
	if t.prefix {
		quoted[len(quoted)-1] += ":*"
	}
	return "(" + strings.Join(quoted, " <-> ") + ")"
}}

// words writes a part of a query that holds words only; ok is false where it holds more, or only what is left out.
// Parentheses and saved queries are entered where they ask the same index.
func (a *asked) words(m matcher, n query.Node, enter bool) (s string, ok bool) {
	switch n := n.(type) {
	case *query.Term:
		if n.Saved != nil && enter {
			return a.words(m, n.Saved.Root, enter)
		}
		if n.Field != nil {
			return "", false
		}
		return m.one(a.meant[n].words), true
	case *query.Group:
		if !enter {
			return "", false
		}
		return a.words(m, n.Part, enter)
	case *query.Or:
		var out []string
		for _, p := range n.Parts {
			s, ok := a.words(m, p, enter)
			if !ok {
				return "", false
			}
			out = append(out, s)
		}
		return "(" + strings.Join(out, m.or) + ")", true
	case *query.And:
		return a.allWords(m, n.Parts, enter)
	}
	return "", false
}

// allWords writes parts that must all hold; the ones to leave out come last.
func (a *asked) allWords(m matcher, parts []query.Node, enter bool) (string, bool) {
	var with, without []string
	for _, p := range parts {
		list := &with
		if not, ok := p.(*query.Not); ok {
			p, list = not.Part, &without
		}
		s, ok := a.words(m, p, enter)
		if !ok {
			return "", false
		}
		*list = append(*list, s)
	}
	if len(with) == 0 {
		return "", false
	}
	out := "(" + strings.Join(with, m.and) + ")"
	for _, s := range without {
		out = "(" + out + m.not + s + ")"
	}
	return out, true
}

// mustAsk reads a query that may not be empty.
func (s *Store) mustAsk(ctx context.Context, text string) (*asked, error) {
	a, err := s.ask(ctx, text)
	if a == nil && err == nil {
		_, err = query.Parse(text, query.Options{})
	}
	return a, err
}

// alsoBy adds a speaker to what is asked; a may be nil.
func (s *Store) alsoBy(ctx context.Context, a *asked, speaker string) (*asked, error) {
	if a == nil {
		a = &asked{Query: &query.Query{}, meant: map[*query.Term]*meaning{}, stems: map[string]string{}}
	}
	by := query.By(speaker)
	a.Root = query.Both(a.Root, by)
	return a, s.mean(ctx, a, by)
}
