package figures

import "strings"

// longest is the length in bytes of the longest word of the lexicon.
const longest = 24

// role is what a word does in a figure.
type role uint8

const (
	plain    role = iota
	unitWord      // one to nineteen, zero
	tenWord       // twenty to ninety
	hundred
	scale    // thousand, million, crore
	dozen    // dozen, score: multiplies, but stands as a noun too
	plural   // dozens, scores, hundreds, millions
	fraction // half, third, quarters
	article  // a, an
	vague    // several, few, many, couple
	currencyCode
	currencyName
	hundredth // cents, pence
	measure
	percent
)

// entry is what the lexicon says of a word.
type entry struct {
	role   role
	n      int64  // number words: their value; scales: 0
	power  int    // scales: power of ten
	money  string // ISO 4217, where the word is one of money
	prefix bool   // may stand directly before digits: "EUR125"
	unit   string // measures: symbol
	many   bool   // fractions: a plural
	strict string // exact spelling demanded: symbols, whose case counts
	glued  bool   // counts only without white space before it: "15m"
	people bool   // a noun that is counted though its form shows no plural
	stop   bool   // ends a noun phrase
	rise   int    // verbs and nouns of change: 1 up, -1 down
	label  bool   // a number behind it is a name: "Article 5"
	maker  bool   // a number behind it is a model, whatever follows
	adj    string // country before "dollars": ISO 4217 code of its dollar
	also   *entry // another sense of the same word
}

func (e *entry) number() bool {
	return e.role == unitWord || e.role == tenWord || e.role == hundred || e.role == scale || e.role == fraction || e.role == dozen
}

// lexicon holds every word that the rules know, in lower case.
var lexicon = func() map[string]*entry {
	m := make(map[string]*entry, 1500)
	add := func(w string, e entry) {
		if len(w) > longest {
			return
		}
		old := m[w]
		switch {
		case old == nil:
			m[w] = &e
		case old.role == plain:
			old.fill(&e)
		case e.role == plain:
			e2 := *old
			e2.fill(&e)
			m[w] = &e2
		default:
			for old.also != nil {
				old = old.also
			}
			old.also = &e
		}
	}
	numberWords(add)
	for _, c := range currencies {
		addCurrency(add, c)
	}
	for _, u := range measures {
		for _, w := range strings.Fields(u.words) {
			add(w, entry{role: measure, unit: u.symbol})
		}
		for _, w := range strings.Fields(u.exact) {
			add(strings.ToLower(w), entry{role: measure, unit: u.symbol, strict: w, glued: u.glued})
		}
	}
	for _, w := range strings.Fields("percent pct percents percentage") {
		add(w, entry{role: percent, unit: "%"})
	}
	add("pc", entry{role: percent, unit: "%", glued: true})
	for _, w := range strings.Fields(stops) {
		add(w, entry{stop: true})
	}
	for _, w := range strings.Fields(counted) {
		add(w, entry{people: true})
	}
	for _, w := range strings.Fields(labels) {
		add(w, entry{label: true})
	}
	for _, w := range strings.Fields(makers) {
		add(w, entry{maker: true, label: true})
	}
	for _, w := range strings.Fields(rises) {
		add(w, entry{rise: 1})
	}
	for _, w := range strings.Fields(falls) {
		add(w, entry{rise: -1})
	}
	for code, adjectives := range dollars {
		for _, w := range strings.Fields(adjectives) {
			add(w, entry{adj: code})
		}
	}
	return m
}()

// beginnings tells, by the first two bytes of a word, how long the lexicon's words are that begin so (bit n: of length n): it spares most words
// the look-up.
var beginnings = func() (b [1 << 10]uint32) {
	for w := range lexicon {
		if len(w) > 1 {
			b[pair(w[0], w[1])] |= 1 << len(w)
		}
	}
	return b
}()

func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// fill takes over what o knows and e does not.
func (e *entry) fill(o *entry) {
	if e.role == plain {
		e.role, e.n, e.power, e.money, e.prefix, e.unit, e.many, e.strict, e.glued = o.role, o.n, o.power, o.money, o.prefix, o.unit, o.many, o.strict, o.glued
	}
	e.people, e.stop, e.label, e.maker = e.people || o.people, e.stop || o.stop, e.label || o.label, e.maker || o.maker
	if e.rise == 0 {
		e.rise = o.rise
	}
	if e.adj == "" {
		e.adj = o.adj
	}
}

