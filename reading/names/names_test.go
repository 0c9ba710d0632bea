package names_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// read makes a document of plain text. A first line that ends in a blank line is its headline.
func read(text string) *rapporteur.Document {
	a := &rapporteur.Article{Text: text}
	if head, _, ok := strings.Cut(text, "\n\n"); ok {
		a.Parts = []rapporteur.Part{
			{Span: rapporteur.Span{Start: 0, End: len(head)}, Kind: rapporteur.Headline},
			{Span: rapporteur.Span{Start: len(head) + 2, End: len(text)}, Kind: rapporteur.Paragraph},
		}
	}
	return &rapporteur.Document{Article: a, Sentences: tokens.Find(a)}
}

// named prints the names of a text with their kinds.
func named(text string) string {
	var out []string
	for _, n := range names.Spans(read(text)) {
		out = append(out, n.Of(text)+"/"+n.Kind.String()[:1])
	}
	return strings.Join(out, " | ")
}

func TestSpans(t *testing.T) {
	for _, c := range []struct{ about, text, want string }{
		{"a title is no part of a name", "He met President Petr Pavel and Mr. Fiala.", "Petr Pavel/p | Fiala/p"},
		{"a body before a title stands alone", "A call by EU Trade Commissioner Maros Sefcovic was expected.", "EU/o | Maros Sefcovic/p"},
		{"a title of several words", "Talks with Deputy Prime Minister Anna Novak and Secretary of State Carl Berg failed.", "Anna Novak/p | Carl Berg/p"},
		{"a possessive ends a name", "Norway's minister met Ms. Berg's aides.", "Norway/p | Berg/p"},
		{"small words inside a body's name", "It cited the Ministry of Foreign Affairs and the Organization for Security and Cooperation in Europe.", "Ministry of Foreign Affairs/o | Organization for Security and Cooperation in Europe/o"},
		{"people joined by and stay two", "It was signed by Anna Berg and Carl Lund.", "Anna Berg/p | Carl Lund/p"},
		{"particles", "They spoke with Alexander van der Bellen and Bashar al-Assad.", "Alexander van der Bellen/p | Bashar al-Assad/p"},
		{"hyphens join or part", "The U.S.-Ukraine talks were led by Jean-Claude Martin.", "U.S./p | Ukraine/p | Jean-Claude Martin/p"},
		{"a common word at the start is no name", "Talks failed. Negotiators left Oslo on Monday.", "Oslo/p"},
		{"a name at the start is one", "Kubrat left. Then Kubrat came back.", "Kubrat/p | Kubrat/p"},
		{"nationalities are no places", "The German minister met Russians in Berlin.", "German/m | Russians/m | Berlin/p"},
		{"headlines", "Minister Says Norway Will Not Join Fund for Ukraine\n\nNorway will not join.", "Norway/p | Ukraine/p | Norway/p"},
		{"capitals", "MINISTER SAYS NORWAY WILL NOT JOIN FUND\n\nNorway will not join.", "NORWAY/p | Norway/p"},
		{"months", "Theresa May spoke in May with April Lind.", "Theresa May/p | April Lind/p"},
		{"initials and suffixes", "John F. Lind Jr. spoke.", "John F. Lind Jr./p"},
		{"a pet name in quotation marks", "They met Robert \"Bobby\" Lind there.", "Robert \"Bobby\" Lind/p"},
		{"Korean and Chinese given names", "They met Ban Ki-moon in New York-led talks.", "Ban Ki-moon/p | New York/p"},
		{"WHO and who", "The minister who spoke for the WHO left.", "WHO/o"},
	} {
		if got := named(c.text); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.about, c.text, got, c.want)
		}
	}
}

