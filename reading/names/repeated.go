package names

import "strings"

// This file completes names by what the text prints elsewhere, or around them.

// nicknamed makes one name of a given name, a nickname in quotation marks and a surname: Ada “Puck” Lund.
func (f *finder) nicknamed(list []proposal) []proposal {
	out := make([]proposal, 0, len(list))
	for _, p := range list {
		if n := len(out); n > 0 && p.from < out[n-1].to {
			continue // the surname, or the nickname, that the name before took in
		}
		if end := f.nicknameEnd(p.to); end > 0 && (p.kind == Person || f.isGiven(f.word(p.from))) {
			p.to, p.kind = end, Person
			if i := f.at(list, proposal{from: end - 1, to: end}); i >= 0 {
				p.to = max(end, list[i].to)
			}
		}
		out = append(out, p)
	}
	return out
}

// nicknameEnd is where a surname ends behind a nickname in quotation marks that begins at word k, 0 where there is none.
func (f *finder) nicknameEnd(k int) int {
	if k+3 >= f.size() || k == 0 || !opensNickname[f.word(k).text] || f.word(k).sent != f.word(k-1).sent {
		return 0
	}
	for n := k + 1; n < k+4 && n+1 < f.size(); n++ {
		if w := f.word(n); strings.ContainsAny(w.text, "”\"’'") && w.punct {
			if next := f.word(n + 1); n > k+1 && next.upper && !next.punct && next.class&function == 0 && next.sent == w.sent {
				return n + 2
			}
			return 0
		} else if !w.upper {
			return 0
		}
	}
	return 0
}

var opensNickname = map[string]bool{"“": true, "\"": true, "‘": true, "'": true, "``": true, "''": true}

// repeated adds the places where a name of several words stands again that was surely one elsewhere.
func (f *finder) repeated(list []proposal) []proposal {
	known := map[string][]proposal{} // by the first word
	for _, p := range list {
		if w := f.word(p.from); p.to-p.from > 1 && p.confidence >= sure && p.kind != Misc && w.upper && !w.title && len(known[w.text]) < crowd {
			known[w.text] = append(known[w.text], p)
		}
	}
	if len(known) == 0 {
		return list
	}
	out := make([]proposal, 0, len(list))
	next := 0
	for k := 0; k < f.size(); k++ {
		for next < len(list) && list[next].to <= k {
			next++
		}
		if next < len(list) && list[next].from == k {
			out = append(out, list[next])
			k = list[next].to - 1
			continue
		}
		if p, ok := f.again(known[f.word(k).text], k); ok && (next == len(list) || p.to <= list[next].from) {
			out = append(out, p)
			k = p.to - 1
		}
	}
	return out
}

// again is the longest of some names that stands at word k.
func (f *finder) again(known []proposal, k int) (proposal, bool) {
	best, ok := proposal{}, false
	for _, p := range known {
		n := p.to - p.from
		if k+n > f.size() || n <= best.to-best.from || f.word(k).sent != f.word(k+n-1).sent {
			continue
		}
		same := true
		for i := 1; same && i < n; i++ {
			same = f.word(p.from+i).text == f.word(k+i).text
		}
		if same {
			best, ok = proposal{from: k, to: k + n, kind: p.kind, confidence: p.confidence / 2}, true
		}
	}
	return best, ok
}

// embedded gives a person whom the article names by surname alone the full name that stands in the name of something called after him: "Ada Lund
// Day", "the Ada Lund Library".
func (l *linker) embedded(names []Name) {
	for _, n := range names {
		from, to := l.wordsOf(n.Span)
		if n.Kind == Person || to-from < 3 || !l.word(from+1).upper {
			continue
		}
		given, ok := l.tables.given[l.word(from).fold]
		if !ok {
			continue
		}
		found := -1
		for _, i := range l.byWord[l.word(from+1).fold] {
			if e := &l.ents[i]; e.kind == Person && len(e.mentions) > 0 && len(e.words) == 1 {
				found = i
			}
		}
		if found >= 0 && l.ents[found].votes.against(given) <= 0 {
			l.ents[found].called = l.span(from, from+2).Of(l.src)
		}
	}
}
