package store

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"rapporteur/internal/store/query"
)

// A word in capitals in a query is an acronym, where the archive has it as one: SAFE is not "safe", US is not "us". So the
// indexes hold, behind the words of a text, those of them that stand in capitals once more, with a mark before them that no
// word has. Such a search costs what any search for a word costs.

// wordsVersion says what the indexes of words hold of an article: 1 for acronyms, too. Articles with less are filed again by
// reread; until all have it, words in capitals are words like others.
const wordsVersion = 1

// acronymMark begins an acronym in an index: neither a letter nor a digit, and a part of words to both databases.
const acronymMark = "↑"

// shouting is how many words in capitals in a row, with but a space between them, are no acronyms: the line is set in capitals.
const shouting = 4

// acronym gives the form in which a word in capitals is compared, without the s of its plural (MEPs); "" where it is none: SAFE,
// NATO and EU27 are, A and F16 are not.
func acronym(s string) string {
	if len(s) < 2 || s[0] >= 'a' && s[0] <= 'z' {
		return ""
	}
	if n := len(s) - 1; s[n] == 's' && n >= 2 {
		s = s[:n]
	}
	capitals := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsDigit(r):
			return ""
		}
	}
	if capitals < 2 {
		return ""
	}
	return shortened(fold(s))
}

// markAcronyms fills in which words of a text are acronyms.
func markAcronyms(text string, list []word) {
	for i := 0; i < len(list); {
		end := i
		for ; end < len(list) && (end == i || strings.TrimSpace(text[list[end-1].end:list[end].start]) == ""); end++ {
			list[end].acronym = acronym(text[list[end].start:list[end].end])
			if list[end].acronym == "" {
				break
			}
		}
		if end-i >= shouting {
			for j := i; j < end; j++ {
				list[j].acronym = ""
			}
		}
		i = max(end, i+1)
	}
}

// entries gives what an index holds of a text: its words in their order, then its acronyms, each once.
func entries(text string) []string {
	list := wordsOf(text, nil)
	out := make([]string, 0, len(list)+8)
	for i := range list {
		out = append(out, list[i].stem)
	}
	seen := map[string]bool{}
	for i := range list {
		if a := list[i].acronym; a != "" && !seen[a] {
			seen[a] = true
			out = append(out, acronymMark+a)
		}
	}
	return out
}

// Reading is how a word of a query was taken that can be taken in two ways.
type Reading struct {
	Word  string // as typed
	Other string // the whole query with the word taken the other way; "" where it can't be
	As    ReadAs
}

// ReadAs says how a word was taken.
type ReadAs int

const (
	AsAcronym   ReadAs = iota // it stands in capitals
	AsWord                    // in any case, and some texts have it in capitals
	AsWordOnly                // in capitals it stands nowhere
	AsWordStill               // some articles were filed before acronyms were told from words
)

// acronymsTold reports whether the indexes of words hold the acronyms of all articles.
func (s *Store) acronymsTold(ctx context.Context) (bool, error) {
	var old bool
	err := one(ctx, s.db, "SELECT EXISTS (SELECT 1 FROM articles WHERE words_version < "+strconv.Itoa(wordsVersion)+")", nil, &old)
	return !old, err
}

// acronymArticles counts the articles with an acronym, up to a number.
func (s *Store) acronymArticles(ctx context.Context, key string, most int) (int, error) {
	return s.count(ctx, cond(s.db.matching("article_words"), s.db.matcher().one(term{acronym: key})), 0, everything, most)
}

// bare is the acronym that a term may mean: one word in capitals, not between quotation marks and not a beginning*; "" for none.
func bare(t *query.Term) string {
	if t.Quoted || t.Prefix || t.Field != nil && t.Field.Name != "about" {
		return ""
	}
	return acronym(t.Text)
}

// asAcronym has a term ask for an acronym where it may mean one and the archive knows it.
func (s *Store) asAcronym(ctx context.Context, t *query.Term, m *meaning) error {
	key := bare(t)
	if key == "" {
		return nil
	}
	n, err := s.acronymArticles(ctx, key, 1)
	if err != nil || n == 0 {
		return err
	}
	told, err := s.acronymsTold(ctx)
	if told {
		m.words.acronym = key
	}
	return err
}

// readings says how the words of a query were taken that can be taken in two ways.
func (s *Store) readings(ctx context.Context, a *asked) (out []Reading, err error) {
	saved := map[*query.Term]bool{}
	query.Terms(a.Root, func(t *query.Term, _ bool) {
		if t.Saved != nil {
			query.Terms(t.Saved.Root, func(t *query.Term, _ bool) { saved[t] = true })
		}
	})
	query.Terms(a.Root, func(t *query.Term, _ bool) {
		if err != nil || saved[t] {
			return
		}
		var r *Reading
		if r, err = s.reading(ctx, a, t); r != nil {
			out = append(out, *r)
		}
	})
	return out, err
}

func (s *Store) reading(ctx context.Context, a *asked, t *query.Term) (*Reading, error) {
	with := func(word string) string {
		return a.Text[:t.Start] + strings.Replace(a.Text[t.Start:t.End], t.Text, word, 1) + a.Text[t.End:]
	}
	r := &Reading{Word: t.Text}
	switch small := strings.ToLower(t.Text); {
	case bare(t) != "" && a.meant[t].words.acronym != "":
		r.As, r.Other = AsAcronym, with(small)
	case bare(t) != "":
		told, err := s.acronymsTold(ctx)
		if r.As = AsWordOnly; !told {
			r.As = AsWordStill
		}
		return r, err
	case t.Text == small && bare(&query.Term{Text: strings.ToUpper(small), Field: t.Field, Quoted: t.Quoted, Prefix: t.Prefix}) != "":
		n, err := s.acronymArticles(ctx, acronym(strings.ToUpper(small)), 1)
		if err != nil || n == 0 {
			return nil, err
		}
		told, err := s.acronymsTold(ctx)
		if !told {
			return nil, err
		}
		r.As, r.Other = AsWord, with(strings.ToUpper(small))
	default:
		return nil, nil
	}
	return r, nil
}

// manyAcronyms is how far the articles with an acronym are counted for completion.
const manyAcronyms = 1000

// acronymsTyped offers both ways to take a word: as an acronym, and in any case.
func (s *Store) acronymsTyped(ctx context.Context, typed string) ([]query.Suggestion, error) {
	capitals := strings.ToUpper(typed)
	key := acronym(capitals)
	if key == "" || strings.ContainsFunc(typed, func(r rune) bool { return !isWordRune(r) }) {
		return nil, nil
	}
	n, err := s.acronymArticles(ctx, key, manyAcronyms)
	if err != nil || n == 0 {
		return nil, err
	}
	if told, err := s.acronymsTold(ctx); err != nil || !told {
		return nil, err
	}
	words := strconv.Itoa(n) + " articles"
	switch n {
	case 1:
		words = "1 article"
	case manyAcronyms:
		words = "over " + words
	}
	return []query.Suggestion{{Text: capitals, What: "only the acronym, in capitals: " + words}, {Text: strings.ToLower(typed), What: "the word, in any case"}}, nil
}
