package commitments_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/commitments"
)

// view is a commitment in words.
type view struct {
	Kind                   rapporteur.CommitmentKind
	Who, What, Due, If     string
	Figures, Speaker, Name string
}

func views(doc *rapporteur.Document) []view {
	var out []view
	for _, c := range doc.Commitments {
		v := view{Kind: c.Kind, Who: c.Who.Of(doc.Article.Text), What: c.What.Of(doc.Article.Text), If: c.Condition.Of(doc.Article.Text)}
		if c.Due != rapporteur.None {
			v.Due = doc.Dates[c.Due].Value
		}
		var values []string
		for _, f := range c.Figures {
			values = append(values, doc.Figures[f].Value+doc.Figures[f].Unit)
		}
		v.Figures = strings.Join(values, " ")
		out = append(out, v)
	}
	return out
}

func TestFind(t *testing.T) {
	monday := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text string
		want []view
	}{
		{"Norway will provide €150 million in aid by 2027 if parliament agrees.", []view{{Kind: rapporteur.Pledge, Who: "Norway", What: "provide €150 million in aid by 2027", Due: "2027", If: "if parliament agrees", Figures: "150000000EUR"}}},
		{"\"We met,\" Kallas said on Monday, adding that she will talk to Ukraine's ministers during the day.", []view{{Kind: rapporteur.Pledge, Who: "she", What: "talk to Ukraine's ministers during the day", Due: "2025-12-01"}}},
		{"EU leaders will meet in Brussels on 18 December.", []view{{Kind: rapporteur.Meeting, Who: "EU leaders", What: "meet in Brussels on 18 December", Due: "2025-12-18"}}},
		{"The sanctions run until 31 July 2026.", []view{{Kind: rapporteur.Expiry, Who: "The sanctions", What: "run until 31 July 2026", Due: "2026-07-31"}}},
		{"Parliament will vote on the budget on 12 December.", []view{{Kind: rapporteur.Vote, Who: "Parliament", What: "vote on the budget on 12 December", Due: "2025-12-12"}}},
		{"Member states must submit plans by 15 December.", []view{{Kind: rapporteur.Deadline, Who: "Member states", What: "submit plans by 15 December", Due: "2025-12-15"}}},
		{"PORT AMSEL (NNA) - Norland has promised to build two ships.", []view{{Kind: rapporteur.Pledge, Who: "Norland", What: "build two ships", Figures: "2"}}},
		{"Hungary will not block the loan, its minister said.", []view{{Kind: rapporteur.Pledge, Who: "Hungary", What: "not block the loan"}}},
		{"The corridor will stay open until 3 February 2026.", []view{{Kind: rapporteur.Expiry, Who: "The corridor", What: "stay open until 3 February 2026", Due: "2026-02-03"}}},
		{"Countries that want the loans must submit plans by 15 December.", []view{{Kind: rapporteur.Deadline, Who: "Countries", What: "submit plans by 15 December", Due: "2025-12-15"}}},
		{"The firm has 60 days to respond to the letter.", []view{{Kind: rapporteur.Deadline, Who: "The firm", What: "respond to the letter", Due: "P60D"}}},
		{"The court set an April 15 deadline for parties to litigate the plan.", []view{{Kind: rapporteur.Deadline, Who: "parties", What: "litigate the plan", Due: "2025-04-15"}}},
		{"Oslo announced plans to close the embassy.", []view{{Kind: rapporteur.Pledge, Who: "Oslo", What: "close the embassy"}}},
		{"Analysts believe Norway will raise its target.", nil},
		{"Clinton leads with 270 pledged delegates.", nil},
		{"Reporters asked how she would form a coalition.", nil},
		{"Will the minister sign the treaty on Friday?", nil},
		{"It will annoy the neighbours.", nil},
		{"Insurers asked for guarantees neither side wants to give.", nil},
		{"The envoys disagreed over what they promised to pay.", nil},
		{"Inflation will rise to 4 percent.", nil},
		{"Russia must stop the war.", nil},
		{"The economy is expected to grow.", nil},
		{"He called on Iran to release the men by Friday.", nil},
	} {
		if diff := cmp.Diff(c.want, views(read(article(c.text, monday)))); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.text, diff)
		}
	}
}

