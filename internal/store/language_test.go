package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/store/query"
)

func init() {
	contract = append(contract, []struct {
		name string
		test func(*testing.T, *press)
	}{
		{"the query language finds what it says", testLanguage},
		{"conditions hold of the same statement", testSameStatement},
		{"SQL and memory agree on every query", testAgreement},
		{"saved queries", testSaved},
		{"why an article was found", testWhy},
		{"what was found, counted by its sides", testFacets},
		{"queries are completed", testCompletion},
		{"acronyms are told from words", testAcronyms},
	}...)
}

// matter publishes articles on one matter.
func matter(p *press) {
	p.Now = func() time.Time { return p.day }
	p.publish("https://a.example/1", "Alpha", "2025-11-10", `Kaja Kallas: "We reject the frozen assets plan of €150 billion."`, `Antonio Tajani: "Italy wants Belgium to agree."`, "Poland must apply by 2026-01-31. It has 19 states.", long)
	p.publish("https://www.reuters.example/2", "Beta", "2025-11-20", `Antonio Tajani: "We reject it; the frozen assets stay."`, `Kaja Kallas: "Belgium must decide by 2025-12-18."`, "A loan of €90 billion was asked for.", long)
	p.publish("https://b.example/3", "Gamma", "2025-11-30", `Kaja Kallas: "The loan is €5-7 billion."`, `Nobody: "We reject the loan."`, "An opinion on sanctions. France must sign by 2027-06-30.", long)
	p.publish("https://b.example/4", "Delta", "2025-12-01", "Nobody says a thing about sanctions here; 27 states and €1 billion.", `Kaja Kallas: "We reject sanctions."`, long)
	p.work()
}

// capitals adds articles with words in capitals to the matter.
func capitals(p *press) {
	matter(p)
	p.publish("https://c.example/5", "Epsilon", "2025-10-01", `Kaja Kallas: "SAFE lends to the EU."`, "A fund by the name of SAFE. MEPs ask for it.", long)
	p.publish("https://c.example/6", "Zeta", "2025-10-02", `Antonio Tajani: "We are safe here."`, "TALKS ON EU LOANS GO ON", "A safe place, and the SAFE fund of 3 billion.", long)
	p.publish("https://c.example/7", "Eta", "2025-10-03", `Nobody: "They are safe."`, "An mep is no word, and us is one. The US said so.", long)
	p.work()
}