func numberWords(add func(string, entry)) {
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		add(w, entry{role: unitWord, n: int64(i)})
	}
	for _, w := range []string{"nought", "naught", "nil"} {
		add(w, entry{role: unitWord})
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		add(w, entry{role: tenWord, n: int64(10 * (i + 2))})
	}
	add("hundred", entry{role: hundred, n: 100, power: 2})
	for w, p := range map[string]int{"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15, "lakh": 5, "lac": 5, "crore": 7, "mln": 6, "bln": 9, "tln": 12, "bn": 9, "mn": 6, "tn": 12, "trn": 12} {
		add(w, entry{role: scale, power: p})
	}
	for w, p := range map[string]int{"k": 3, "m": 6, "b": 9, "t": 12, "mm": 6, "g": 9} {
		add(w, entry{role: scale, power: p, glued: true})
	}
	for w, p := range map[string]int{"hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12, "lakhs": 5, "crores": 7} {
		add(w, entry{role: plural, power: p})
	}
	add("tens", entry{role: plural, power: 1})
	add("dozen", entry{role: dozen, n: 12})
	add("dozens", entry{role: plural, n: 12})
	add("score", entry{role: dozen, n: 20})
	add("scores", entry{role: plural, n: 20})
	for i, w := range strings.Fields("half third quarter fifth sixth seventh eighth ninth tenth eleventh twelfth") {
		d := int64(i + 2)
		add(w, entry{role: fraction, n: d})
		add(w+"s", entry{role: fraction, n: d, many: true})
	}
	add("halves", entry{role: fraction, n: 2, many: true})
	for w, n := range map[string]int64{"fourth": 4, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "hundredth": 100, "thousandth": 1000, "millionth": 1e6, "trillionth": 1e12, "billionth": 1e9} {
		add(w, entry{role: fraction, n: n})
		add(w+"s", entry{role: fraction, n: n, many: true})
	}
	for _, w := range []string{"a", "an"} {
		add(w, entry{role: article})
	}
	for w, n := range map[string]int64{"several": 2, "few": 2, "many": 2, "couple": 2, "handful": 0} {
		add(w, entry{role: vague, n: n})
	}
}

// stops are words that end the noun phrase after a number: function words, and verbs that follow a subject in news.
const stops = `a an the this that these those of in on at by for from to with without within into onto over under above below between among amid
against across along after before since until till during through throughout towards toward about around near off up down out as than per via
and or but nor yet so if when while where who whom whose which what because although though unless whether
is are was were be been being am has have had having do does did will would shall should can could may might must
i you he she it we they me him us them his her its their our my your there here not no also only still already just even now then ever never
said says say told tells tell added adds according including included include includes compared following
made make makes took take takes taken gave give gives given got get gets came come comes went go goes gone left remain remained remains
voted vote approved rejected backed opposed agreed died dead killed injured wounded hurt missing attended joined signed launched
need needs wants want wanted worth each apart ago later earlier more less fewer away long wide high tall deep old long-term respectively
have've started began begin ended fell rose dropped gained lost showed shows expected believed supposed due able ready
lies lived live living lives work works worked face faces faced took versus vs again thick lower higher bigger larger smaller greater better worse cheaper prior once`

// counted are nouns whose plural has no s.
const counted = `people men women children police troops personnel staff aircraft series species sheep fish cattle offspring youth
mph media data criteria phenomena lawmen policemen policewomen gunmen servicemen servicewomen servicepeople fishermen clergymen businessmen
spokesmen congressmen congresswomen chairmen firemen crewmen militiamen tribesmen statesmen journalists mice feet teeth geese crew infantry
manpower alumni referenda bacteria memoranda fungi persons dead injured wounded missing killed migrants refugees`

// singles are nouns that "one" counts.
const singles = `person man woman child boy girl civilian soldier officer policeman member vote seat case death country state nation party company
student worker journalist passenger victim suspect lawmaker protester official ship aircraft plane drone missile rocket house building vehicle car
judge minister senator deputy hostage prisoner fighter rebel migrant refugee patient doctor nurse teacher guard pilot attack explosion`

// labels are words behind which a number is a name.
const labels = `ext extension article articles point chapter page pages no nos number numbers room section sections flight flights route highway interstate version phase grade level type
paragraph paragraphs verse exit gate channel resolution resolutions appendix annex protocol title rule clause schedule amendment proposition measure
tier category stage platform terminal track line bus train runway hangar unit episode season volume vol issue part item figure table fig
apollo agenda windows iphone ipad galaxy playstation xbox formula euro covid area district ward precinct region zone sector block lot
division brigade battalion regiment squadron fleet army bill law decree directive regulation order case docket act basel
fortune ftse nikkei dax cac group nasdaq russell stoxx poor ibex psalm chapter corinthians john luke matthew mark radio studio catch pier quai
ms-dos linux android ios python php java model mark mk serial win world wars war dow opus symphony expo top`

// makers build things with numbers for names.
const makers = `boeing airbus mcdonnell douglas embraer tupolev ilyushin antonov sukhoi mig lockheed iphone ipad trent ferrari porsche peugeot nokia windows bombardier`

// rises and falls are verbs and nouns that make of the number behind them a difference.
const (
	rises = `up rose rise rises risen rising increase increased increases increasing gain gained gains gaining grew grow grows grown growing climb climbed climbs jump jumped
jumps surge surged surges soar soared add added advance advanced higher hike raise raised expand expanded expands growth`
	falls = `down fell fall falls fallen falling drop dropped drops dropping decrease decreased decreases decline declined declines declining lost lose loses losing loss slump slumped
plunge plunged plunges tumbled tumble slid slide sank shrank shrink shrinks shrunk contract contracted contracts cut cuts cutting reduce reduced reduction lower shed dipped slipped
lower plummeted`
)