// linked prints the entities of a text: name: mentions.
func linked(text string) []string {
	var out []string
	for _, e := range names.Find(read(text)) {
		var ms []string
		for _, m := range e.Mentions {
			ms = append(ms, m.Of(text))
		}
		out = append(out, e.Name+": "+strings.Join(ms, ", "))
	}
	return out
}

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"points in initials", "The federal Securities and Exchange Commission sued in May.\nThe S.E.C. said so.", []string{"Securities and Exchange Commission: Securities and Exchange Commission, S.E.C."}},
		{"a letter is missing", "They met Ada McClenney in May.\nMcLenney said so. Hansen left.", []string{"Ada McClenney: Ada McClenney, McLenney", "Hansen: Hansen"}},
		{"President Berg is not the first lady", "Berg says no\n\nPresident Berg left. Mr. Berg said on Monday that he was late. Mr. Berg said so to the first lady, Anna Berg.", []string{"Berg: Berg, Berg, Berg, he, Berg", "Anna Berg: Anna Berg"}},
		{"a surname goes to the full name, before and behind", "Lindt says talks failed\n\nThe talks failed, Anna Lindt said. Critics of Lindt disagreed.",
			[]string{"Anna Lindt: Lindt, Anna Lindt, Lindt"}},
		{"two of one surname are told apart by title", "Anna Berg and Carl Berg came. Critics of Mr. Berg left before the friends of Mrs. Berg did.",
			[]string{"Anna Berg: Anna Berg, Berg", "Carl Berg: Carl Berg, Berg"}},
		{"a wife does not take over the surname", "Karl Lund came with his wife, Anna Lund, on Monday. The talks failed, Lund said. Friends of Lund left.",
			[]string{"Karl Lund: Karl Lund, his, Lund, Lund", "Anna Lund: Anna Lund"}},
		{"the pronoun behind tells people of one surname apart", "Anna Berg and Carl Berg came to the talks. Later on Monday Berg said that he would not sign.",
			[]string{"Anna Berg: Anna Berg", "Carl Berg: Carl Berg, Berg, he"}},
		{"father and son", "Charles Berg III spoke about Charles Berg Jr. on Monday.",
			[]string{"Charles Berg III: Charles Berg III", "Charles Berg Jr.: Charles Berg Jr."}},
		{"parts of a digest tell people of one surname apart", "Carl Berg came. Carl Berg left. Carl Berg sat.\n\n___.\n\nAnna Berg spoke in May. It rained. It snowed. It froze. Critics of Berg left.",
			[]string{"Carl Berg: Carl Berg, Carl Berg, Carl Berg", "Anna Berg: Anna Berg, Berg"}},
		{"pet names and middle names are one person", "William Henry Lund spoke. Friends of Bill Lund left.",
			[]string{"William Henry Lund: William Henry Lund, Bill Lund"}},
		{"an acronym is defined", "The money comes from the Northern Harbour Initiative (NHI) in Oslo. Critics of NHI complained.",
			[]string{"Northern Harbour Initiative: Northern Harbour Initiative, NHI, NHI", "Oslo: Oslo"}},
		{"known short names", "Members of the European Union met. Later the EU paid. In the end the European Commission agreed, and the Commission wrote a letter.",
			[]string{"European Union: European Union, EU", "European Commission: European Commission, Commission"}},
		{"spellings of one place", "They left Kyiv by train. Others stay in Kiev.", []string{"Kyiv: Kyiv, Kiev"}},
		{"a seat of government", "Russia sent an envoy to Oslo. Sanctions on Moscow remain. The envoy returned to Moscow.",
			[]string{"Russia: Russia, Moscow", "Oslo: Oslo", "Moscow: Moscow"}},
	} {
		if diff := cmp.Diff(c.want, linked(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.about, diff)
		}
	}
}

