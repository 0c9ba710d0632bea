package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// mention is one place where an entity is spoken of, with the words it covers.
type mention struct {
	rapporteur.Span
	form     rapporteur.Form
	from, to int
	metonym  bool // a capital that stands for its country's government
}

// entity is an entity while it is put together.
type entity struct {
	kind     Kind
	words    []string // of its fullest name, for comparison
	fact     *fact    // what the gazetteer knows of it
	votes    votes
	mentions []mention
	roles    []rapporteur.Role
	heads    []string // nouns it may be called by: the heads of its roles, the last words of its name
	ties     []int    // entities it was printed as belonging to: "EU's Kallas"
	offices  []string // titles printed before its name ("president"), folded
	styles   []string // honorifics printed before its name ("mrs."), folded
	full     int      // mentions by full name
	kin      int      // mentions as somebody's wife, son ...
	suffix   string   // "jr", "iii"
	called   string   // the full name that stands in the name of something called after a person, where it stands nowhere else
	again    int      // mentions by full name shortly after another: who is never called by surname alone
	ordered  int      // mentions of the first pass, which are in order
	first    int      // word of its first mention
}

// linker makes entities of names.
type linker struct {
	*text
	prefer  Antecedents
	ents    []entity
	byKey   map[string]int   // spelling and kind, or the gazetteer's name, to entity
	titled  map[string]int   // how often a title stands before a surname alone: "president berg"
	byWord  map[string][]int // a word of a name to the latest entities that have it
	claims  []packed         // of proper mentions on their words
	claimed []int32          // of each word: the claim on it, counted from 1; 0 for none
	apposed map[int]bool     // words of phrases that were read as somebody's role, in apposition
}

// claim is a proper mention's hold on a word. Entity -1 stands for none.
type claim struct{ ent, from, to int }

// packed is a claim in memory.
type packed struct{ ent, from, to int32 }

// claim notes that a proper mention belongs to an entity.
func (l *linker) claim(m mention, ent int) {
	l.claims = append(l.claims, packed{int32(ent), int32(m.from), int32(m.to)})
	for k := m.from; k < m.to; k++ {
		l.claimed[k] = int32(len(l.claims))
	}
}

// claimOn returns the hold on word k.
func (l *linker) claimOn(k int) claim {
	if n := l.claimed[k]; n > 0 {
		c := l.claims[n-1]
		return claim{int(c.ent), int(c.from), int(c.to)}
	}
	return claim{ent: -1}
}

// opener returns the entity whose proper mention begins at word k, -1 where none does.
func (l *linker) opener(k int) int {
	if c := l.claimOn(k); c.ent >= 0 && c.from == k {
		return c.ent
	}
	return -1
}

// crowd bounds how many entities that share a word are compared, so that a list of a thousand Smiths costs no more than its length.
const crowd = 24

func link(t *text, names []Name, prefer Antecedents) []rapporteur.Entity {
	l := newLinker(t, prefer)
	l.gather(names)
	l.resolve()
	return l.entities()
}

func newLinker(t *text, prefer Antecedents) *linker {
	return &linker{text: t, prefer: prefer, byKey: map[string]int{}, byWord: map[string][]int{}, apposed: map[int]bool{}, claimed: make([]int32, t.size())}
}

// gather makes entities of names and reads their roles: all that does not need nouns and pronouns.
func (l *linker) gather(names []Name) {
	l.shortNames(l.fullNames(names))
	l.embedded(names)
	l.defined(names)
	l.metonyms()
	l.findRoles()
}

// pending is a name that can only be linked once all fuller ones are known.
type pending struct {
	mention
	kind  Kind
	words []string
}

// fullNames makes entities of the names that stand by themselves and returns the others: single words of people, and short
// forms of bodies. Both passes go from the beginning to the end of the text.
func (l *linker) fullNames(names []Name) []pending {
	var rest []pending
	for _, n := range names {
		if n.Kind == Misc {
			continue
		}
		from, to := l.wordsOf(n.Span)
		if from >= to {
			continue
		}
		p := pending{mention{Span: n.Span, form: rapporteur.Proper, from: from, to: to}, n.Kind, l.compared(from, to)}
		if len(p.words) == 0 {
			continue
		}
		if p.kind == Place && l.dotted(from, to) {
			p.kind = Organisation // no place that is known: the S.E.C.
		}
		if p.kind == Person && len(p.words) == 1 || p.kind == Organisation && l.isShort(&p) {
			rest = append(rest, p)
			continue
		}
		l.place(&p)
	}
	for i := range l.ents {
		l.ents[i].ordered = len(l.ents[i].mentions)
	}
	return rest
}