func testLanguage(t *testing.T, p *press) {
	matter(p)
	for q, want := range map[string]string{
		"by:kallas":                                  "Delta, Gamma, Beta, Alpha",
		`by:"Kaja Kallas"`:                           "Delta, Gamma, Beta, Alpha",
		"by:kallas act:rejects":                      "Delta, Alpha",
		"by:tajani act:rejects":                      "Beta",
		"(by:kallas) (act:rejects)":                  "Delta, Gamma, Beta, Alpha",
		`by:"Kaja Kallas" by:tajani`:                 "",
		`(by:"Kaja Kallas") (by:"antonio tajani")`:   "Beta, Alpha",
		`about:"frozen assets"`:                      "Beta, Alpha",
		`by:kallas about:"frozen assets"`:            "Alpha",
		"act:rejects -by:kallas":                     "Gamma, Beta",
		"-by:kallas":                                 "",
		"-by:tajani":                                 "Delta, Gamma",
		"-(by:kallas act:rejects)":                   "Gamma, Beta",
		"by:kallas act:rejects OR about:loan":        "Delta, Gamma, Alpha",
		"outlet:reuters":                             "Beta",
		"outlet:reuters.example":                     "Beta",
		"outlet:b.example sanctions":                 "Delta, Gamma",
		"outlet:nobody":                              "",
		"date:2025-11":                               "Gamma, Beta, Alpha",
		"date:2025-11-15/":                           "Delta, Gamma, Beta",
		"date:-3d":                                   "Delta, Gamma",
		"date:today":                                 "Delta",
		`date:<2025-11-20`:                           "Alpha",
		"figure:>100bn":                              "Alpha",
		"figure:EUR<10bn":                            "Delta, Gamma",
		"figure:19":                                  "Alpha",
		"figure:count>20":                            "Delta",
		"figure:7bn":                                 "Gamma",
		"by:kallas figure:>100bn":                    "Alpha",
		"by:tajani figure:>1":                        "",
		"by:tajani (figure:>1)":                      "Beta, Alpha",
		"due:<2026-01":                               "Beta",
		"due:>2026-06":                               "Gamma",
		"by:kallas due:2025-12":                      "Beta",
		"when:2027":                                  "Gamma",
		"kind:deadline":                              "Gamma, Beta, Alpha",
		"who:poland":                                 "Alpha",
		"who:pol":                                    "Alpha",
		"class:unnamed act:rejects":                  "Gamma",
		"hedged:no by:tajani":                        "Beta, Alpha",
		"confidence:>0.9":                            "",
		"confidence:0.75 by:tajani":                  "Beta, Alpha",
		"lang:en wire:none":                          "Delta, Gamma, Alpha",
		"lang:fr":                                    "",
		"wire:reuters":                               "Beta",
		"sanctions -opinion":                         "Delta",
		"-sanctions":                                 "Beta, Alpha",
		"opinion OR (belgium act:rejects by:tajani)": "Gamma, Beta",
		"(belgium OR opinion) by:tajani act:(rejects)": "Beta",
	} {
		res, err := p.Search(t.Context(), q, SearchOptions{})
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Title)
		}
		if s := strings.Join(got, ", "); s != want || res.Total != len(got) {
			t.Errorf("%s: found %q (%d), want %q", q, s, res.Total, want)
		}
	}
	var e *query.Error
	if _, err := p.Search(t.Context(), "a (b", SearchOptions{}); !errors.As(err, &e) || e.Column() != 3 {
		t.Error(err)
	}
}

