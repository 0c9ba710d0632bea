package score

import (
	"bufio"
	"fmt"
	"os"
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
