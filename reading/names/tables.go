package names

import (
	"embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed tables/*.txt
var files embed.FS

// sense says what a phrase of the tables is.
type sense uint8

const (
	country sense = iota
	capital
	demonym
	place
	body
	house  // the Kremlin, Downing Street: no town, its government
	people // Kurds, Muslims, the Cold War: a name of nobody in particular
)

// fact is what the tables know of a phrase.
type fact struct {
	sense sense
	name  string // the name it goes by: of the country, for its capital and demonyms too
	seat  string // the usual spelling of a seat of government, else empty
}

func (f fact) kind() Kind {
	switch f.sense {
	case demonym, people:
		return Misc
	case body, house:
		return Organisation
	}
	return Place
}

// phrase is one entry of the gazetteer, cut as the text is cut.
type phrase struct {
	words []string // folded
	exact string   // as it must be printed, for short capitals ("US", "WHO"); else empty
	fact  fact
}

// tables is everything the package knows before it reads.
type tables struct {
	common  map[string]bool
	given   map[string]Gender
	nick    map[string][]string
	phrases map[string][]phrase // by first word, longest first
	bodies  map[string]string   // lower-case description ("bloc") to the body it means by default
	words   map[string]class
	nominal map[string]Kind
	demonym map[string]string // folded nationality to country
}

// class is a set of lists that a word stands in.
type class uint64

const (
	honorificM class = 1 << iota
	honorificF
	honorificB
	role
	roleOf
	roleTail
	roleBefore
	man
	woman
	orgEnd
	orgHead
	placeEnd
	placeHead
	eventEnd
	placeBefore
	say
	never
	function
	particle
	suffix

	honorific = honorificM | honorificF | honorificB
)

var classes = map[string]class{
	"honorific-m": honorificM, "honorific-f": honorificF, "honorific-b": honorificB, "role": role, "role-of": roleOf,
	"role-tail": roleTail, "role-before": roleBefore, "man": man, "woman": woman, "org-end": orgEnd, "org-head": orgHead,
	"place-end": placeEnd, "place-head": placeHead, "event-end": eventEnd, "place-before": placeBefore, "say": say,
	"never": never, "function": function, "particle": particle, "suffix": suffix,
}

var known = sync.OnceValue(loadTables)

func loadTables() *tables {
	t := &tables{
		common: make(map[string]bool, 12_000), given: make(map[string]Gender, 3_000), nick: map[string][]string{},
		phrases: make(map[string][]phrase, 3_000), bodies: map[string]string{}, words: make(map[string]class, 2_000),
		nominal: map[string]Kind{}, demonym: map[string]string{},
	}
	lines("common", func(line string) {
		for _, w := range strings.Fields(line) {
			t.common[w] = true
		}
	})
	lines("words", t.addWords)
	lines("nominals", t.addNominals)
	lines("given", t.addGiven)
	lines("countries", t.addCountry)
	lines("bodies", t.addBody)
	lines("places", func(line string) {
		for _, p := range list(line) {
			t.add(p, fact{place, p, ""})
		}
	})
	lines("peoples", func(line string) {
		for _, p := range list(line) {
			t.addPeople(p, fact{people, p, ""})
		}
	})
	return t
}

// lines calls visit for each line of a table that is not empty and no comment.
func lines(name string, visit func(string)) {
	data, err := files.ReadFile("tables/" + name + ".txt")
	if err != nil {
		panic(err) // embedded: absent only in a broken build
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			visit(line)
		}
	}
}

// list cuts "a; b; c".
func list(s string) []string {
	var out []string
	for f := range strings.SplitSeq(s, ";") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func (t *tables) addWords(line string) {
	key, words, _ := strings.Cut(line, ":")
	for _, w := range strings.Fields(words) {
		t.words[fold(w)] |= classes[key]
	}
}

func (t *tables) addNominals(line string) {
	key, words, _ := strings.Cut(line, ":")
	kind := map[string]Kind{"person": Person, "organisation": Organisation, "place": Place}[key]
	for _, w := range strings.Fields(words) {
		t.nominal[w] = kind
	}
}

func (t *tables) addGiven(line string) {
	if pairs, ok := strings.CutPrefix(line, "= "); ok {
		for _, p := range list(pairs) {
			f := strings.Fields(fold(p))
			t.nick[f[0]] = f[1:]
		}
		return
	}
	key, words, _ := strings.Cut(line, ":")
	g := map[string]Gender{"m": Male, "f": Female, "b": Unknown}[key]
	for _, w := range strings.Fields(fold(words)) {
		if old, ok := t.given[w]; ok && old != g {
			g2 := Unknown // in both lists: either
			t.given[w] = g2
			continue
		}
		t.given[w] = g
	}
}

func (t *tables) addCountry(line string) {
	f := strings.Split(line, "|")
	names := list(f[0])
	for _, n := range names {
		t.add(n, fact{country, names[0], ""})
	}
	for _, seat := range list(f[1]) {
		sense := capital
		if rest, ok := strings.CutPrefix(seat, "!"); ok {
			seat, sense = rest, house
		}
		spellings := strings.Split(seat, "/")
		for _, n := range spellings {
			t.add(n, fact{sense, names[0], spellings[0]})
		}
	}
	for _, n := range list(f[2]) {
		t.demonym[fold(n)] = names[0]
		t.addPeople(n, fact{demonym, names[0], ""})
	}
}

// addPeople files a nationality or the like and its plural.
func (t *tables) addPeople(n string, f fact) {
	t.add(n, f)
	if last := n[len(n)-1]; (last == 'n' || last == 'i' || last == 't' || last == 'k' || last == 'b' || last == 'o' || last == 'e' && !strings.HasSuffix(n, "ese")) && !strings.HasSuffix(n, "man") {
		t.add(n+"s", f)
	}
}

func (t *tables) addBody(line string) {
	line, said, _ := strings.Cut(line, " = ")
	names := list(line)
	for _, n := range names {
		t.add(n, fact{body, names[0], ""})
	}
	for _, d := range list(said) {
		if t.bodies[d] == "" {
			t.bodies[d] = names[0]
		}
	}
}

// add files a phrase under its first word. The first entry of a spelling wins.
func (t *tables) add(s string, f fact) {
	var ws []string
	for _, w := range cut(s) {
		ws = append(ws, fold(w.Of(s)))
	}
	p := phrase{words: ws, fact: f}
	if len(ws) == 1 && len(s) <= 5 && strings.ToUpper(s) == s && unicode.IsLetter(rune(s[0])) {
		p.exact = s
	}
	at := t.phrases[ws[0]]
	i := 0
	for i < len(at) && len(at[i].words) >= len(ws) {
		i++
	}
	at = append(at, phrase{})
	copy(at[i+1:], at[i:])
	at[i] = p
	t.phrases[ws[0]] = at
}

// fold lowers case, strips accents and straightens apostrophes, so that spellings can be compared.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('\'')
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ı':
			b.WriteByte('i')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
