package query

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapporteur"
)

var (
	monday = time.Date(2025, 12, 1, 9, 30, 0, 0, time.UTC)
	saved  = map[string]string{"SAFE": `safe OR "security action for europe"`, "Kallas rejects": "by:kallas act:rejects", "a": "in:b", "b": "x in:c", "c": "in:a", "self": "y in:SELF",
		"broken": `x (y`, "two": "in:SAFE in:SAFE", "many": strings.Repeat("in:two ", 60)}
	options = Options{Now: monday, Saved: func(name string) (string, bool) { text, ok := saved[name]; return text, ok }}
	sameAST = cmp.Options{cmpopts.IgnoreFields(Term{}, "Span", "Saved"), cmp.Comparer(func(a, b *Field) bool { return a == b })}
)

// tree writes a query with all its structure, for comparison.
func tree(n Node) string {
	list := func(name string, parts []Node) string {
		out := make([]string, len(parts))
		for i, p := range parts {
			out[i] = tree(p)
		}
		return name + "[" + strings.Join(out, " ") + "]"
	}
	switch n := n.(type) {
	case *And:
		return list("and", n.Parts)
	case *Or:
		return list("or", n.Parts)
	case *Not:
		return "not[" + tree(n.Part) + "]"
	case *Group:
		return "group[" + tree(n.Part) + "]"
	case *Term:
		return n.String()
	}
	return "nothing"
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"frozen":                        "frozen",
		"frozen assets":                 "and[frozen assets]",
		`“frozen assets” -opinion`:      `and["frozen assets" not[opinion]]`,
		"a b OR c":                      "and[a or[b c]]",
		"a OR b OR c":                   "or[a b c]",
		"(a b) OR c":                    "or[and[a b] c]",
		"(a OR b) c":                    "and[or[a b] c]",
		"a (b c)":                       "and[a group[and[b c]]]",
		"(a b)":                         "and[a b]",
		"((a))":                         "a",
		"(by:kallas) (by:metsola)":      "and[group[by:kallas] group[by:metsola]]",
		"-(a b)":                        "not[group[and[a b]]]",
		"-(a OR b)":                     "not[or[a b]]",
		"a OR -b":                       "or[a not[b]]",
		"-(-a)":                         "a",
		"a AND b":                       "and[a b]",
		"a NOT b":                       "and[a not[b]]",
		"a and not or b":                "and[a and not or b]",
		"belgium - euroclear":           "and[belgium euroclear]",
		"eurocl*":                       "eurocl*",
		`by:"Kaja Kallas" act:asks-for`: `and[by:"Kaja Kallas" act:asks-for]`,
		"by:(kallas OR metsola)":        "or[by:kallas by:metsola]",
		"BY:kallas":                     "by:kallas",
		`date:>"last week"`:             `date:>"last week"`,
		"figure:EUR>1bn":                "figure:EUR>1bn",
		"figure:>=1bn":                  "figure:>=1bn",
		`figure:"€150 billion"`:         `figure:"€150 billion"`,
		`due:"< 2026-01"`:               `due:"< 2026-01"`,
		`figure:"> 1 bn"`:               `figure:"> 1 bn"`,
		"12:30 co-operation":            "and[12:30 co-operation]",
		"-by:kallas":                    "not[by:kallas]",
		"by:-x":                         "by:-x",
		"()a":                           "a",
	} {
		q, err := Parse(text, options)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := tree(q.Root); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestErrorsPointAtThePlace(t *testing.T) {
	for text, want := range map[string]struct {
		column int
		says   string
	}{
		"":                              {1, "nothing to look for"},
		"- *":                           {1, "nothing to look for"},
		"a (b":                          {3, "not closed"},
		"a b)":                          {4, "closes none"},
		`a "b c`:                        {3, "quotation mark is not closed"},
		`é “b c`:                        {3, "quotation mark is not closed"},
		"a OR":                          {3, "none after it"},
		"OR a":                          {1, "none before it"},
		"a OR OR b":                     {3, "none after it"},
		"AND a":                         {1, "none before it"},
		"a --b":                         {3, "one minus"},
		"a NOT":                         {3, "nothing stands after"},
		"autlet:reuters":                {1, "did you mean outlet:"},
		"https://a.example":             {1, "quotation marks"},
		"by: kallas":                    {1, "right after the colon"},
		"x by:":                         {3, "by:kallas"},
		"act:regects":                   {1, "did you mean rejects?"},
		"act:xyz":                       {1, "declines to answer"},
		"kind:straight":                 {1, "mixed"},
		"date:2025-13":                  {1, "2025-11/2025-12"},
		"date:2025-02-30":               {1, "no date"},
		"date:soon":                     {1, "no date"},
		"date:2025-12/2025-11":          {1, "ends before it begins"},
		"date:/":                        {1, "no date"},
		"date:2025-W54":                 {1, "no date"},
		"figure:much":                   {0, ""},
		"figure:>":                      {1, "needs a value"},
		"figure:1bn..x":                 {1, "no figure"},
		"figure:2..1":                   {1, "ends before"},
		"by:>kallas":                    {1, "not compared"},
		"confidence:2":                  {1, "between 0 and 1"},
		"hedged:maybe":                  {1, "yes or no"},
		"story:first":                   {1, "number"},
		"in:nowhere":                    {1, "no saved query"},
		"x in:a":                        {1, "a > b > c > a"},
		"in:self":                       {3, "contain itself"},
		"in:broken":                     {3, "not closed"},
		"by:(a b)":                      {7, "OR"},
		"by:(a OR b":                    {4, "not closed"},
		"by:()":                         {5, "missing"},
		strings.Repeat("(", 30) + "a":   {21, "parentheses"},
		strings.Repeat("a ", 250):       {401, "more than 200"},
		strings.Repeat("word ", 10_000): {10_001, "longer than"},
		"in:many":                       {1, "more than 200"},
	} {
		q, err := Parse(text, options)
		if want.column == 0 {
			if err != nil {
				t.Errorf("%.40s: %v", text, err)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%.40s: parsed as %s (%v)", text, tree(q.Root), err)
			continue
		}
		if (e.Path == "" && e.Column() != want.column) || !strings.Contains(e.What, want.says) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 500 {
			t.Errorf("%.40s: %v; want column %d and %q", text, err, want.column, want.says)
		}
		if c := e.Caret(); strings.Count(c, "\n") != 1 || !strings.Contains(c, "^") || len(c) > 1000 {
			t.Errorf("%.40s: the caret is %q", text, c)
		}
	}
}

func TestCaret(t *testing.T) {
	_, err := Parse("Łódź autlet:reuters x", options)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if d := cmp.Diff("Łódź autlet:reuters x\n     ^^^^^^^", e.Caret()); d != "" {
		t.Error(d)
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2025": "2025-01-01 2026-01-01", "2025-11": "2025-11-01 2025-12-01", "2025-11-30": "2025-11-30 2025-12-01", "2025-W48": "2025-11-24 2025-12-01", "2025-q4": "2025-10-01 2026-01-01",
		"2026-W01": "2025-12-29 2026-01-05", "2025-11/2025-12": "2025-11-01 2026-01-01", "2025-11..2025-12": "2025-11-01 2026-01-01", "2025-11/": "2025-11-01 -", "/2025-11": "- 2025-12-01",
		">2025-11": "2025-12-01 -", ">=2025-11": "2025-11-01 -", "<2025-11": "- 2025-11-01", "<=2025-11": "- 2025-12-01",
		"today": "2025-12-01 2025-12-02", "yesterday": "2025-11-30 2025-12-01", `"this week"`: "2025-12-01 2025-12-08", "last-week": "2025-11-24 2025-12-01", `"last month"`: "2025-11-01 2025-12-01",
		`"next quarter"`: "2026-01-01 2026-04-01", "this-year": "2025-01-01 2026-01-01", "-7d": "2025-11-24 -", "+30d": "2025-12-01 2026-01-01", "-2w/yesterday": "2025-11-17 2025-12-01", ">-7d": "2025-11-25 -", "-1y": "2024-12-01 -",
	} {
		q, err := Parse("date:"+text, options)
		if err != nil {
			t.Error(err)
			continue
		}
		day := func(d time.Time) string {
			if d.IsZero() {
				return "-"
			}
			return d.Format(time.DateOnly)
		}
		x := q.Root.(*Term)
		if got := day(x.From) + " " + day(x.To); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"19": " 19 19", ">1bn": "> 1e+09 1e+09", "EUR>1bn": ">EUR 1e+09 1e+09", "eur<=1.5bn": "<=EUR 1.5e+09 1.5e+09", "€150bn": "EUR 1.5e+11 1.5e+11", `"€150 billion"`: "EUR 1.5e+11 1.5e+11", "150bnEUR": "EUR 1.5e+11 1.5e+11",
		"40%": "% 40 40", "%>40": ">% 40 40", "1bn..2bn": " 1e+09 2e+09", "1..2bn": " 1e+09 2e+09", "1bn..": " 1e+09 +Inf", "..2bn": " -Inf 2e+09", "EUR1..2bn": "EUR 1e+09 2e+09", "1,000,000": " 1e+06 1e+06", "-2.5%": "% -2.5 -2.5",
		"27km": "km 27 27", "5m": " 5e+06 5e+06", "count>100": ">count 100 100", `"> 1 bn"`: "> 1e+09 1e+09", "1/2bn": " 1e+09 2e+09", "5GW": "GW 5 5",
	} {
		q, err := Parse("figure:"+text, options)
		if err != nil {
			t.Error(err)
			continue
		}
		x := q.Root.(*Term)
		if got := fmt.Sprintf("%s%s %g %g", x.Op, x.Unit, x.Low, x.High); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if q, err := Parse("figure:EUR", options); err != nil || q.Root.(*Term).Number || q.Root.(*Term).Unit != "EUR" {
		t.Error(q, err)
	}
}

func TestExplain(t *testing.T) {
	for text, want := range map[string]string{
		`by:"Kaja Kallas" about:"frozen assets" act:rejects outlet:reuters date:2025-11/2025-12 figure:EUR>1bn due:<2026-01 kind:direct "last and outlast" -opinion`: "“last and outlast”, said by Kaja Kallas, about “frozen assets”, that rejects, in reuters, dated from 1 Nov 2025 to 31 Dec 2025, with a figure above 1 billion EUR, with something due before 1 Jan 2026, quoted directly, without opinion",
		"a b OR (c d)":             "a and (b or (c and d))",
		"-outlet:x -kind:expiry a": "a, without what is in x, without what is with a date of expiry",
		"by:(a OR b)":              "said by a or said by b",
		"(by:a) (by:b)":            "(said by a) and (said by b)",
	} {
		q, err := Parse(text, options)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Explain(); got != want {
			t.Errorf("%s:\n%s, want\n%s", text, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	for text, want := range map[string]string{
		"a|": "about: act:", "x b|": "by:", "act:re|": "rejects", `act:"asks|`: `"asks for" asks`, "by:kal|": "", `"a|`: "", "-ou|": "outlet:", "kind:|": "direct indirect mixed pledge deadline meeting vote expiry", "(ac|": "act:", "date:-|": "-7d -30d", "|": "*",
	} {
		at := strings.IndexByte(text, '|')
		text = strings.Replace(text, "|", "", 1)
		c := Complete(text, at)
		var got []string
		for _, s := range c.Suggestions {
			got = append(got, s.Text)
		}
		if want == "*" && len(got) == len(Fields) {
			continue
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s at %d: %s, want %s", text, at, s, want)
		}
		if c.Replace.End != at || c.Replace.Start > at {
			t.Errorf("%s at %d: replaces %v", text, at, c.Replace)
		}
	}
	c := Complete("x by:kal y", 8)
	if c.Field == nil || c.Field.Name != "by" || c.Typed != "kal" || c.Replace != (rapporteur.Span{Start: 5, End: 8}) {
		t.Errorf("%+v", c)
	}
}

// checkRoundTrip prints a query and reads it again.
func checkRoundTrip(t *testing.T, text string) {
	t.Helper()
	q, err := Parse(text, options)
	if err != nil {
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, rapporteur.ErrInvalid) || strings.Contains(err.Error(), "\n") && !strings.Contains(text, "\n") {
			t.Fatalf("%q: %v", text, err)
		}
		_ = e.Caret()
		return
	}
	again, err := Parse(q.String(), options)
	if err != nil {
		t.Fatalf("%q prints as %q: %v", text, q.String(), err)
	}
	if d := cmp.Diff(q.Root, again.Root, sameAST); d != "" {
		t.Fatalf("%q prints as %q, which is another query: %s", text, q.String(), d)
	}
	_ = q.Explain()
}

var pieces = []string{"a", "frozen", `"frozen assets"`, "ban*", "OR", "OR", "(", ")", "(", ")", "-", "by:kallas", `by:"Kaja Kallas"`, "act:rejects", "act:(says OR asks)", "date:2025-11/", "date:-7d", "figure:EUR>1bn", "figure:%",
	"due:<2026-01", "kind:vote", "in:SAFE", "AND", "NOT", "by:", "date:>", `"last week"`, `due:"<2026"`, `figure:">= 1 bn"`, "x:y", "hedged:no", "confidence:>=0.5", "story:7", "wire:ap", "figure:1..2bn", "é", "*"}

func TestPrintedQueriesAreTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(4) > 0 {
				b.WriteByte(' ')
			}
		}
		checkRoundTrip(t, b.String())
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`by:"Kaja Kallas" about:"frozen assets" act:rejects date:2025-11/2025-12 figure:>1bn -opinion OR (a b)`, "figure:\xff", "date:>“x”", "a:\x00", "-(-(-a))", "in:a", "((((", "by:(a OR b) NOT c AND d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkRoundTrip(t, s)
		for _, at := range []int{0, len(s) / 2, len(s)} {
			Complete(s, at)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat(`by:"Kaja Kallas" (a OR "b c") `, 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse(text, options); err != nil {
			b.Fatal(err)
		}
	}
}