// roles prints the roles of a text: name: role [body] {country} former.
func roles(text string) []string {
	var out []string
	for _, e := range names.Find(read(text)) {
		for _, r := range e.Roles {
			s := e.Name + ": " + r.Of(text)
			if !r.Body.Empty() {
				s += " [" + r.Body.Of(text) + "]"
			}
			if !r.Country.Empty() {
				s += " {" + r.Country.Of(text) + "}"
			}
			if r.Former {
				s += " former"
			}
			out = append(out, s)
		}
	}
	return out
}

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"before the name", "The plan was seen by EU Trade Commissioner Ada Lund.", []string{"Ada Lund: EU Trade Commissioner [EU]"}},
		{"a nationality", "They asked Norwegian Foreign Minister Carl Berg.", []string{"Carl Berg: Norwegian Foreign Minister {Norwegian}"}},
		{"lower case, former", "The money went to former party chairman Carl Berg.", []string{"Carl Berg: party chairman former"}},
		{"two offices", "They met with founder and chief executive Ada Lund.", []string{"Ada Lund: founder and chief executive"}},
		{"with a complement", "They met with Secretary of State Ada Lund.", []string{"Ada Lund: Secretary of State"}},
		{"short forms", "They met with Sen. Ada Lund and Mr. Berg.", []string{"Ada Lund: Sen."}},
		{"apposition", "Ada Lund, the EU's trade commissioner, left.", []string{"Ada Lund: EU's trade commissioner [EU]"}},
		{"apposition with complements", "Ada Lund, director of the Harbour Institute in Oslo, left.", []string{"Ada Lund: director of the Harbour Institute in Oslo [Harbour Institute]"}},
		{"apposition before the name", "The EU's top diplomat, Ada Lund, left.", []string{"Ada Lund: EU's top diplomat [EU]"}},
		{"is the", "Ada Lund is the prime minister of Norway.", []string{"Ada Lund: prime minister of Norway {Norway}"}},
		{"both sides of the name", "Major General Carl Berg, spokesman for the Norwegian army, left.", []string{"Carl Berg: Major General", "Carl Berg: spokesman for the Norwegian army {Norwegian}"}},
		{"a country before the name", "They asked the ambassador to the United States Ada Lund.", []string{"Ada Lund: ambassador to the United States {United States}"}},
		{"no comma before the verb", "Carl Berg, president and CEO of Harbour Airlines said it was late.", []string{"Carl Berg: president and CEO of Harbour Airlines [Harbour Airlines]"}},
		{"no determiner", "The plan is dead, Norway's prime minister, Ada Lund said.", []string{"Ada Lund: Norway's prime minister {Norway}"}},
		{"a hyphen", "They met with Harbour Airlines co-founder Carl Berg.", []string{"Carl Berg: Harbour Airlines co-founder [Harbour Airlines]"}},
		{"a title between", "They met the Prime Minister of Norway, Mr. Carl Berg, in May.", []string{"Carl Berg: Prime Minister of Norway {Norway}"}},
		{"a list is no apposition", "Ada Lund, President Carl Berg and others left.", []string{"Carl Berg: President"}},
		{"a clause is no apposition", "Before the vote by Ada Lund, the minister said, all was lost.", nil},
	} {
		if diff := cmp.Diff(c.want, roles(c.text)); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", c.about, c.text, diff)
		}
	}
}

func TestReference(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"he and she by given name", "Anna Berg met Carl Lund. He said that she was late.", []string{"Anna Berg: Anna Berg, she", "Carl Lund: Carl Lund, He"}},
		{"the gender of a title", "Mrs. Quist met Mr. Zoltar. She told him nothing.", []string{"Quist: Quist, She", "Zoltar: Zoltar, him"}},
		{"the gender of a role", "Spokeswoman Q. Zander met Carl Lund. \"No,\" she said.", []string{"Q. Zander: Q. Zander, she", "Carl Lund: Carl Lund"}},
		{"who", "They met Anna Berg, who said no.", []string{"Anna Berg: Anna Berg, who"}},
		{"nobody", "He said that it rained and they left.", nil},
		{"an object is not its subject", "Carl Lund said so. Karl Berg met him.", []string{"Carl Lund: Carl Lund, him", "Karl Berg: Karl Berg"}},
		{"ahead", "In his speech, Carl Lund said no.", []string{"Carl Lund: his, Carl Lund"}},
		{"a role noun", "Foreign Minister Anna Berg met Mayor Carl Lund. The minister left.", []string{"Anna Berg: Anna Berg, The minister", "Carl Lund: Carl Lund"}},
		{"a nation's role noun", "Norwegian Foreign Minister Anna Berg met Danish Foreign Minister Carl Lund. Norway's foreign minister left. The Danish minister stayed.",
			[]string{"Anna Berg: Anna Berg, Norway's foreign minister", "Carl Lund: Carl Lund, The Danish minister", "Norway: Norway"}},
		{"a belonging", "EU's Berg says no\n\nThe EU's top diplomat said no, Berg told the press.", []string{"EU: EU, EU", "Berg: Berg, The EU's top diplomat, Berg"}},
		{"the bloc", "Ministers of the European Union met. The bloc was late.", []string{"European Union: European Union, The bloc"}},
		{"the last word of a body's name", "The Harbour Committee met the Fishing Agency. The committee said it was late.", []string{"Harbour Committee: Harbour Committee, The committee, it", "Fishing Agency: Fishing Agency"}},
		{"unnamed people stay unnamed", "Anna Berg left. The officials said that a minister would come.", []string{"Anna Berg: Anna Berg"}},
	} {
		if diff := cmp.Diff(c.want, linked(c.text)); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", c.about, c.text, diff)
		}
	}
}

