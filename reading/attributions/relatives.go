package attributions

import (
	"rapporteur"
)

// This file resolves relative pronouns: who and which stand for the noun phrase before them, and where that is what somebody is called, for whom it
// is called so: "Lund, a baker in Oslo who", "Lund is a baker who".

// longestCalled bounds the words of what somebody is called before a relative clause.
const longestCalled = 16

// relative resolves who and which to the noun phrase before it.
func (r *resolver) relative(i, at int) speaker {
	src := r.found[i].Source[0]
	end := r.antecedentEnd(at)
	person := r.low(at) != "which" && r.low(at) != "that"
	if m, ok := r.calledBefore(end, person); ok && r.generic(end) {
		return r.named([]mention{r.proper(m)}, src, "relative pronoun: who is called so")
	}
	if m, ok := r.nameBefore(end); ok && (!person || m.form == rapporteur.Proper && r.isPerson(m.entity)) {
		return r.named([]mention{r.proper(m)}, src, "relative pronoun: the name before it")
	}
	if m, ok := r.calledBefore(end, person); ok {
		return r.named([]mention{r.proper(m)}, src, "relative pronoun: who is called so")
	}
	if m, ok := r.nameBefore(end); ok && (m.form != rapporteur.Proper || !r.part(m)) {
		return r.named([]mention{r.proper(m)}, src, "relative pronoun: the name before it")
	}
	if region := r.phraseBefore(at, end, person); !region.empty() {
		s := r.phrase(i, region)
		s.why = append([]rapporteur.Reason{{Span: src, To: r.span(region.from, region.to), Rule: "relative pronoun: the phrase before it"}}, s.why...)
		return s
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "relative pronoun of nobody named"}}}
}

func (r *resolver) isPerson(e int) bool { return r.doc.Entities[e].Kind == rapporteur.Person }

// antecedentEnd is where the noun phrase ends that a relative pronoun at a word follows: before its comma or dash, a bracket, a preposition ("to whom").
func (r *resolver) antecedentEnd(at int) int {
	end := at
	for end > 0 {
		switch w := r.low(end - 1); {
		case w == ")":
			open := end - 1
			for open > 0 && open > end-10 && r.low(open) != "(" {
				open--
			}
			if r.low(open) == "(" {
				end = open
				continue
			}
		case w == ",", end == at && (prepositions[w] || w == "—" || w == "–" || w == "--"):
		default:
			return end
		}
		end--
	}
	return end
}

// nameBefore is the mention, pronouns aside, that ends at a word.
func (r *resolver) nameBefore(end int) (mention, bool) {
	last := r.before(end)
	for n := last - 1; n >= 0 && n >= last-6; n-- {
		if m := r.mentions[n]; m.to == end && m.form != rapporteur.Pronoun {
			return m, true
		}
	}
	return mention{}, false
}

// generic reports whether what ends at a word was taken for a name but has an indefinite article: "a Super PAC that".
func (r *resolver) generic(end int) bool {
	m, ok := r.nameBefore(end)
	return ok && (r.low(m.from-1) == "a" || r.low(m.from-1) == "an")
}

// calledBefore is whom the noun phrase that ends at a word calls something: the name before its comma, or the subject of "is a".
func (r *resolver) calledBefore(end int, person bool) (mention, bool) {
	if end == 0 {
		return mention{}, false
	}
	from, _ := r.sentenceOf(end - 1)
	for k := end - 1; k > from && k > end-longestCalled; k-- {
		w := r.low(k)
		switch {
		case w == ",":
			if !calls(r.low(k + 1)) {
				return mention{}, false
			}
			m, ok := r.nameBefore(r.antecedentEnd(k + 1))
			return m, ok && m.form == rapporteur.Proper && r.isPerson(m.entity) == person
		case w == "of" && person: // "Ada Lund of Ohio, who"
			if m, ok := r.nameBefore(k); ok && m.form == rapporteur.Proper && r.isPerson(m.entity) {
				return m, true
			}
		case (w == "is" || w == "was" || w == "remains" || w == "became") && calls(r.low(k+1)):
			return r.subjectBefore(k, from, person)
		case w == "and" && r.word(k+1).letters && determiners[r.low(k+1)], subordinators[w] && w != "than", finites[w], w == ";", w == ":":
			return mention{}, false
		}
	}
	return mention{}, false
}

// calls reports whether a word can open what somebody is called.
func calls(w string) bool {
	return w == "a" || w == "an" || w == "the" || w == "now" || w == "then" || w == "former" || w == "another"
}

// subjectBefore is the person or body that ends at a word as the subject of the clause there.
func (r *resolver) subjectBefore(at, from int, person bool) (mention, bool) {
	for n := r.before(at) - 1; n >= 0 && r.mentions[n].from >= from; n-- {
		m := r.mentions[n]
		if m.to == at {
			return m, r.isPerson(m.entity) == person && !r.part(m)
		}
	}
	return mention{}, false
}

// phraseBefore is the noun phrase before a relative pronoun: of "members of the board, which" the board, of "members of the board who" the members.
func (r *resolver) phraseBefore(at, end int, person bool) within {
	from, _ := r.sentenceOf(at)
	if end <= from || !r.word(end-1).letters {
		return within{}
	}
	region := (&finder{article: r.article}).tail(within{max(from, end-8), end})
	for k := region.to - 1; !person && k > region.from; k-- {
		if r.low(k) == "of" && determiners[r.low(k+1)] {
			region.from = k + 1
			break
		}
	}
	return region
}

// part reports whether a name only belongs to a noun phrase: "officials in Brussels, who".
func (r *resolver) part(m mention) bool {
	return m.from > 0 && prepositions[r.low(m.from-1)] && r.low(m.from-1) != "like" && r.low(m.from-1) != "including" && r.doc.Entities[m.entity].Kind != rapporteur.Person
}
