package web_test

import (
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// document makes an article of hostile words, with findings at any place of it.
func document(text, words string, r *rand.Rand) *rapporteur.Document {
	var border []int
	for i := range text {
		border = append(border, i)
	}
	border = append(border, len(text))
	span := func() rapporteur.Span {
		a, b := border[r.IntN(len(border))], border[r.IntN(len(border))]
		return rapporteur.Span{Start: min(a, b), End: max(a, b)}
	}
	spans := func() []rapporteur.Span {
		var out []rapporteur.Span
		for range r.IntN(3) {
			out = append(out, span())
		}
		return out
	}
	middle := border[len(border)/2]
	d := &rapporteur.Document{Article: &rapporteur.Article{
		ID: "x", Revision: 1, Outlet: words, URL: words, Byline: words, Wire: words, Language: words, Dateline: rapporteur.Dateline{Place: words}, Text: text,
		Parts: []rapporteur.Part{{Span: rapporteur.Span{End: middle}, Kind: rapporteur.Headline}, {Span: rapporteur.Span{Start: middle, End: len(text)}, Kind: rapporteur.PartKind(words)}},
	}}
	d.Entities = []rapporteur.Entity{{Kind: rapporteur.Person, Name: words, Roles: []rapporteur.Role{{Span: span()}}}, {Kind: rapporteur.Person, Name: words}}
	for range 4 {
		d.Attributions = append(d.Attributions, rapporteur.Attribution{
			Source: spans(), Cue: spans(), Content: spans(), Speakers: []int{0}, SpeakerName: words, SpeakerClass: rapporteur.SpeakerNamed, Kind: rapporteur.SpeechKind(words),
			Act: rapporteur.Act(words), Hedged: true, Behalf: r.IntN(2) - 1, Within: rapporteur.None, Confidence: r.Float64() * 2, Why: []rapporteur.Reason{{Span: span(), To: span(), Rule: words}},
		})
		d.Figures = append(d.Figures, rapporteur.Figure{Span: span(), Value: words, High: words, Unit: words, Sense: rapporteur.Sense(words), Of: span(), PartOf: words, Same: len(d.Figures) - 1, AsOf: rapporteur.None})
		d.Dates = append(d.Dates, rapporteur.Date{Span: span(), Value: words, Anchor: words, Event: span(), Grain: rapporteur.GrainDay})
		d.Dates = append(d.Dates, rapporteur.Date{Span: span(), Value: words, Anchor: words, From: time.Unix(0, 0), To: time.Unix(86400, 0)})
		d.Commitments = append(d.Commitments, rapporteur.Commitment{Span: span(), Kind: rapporteur.CommitmentKind(words), Attribution: 0, Who: span(), What: span(), Due: 0, Condition: span()})
	}
	return d
}

func FuzzArticlePage(f *testing.F) {
	for i, words := range []string{evil, "javascript:alert(1)", "https://example.org/\"onclick=alert(1)//", "]]>--><!--", "\u202ereversed\u2066", "data:text/html,<b>", "</script><script>", "{{.}} ${x} `", ""} {
		f.Add(words+" said "+evil, words, uint64(i))
	}
	f.Fuzz(func(t *testing.T, text, words string, seed uint64) {
		text, words = strings.ToValidUTF8(text, "?"), strings.ToValidUTF8(words, "?")
		view := &store.ArticleView{
			Document: document(text, words, rand.New(rand.NewPCG(seed, 2))), Row: store.ArticleRow{ID: words, Title: words, Lead: words, Outlet: words, OutletHost: words},
			Provenance: store.Provenance{PageHash: words, FinalURL: words, Engine: words, Revisions: []store.RevisionRow{{Revision: 1}, {Revision: 2}}},
		}
		w := httptest.NewRecorder()
		if err := web.ArticlePage(view, w); err != nil {
			t.Fatal(err)
		}
		checkSafe(t, "article", w.Body.String())
	})
}

func FuzzSnippet(f *testing.F) {
	f.Add(evil, uint(3), uint(9))
	f.Fuzz(func(t *testing.T, text string, a, b uint) {
		text = strings.ToValidUTF8(text, "?")
		n := uint(len(text)) + 1
		from, to := int(min(a%n, b%n)), int(max(a%n, b%n))
		checkSafe(t, "snippet", web.SnippetHTML(&store.Snippet{Text: text, Marks: []rapporteur.Span{{Start: from, End: to}}, Before: true, After: true}))
	})
}
