package attributions

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

// told prints statements as "source | cue | content".
func told(doc *rapporteur.Document) []string {
	var out []string
	words := func(list []rapporteur.Span) string {
		var all []string
		for _, s := range list {
			all = append(all, s.Of(doc.Article.Text))
		}
		return strings.Join(all, " ... ")
	}
	for _, x := range doc.Attributions {
		out = append(out, fmt.Sprintf("%s | %s | %s", words(x.Source), words(x.Cue), words(x.Content)))
	}
	return out
}

func TestStatements(t *testing.T) {
	for in, want := range map[string][]string{
		"Intro line here.\nAnna Berg said Monday that the talks may fail.":           {"Anna Berg | said | that the talks may fail"},
		"Intro line here.\nAnna Berg told reporters the talks may fail.":             {"Anna Berg | told | the talks may fail"},
		"Intro line here.\nAnna Berg has repeatedly said talks may fail.":            {"Anna Berg | has repeatedly said | talks may fail"},
		"Intro line here.\n“We agree,” Berg told journalists in Oslo. “It is done.”": {"Berg | told | “We agree,” ... “It is done.”"},
		"Intro line here.\n“We agree,” said Berg, the minister. “It is done.”":       {"Berg, the minister | said | “We agree,” ... “It is done.”"},
		"Intro line here.\n“We agree,” she said, “and we sign.”":                     {"she | said | “We agree,” ... “and we sign.”"},
		"Intro line here.\nAll of them signed it, Berg confirmed.":                   {"Berg | confirmed | All of them signed it"},
		"Intro line here.\nTalks failed, according to two officials.":                {"two officials | according to | Talks failed"},
		"Intro line here.\nAccording to Berg, the talks failed.":                     {"Berg | According to | the talks failed"},
		"Berg: Talks failed":      {"Berg | : | Talks failed"},
		"Talks failed, says Berg": {"Berg | says | Talks failed"},
		"Intro line here.\nBerg, the Oslo minister, said talks failed.":                           {"Berg, the Oslo minister, | said | talks failed"},
		"Intro line here.\nBerg rejected the idea, saying it is “not serious.”":                   {"Berg | rejected | the idea", "Berg | saying | it is “not serious.”"},
		"Intro line here.\nBerg praised the plan and called for more aid.":                        {"Berg | praised | the plan", "Berg | called for | more aid"},
		"Intro line here.\nTalks reportedly failed over money.":                                   {" | reportedly | Talks ... failed over money"},
		"Intro line here.\nThe plan, Berg said, has no future.":                                   {"Berg | said | The plan ... has no future"},
		"Intro line here.\n“We agree,” Berg deadpanned.":                                          {"Berg | deadpanned | “We agree,”"},
		"Intro line here.\nBerg did not say whether talks failed.":                                {"Berg | did not say | whether talks failed"},
		"Intro line here.\n“It is the first part of it.\n“And the second,” Berg said.":            {"Berg | said | “It is the first part of it. ... “And the second,”"},
		"Intro line here.\nThe United States and a so-called plan, dubbed SAFE, came into force.": nil,
	} {
		doc := document(in)
		doc.Attributions = Find(doc)
		if diff := cmp.Diff(want, told(doc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

// actSentences are sentences written for this test, with what the speaker does in the first statement found.
var actSentences = []struct {
	text string
	act  rapporteur.Act
}{
	{"Berg said the talks failed.", rapporteur.Says},
	{"Berg added that the talks failed.", rapporteur.Says},
	{"Berg called for more sanctions.", rapporteur.AsksFor},
	{"Berg urged the ministers to act at once.", rapporteur.AsksFor},
	{"Berg asked the ministers to act at once.", rapporteur.AsksFor},
	{"Berg asked whether the plan was ready.", rapporteur.Asks},
	{"“Why now?” Berg asked.", rapporteur.Asks},
	{"“Is it over?” Berg said.", rapporteur.Asks},
	{"Berg demanded that troops leave.", rapporteur.AsksFor},
	{"Berg told the troops to leave.", rapporteur.AsksFor},
	{"Berg proposed a new fund.", rapporteur.Proposes},
	{"Berg suggested raising the ceiling.", rapporteur.Proposes},
	{"Berg suggested that the ceiling was too low.", rapporteur.Says},
	{"Berg promised that help is coming.", rapporteur.Promises},
	{"Berg vowed to rebuild the port.", rapporteur.Promises},
	{"Berg pledged 3 billion euros.", rapporteur.Promises},
	{"Berg said she will meet the ministers on Friday.", rapporteur.Commits},
	{"“We will send the first aid on Friday,” Berg said.", rapporteur.Commits},
	{"Berg agreed to send the aid.", rapporteur.Commits},
	{"Berg said it will rain on Friday.", rapporteur.Says},
	{"Berg agreed that the plan is sound.", rapporteur.Accepts},
	{"Berg endorsed the plan.", rapporteur.Accepts},
	{"Berg rejected the idea.", rapporteur.Rejects},
	{"Berg ruled out a second vote.", rapporteur.Rejects},
	{"Berg refused to sign the treaty.", rapporteur.Rejects},
	{"Berg refused to answer questions.", rapporteur.DeclinesAnswer},
	{"Berg declined to comment on the report.", rapporteur.DeclinesAnswer},
	{"Berg dodged a question on the talks.", rapporteur.DeclinesAnswer},
	{"Berg would not say whether she trusts them.", rapporteur.DeclinesAnswer},
	{"Berg denied that talks took place.", rapporteur.Denies},
	{"Berg disputed the figures.", rapporteur.Denies},
	{"Berg warned that time runs out.", rapporteur.Warns},
	{"Berg threatened to leave the talks.", rapporteur.Threatens},
	{"Berg vowed to retaliate.", rapporteur.Threatens},
	{"Berg confirmed that talks took place.", rapporteur.Confirms},
	{"Berg acknowledged the loss.", rapporteur.Confirms},
	{"Berg praised the envoy.", rapporteur.Praises},
	{"Berg thanked the envoy.", rapporteur.Praises},
	{"Berg blamed the envoy for the failure.", rapporteur.Blames},
	{"Berg accused the envoy of lying.", rapporteur.Blames},
	{"Berg slammed the deal.", rapporteur.Blames},
	{"Berg claimed that the vote was stolen.", rapporteur.Claims},
	{"Berg insisted that the vote was fair.", rapporteur.Claims},
}

func TestActs(t *testing.T) {
	for _, c := range actSentences {
		doc := document("Intro line here.\n" + c.text)
		found := Find(doc)
		if len(found) == 0 {
			t.Errorf("%s: nothing found", c.text)
		} else if found[0].Act != c.act {
			t.Errorf("%s: %s, want %s", c.text, found[0].Act, c.act)
		}
	}
}

func TestNegationAndHedging(t *testing.T) {
	for in, want := range map[string]string{
		"Berg did not rule out a second vote.":    "rejects negated=true hedged=true",
		"Berg never said that talks failed.":      "says negated=true hedged=false",
		"Talks reportedly failed on Friday.":      "says negated=false hedged=true",
		"Berg said that talks failed.":            "says negated=false hedged=false",
		"Berg may propose a new fund.":            "proposes negated=false hedged=true",
		"Berg would not comment on the new fund.": "declines to answer negated=false hedged=false",
	} {
		found := Find(document("Intro line here.\n" + in))
		if len(found) == 0 {
			t.Errorf("%s: nothing found", in)
			continue
		}
		got := fmt.Sprintf("%s negated=%v hedged=%v", found[0].Act, found[0].Negated, found[0].Hedged)
		if got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	for in, want := range map[string]rapporteur.SpeechKind{
		"“We agree on all of it,” Berg said.":          rapporteur.Direct,
		"Berg said that they agree.":                   rapporteur.Indirect,
		"Berg said that they “agree on all of it.”":    rapporteur.Mixed,
		"Berg said that she read “The Art of Losing.”": rapporteur.Indirect,
		"'We agree on all of it,' Berg said.":          rapporteur.Direct,
	} {
		found := Find(document("Intro line here.\n" + in))
		if len(found) != 1 || found[0].Kind != want {
			t.Errorf("%s: %+v, want %s", in, found, want)
		}
	}
}

func TestSpeakers(t *testing.T) {
	for in, want := range map[string][]string{
		"Foreign Minister Anna Berg arrived in Oslo on Monday.\n“It is done,” Berg said.\nShe added that talks go on.":                         {"Anna Berg named", "Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\n“It is done,” Lund said.\nHe added that Mrs. Berg was wrong.":                             {"Karl Lund named", "Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nOfficials said that talks go on.":                                                         {" unnamed"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nAnna Berg and Karl Lund said that talks go on.":                                           {"Anna Berg; Karl Lund several"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nI think that they are wrong.":                                                             {" author"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nBerg, who warned that time runs out, left.":                                               {"Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nTalks reportedly failed on Friday.":                                                       {" none"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe committee’s chairman, Karl Lund, said that talks go on.":                              {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nAides to Anna Berg said that talks go on.":                                                {" unnamed"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe Berg campaign said that talks go on.\nThe campaign added a date.":                     {"Berg campaign named", "Berg campaign named"},
		"Republican Anna Berg met Democrat Karl Lund on Monday.\nThe GOP nominee said that talks go on.":                                       {"Anna Berg named"},
		"Republican Anna Berg met Democrat Karl Lund on Monday.\nThe Democratic candidate said that talks go on.":                              {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe baker said that talks go on.":                                                         {" unnamed"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nA study by Karl Lund said that time runs out. The study added that nobody knows.":         {"Karl Lund named", "Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nMinister Anna Berg and NATO Deputy Secretary General Karl Lund said that talks go on.":    {"Anna Berg; Karl Lund several"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nLund and his aides said that talks go on.":                                                {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe Norwegian Foundation published a report in May.\nThe report said that time runs out.": {"Norwegian Foundation named"},
		"Anna Berg arrived in Oslo on Monday for talks.\nHer campaign said that talks go on.":                                                  {"Anna Berg campaign named"},
		"Anna Berg and her husband, Karl Lund, arrived in Oslo.\nHer husband said that talks go on.":                                           {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe Committee for a Responsible Budget said that time runs out.":                          {"Committee for a Responsible Budget named"},
		"A former envoy said that the harbour talks will fail.\nAnna Berg said that the harbour talks will fail within days.":                  {"Anna Berg named", "Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nA woman sat behind Karl Lund.\nThe woman said that talks go on.":                          {" unnamed"},
		"Anna Berg arrived in Oslo on Monday. Anna Berg was late.\nThe 34-year-old mother of three said that talks go on.":                     {"Anna Berg named"},
		"The Harbour Office published its figures in Oslo.\nThe Harbour Office said that time runs out. According to the data, half are late.": {"Harbour Office named", "Harbour Office named"},
		"Anna Berg arrived in Oslo on Monday. Anna Berg was late.\nThe campaign said that talks go on.":                                        {"Anna Berg campaign named"},
		"An email was sent from the club’s director, Karl Lund.\nThe email said that talks go on.":                                             {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nAnna Berg and Karl Lund met again in May. They said that talks go on.":                    {"Anna Berg; Karl Lund several"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe two said that talks go on.":                                                           {"Anna Berg; Karl Lund several"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nKarl Lund, a baker at the Harbour Office who said that talks go on, left.":                {"Karl Lund named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nAnna Berg is a baker who said that talks go on.":                                          {"Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThen came Anna Berg — who said that talks go on.":                                         {"Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nFormer secretary of state Anna Berg said that talks go on.":                               {"Anna Berg named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nTwo bakers, Anna Berg and Karl Lund, said that talks go on.":                              {"Anna Berg; Karl Lund several"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nKarl Lund, a Berg aide and baker, said that talks go on.":                                 {"Karl Lund named"},
		"Anna Berg spoke in Oslo on Monday. Anna Berg was late.\nThe retired surgeon said that talks go on.":                                   {"Anna Berg named"},
		"The United Nations met in Oslo on Monday.\nThe United Nations said that talks go on.":                                                 {"United Nations named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe Norwegian government said that talks go on.":                                          {"Norwegian government named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nThe city of Oslo said that talks go on.":                                                  {"city of Oslo named"},
		"Anna Berg met Karl Lund in Oslo on Monday.\nA survey of voters in Norway said that time runs out.":                                    {" unnamed"},
	} {
		doc := read(in)
		var got []string
		for _, x := range doc.Attributions {
			got = append(got, x.SpeakerName+" "+string(x.SpeakerClass))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func TestWhyEndsAtTheName(t *testing.T) {
	doc := read("Foreign Minister Anna Berg arrived in Oslo on Monday.\n“It is done,” Berg said.\nShe added that talks go on.")
	if n := len(doc.Attributions); n != 2 {
		t.Fatalf("%d statements, want 2", n)
	}
	var got []string
	for _, r := range doc.Attributions[1].Why {
		got = append(got, r.Span.Of(doc.Article.Text)+" = "+r.To.Of(doc.Article.Text)+": "+r.Rule)
	}
	want := []string{"She = Berg: pronoun: the last person who spoke", "Berg = Anna Berg: the fullest name"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBehalfAndWithin(t *testing.T) {
	text := "The European Union met in Brussels on Monday.\nAnna Berg reiterated the European Union’s position that aid is due, saying what Karl Lund called “blackmail” must end."
	doc := read(text)
	for i, x := range doc.Attributions {
		t.Logf("%d %s within %d behalf %d", i, told(doc)[i], x.Within, x.Behalf)
	}
	if n := len(doc.Attributions); n != 3 {
		t.Fatalf("%d statements, want 3: %v", n, told(doc))
	}
	if b := doc.Attributions[0].Behalf; b == rapporteur.None || doc.Entities[b].Name != "European Union" {
		t.Errorf("the position is not the Union's: %d", b)
	}
	if w := doc.Attributions[2].Within; w != 1 {
		t.Errorf("the third statement stands within %d, want 1", w)
	}
}

func TestComplete(t *testing.T) {
	text := "“We agree,” Anna Berg said. Nothing else."
	doc := document(text)
	at := func(w string) []rapporteur.Span {
		i := strings.Index(text, w)
		return []rapporteur.Span{{Start: i, End: i + len(w)}}
	}
	got := Complete(doc, []rapporteur.Attribution{{Source: at("Anna Berg"), Cue: at("said"), Content: at("“We agree,”"), Confidence: .9}, {Cue: at("said")}})
	if len(got) != 1 || got[0].Kind != rapporteur.Direct || got[0].Act != rapporteur.Says || got[0].SpeakerName != "Anna Berg" || got[0].Confidence < .9 {
		t.Errorf("got %+v", got)
	}
}
