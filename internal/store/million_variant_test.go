package store

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"rapporteur"
)

// variant is a text of a corpus with its paragraphs in another order, and everything found in it moved along.
type variant struct {
	doc    *rapporteur.Document
	old    *rapporteur.Article
	blocks []block // in the order of the old text
	parts  []int   // where each part of the old text stands now
}

// block is a stretch of the old text that stays together, as something found in it goes across paragraphs.
type block struct{ start, end, shift int }

// shuffled gives a variant; a nil rand leaves the order as it is.
func shuffled(doc *rapporteur.Document, r *rand.Rand) *variant {
	v := &variant{old: doc.Article}
	runs := v.cut(doc)
	order := make([]int, len(runs))
	for i := range order {
		order[i] = i
	}
	if first := min(1, len(order)); r != nil { // the headline stays
		rest := order[first:]
		r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	}
	a := *doc.Article
	a.Parts = nil
	var text strings.Builder
	v.parts = make([]int, len(doc.Article.Parts))
	for _, i := range order {
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		b, ps := &v.blocks[i], runs[i]
		b.shift = text.Len() - b.start
		text.WriteString(doc.Article.Text[b.start:b.end])
		for _, p := range ps {
			v.parts[p] = len(a.Parts)
			part := doc.Article.Parts[p]
			part.Span = rapporteur.Span{Start: part.Start + b.shift, End: part.End + b.shift}
			a.Parts = append(a.Parts, part)
		}
	}
	a.Text = text.String()
	v.doc = &rapporteur.Document{Article: &a}
	v.move(doc)
	return v
}

// cut finds the blocks, and gives the parts of each.
func (v *variant) cut(doc *rapporteur.Document) (runs [][]int) {
	a := doc.Article
	together := make([]bool, len(a.Parts)) // with the part before
	hold := func(s rapporteur.Span) {
		for i := range a.Parts {
			if i > 0 && s.Start < a.Parts[i].Start && s.End > a.Parts[i].Start {
				together[i] = true
			}
		}
	}
	for _, x := range doc.Attributions {
		hold(hull(slices.Concat(x.Source, x.Cue, x.Content)))
	}
	for _, x := range doc.Commitments {
		hold(hull(notEmpty(x.Span, x.Who, x.What, x.Condition)))
	}
	for _, x := range doc.Figures {
		hold(hull(notEmpty(x.Span, x.Of)))
	}
	for _, x := range doc.Dates {
		hold(hull(notEmpty(x.Span, x.Event)))
	}
	for i := range a.Parts {
		if !together[i] {
			runs, v.blocks = append(runs, nil), append(v.blocks, block{start: a.Parts[i].Start})
		}
		n := len(runs) - 1
		runs[n], v.blocks[n].end = append(runs[n], i), a.Parts[i].End
	}
	return runs
}

func notEmpty(list ...rapporteur.Span) []rapporteur.Span {
	return slices.DeleteFunc(list, rapporteur.Span.Empty)
}

// by tells how far what stands at a place of the old text was moved.
func (v *variant) by(at int) int {
	for i := len(v.blocks) - 1; i >= 0; i-- {
		if at >= v.blocks[i].start || i == 0 {
			return v.blocks[i].shift
		}
	}
	return 0
}

func (v *variant) span(s rapporteur.Span) rapporteur.Span {
	if s.Empty() {
		return s
	}
	n := v.by(s.Start)
	return rapporteur.Span{Start: s.Start + n, End: s.End + n}
}

func (v *variant) spans(list []rapporteur.Span) []rapporteur.Span {
	out := make([]rapporteur.Span, len(list))
	for i, s := range list {
		out[i] = v.span(s)
	}
	return out
}

