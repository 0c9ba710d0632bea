package store

import (
	"fmt"
	"strings"
	"unicode"

	"rapporteur"
)

// query is what a person asks for: each of the groups must be met, by any of its terms; none of the terms in not may be.
type query struct {
	groups [][]term
	not    []term
	stems  map[string]string // of the words met in texts, for marking: most come again and again
}

// term is a word, or words in a row.
type term struct {
	words  []string // folded and stemmed; letters and digits only
	prefix bool     // the last word is a beginning, folded and not stemmed
	typed  string
}

// Limits on a query: what a person types is far below them; what is above costs more than it finds.
const (
	maxQueryBytes = 2000
	maxTerms      = 40
)

func badQuery(format string, args ...any) error {
	return fmt.Errorf("%w: %s", rapporteur.ErrInvalid, fmt.Sprintf(format, args...))
}

// parseQuery reads a query as [Store.Search] describes it.
func parseQuery(s string) (*query, error) {
	if len(s) > maxQueryBytes {
		return nil, badQuery("the query is longer than %d characters; ask for less at a time", maxQueryBytes)
	}
	s = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(s)
	q, or, terms := &query{stems: map[string]string{}}, false, 0
	for rest := strings.TrimSpace(s); rest != ""; rest = strings.TrimSpace(rest) {
		piece, tail, err := nextPiece(rest)
		if err != nil {
			return nil, err
		}
		rest = tail
		if piece == "OR" {
			if or || len(q.groups) == 0 {
				return nil, badQuery("OR stands between two words; there is none before it")
			}
			or = true
			continue
		}
		if terms++; terms > maxTerms {
			return nil, badQuery("the query has more than %d words; ask for less at a time", maxTerms)
		}
		if err := q.add(piece, or); err != nil {
			return nil, err
		}
		or = false
	}
	switch {
	case or:
		return nil, badQuery("OR stands between two words; there is none after it")
	case len(q.groups) == 0 && len(q.not) > 0:
		return nil, badQuery("say also what to look for: the query only says what to leave out")
	case len(q.groups) == 0:
		return nil, badQuery("the query holds no word to look for")
	}
	return q, nil
}

// nextPiece cuts the next word or phrase, with its sign, off a query.
func nextPiece(s string) (piece, rest string, err error) {
	from := 0
	if s[0] == '-' {
		from = 1
	}
	if strings.HasPrefix(s[from:], `"`) {
		end := strings.IndexByte(s[from+1:], '"')
		if end < 0 {
			return "", "", badQuery("a quotation mark is opened and not closed: %s", s[from:])
		}
		return s[:from+end+2], s[from+end+2:], nil
	}
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:], nil
}

// add takes one piece into the query; one without letters or digits says nothing and is left out.
func (q *query) add(piece string, or bool) error {
	body, negated := strings.CutPrefix(piece, "-")
	t := newTerm(body)
	switch {
	case len(t.words) == 0 && or:
		return badQuery("OR stands between two words; %s is none", piece)
	case len(t.words) == 0:
		return nil
	case negated && or:
		return badQuery("a word to leave out can't be an alternative: %s", piece)
	case negated:
		q.not = append(q.not, t)
	case or:
		last := len(q.groups) - 1
		q.groups[last] = append(q.groups[last], t)
	default:
		q.groups = append(q.groups, []term{t})
	}
	return nil
}

func newTerm(body string) term {
	t := term{typed: body}
	inner := strings.Trim(body, `"`)
	t.prefix = strings.HasSuffix(inner, "*")
	eachWord(inner, func(start, end int) bool {
		w := stem(inner[start:end])
		if t.prefix && !strings.ContainsFunc(inner[end:], isWordRune) {
			w = shortened(fold(inner[start:end]))
		}
		if w != "" {
			t.words = append(t.words, w)
		}
		return true
	})
	return t
}

// fts5 writes the query for SQLite. Every word is made of letters and digits and stands in quotation marks, so nothing
// that was typed is ever read as syntax.
func (q *query) fts5() string {
	return q.write(" AND ", " OR ", " NOT ", func(t term) string {
		s := `"` + strings.Join(t.words, " ") + `"`
		if t.prefix {
			s += " *"
		}
		return s
	})
}

// tsquery writes the query for PostgreSQL, likewise.
func (q *query) tsquery() string {
	return q.write(" & ", " | ", " & ! ", func(t term) string {
		quoted := make([]string, len(t.words))
		for i, w := range t.words {
			quoted[i] = "'" + w + "'"
		}
		if t.prefix {
			quoted[len(quoted)-1] += ":*"
		}
		return "(" + strings.Join(quoted, " <-> ") + ")"
	})
}

func (q *query) write(and, or, not string, one func(term) string) string {
	var b strings.Builder
	b.WriteString("(")
	for i, g := range q.groups {
		if i > 0 {
			b.WriteString(and)
		}
		b.WriteString("(")
		for j, t := range g {
			if j > 0 {
				b.WriteString(or)
			}
			b.WriteString(one(t))
		}
		b.WriteString(")")
	}
	b.WriteString(")")
	for _, t := range q.not {
		b.WriteString(not + one(t))
	}
	return b.String()
}

// explain says in plain words how the query was understood.
func (q *query) explain() string {
	var parts []string
	for _, g := range q.groups {
		var alternatives []string
		for _, t := range g {
			alternatives = append(alternatives, t.typed)
		}
		parts = append(parts, strings.Join(alternatives, " or "))
	}
	s := strings.Join(parts, " and ")
	for _, t := range q.not {
		s += ", without " + t.typed
	}
	return s
}