// TestEventTiesDeadline takes the due day from the event that the sentence dates.
func TestEventTiesDeadline(t *testing.T) {
	text := "The meeting on Monday comes a day after EU countries interested in loans through the fund of €150 billion ($174 billion), dubbed SAFE, had to submit detailed plans on how they plan to spend it."
	doc := read(article(text, time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)))
	for _, v := range views(doc) {
		if v.Kind == rapporteur.Deadline && strings.Contains(v.Who, "EU countries") && v.Due == "2025-11-30" {
			return
		}
	}
	t.Errorf("found %+v with dates %+v", views(doc), doc.Dates)
}

func TestNoReference(t *testing.T) {
	doc := read(article("Norway will publish the letters.", time.Time{}))
	if len(doc.Commitments) != 1 {
		t.Fatalf("found %d commitments, want 1", len(doc.Commitments))
	}
	if c := doc.Commitments[0]; c.Due != rapporteur.None || c.Attribution != rapporteur.None {
		t.Errorf("due %d and attribution %d, want none", c.Due, c.Attribution)
	}
}

func check(t *testing.T, doc *rapporteur.Document) {
	t.Helper()
	in := func(s rapporteur.Span) bool {
		text := doc.Article.Text
		return s.Start >= 0 && s.Start <= s.End && s.End <= len(text) && (s.Empty() || (s.Start == len(text) || utf8.RuneStart(text[s.Start])) && (s.End == len(text) || utf8.RuneStart(text[s.End])))
	}
	for i, c := range doc.Commitments {
		if !in(c.Span) || !in(c.Who) || !in(c.What) || !in(c.Condition) || c.Empty() {
			t.Fatalf("spans out of bounds: %+v", c)
		}
		if c.Due < rapporteur.None || c.Due >= len(doc.Dates) || c.Attribution < rapporteur.None || c.Attribution >= len(doc.Attributions) {
			t.Fatalf("dangling reference: %+v", c)
		}
		if i > 0 && c.Span.Compare(doc.Commitments[i-1].Span) < 0 {
			t.Fatalf("out of order: %+v", c)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "will", "He will", "had to", "must by Friday", "agreed to", "the deadline for is", "will, will, will provide", "gave until Friday to leave", "Kaja will meet.\n\nIf unless provided", "is to be"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			t.Skip()
		}
		doc := read(article(text, time.Time{}))
		check(t, doc)
		if diff := cmp.Diff(doc.Commitments, commitments.Find(doc)); diff != "" {
			t.Fatal("two readings differ", diff)
		}
	})
}

func TestHostile(t *testing.T) {
	for _, unit := range []string{"will ", "had to ", "X will provide €5 by Friday, ", "must ", "agreed to pledge to ", ", and will ", "is to be "} {
		check(t, read(article(strings.Repeat(unit, 3000), time.Time{})))
	}
}

func TestNothing(t *testing.T) {
	if got := commitments.Find(&rapporteur.Document{}); got != nil {
		t.Errorf("found %v in nothing", got)
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Norway will provide €150 million in aid by 2027 if parliament agrees. The minister said on Monday that the talks in Geneva had been long and difficult. Prices rose. ", 28)
	doc := read(article(text, time.Time{}))
	for b.Loop() {
		commitments.Find(doc)
	}
}

// TestHostileText reads what no paper prints: every rule's words in heaps and at the edges of sentences.
func TestHostileText(t *testing.T) {
	for _, unit := range []string{"will ", "would ", "to ", "pledged ", "Pledged to", "must by Friday ", "deadline for ", "the deadline for to ", "who, which, that will ", "and will ", "has until ", "be held ", "to be held ",
		"their vow to ", "announced plans to ", "is set to ", ") will ", "\" will ", "it would be ", "given a deadline to ", "not be willing to ", "will n't ", "‘’“” will ", "was going to ", "\n", "ö will ", "if elected would ", "votes until 31 July "} {
		for _, n := range []int{1, 2, 3, 20_000 / len(unit)} {
			text := strings.Repeat(unit, n)
			doc := read(article(text, time.Time{}))
			for _, c := range doc.Commitments {
				for _, s := range []rapporteur.Span{c.Span, c.Who, c.What, c.Condition} {
					if s.Start < 0 || s.End > len(text) || s.Start > s.End || !utf8.ValidString(s.Of(text)) {
						t.Fatalf("%q x %d: span %v of %d bytes", unit, n, s, len(text))
					}
				}
			}
		}
	}
}
