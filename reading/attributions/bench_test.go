package attributions

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// article800 is a made-up report of some 800 words.
var article800 = strings.Repeat(`The European Union’s top diplomat said Monday that the talks “could enter a pivotal phase” this week, following what she described as difficult meetings.
“It could be a decisive week for all of us,” Anna Berg told journalists in Vienna, arriving at a meeting of ministers. “We shall see.”
Berg, who took office in May, rejected the idea, saying the other side’s plan is “not serious.” She also called for more aid.
According to two officials familiar with the matter, the ministers’ plan was drawn up in haste, and Finance Minister Karl Lund warned that it would fail.
`, 7)

func BenchmarkFind(b *testing.B) {
	doc := document(article800)
	doc.Entities = names.Find(doc)
	b.SetBytes(int64(len(article800)))
	b.ReportAllocs()
	for b.Loop() {
		doc.Sentences = tokens.Find(doc.Article)
		Find(doc)
	}
}

func TestHostileText(t *testing.T) {
	for _, unit := range []string{"said ", "“", "\"", "'", "he said ", "Kallas, ", "according to ", "(", "“a ", "“Yes,” he said. ", "who said ", "and said ", "x\n", "“Yes\n", "reportedly ", "Ann Lee said Bo Lee said ", "the minister said ", ", ", "that "} {
		text := strings.Repeat(unit, 300_000/len(unit))
		doc := document(text)
		found := Find(doc)
		check(t, doc, found)
		check(t, doc, Complete(doc, found[:len(found)/2]))
	}
}

// check fails where spans are out of bounds or off the borders of runes, or references lead nowhere.
func check(t *testing.T, doc *rapporteur.Document, found []rapporteur.Attribution) {
	t.Helper()
	text := doc.Article.Text
	for i, x := range found {
		if len(x.Content) == 0 || x.Kind == "" || x.Act == "" || x.SpeakerClass == "" || x.Confidence < 0 || x.Confidence > 1 {
			t.Fatalf("statement %d lacks something: %+v", i, x)
		}
		for _, list := range [][]rapporteur.Span{x.Source, x.Cue, x.Content} {
			for k, s := range list {
				if s.Start < 0 || s.End > len(text) || s.Empty() || !border(text, s.Start) || !border(text, s.End) || k > 0 && s.Start < list[k-1].End {
					t.Fatalf("statement %d: span %v of %d bytes", i, list, len(text))
				}
			}
		}
		if x.Within < rapporteur.None || x.Within >= len(found) || x.Within == i || x.Behalf < rapporteur.None || x.Behalf >= len(doc.Entities) {
			t.Fatalf("statement %d: within %d, behalf %d", i, x.Within, x.Behalf)
		}
		steps := 0
		for k := i; k != rapporteur.None; k = found[k].Within {
			if steps++; steps > len(found) {
				t.Fatalf("statement %d holds itself", i)
			}
		}
	}
}

func border(text string, i int) bool {
	return i == len(text) || utf8.RuneStart(text[i]) || text[i] >= 0x80 && !utf8.ValidString(text)
}

func FuzzFind(f *testing.F) {
	f.Add("“Why?” Kallas said. She added that “it” is over, said Berg.")
	f.Add("Kallas: ‘No’\n\n“One.\n\n“Two,” he said, according to two “people”.")
	f.Add("reportedly (who said, saying) \"6'2\" — not rule out, “I will,” I said")
	f.Fuzz(func(t *testing.T, text string) {
		doc := document(text)
		doc.Entities = names.Find(doc)
		found := Find(doc)
		check(t, doc, found)
		check(t, doc, Complete(doc, found[len(found)/2:]))
		checkQuotes(t, doc)
	})
}

func checkQuotes(t *testing.T, doc *rapporteur.Document) {
	at := 0
	for i, q := range Quotations(doc) {
		if q.Start < at || q.End <= q.Start || q.End > len(doc.Article.Text) || q.Within >= i || q.Follows >= i {
			t.Fatalf("quotation %d: %+v after %d", i, q, at)
		}
		at = q.Start
	}
}

func BenchmarkComplete(b *testing.B) {
	doc := document(article800)
	doc.Entities = names.Find(doc)
	found := Find(doc)
	bare := make([]rapporteur.Attribution, len(found))
	b.ReportAllocs()
	for b.Loop() {
		for i, x := range found {
			bare[i] = rapporteur.Attribution{Source: x.Source, Cue: x.Cue, Content: x.Content, Confidence: x.Confidence}
		}
		Complete(doc, bare)
	}
}

