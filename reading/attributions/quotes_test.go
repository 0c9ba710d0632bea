package attributions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/tokens"
)

func document(text string) *rapporteur.Document {
	doc := &rapporteur.Document{Article: &rapporteur.Article{Text: text}}
	doc.Sentences = tokens.Find(doc.Article)
	return doc
}

func TestQuotations(t *testing.T) {
	for in, want := range map[string][]string{
		`“It could be a pivotal week,” Kallas said. “We agree.”`:                  {`“It could be a pivotal week,”`, `“We agree.”`},
		`"It could be a pivotal week," Kallas said. "We agree."`:                  {`"It could be a pivotal week,"`, `"We agree."`},
		"``It could be,'' he said. ``Yes.''":                                      {"``It could be,''", "``Yes.''"},
		`''California, we have arrived,'' he said. ''Wait.''`:                     {`''California, we have arrived,''`, `''Wait.''`},
		`may enter ‘pivotal’ phase`:                                               {`‘pivotal’`},
		`the EU’s members’ view of Galois’ talks isn’t new`:                       nil,
		`the EU's members' view of 'em in the '90s isn't new`:                     nil,
		`He's 6'2" tall, she is 5'4" and the screen 27" wide.`:                    nil,
		`“When Twitter says, ‘We can’t do this,’ I don’t believe that,” he said.`: {`“When Twitter says, ‘We can’t do this,’ I don’t believe that,”`, `‘We can’t do this,’`},
		`"When he says, 'We can't do it,' I laugh," she said.`:                    {`"When he says, 'We can't do it,' I laugh,"`, `'We can't do it,'`},
		`„Das ist gut“, sagte er. «C’est bon», dit-il. »Nein«, rief sie.`:         {`„Das ist gut“`, `«C’est bon»`, `»Nein«`},
		"“First part.\n\n“Second part,” he said.\nNothing here.":                  {`“First part.`, `“Second part,”`},
		"\"First part of it.\n\n\"Second part,\" he said.":                        {`"First part of it.`, `"Second part,"`},
		`We shall prevail in the end,” he said. “Good.”`:                          {`We shall prevail in the end,”`, `“Good.”`},
		`“We shall prevail, he said. The end of it is near`:                       {`“We shall prevail, he said. The end of it is near`},
		`He is “a ‘good’ man” and “a ‘bad’ one.”`:                                 {`“a ‘good’ man”`, `‘good’`, `“a ‘bad’ one.”`, `‘bad’`},
		`the workers' "right to strike" and the ministers' plan`:                  {`"right to strike"`},
		`He called it 'the members' plan' and left.`:                              {`'the members' plan'`},
		`"[The] Ukrainians are alone," she said ("for now").`:                     {`"[The] Ukrainians are alone,"`, `"for now"`},
		`“What he calls “hell” is a place to live,” she said. “Good.”`:            {`“What he calls “hell” is a place to live,”`, `“hell”`, `“Good.”`},
		`He quoted (“as is”) the text—“word for word”—and left`:                   {`“as is”`, `“word for word”`},
		`””””`: nil, `“`: {`“`}, `"`: {`"`}, `'`: nil,
	} {
		var got []string
		for _, q := range Quotations(document(in)) {
			got = append(got, q.Of(in))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func TestQuotationChains(t *testing.T) {
	text := "“One is here.\n\n“Two ‘is’ here.\n\n“Three,” he said.\n\n“Four is new.”"
	var got []string
	for i, q := range Quotations(document(text)) {
		got = append(got, strings.TrimSpace(strings.Join([]string{q.Of(text), "", ""}, " "))+" "+linked(i, q))
	}
	want := []string{"“One is here. alone", "“Two ‘is’ here. follows -1", "‘is’ within -1", "“Three,” follows -2", "“Four is new.” alone"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestQuotationChainsKeepTheirMark(t *testing.T) {
	for i, q := range Quotations(document("\"One is quoted from a paper.\n\n“Two is said,” he said.")) {
		if q.Follows != rapporteur.None {
			t.Errorf("quotation %d follows %d", i, q.Follows)
		}
	}
}

func linked(i int, q Quotation) string {
	number := func(n int) string { return " -" + string(rune('0'+i-n)) }
	switch {
	case q.Follows != none:
		return "follows" + number(q.Follows)
	case q.Within != none:
		return "within" + number(q.Within)
	}
	return "alone"
}

func TestKindsOfQuotations(t *testing.T) {
	for in, want := range map[string]QuoteKind{
		`“We will never surrender to them”`: Speech, `“Yes.”`: Speech, `‘pivotal’`: Words, `“so-called experts”`: Words,
		`“The Big Short”`: Heading, `“The Art of the Deal”`: Heading, `“last and outlast”`: Words,
	} {
		if got := Quotations(document("He said it: " + in + " and left")); len(got) != 1 || got[0].Kind != want {
			t.Errorf("%s: %+v, want kind %d", in, got, want)
		}
	}
}