func testSameStatement(t *testing.T, p *press) {
	matter(p)
	for q, want := range map[string]string{
		"act:rejects by:kallas":             "We reject sanctions. | We reject the frozen assets plan of €150 billion.",
		"belgium":                           "Belgium must decide by 2025-12-18. | Italy wants Belgium to agree.",
		"belgium by:kallas":                 "Belgium must decide by 2025-12-18.",
		"(by:kallas act:rejects)":           "We reject sanctions. | We reject the frozen assets plan of €150 billion.",
		"(by:kallas act:rejects) outlet:a":  "We reject the frozen assets plan of €150 billion.",
		"by:tajani (by:kallas act:rejects)": "Italy wants Belgium to agree.",
		"figure:>1bn":                       "The loan is €5-7 billion. | We reject the frozen assets plan of €150 billion.",
		"by:kallas due:2025":                "Belgium must decide by 2025-12-18.",
		"in:loan by:kallas":                 "The loan is €5-7 billion. | Belgium must decide by 2025-12-18.",
		"in:refusal outlet:a":               "We reject the frozen assets plan of €150 billion.",
	} {
		for name, text := range map[string]string{"loan": "loan", "refusal": "by:kallas act:rejects"} {
			if _, err := p.SavedQuery(t.Context(), name); errors.Is(err, rapporteur.ErrNotFound) {
				if _, err := p.SaveQuery(t.Context(), 0, name, text, p.day); err != nil {
					t.Fatal(err)
				}
			}
		}
		var got []string
		for _, r := range p.statements(StatementFilter{Query: q}) {
			got = append(got, r.Quote)
		}
		if d := cmp.Diff(want, strings.Join(got, " | ")); d != "" {
			t.Errorf("%s: %s", q, d)
		}
	}
	if got := p.figures(FigureFilter{Query: "about:loan"}); len(got) != 2 || got[0].Value != "5000000000" || got[1].Value != "90000000000" {
		t.Errorf("%+v", got)
	}
	if got := p.figures(FigureFilter{Query: "by:kallas figure:>10bn"}); len(got) != 1 || got[0].Speaker != "Kaja Kallas" {
		t.Errorf("%+v", got)
	}
	if got := p.commitments(CommitmentFilter{Query: "who:poland OR due:2027"}); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

var askedPieces = []string{"SAFE", "safe", `"SAFE"`, "about:SAFE", "about:safe", "EU", "LOAN", "sanctions", "belgium", `"frozen assets"`, "loan", "opin*", "OR", "OR", "OR", "(", "(", ")", ")", "-", "-", "by:kallas", "by:tajani", `by:"Kaja Kallas"`, "by:stranger", "act:rejects", "act:says", "kind:direct", "class:unnamed", "hedged:yes",
	"about:loan", `about:"frozen assets"`, "figure:>10bn", "figure:19", "figure:EUR", "figure:..6bn", "due:2026", "due:<2026", "when:2027-06", "kind:deadline", "kind:vote", "who:poland", "outlet:b", "outlet:reuters", "date:2025-11", "date:>2025-11-15", "wire:none", "lang:en", "in:loan", "in:refusal", "in:mixed"}

func madeUpQuery(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(7) {
		piece := askedPieces[r.IntN(len(askedPieces))]
		b.WriteString(piece)
		if piece != "-" && piece != "(" {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// testAgreement asks the database queries that were thrown together, and compares what it finds with what a look at each
// record finds.
func testAgreement(t *testing.T, p *press) {
	capitals(p)
	for name, text := range map[string]string{"loan": "loan OR opinion", "refusal": "by:kallas act:rejects", "mixed": "belgium (by:tajani) -about:loan"} {
		if _, err := p.SaveQuery(t.Context(), 0, name, text, p.day); err != nil {
			t.Fatal(err)
		}
	}
	rows := p.articles(ArticleFilter{})
	docs, voices := make([]*rapporteur.Document, len(rows)), make([]map[voiceAt]bool, len(rows))
	for i, r := range rows {
		v, err := p.Article(t.Context(), r.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		docs[i] = v.Document
		if voices[i], err = p.voicesOf(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	asked := 0
	for n := range 1500 {
		if n == 750 {
			p.few = 1 // now every condition is a common one
		}
		text := madeUpQuery(r)
		a, err := p.ask(t.Context(), text)
		if err != nil {
			if !errors.Is(err, rapporteur.ErrInvalid) {
				t.Fatalf("%s: %v", text, err)
			}
			continue
		}
		asked++
		want := map[string][]string{}
		for i := range rows {
			v := a.see(&rows[i], docs[i], voices[i])
			for target, list := range v.answers(rows[i].Title) {
				want[target] = append(want[target], list...)
			}
		}
		got := map[string][]string{}
		for _, x := range p.articles(ArticleFilter{Query: text}) {
			got["articles"] = append(got["articles"], x.Title)
		}
		for _, x := range p.statements(StatementFilter{Query: text}) {
			got["statements"] = append(got["statements"], fmt.Sprint(x.Title, " ", x.Index))
		}
		for _, x := range p.figures(FigureFilter{Query: text}) {
			got["figures"] = append(got["figures"], fmt.Sprint(x.Title, " ", x.Index))
		}
		for _, x := range p.commitments(CommitmentFilter{Query: text}) {
			got["commitments"] = append(got["commitments"], fmt.Sprint(x.Title, " ", x.Index))
		}
		dates, err := p.Dates(t.Context(), DateFilter{Query: text})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range dates.Rows {
			got["dates"] = append(got["dates"], fmt.Sprint(x.Title, " ", x.Index))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", a.Query, d)
		}
	}
	if asked < 300 {
		t.Errorf("only %d of the queries could be asked", asked)
	}
}

// answers are the rows of one article that a query finds, in each kind of list.
func (v *sight) answers(title string) map[string][]string {
	out := map[string][]string{}
	if v.holds(v.Root, wholeArticle) {
		out["articles"] = append(out["articles"], title)
	}
	add := func(target string, n int, p asking, at func(int) spot) {
		for i := range n {
			if v.listed(p, at(i)) {
				out[target] = append(out[target], fmt.Sprint(title, " ", i))
			}
		}
	}
	add("statements", len(v.doc.Attributions), onStatements, func(i int) spot { return spot{statement: i, fact: none, words: true} })
	for _, table := range []string{"figures", "dates", "commitments"} {
		add(table, v.count(table), onFacts(table), func(i int) spot { return spot{statement: none, table: table, fact: i} })
	}
	return out
}

// listed reports whether a row is one of those a query lists.
func (v *sight) listed(p asking, at spot) bool {
	parts := topParts(v.Root)
	i := adopt(parts, p)
	if i == none {
		return v.conjunction(parts, at)
	}
	rest := slices.Delete(slices.Clone(parts), i, i+1)
	inner := at
	part := parts[i]
	if g, ok := part.(*query.Group); ok {
		part = g.Part
	} else {
		part, inner.words = part.(*query.Term).Saved.Root, false
	}
	return v.conjunction(rest, at) && v.conjunction(topParts(part), inner)
}

func testSaved(t *testing.T, p *press) {
	ctx := t.Context()
	save := func(id int64, name, text string) (int64, error) { return p.SaveQuery(ctx, id, name, text, p.day) }
	a, err := save(0, "SAFE  fund", "safe")
	if err != nil {
		t.Fatal(err)
	}
	b, err := save(0, "Other", `in:"safe FUND" by:kallas`)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"safe fund": "x", "": "x", "y": "a (b", "z": "in:none", `a"b`: "x", strings.Repeat("long ", 40): "x"} {
		if _, err := save(0, name, text); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%.20s: %v", name, err)
		}
	}
	var e *query.Error
	if _, err := save(a, "SAFE fund", "x in:other"); !errors.As(err, &e) || !strings.Contains(e.What, "contain itself") {
		t.Error(err)
	}
	if _, err := save(a, "Fund", "safe OR fund"); err != nil {
		t.Error(err)
	}
	if q, err := p.SavedQuery(ctx, "other"); err != nil || q.Query != "in:Fund by:kallas" {
		t.Errorf("a query that names a renamed one: %+v %v", q, err)
	}
	if err := p.DeleteQuery(ctx, b, p.day); err != nil {
		t.Error(err)
	}
	if _, err := p.SavedQuery(ctx, "Other"); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	c, err := save(0, "Other", "y")
	if err != nil {
		t.Error(err)
	}
	if err := p.RestoreQuery(ctx, b); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	if err := p.DeleteQuery(ctx, c, p.day); err != nil {
		t.Error(err)
	}
	if err := p.RestoreQuery(ctx, b); err != nil {
		t.Error(err)
	}
	list, err := p.SavedQueries(ctx)
	if err != nil || len(list) != 2 || list[0].Name != "Fund" || list[1].ID != b {
		t.Errorf("%+v %v", list, err)
	}
	if err := p.DeleteQuery(ctx, 999, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testWhy(t *testing.T, p *press) {
	matter(p)
	res, err := p.Search(t.Context(), `by:kallas act:rejects "frozen assets" figure:>100bn -opinion`, SearchOptions{})
	if err != nil || len(res.Hits) != 1 {
		t.Fatal(res, err)
	}
	v, err := p.Article(t.Context(), res.Hits[0].ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range res.Hits[0].Reasons {
		got[r.Term] += fmt.Sprint(r.Statement, " ", words(v.Document.Article.Text, r.Spans), ";")
	}
	want := map[string]string{"by:kallas": "0 We reject the frozen assets plan of €150 billion.;", "act:rejects": "0 We reject the frozen assets plan of €150 billion.;", `"frozen assets"`: "-1 frozen assets;", "figure:>100bn": "0 €150 billion;"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d, slices.Sorted(maps.Keys(got)))
	}
}

func testFacets(t *testing.T, p *press) {
	matter(p)
	f, err := p.Facets(t.Context(), "sanctions OR frozen", SearchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Facets{Of: 4, Outlets: []Facet{{f.Outlets[0].Name, "b.example", 2}, {f.Outlets[1].Name, "a.example", 1}, {f.Outlets[2].Name, "reuters.example", 1}},
		Speakers: []Facet{{"Kaja Kallas", "Kaja Kallas", 4}, {"Antonio Tajani", "Antonio Tajani", 2}}, Acts: []Facet{{"rejects", "rejects", 4}, {"says", "says", 3}},
		Months: []Facet{{"2025-11", "2025-11", 3}, {"2025-12", "2025-12", 1}}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error(d)
	}
}

func testCompletion(t *testing.T, p *press) {
	matter(p)
	if _, err := p.SaveQuery(t.Context(), 0, "Frozen assets", "frozen", p.day); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"by:kal": `"Kaja Kallas"`, "by:": `"Kaja Kallas" "Antonio Tajani"`, "outlet:reu": "reuters.example", "in:fro": `"Frozen assets"`, "x act:rej": "rejects", "by:zzz": "", "ou": "outlet:"} {
		c, err := p.CompleteQuery(t.Context(), text, len(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range c.Suggestions {
			got = append(got, s.Text)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}

func testAcronyms(t *testing.T, p *press) {
	capitals(p)
	for q, want := range map[string]string{
		"SAFE":            "Zeta, Epsilon",
		"safe":            "Eta, Zeta, Epsilon",
		`"SAFE"`:          "Eta, Zeta, Epsilon",
		"SAFE*":           "Eta, Zeta, Epsilon",
		"-SAFE safe":      "Eta",
		"about:SAFE":      "Epsilon",
		"about:safe":      "Eta, Zeta, Epsilon",
		"US":              "Eta",
		"MEP":             "Epsilon",
		"MEPs":            "Epsilon",
		"EU":              "Epsilon",
		"LOANS -SAFE":     "Gamma, Beta",
		"SAFE OR opinion": "Gamma, Zeta, Epsilon",
	} {
		res, err := p.Search(t.Context(), q, SearchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Title)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: found %q, want %q", q, s, want)
		}
	}
	readings := func(q string) string {
		t.Helper()
		res, err := p.Search(t.Context(), q, SearchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range res.Readings {
			out = append(out, fmt.Sprintf("%s %d %s", r.Word, r.As, r.Other))
		}
		return fmt.Sprint(res.Total, " ", strings.Join(out, "; "))
	}
	if _, err := p.SaveQuery(t.Context(), 0, "fund", "SAFE", p.day); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{
		"SAFE -opinion":    "2 SAFE 0 safe -opinion",
		"safe":             "3 safe 1 SAFE",
		"about:SAFE":       "1 SAFE 0 about:safe",
		"OPINION sanction": "1 OPINION 2 ",
		`"SAFE" loan`:      "1 ",
		"in:fund":          "2 ",
		"Safe":             "3 ",
	} {
		if got := readings(q); got != want {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
	}
	for typed, want := range map[string]string{
		"SAFE": "SAFE, only the acronym, in capitals: 2 articles; safe, the word, in any case", "x safe": "SAFE, only the acronym, in capitals: 2 articles; safe, the word, in any case",
		"about:us": "US, only the acronym, in capitals: 1 article; us, the word, in any case", "loan": "", `"SAFE`: "", "zz": "",
	} {
		c, err := p.CompleteQuery(t.Context(), typed, len(typed))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range c.Suggestions {
			got = append(got, s.Text+", "+s.What)
		}
		if d := cmp.Diff(want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%s: %s", typed, d)
		}
	}
	// An archive from before acronyms were told: words in capitals are words, until it is filed again.
	err := p.db.write(t.Context(), func(t *tx) error {
		_, err := t.exec(context.Background(), "UPDATE articles SET words_version = 0 WHERE title = 'Eta'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := readings("SAFE"); got != "3 SAFE 3 " {
		t.Error(got)
	}
	if n, err := p.EnqueueStale(t.Context(), Stale{Extractor: "x1", Engine: "r1"}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	p.work()
	if got := readings("SAFE"); got != "2 SAFE 0 safe" {
		t.Error(got)
	}
}