func TestCompleteKeepsWhatTheRulesFind(t *testing.T) {
	doc := document(article800)
	doc.Entities = names.Find(doc)
	found := Find(doc)
	var bare []rapporteur.Attribution
	for _, x := range found {
		bare = append(bare, rapporteur.Attribution{Source: x.Source, Cue: x.Cue, Content: x.Content, Confidence: x.Confidence})
	}
	got := Complete(doc, bare)
	check(t, doc, got)
	if len(got) != len(found) {
		t.Errorf("%d statements of %d: nothing was missing, nothing should be added", len(got), len(found))
	}
}

func TestCompleteMendsQuotations(t *testing.T) {
	text := "“It is the first part. And the second,” Anna Berg said. “It is the last part.”\n“Nobody claimed any of this,” Karl Lund said."
	doc := document(text)
	at := func(w string) []rapporteur.Span {
		i := strings.Index(text, w)
		return []rapporteur.Span{{Start: i, End: i + len(w)}}
	}
	doc.Attributions = Complete(doc, []rapporteur.Attribution{{Source: at("Anna Berg"), Cue: at("said"), Content: at("It is the first part."), Confidence: .5}})
	want := []string{"Anna Berg | said | “It is the first part. And the second,” ... “It is the last part.”", "Karl Lund | said | “Nobody claimed any of this,”"}
	if diff := cmp.Diff(want, told(doc)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCompleteReclaimsSpeeches gives whole quotations to those beside whose words they stand, whatever was found.
func TestCompleteReclaimsSpeeches(t *testing.T) {
	for _, c := range []struct {
		text  string
		found []string // source | cue | content, as a reader of words without marks may have it
		want  []string
	}{
		{"Anna Berg seemed to say it was over: “We have signed the paper,” she told the Oslo Post.",
			[]string{"Anna Berg | seemed to say | it was over: “We have signed the paper,”"},
			[]string{"Anna Berg | seemed to say | it was over", "she | told | “We have signed the paper,”"}},
		{"“We are all quite shocked here,” Anna Berg said. It was “a hard day,” Karl Lund said.",
			[]string{"Anna Berg | said | “We are all quite shocked here,” / It was “a hard day,”", "Karl Lund | said. |"},
			[]string{"Anna Berg | said | “We are all quite shocked here,”", "Karl Lund | said. | It was “a hard day,”"}},
		{"The ministry wrote about the plan:\n“It goes further than all the plans before it.”\n“We applaud the plan and its authors,” Karl Lund added.",
			[]string{"The ministry | wrote |", "Karl Lund | added | “It goes further than all the plans before it.” / “We applaud the plan and its authors,”"},
			[]string{"The ministry | wrote | “It goes further than all the plans before it.”", "Karl Lund | added | “We applaud the plan and its authors,”"}},
		{"“He scares everybody I know in this town.” — Maria Berg, teacher",
			nil, []string{"Maria Berg, teacher | — | “He scares everybody I know in this town.”"}},
		{"Anna Berg warned, “We will not sign this paper,” Karl Lund said.",
			[]string{"Anna Berg | warned | “We will not sign this paper,”"},
			[]string{"Anna Berg | warned | “We will not sign this paper,”"}},
	} {
		doc := document(c.text)
		doc.Attributions = Complete(doc, parsed(c.text, c.found))
		if diff := cmp.Diff(c.want, told(doc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// parsed finds the words of statements printed as "source | cue | content / content" in a text: the cue behind the source, the last word
// of it that is there.
func parsed(text string, list []string) []rapporteur.Attribution {
	var out []rapporteur.Attribution
	for _, s := range list {
		parts := strings.Split(s, "|")
		spans := func(words string, from int) (found []rapporteur.Span) {
			for _, w := range strings.Split(words, "/") {
				if w = strings.TrimSpace(w); w != "" {
					i := from + strings.Index(text[from:], w)
					found = append(found, rapporteur.Span{Start: i, End: i + len(w)})
				}
			}
			return found
		}
		source := spans(parts[0], 0)
		out = append(out, rapporteur.Attribution{Source: source, Cue: spans(parts[1], source[0].End), Content: spans(parts[2], 0), Confidence: .9})
	}
	return out
}
