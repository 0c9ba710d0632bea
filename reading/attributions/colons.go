package attributions

import "strings"

// This file finds speakers before a colon, as headlines, transcripts and digests print them.

// colon handles "Kallas: ..." as headlines and transcripts have it.
func (f *finder) colon(from, to int) {
	for i := from + 1; i < to && i < from+9; i++ {
		if f.low(i) != ":" {
			continue
		}
		if turn, ok := f.turn(from, i); ok && i+1 < to {
			f.add(turn)
			return
		}
		source := within{from, i}
		if i+1 >= to || f.word(i).quote != none || !f.nameLike(source) || i+2 >= to {
			return
		}
		if title := f.word(from).paragraph == 0; !title && !f.quoted(i+1) {
			return
		}
		f.add(relation{source: source, cue: within{i, i + 1}, content: []within{f.quoteOr(i+1, to)}, rule: ruleColon})
		return
	}
}

// turn is a paragraph of a transcript with the speaker's surname or name in capitals before the colon at i, a quotation mark before it or not.
func (f *finder) turn(from, i int) (relation, bool) {
	if from > 0 && f.word(from-1).paragraph == f.word(from).paragraph {
		return relation{}, false
	}
	source := within{from, i}
	for !source.empty() && !f.word(source.from).letters && marks[f.word(source.from).low] != (mark{}) {
		source.from++
	}
	if source.empty() || !f.shouted(source) || f.word(source.from).low[0] >= '0' && f.word(source.from).low[0] <= '9' || notSpeakers[f.low(source.from)] {
		return relation{}, false
	}
	return relation{source: source, cue: within{i, i + 1}, content: []within{{i + 1, f.paragraphEnd(i)}}, rule: ruleTurn}, true
}

// longestByline bounds the words of a name between a dash and a colon.
const longestByline = 6

// dashed handles a name between a dash and a quotation, as digests of the press have it: Growth slows - Ada Kallas: “...”.
func (f *finder) dashed(from, to int) {
	for i := from + 2; i+1 < to; i++ {
		q := f.word(i + 1).quote
		if f.low(i) != ":" || f.word(i).quote != none || !f.quoted(i+1) || f.quotes[q].Kind != Speech {
			continue
		}
		for k := i - 1; k >= from && k >= i-longestByline-1; k-- {
			if w := f.low(k); w == "—" || w == "–" || w == "--" || w == "-" && !f.word(k).glued {
				if source := (within{k + 1, i}); !source.empty() && f.nameLike(source) {
					f.add(relation{source: source, cue: within{i, i + 1}, content: []within{f.quoteRun(q)}, rule: ruleDashed})
				}
				break
			}
		}
	}
}

// shouted reports whether a name is printed in capitals, as transcripts print their speakers.
func (f *finder) shouted(r within) bool {
	for i := r.from; i < r.to; i++ {
		s := f.word(i).Of(f.text)
		if s != strings.ToUpper(s) || len(s) < 2 && f.word(i).letters {
			return false
		}
	}
	return r.to-r.from <= 4
}

func (f *finder) quoteOr(i, to int) within {
	if f.quoted(i) && f.quotes[f.word(i).quote].last >= to-1 {
		return f.quoteRun(f.word(i).quote)
	}
	return within{i, to}
}

// nameLike reports whether a phrase can be the name of somebody who speaks: capitals, and none of the words that lead lists.
func (f *finder) nameLike(r within) bool {
	for i := r.from; i < r.to; i++ {
		w := f.word(i)
		if w.letters && !w.capital && !strings.HasPrefix(w.low, "'") && w.low != "of" && w.low != "the" && w.low != "and" && w.low != "for" && w.low != "de" {
			return false
		}
		if w.quote != none || notSpeakers[w.low] || w.low[0] >= '0' && w.low[0] <= '9' {
			return false
		}
	}
	return true
}

var notSpeakers = set(`watch read updated update related latest breaking photos video exclusive opinion analysis name age topline trigger live
	why how what who when where more also note source via photo review debate election campaign correction editorial`)