func (v *variant) move(doc *rapporteur.Document) {
	d := v.doc
	d.Article.Dateline.Span = v.span(d.Article.Dateline.Span)
	d.Engine = doc.Engine
	for _, s := range doc.Sentences {
		d.Sentences = append(d.Sentences, rapporteur.Sentence{Span: v.span(s.Span)})
	}
	slices.SortFunc(d.Sentences, func(a, b rapporteur.Sentence) int { return a.Start - b.Start })
	for _, x := range doc.Entities {
		x.Roles, x.Mentions = slices.Clone(x.Roles), slices.Clone(x.Mentions)
		for i := range x.Roles {
			r := &x.Roles[i]
			r.Span, r.Body, r.Country = v.span(r.Span), v.span(r.Body), v.span(r.Country)
		}
		for i := range x.Mentions {
			x.Mentions[i].Span = v.span(x.Mentions[i].Span)
		}
		slices.SortFunc(x.Mentions, func(a, b rapporteur.Mention) int { return a.Start - b.Start })
		d.Entities = append(d.Entities, x)
	}
	for _, x := range doc.Attributions {
		x.Source, x.Cue, x.Content, x.Why = v.spans(x.Source), v.spans(x.Cue), v.spans(x.Content), slices.Clone(x.Why)
		for i := range x.Why {
			x.Why[i].Span, x.Why[i].To = v.span(x.Why[i].Span), v.span(x.Why[i].To)
		}
		d.Attributions = append(d.Attributions, x)
	}
	for _, x := range doc.Figures {
		x.Span, x.Of = v.span(x.Span), v.span(x.Of)
		d.Figures = append(d.Figures, x)
	}
	for _, x := range doc.Dates {
		x.Span, x.Event = v.span(x.Span), v.span(x.Event)
		d.Dates = append(d.Dates, x)
	}
	for _, x := range doc.Commitments {
		x.Span, x.Who, x.What, x.Condition = v.span(x.Span), v.span(x.Who), v.span(x.What), v.span(x.Condition)
		d.Commitments = append(d.Commitments, x)
	}
}

// renamed gives a document in which most of its people bear other names, of as many letters, so that an archive of a few
// texts has many people and rare words. The same name of the same generation becomes the same name.
func renamed(doc *rapporteur.Document, generation int) *rapporteur.Document {
	names := map[string]string{}
	for i := range doc.Entities {
		e := &doc.Entities[i]
		if e.Kind != rapporteur.Person || seed(e.Name, 0)%10 < 4 { // these stay through all generations
			continue
		}
		for w := range strings.FieldsSeq(e.Name) {
			if len(w) > 3 && unicode.IsUpper(rune(w[0])) && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) || r > 127 }) {
				names[w] = othername(w, generation)
			}
		}
	}
	if len(names) == 0 || generation == 0 {
		return doc
	}
	out, a := *doc, *doc.Article
	swap := func(s string) string { return swapWords(s, names) }
	a.Text = swap(a.Text)
	out.Article = &a
	out.Entities = slices.Clone(doc.Entities)
	for i := range out.Entities {
		e := &out.Entities[i]
		e.Name, e.Aliases = swap(e.Name), slices.Clone(e.Aliases)
		for j := range e.Aliases {
			e.Aliases[j] = swap(e.Aliases[j])
		}
	}
	out.Attributions = slices.Clone(doc.Attributions)
	for i := range out.Attributions {
		out.Attributions[i].SpeakerName = swap(out.Attributions[i].SpeakerName)
	}
	return &out
}

func seed(s string, n int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte{byte(n), byte(n >> 8)})
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}

// othername turns vowels into vowels and consonants into consonants.
func othername(w string, generation int) string {
	const vowels, consonants = "aeiou", "bcdfgklmnprstv"
	r := rand.New(rand.NewPCG(seed(w, generation), 1))
	out := []byte(w)
	for i := range out {
		lower := out[i] | 0x20
		next := consonants[r.IntN(len(consonants))]
		if strings.IndexByte(vowels, lower) >= 0 {
			next = vowels[r.IntN(len(vowels))]
		}
		if i == 0 {
			next &^= 0x20
		}
		out[i] = next
	}
	return string(out)
}

// swapWords replaces whole words.
func swapWords(s string, names map[string]string) string {
	out := []byte(s)
	eachWord(s, func(start, end int) bool {
		if n, ok := names[s[start:end]]; ok {
			copy(out[start:end], n)
		}
		return true
	})
	return string(out)
}