func TestAntecedents(t *testing.T) {
	text := "Carl Lund met Karl Berg. He left."
	doc := read(text)
	prefer := func(mentions []rapporteur.Mention) func(i, j int) float64 {
		return func(_, j int) float64 {
			if mentions[j].Of(text) == "Karl Berg" {
				return 10
			}
			return 0
		}
	}
	for _, c := range []struct {
		prefer names.Antecedents
		want   int
	}{{nil, 0}, {prefer, 1}} {
		got := names.Link(doc, names.Spans(doc), c.prefer)
		if i := names.At(got, rapporteur.Span{Start: 25, End: 27}); i != c.want {
			t.Errorf("He is entity %d, want %d", i, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	text := "EU Trade Commissioner Ada Lund met Carl Berg in Oslo. Lund left Norway and Oslo."
	got := names.Find(read(text))
	for _, c := range []struct{ words, want string }{
		{"Ada Lund", "Ada Lund"}, {"EU Trade Commissioner Ada Lund", "Ada Lund"}, {"Lund left", "Ada Lund"}, {"Carl", "Carl Berg"},
		{"Ada Lund met Carl Berg", ""}, {"met", ""}, {"in Oslo", "Oslo"}, {"Norway and Oslo", ""}, {"EU", "EU"},
	} {
		at := strings.Index(text, c.words)
		name := ""
		if i := names.At(got, rapporteur.Span{Start: at, End: at + len(c.words)}); i != rapporteur.None {
			name = got[i].Name
		}
		if name != c.want {
			t.Errorf("At(%q) = %q, want %q", c.words, name, c.want)
		}
	}
}

func TestHead(t *testing.T) {
	text := "EU Trade Commissioner Ada Lund, who met aides of Carl Berg of the Harbour Institute, left. Berg aides and a spokesman for Carl Berg said no to Ada Lund and Carl Berg. " +
		"The Harbour Institute's chief economist, Eva Stein, wrote to the Harbour Institute in Oslo."
	got := names.Find(read(text))
	for _, c := range []struct{ words, want string }{
		{"EU Trade Commissioner Ada Lund", "Ada Lund"}, {"EU Trade Commissioner Ada Lund, who met aides of Carl Berg", "Ada Lund"},
		{"Berg aides", ""}, {"a spokesman for Carl Berg", ""}, {"Ada Lund and Carl Berg", ""}, {"Carl Berg of the Harbour Institute", "Carl Berg"},
		{"The Harbour Institute's chief economist, Eva Stein,", "Eva Stein"}, {"the Harbour Institute in Oslo", "Harbour Institute"}, {"left", ""},
	} {
		at := strings.Index(text, c.words)
		name := ""
		if i := names.Head(text, got, rapporteur.Span{Start: at, End: at + len(c.words)}); i != rapporteur.None {
			name = got[i].Name
		}
		if name != c.want {
			t.Errorf("Head(%q) = %q, want %q", c.words, name, c.want)
		}
	}
}

func TestGenderOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want names.Gender
	}{
		{"Anna Berg left.", names.Female}, {"Mr. Quist left.", names.Male}, {"Congresswoman Q. Zander left.", names.Female},
		{"Zander left. She said no.", names.Female}, {"Q. Zander left.", names.Unknown}, {"Oslo slept.", names.Unknown},
	} {
		es := names.Find(read(c.text))
		if len(es) != 1 {
			t.Errorf("%q: %d entities", c.text, len(es))
			continue
		}
		if got := names.GenderOf(c.text, es[0]); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Kaja Kallas", "Kallas", true}, {"Kaja Kallas", "Ms. Kallas", true}, {"Bill Clinton", "Hillary Clinton", false},
		{"Bill Clinton", "William Clinton", true}, {"the European Union", "EU", true}, {"Kiev", "Kyiv", true}, {"Moscow", "Russia", false},
		{"Washington Post", "the Post", true}, {"Security Action for Europe", "SAFE", true}, {"Volodymyr Zelensky", "Volodymyr Zelenskyy", true},
		{"Sergei Lavrov", "Sergey Lavrov", true}, {"Angela Merkel", "Angela Rayner", false}, {"", "x", false}, {"José López", "Jose Lopez", true},
		{"J. Biden", "Joe Biden", true}, {"Poland", "Portugal", false},
	} {
		if got := names.Same(c.a, c.b); got != c.want || names.Same(c.b, c.a) != c.want {
			t.Errorf("Same(%q, %q) = %v, want %v both ways", c.a, c.b, got, c.want)
		}
	}
}

func TestSpelledOut(t *testing.T) {
	text := "Ministers met about the Security Action for Europe (SAFE) in Oslo. SAFE lends money."
	var got []string
	for _, e := range names.Find(read(text)) {
		if e.Kind == rapporteur.Organisation {
			got = append(got, e.Name+": "+strings.Join(e.Aliases, ", "))
		}
	}
	if diff := cmp.Diff([]string{"Security Action for Europe: SAFE"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
