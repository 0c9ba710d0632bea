package score

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"rapporteur"
)

// Passage is a sentence with the commitments that a reader marked in it.
type Passage struct {
	Text      string
	Published time.Time // zero where the passage was written for the purpose
	Who       []rapporteur.Span
	Gold      []Bond
}

// Bond is one commitment of a passage: its kind, and the head of what it binds to.
type Bond struct {
	rapporteur.Span
	Kind rapporteur.CommitmentKind
}

var bondKinds = map[byte]rapporteur.CommitmentKind{'p': rapporteur.Pledge, 'd': rapporteur.Deadline, 'm': rapporteur.Meeting, 'v': rapporteur.Vote, 'e': rapporteur.Expiry}

// ReadPassages reads a file of marked passages, one a line: "O | text" or "W date | text", with {w|who} and a kind's letter for
// what is bound ({p|pledge}, {d|deadline}, {m|meeting}, {v|vote}, {e|expiry}). Lines that begin with # are notes.
func ReadPassages(file string) ([]Passage, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Passage
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") || strings.TrimSpace(s.Text()) == "" {
			continue
		}
		head, text, ok := strings.Cut(s.Text(), " | ")
		if !ok {
			return nil, fmt.Errorf("%w: a passage without a bar: %q", rapporteur.ErrInvalid, s.Text())
		}
		p, err := parsePassage(text)
		if err != nil {
			return nil, err
		}
		if _, day, ok := strings.Cut(head, " "); ok {
			p.Published = timexTime(day)
		}
		out = append(out, p)
	}
	return out, nil
}

func parsePassage(marked string) (Passage, error) {
	var p Passage
	var text strings.Builder
	for marked != "" {
		open := strings.IndexByte(marked, '{')
		if open < 0 {
			break
		}
		text.WriteString(marked[:open])
		end := strings.IndexByte(marked, '}')
		if end < open+4 || marked[open+2] != '|' {
			return p, fmt.Errorf("%w: a mark that does not close: %q", rapporteur.ErrInvalid, marked[open:])
		}
		span := rapporteur.Span{Start: text.Len(), End: text.Len() + end - open - 3}
		text.WriteString(marked[open+3 : end])
		if kind := marked[open+1]; kind == 'w' {
			p.Who = append(p.Who, span)
		} else if k, ok := bondKinds[kind]; ok {
			p.Gold = append(p.Gold, Bond{span, k})
		} else {
			return p, fmt.Errorf("%w: no kind has the letter %q", rapporteur.ErrInvalid, kind)
		}
		marked = marked[end+1:]
	}
	text.WriteString(marked)
	p.Text = text.String()
	return p, nil
}

// Commitments counts the findings in one passage: right are those of a marked kind whose clause meets what is marked, and, where
// somebody is marked as bound, whose Who meets that.
func Commitments(p *Passage, found []rapporteur.Commitment) Counts {
	c := Counts{Found: len(found), Gold: len(p.Gold)}
	used := make([]bool, len(p.Gold))
	for _, f := range found {
		for i, g := range p.Gold {
			if !used[i] && g.Kind == f.Kind && (f.What.Overlaps(g.Span) || f.Span.Overlaps(g.Span) && f.Kind != rapporteur.Pledge && f.Kind != rapporteur.Deadline) && p.binds(f.Who) {
				used[i] = true
				c.Right++
				break
			}
		}
	}
	return c
}

func (p *Passage) binds(who rapporteur.Span) bool {
	if len(p.Who) == 0 {
		return true
	}
	for _, w := range p.Who {
		if w.Overlaps(who) {
			return true
		}
	}
	return false
}

// Binding is a text in which a reader marked the commitments of its passages. Spans are in code points.
type Binding struct {
	Article  string
	Passages []rapporteur.Span
	Bonds    []Bonded
}

// Bonded is one commitment: the kinds that it may be said to have, who is bound (empty where that is nobody or anybody) and to what.
// An Open one is a matter of opinion: it is neither missed nor wrong.
type Bonded struct {
	Kinds     []rapporteur.CommitmentKind
	Open      bool
	Who, What rapporteur.Span
}

// ReadBindings reads a table of labelled commitments: article, passage, kind ("-" where the line opens a passage), who, what. A
// kind with ? before it is open; a slash stands between kinds that will both do.
func ReadBindings(file string) ([]Binding, error) {
	var out []Binding
	err := labels(file, 3, func(f []string) error {
		if len(out) == 0 || out[len(out)-1].Article != f[0] {
			out = append(out, Binding{Article: f[0]})
		}
		b := &out[len(out)-1]
		if f[2] == "-" {
			spans, err := labelled(f[1])
			b.Passages = append(b.Passages, spans...)
			return err
		}
		if len(f) < 5 {
			return fmt.Errorf("%w: a commitment without who and what", rapporteur.ErrInvalid)
		}
		kinds, open := strings.CutPrefix(f[2], "?")
		bond := Bonded{Open: open}
		for k := range strings.SplitSeq(kinds, "/") {
			bond.Kinds = append(bond.Kinds, rapporteur.CommitmentKind(k))
		}
		for i, part := range []*rapporteur.Span{&bond.Who, &bond.What} {
			spans, err := labelled(f[i+3])
			if err != nil {
				return err
			}
			for _, s := range spans {
				*part = s
			}
		}
		b.Bonds = append(b.Bonds, bond)
		return nil
	})
	return out, err
}

// Bindings counts the commitments found in a text: right is one of a marked kind whose What overlaps what is marked, and whose Who
// overlaps whoever is marked as bound; each mark is met once. What stands outside the passages or meets an open mark does not
// count. The index of each finding that is wrong goes to wrong, each mark that nothing met to missed.
func Bindings(text string, b *Binding, found []rapporteur.Commitment, wrong func(int), missed func(*Bonded)) Counts {
	at := byteOffsets(text)
	used := make([]bool, len(b.Bonds))
	var c Counts
	for i := range found {
		f := found[i]
		f.What, f.Who = inRunes(at, []rapporteur.Span{f.What})[0], inRunes(at, []rapporteur.Span{f.Who})[0]
		if !slices.ContainsFunc(b.Passages, func(p rapporteur.Span) bool { return p.Contains(f.What) || p.Overlaps(f.What) }) {
			continue
		}
		c.Found++
		n := b.meets(&f, used)
		switch {
		case n >= 0 && b.Bonds[n].Open:
			c.Found--
		case n >= 0:
			used[n] = true
			c.Right++
		case wrong != nil:
			wrong(i)
		}
	}
	for i := range b.Bonds {
		if !b.Bonds[i].Open {
			c.Gold++
			if !used[i] && missed != nil {
				missed(&b.Bonds[i])
			}
		}
	}
	return c
}

// meets gives the mark that a finding meets: one that counts before an open one; -1 for none.
func (b *Binding) meets(f *rapporteur.Commitment, used []bool) int {
	open := -1
	for i := range b.Bonds {
		g := &b.Bonds[i]
		switch {
		case !g.What.Overlaps(f.What):
		case g.Open:
			open = i
		case !used[i] && slices.Contains(g.Kinds, f.Kind) && (g.Who.Empty() || g.Who.Overlaps(f.Who)):
			return i
		}
	}
	return open
}