// compared returns the words of a name that are compared: folded, without points, marks and suffixes.
func (l *linker) compared(from, to int) []string {
	out := make([]string, 0, to-from)
	for k := from; k < to; k++ {
		w := l.word(k)
		if w.punct || w.class&suffix != 0 && k > from {
			continue
		}
		out = append(out, strings.ReplaceAll(w.fold, ".", ""))
	}
	return out
}

// isShort reports whether a body's name may be the short form of a longer one: a single word, in the tables or not.
func (l *linker) isShort(p *pending) bool {
	if f := l.fact(p.from, p.to); f != nil && (f.sense == body || f.sense == house) {
		return false
	}
	return len(p.words) == 1 || len(p.words) == 2 && l.word(p.from).class&placeHead == 0 && l.word(p.to-1).class&(orgEnd|eventEnd) == 0
}

// fact returns what the gazetteer knows of exactly the words from..to.
func (l *linker) fact(from, to int) *fact {
	at := l.tables.phrases[l.word(from).fold]
	for k := range at {
		if len(at[k].words) == to-from && l.matches(&at[k], from) {
			return &at[k].fact
		}
	}
	return nil
}

// place adds a mention to the entity of its name, or makes a new one.
func (l *linker) place(p *pending) {
	if i := l.existing(p); i >= 0 {
		l.join(i, p)
		return
	}
	l.found(p)
}

func (l *linker) existing(p *pending) int {
	if i, ok := l.byKey[l.entityKey(p)]; ok && (p.kind != Person || l.genderAgrees(i, p) && l.suffixAgrees(i, p)) {
		return i
	}
	if p.kind == Person {
		return l.samePerson(p)
	}
	return -1
}

// entityKey is the gazetteer's name where there is one, else the kind and the spelling.
func (l *linker) entityKey(p *pending) string {
	if p.kind != Person {
		if f := l.fact(p.from, p.to); f != nil && (f.sense == body || f.sense == country) {
			return "=" + fold(f.name)
		} else if f != nil && (f.sense == capital || f.sense == house) {
			return "seat:" + fold(f.seat)
		}
	}
	return p.kind.String() + ":" + strings.Join(p.words, " ")
}

func (l *linker) genderAgrees(i int, p *pending) bool {
	g, h := l.ents[i].votes.gender(), l.title(p.from)
	return g == Unknown || h == Unknown || g == h
}

// title returns the gender of the honorific before word i.
func (l *linker) title(i int) Gender {
	if i == 0 || l.word(i-1).sent != l.word(i).sent || !l.word(i-1).upper {
		return Unknown
	}
	return honorificGender(l.word(i - 1).class)
}

// officeBefore returns the title just before word i, folded, "" where there is none.
func (l *linker) officeBefore(i int) string {
	if i == 0 || l.word(i-1).sent != l.word(i).sent || !l.word(i-1).upper || !l.office(l.word(i-1)) {
		return ""
	}
	return l.word(i - 1).fold
}

// samePerson finds an earlier person whose full name fits: "Hillary Rodham Clinton", "Hillary Clinton"; "Peña Nieto".
func (l *linker) samePerson(p *pending) int {
	n := len(p.words)
	if n < 2 {
		return -1 // shortName knows whose a surname is
	}
	at := l.byWord[p.words[n-1]]
	for k := len(at) - 1; k >= 0; k-- {
		e := &l.ents[at[k]]
		if e.kind != Person || len(e.words) < 2 {
			continue
		}
		short, long := p.words, e.words
		if len(short) > len(long) {
			short, long = long, short
		}
		if (shortOf(short, long) && short[len(short)-1] == long[len(long)-1]) && l.genderAgrees(at[k], p) && l.suffixAgrees(at[k], p) {
			return at[k]
		}
	}
	for _, at := range l.byWord[p.words[0]] { // Sergei Lavrov, Sergey Lavrow
		e := &l.ents[at]
		if e.kind == Person && len(e.words) == n && e.words[0] == p.words[0] && near(e.words[n-1], p.words[n-1]) && l.suffixAgrees(at, p) {
			return at
		}
	}
	return -1
}

// found makes a new entity.
func (l *linker) found(p *pending) int {
	i := len(l.ents)
	l.ents = append(l.ents, entity{kind: p.kind, fact: l.fact(p.from, p.to), first: p.from})
	l.join(i, p)
	return i
}

