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
		{"a surname goes to the full name, before and behind", "Lindt says talks failed\n\nThe talks failed, Anna Lindt said. Critics of Lindt disagreed.",
			[]string{"Anna Lindt: Lindt, Anna Lindt, Lindt"}},
		{"two of one surname are told apart by title", "Anna Berg and Carl Berg came. Critics of Mr. Berg left before the friends of Mrs. Berg did.",
			[]string{"Anna Berg: Anna Berg, Berg", "Carl Berg: Carl Berg, Berg"}},
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
