package matters

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// State is how a commitment fared. Ahead and Passed follow from its date; the others are set by a person.
type State string

const (
	Ahead   State = "ahead"
	Passed  State = "passed" // its day is over; nobody has said yet what came of it
	Open    State = "open"   // no day is set
	Kept    State = "kept"
	Late    State = "late"
	Unknown State = "unknown"
)

// SetStates are the states that a person can set.
var SetStates = []State{Kept, Late, Unknown}

// Entry is a line of the ledger: one thing that somebody is bound to, or that is set to happen, as one or more reports say it.
type Entry struct {
	Key        string // what an edit of its state is about
	Kind       rapporteur.CommitmentKind
	Who        string // as printed in the newest report, "" where nobody is named
	Names      string // their full names in the article, joined by "; "
	What       string
	Condition  string
	Due        *rapporteur.Date // nil where no day is set
	Said       Extract          // the newest sentence
	Sources    []Extract        // the sentences, newest first, one an article
	Outlets    int
	Articles   int
	State      State
	SetBy      *store.Edit // the edit that set the state, nil where none did
	First      time.Time
	keys       []string
	stems      map[string]bool
	outlets    map[string]bool
	attributed bool
}

// Ledger lists what is promised and due, soonest first; what has no day comes last, newest first.
func (m *Matter) Ledger(now time.Time) []Entry {
	var entries []*Entry
	for i := len(m.Articles) - 1; i >= 0; i-- {
		a := &m.Articles[i]
		for j := range a.Doc.Commitments {
			e := a.entry(&a.Doc.Commitments[j])
			if e == nil {
				continue
			}
			k := slices.IndexFunc(entries, func(x *Entry) bool { return x.same(e) })
			if k < 0 {
				entries = append(entries, e)
				continue
			}
			entries[k].take(e)
		}
	}
	states := m.Edits.Standing(store.EditLedger)
	out := make([]Entry, len(entries))
	for i, e := range entries {
		e.judge(states, now)
		out[i] = *e
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		if (a.Due == nil) != (b.Due == nil) {
			return cmp.Compare(btoi(a.Due == nil), btoi(b.Due == nil))
		}
		if a.Due == nil {
			return b.Said.Article.At.Compare(a.Said.Article.At)
		}
		return a.Due.To.Compare(b.Due.To)
	})
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// entry makes a line of a commitment; nil where it is not of the matter, or says neither when nor by whom.
func (a *Article) entry(c *rapporteur.Commitment) *Entry {
	if !a.In(c.Span) || c.What.Empty() {
		return nil
	}
	doc := a.Doc
	text := doc.Article.Text
	e := &Entry{Kind: c.Kind, Who: oneSpace(c.Who.Of(text)), What: oneSpace(c.What.Of(text)), Condition: oneSpace(c.Condition.Of(text)),
		Outlets: 1, Articles: 1, First: a.At, outlets: map[string]bool{a.OutletHost: true}, stems: map[string]bool{}}
	if c.Due != rapporteur.None && !doc.Dates[c.Due].To.IsZero() {
		e.Due = &doc.Dates[c.Due]
	}
	if c.Attribution != rapporteur.None {
		act := doc.Attributions[c.Attribution].Act
		e.attributed = (act == rapporteur.Promises || act == rapporteur.Commits) && !doc.Attributions[c.Attribution].Negated && doc.Attributions[c.Attribution].Confidence >= unsure
	}
	if e.Due == nil && !e.attributed {
		return nil
	}
	var names []string
	for _, i := range c.Entities {
		names = append(names, doc.Entities[i].Name)
	}
	e.Names = strings.Join(names, "; ")
	sentence := sentenceAt(doc, c.Start)
	if sentence.Empty() {
		sentence = c.Span
	}
	e.Said = a.extract(sentence)
	e.Sources = []Extract{e.Said}
	for _, s := range contentStems(sentence.Of(text)) {
		e.stems[s] = true
	}
	e.keys = []string{a.ID + " " + strings.Join(stemsOf(e.What), " ")}
	e.Key = e.keys[0]
	return e
}

// same reports whether two entries say one thing: due at the same time, and half of the words of the shorter one in common.
func (e *Entry) same(o *Entry) bool {
	if (e.Due == nil) != (o.Due == nil) || e.Due != nil && !e.Due.To.Equal(o.Due.To) {
		return false
	}
	if e.Due == nil && e.Names != o.Names {
		return false
	}
	both := 0
	for s := range o.stems {
		if e.stems[s] {
			both++
		}
	}
	share := 0.5
	if e.Due != nil && e.Due.Grain == rapporteur.GrainDay {
		share = 0.25
	}
	return float64(both) >= share*float64(max(1, min(len(e.stems), len(o.stems))))
}

// take adds a newer report of the same.
func (e *Entry) take(o *Entry) {
	e.keys = append(e.keys, o.keys...)
	e.Articles += btoi(e.Said.Article.ID != o.Said.Article.ID)
	for h := range o.outlets {
		e.outlets[h] = true
	}
	e.Outlets = len(e.outlets)
	if o.Who != "" && (e.Who == "" || len(stemsOf(o.Who)) >= len(stemsOf(e.Who))) {
		e.Who, e.Names = o.Who, o.Names
	}
	if e.Said.Article.ID != o.Said.Article.ID {
		e.Sources = append([]Extract{o.Said}, e.Sources...)
		e.What, e.Condition, e.Said = o.What, o.Condition, o.Said
	}
	if e.Kind == rapporteur.Pledge {
		e.Kind = o.Kind
	}
}

// judge says how the commitment fares: as a person set it, else as its date says.
func (e *Entry) judge(states map[string]store.Edit, now time.Time) {
	for _, k := range e.keys {
		if s, ok := states[k]; ok && (e.SetBy == nil || s.ID > e.SetBy.ID) {
			e.SetBy = &s
		}
	}
	switch {
	case e.SetBy != nil:
		e.State = State(e.SetBy.Words)
	case e.Due == nil:
		e.State = Open
	case e.Due.To.After(now):
		e.State = Ahead
	default:
		e.State = Passed
	}
}