// join adds a mention and what it tells of its entity.
func (l *linker) join(i int, p *pending) {
	e := &l.ents[i]
	e.mentions = append(e.mentions, p.mention)
	l.claim(p.mention, i)
	l.byKey[l.entityKey(p)] = i
	e.votes.add(l.title(p.from), 3)
	if o := l.officeBefore(p.from); o != "" && len(p.words) > 1 && !slices.Contains(e.offices, o) && len(e.offices) < crowd {
		e.offices = append(e.offices, o)
	}
	if h := l.styleBefore(p.from); h != "" && !slices.Contains(e.styles, h) && len(e.styles) < crowd {
		e.styles = append(e.styles, h)
	}
	if x := l.suffixOf(p); x != "" {
		e.suffix = x
	}
	if l.isKin(p.mention) {
		e.kin++
	}
	if len(p.words) > 1 {
		if n := len(e.mentions); n > 1 && l.word(p.from).sent-l.word(e.mentions[n-2].from).sent <= closeBy {
			e.again++
		}
		e.full++
		if p.kind == Person && len(e.words) < 2 {
			e.votes.add(l.tables.given[p.words[0]], 1.5)
		}
	}
	if len(p.words) > len(e.words) {
		e.words = p.words
	}
	for _, w := range p.words {
		l.share(w, i)
	}
}

// closeBy is how many sentences after a full name the surname alone is what news print, as a rule.
const closeBy = 4

// share files entity i under a word.
func (l *linker) share(w string, i int) {
	at := l.byWord[w]
	if slices.Contains(at, i) {
		return
	}
	if len(at) >= crowd {
		at = at[1:]
	}
	l.byWord[w] = append(at, i)
}

// spelledOut finds the body whose words have a short name for initials.
func (l *linker) spelledOut(p *pending) int {
	w := l.word(p.from)
	if len(p.words) != 1 || !w.caps && !l.dotted(p.from, p.to) || utf8.RuneCountInString(w.text) > 8 {
		return -1
	}
	for i := range l.ents {
		e := &l.ents[i]
		if i >= 4*crowd || e.kind == Person || len(e.words) < 2 {
			continue
		}
		words := e.words
		if !l.word(e.first).upper {
			words = words[1:] // "federal Securities and Exchange Commission"
		}
		if initials(p.words[0], words) {
			return i
		}
	}
	return -1
}

// dotted reports whether a name is three letters or more with points, and none that the tables know: S.E.C.
func (l *linker) dotted(from, to int) bool {
	w := l.word(from)
	return to-from == 1 && len(w.text) >= 6 && strings.Count(w.text, ".") == len(w.text)/2 && l.fact(from, to) == nil
}

// defined merges a name and the short form printed in brackets behind it: "the Security Action for Europe (SAFE)".
func (l *linker) defined(names []Name) {
	for k := 0; k+1 < len(names); k++ {
		_, end := l.wordsOf(names[k].Span)
		if end+2 >= l.size() || l.word(end).text != "(" || l.word(end+1).Start != names[k+1].Start {
			continue
		}
		_, close := l.wordsOf(names[k+1].Span)
		if close >= l.size() || l.word(close).text != ")" && l.word(close).text != "," {
			continue
		}
		from, _ := l.wordsOf(names[k].Span)
		a, b := l.opener(from), l.opener(end+1)
		if a >= 0 && b >= 0 && a != b && l.ents[a].kind != Person && l.ents[b].kind != Person && l.abbreviates(a, b) {
			l.merge(a, b)
		}
	}
}

// abbreviates reports whether one entity's name is made of letters of the other's, in order, first letters first.
func (l *linker) abbreviates(a, b int) bool {
	x, y := l.ents[a].words, l.ents[b].words
	if len(x) == 1 && len(y) > 1 {
		x, y = y, x
	}
	if len(y) != 1 || len(x) < 2 {
		return false
	}
	all := strings.Join(x, "")
	if all == "" || y[0] == "" || all[0] != y[0][0] {
		return false
	}
	for _, r := range y[0] {
		i := strings.IndexRune(all, r)
		if i < 0 {
			return false
		}
		all = all[i+utf8.RuneLen(r):]
	}
	return true
}

// merge moves everything of entity b to a; b stays behind without mentions.
func (l *linker) merge(a, b int) {
	x, y := &l.ents[a], &l.ents[b]
	if len(y.words) > len(x.words) {
		x.words = y.words
	}
	if x.fact == nil {
		x.fact = y.fact
	}
	x.mentions = append(x.mentions, y.mentions...)
	slices.SortFunc(x.mentions, func(m, n mention) int { return m.Compare(n.Span) })
	for _, m := range y.mentions {
		l.claim(m, a)
	}
	x.full += y.full
	x.first = min(x.first, y.first)
	for _, m := range y.mentions {
		l.byKey[l.entityKey(&pending{m, y.kind, l.compared(m.from, m.to)})] = a
	}
	y.mentions = nil
}

