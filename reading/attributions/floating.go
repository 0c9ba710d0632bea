package attributions

import (
	"slices"
	"sort"
	"strings"
)

// This file gives quotations without a cue in their own sentence to speakers: whose name stands under them, beside them, or who spoke last.

// floating gives a quotation that nobody claimed to the speaker of the paragraph before, where it goes on with the speech.
func (f *finder) floating() {
	claimed := make([]bool, len(f.quotes))
	owner := make([]int, len(f.quotes))
	for n := range f.found {
		for _, c := range f.found[n].content {
			for i := c.from; i < c.to; i++ {
				if q := f.word(i).quote; q != none {
					claimed[q], owner[q] = true, n
					i = f.quotes[q].last - 1
				}
			}
		}
	}
	f.chains(claimed, owner)
	extra := map[int]relation{}
	for q := range f.quotes {
		if f.quotes[q].Within != none || claimed[q] || f.quotes[q].Kind != Speech {
			continue
		}
		r, ok := f.signed(q)
		if !ok {
			r, ok = f.unlisted(q)
		}
		if !ok {
			r, ok = f.neighbour(q)
		}
		if ok {
			extra[q] = r
			claimed[q] = true
		}
	}
	for q := range f.quotes {
		if r, ok := extra[q]; ok {
			f.add(r)
		}
	}
}

// chains give the paragraphs of one speech to one relation.
func (f *finder) chains(claimed []bool, owner []int) {
	for q := range f.quotes {
		if p := f.quotes[q].Follows; p != none && claimed[p] && !claimed[q] {
			claimed[q], owner[q] = true, owner[p]
			f.found[owner[p]].content = append(f.found[owner[p]].content, f.quoteRun(q))
		}
	}
	before := map[int][]within{} // what comes before a relation's content, the last first
	for q := len(f.quotes) - 1; q >= 0; q-- {
		if p := f.quotes[q].Follows; p != none && claimed[q] && !claimed[p] {
			claimed[p], owner[p] = true, owner[q]
			before[owner[q]] = append(before[owner[q]], f.quoteRun(p))
		}
	}
	for n, list := range before {
		slices.Reverse(list)
		f.found[n].content = append(list, f.found[n].content...)
	}
}

// longestSignature bounds the words of a name behind a dash, with what is said of its bearer.
const longestSignature = 16

// signed finds the name under a quotation: “...” — Ada Kallas, teacher. It stands behind a dash, in the same paragraph or the next, and
// ends it.
func (f *finder) signed(q int) (relation, bool) {
	dash := f.quotes[q].last
	if dash+1 >= f.size() || !strings.Contains("—―–--", f.low(dash)) || f.word(dash).paragraph-f.word(dash-1).paragraph > 1 {
		return relation{}, false
	}
	end := min(f.paragraphEnd(dash), dash+2+longestSignature)
	name := dash + 1
	for name < end && (f.word(name).capital || f.low(name) == "." || f.low(name) == "de") {
		name++
	}
	if name == dash+1 || end-dash > longestSignature || name < end && !strings.Contains(",(", f.low(name)) {
		return relation{}, false
	}
	source := f.trim(within{dash + 1, end})
	return relation{source: source, cue: within{dash, dash + 1}, content: []within{f.allSigned(q)}, rule: ruleSigned}, !source.empty()
}

// allSigned is what stands above a name: the quotation, or all of its paragraph where that begins with a quotation too.
func (f *finder) allSigned(q int) within {
	all := f.quoteRun(q)
	from := all.from
	for from > 0 && from > all.from-longest && f.word(from-1).paragraph == f.word(all.from).paragraph {
		from--
	}
	if f.quoted(from) {
		all.from = from
	}
	return all
}

// neighbour finds the relation whose source speaks a floating quotation: it stands in the paragraph before, or leads up to it.
func (f *finder) neighbour(q int) (relation, bool) {
	first := f.quotes[q].first
	from, _ := f.sentenceOf(first)
	last := f.quotes[q].last
	if first > from+1 || last < f.size() && f.word(last).sentence == f.word(last-1).sentence && f.word(last).letters {
		return relation{}, false
	}
	n := sort.Search(len(f.found), func(n int) bool { return f.found[n].cue.from >= first }) - 1
	for ; n >= 0; n-- {
		r := &f.found[n]
		if f.word(first).paragraph-f.word(r.cue.from).paragraph > 1 {
			break
		}
		if r.source.empty() {
			continue
		}
		return relation{source: r.source, content: []within{f.quoteRun(q)}, verb: r.verb, rule: ruleFloating}, true
	}
	return relation{}, false
}

// unlisted finds the speaker beside a quotation whatever the verb: `“...,” Kallas deadpanned`, `“...,” reads the letter`.
func (f *finder) unlisted(q int) (relation, bool) {
	i := f.quotes[q].last
	if i+1 >= f.size() || !f.ends(f.quotes[q]) || f.word(i).sentence != f.word(i-1).sentence || !f.word(i).letters {
		return relation{}, false
	}
	_, to := f.sentenceOf(i)
	to = min(to, i+longest)
	content := f.quoteRun(q)
	if f.verbLike(i) && f.beginsPhrase(i+1, to) {
		source := f.phraseAfter(i+1, to)
		r := relation{source: source, cue: within{i, i + 1}, rule: ruleInverted}
		r.content = f.continued(content, max(source.to, i+1), to)
		return r, !source.empty()
	}
	if !f.beginsPhrase(i, to) {
		return relation{}, false
	}
	end := i + 1
	for end < to && end < i+8 && (f.word(end).capital || f.low(end) == "of" || f.low(end) == ".") {
		end++
	}
	if end >= to || !f.verbLike(end) {
		return relation{}, false
	}
	return relation{source: within{i, end}, cue: within{end, end + 1}, content: f.continued(content, end+1, to), rule: ruleAfter}, true
}

// verbLike reports whether a word of no list may be a verb in the past or the third person.
func (f *finder) verbLike(i int) bool {
	w := f.word(i)
	if w.capital || !w.letters || len(w.low) < 4 || prepositions[w.low] || determiners[w.low] || auxiliaries[w.low] || conjunctions[w.low] {
		return false
	}
	return verbs[w.low] != nil || strings.HasSuffix(w.low, "ed") || strings.HasSuffix(w.low, "s") && !strings.HasSuffix(w.low, "ss")
}