// metonyms moves mentions of a seat of government that act, or are acted on, as a government to the country, where the article
// names the country.
func (l *linker) metonyms() {
	for i := range l.ents {
		e := &l.ents[i]
		if e.fact == nil || e.fact.sense != capital && e.fact.sense != house {
			continue
		}
		home, ok := l.byKey["="+fold(e.fact.name)]
		if !ok || home == i {
			continue
		}
		keep := e.mentions[:0]
		for _, m := range e.mentions {
			if e.fact.sense == house || l.governs(m, home) {
				m.metonym = true
				l.ents[home].mentions = append(l.ents[home].mentions, m)
				l.claim(m, home)
			} else {
				keep = append(keep, m)
			}
		}
		e.mentions = keep
		h := &l.ents[home]
		slices.SortFunc(h.mentions, func(m, n mention) int { return m.Compare(n.Span) })
		h.first = h.mentions[0].from
	}
}

// governs reports whether a capital's name stands for a government: it speaks or acts, sanctions fall on it, talks are between it
// and another.
func (l *linker) governs(m mention, home int) bool {
	s := l.sents[l.word(m.from).sent]
	if m.from > s.from {
		switch l.word(m.from - 1).fold {
		case "in", "at", "from", "near", "outside", "to", "of", "around", "via", "for", "leaving", "visited", "visiting", "into", "through", "city", "central", ",":
			return false
		case "between", "on", "against", "with", "pressure", "that":
			return true
		case "and":
			return m.from-2 >= s.from && l.holder(m.from-2) != home && (l.governsAt(m.from-2) || m.from-3 >= s.from && l.word(m.from-3).fold == "between")
		}
	}
	return m.to < s.to && (l.word(m.to).class&say != 0 && !l.word(m.to).upper || governing[l.word(m.to).fold])
}

func (l *linker) governsAt(k int) bool {
	i := l.opener(k)
	return i >= 0 && l.ents[i].fact != nil && l.ents[i].fact.sense == country
}

// governing are verbs that follow a government rather than a town.
var governing = map[string]bool{
	"should": true, "would": true, "could": true, "will": true, "must": true, "may": true, "has": true, "had": true, "wants": true, "wanted": true,
	"seeks": true, "sought": true, "hopes": true, "fears": true, "sees": true, "considers": true, "agreed": true, "refused": true, "refuses": true,
	"backs": true, "backed": true, "supports": true, "supported": true, "imposed": true, "signed": true, "expelled": true, "summoned": true, "recalled": true, "views": true,
}

// entities writes the result: entities in the order of their first mentions, with the fullest name and the other names.
func (l *linker) entities() []rapporteur.Entity {
	order := make([]int, 0, len(l.ents))
	for i := range l.ents {
		if len(l.ents[i].mentions) > 0 {
			l.tidy(&l.ents[i])
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return l.ents[a].mentions[0].Compare(l.ents[b].mentions[0].Span)
	})
	out := make([]rapporteur.Entity, len(order))
	for k, i := range order {
		out[k] = l.printed(&l.ents[i])
		l.ents[i].mentions = nil
	}
	return out
}

// tidy sorts an entity's mentions and drops one that a longer one holds.
func (l *linker) tidy(e *entity) {
	slices.SortFunc(e.mentions, func(a, b mention) int { return a.Compare(b.Span) })
	e.mentions = slices.CompactFunc(e.mentions, func(a, b mention) bool { return a.Span == b.Span })
}

func (l *linker) printed(e *entity) rapporteur.Entity {
	out := rapporteur.Entity{Kind: e.kind.entity(), Roles: e.roles, Mentions: make([]rapporteur.Mention, 0, len(e.mentions))}
	best := -1
	var seen []string
	for _, m := range e.mentions {
		out.Mentions = append(out.Mentions, rapporteur.Mention{Span: m.Span, Form: m.form})
		if m.form != rapporteur.Proper {
			continue
		}
		name := oneLine(m.Of(l.src))
		if !slices.Contains(seen, name) && len(seen) < crowd {
			seen = append(seen, name)
		}
		size := (m.to-m.from)*1000 + len(name)
		if m.metonym {
			size = 0
		}
		if e.kind == Person && m.to-m.from > 1 && l.isGiven(m.from) {
			size += 2500 // "Hillary Clinton", not "Crooked Hillary Clinton"
		}
		if size > best && l.word(m.from).title && l.word(m.from).caps {
			size -= 500 // a line of capitals is no way to print a name
		}
		if size > best {
			best, out.Name = size, name
		}
	}
	if e.called != "" && !strings.Contains(out.Name, " ") {
		out.Name = oneLine(e.called)
	}
	for _, s := range seen {
		if s != out.Name {
			out.Aliases = append(out.Aliases, s)
		}
	}
	return out
}

// isGiven reports whether word k is a given name.
func (l *linker) isGiven(k int) bool { return l.tables.isName(l.word(k).fold) }

// oneLine prints a name with single spaces.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t\r\u00a0") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
