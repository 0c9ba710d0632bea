package reading

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/reading/encoder"
)

var update = flag.Bool("update", false, "write the records that are found as those expected")

// weightsOfVersion are the weights that Version stands for. Records are made again when Version changes, so weights never
// change without it.
const weightsOfVersion = "reader-v4 287fae545648"

func TestVersionKnowsItsWeights(t *testing.T) {
	if got := Weights(); got != weightsOfVersion {
		t.Errorf("the weights inside are %q, Version %s was given for %q: give a new Version, then set weightsOfVersion", got, Version, weightsOfVersion)
	}
}

// portable reads with the plain Go kernels, whose results are the same on every machine.
func portable(t *testing.T) *heads {
	t.Helper()
	e, err := encoder.NewOn(encoder.Portable, encoder.Embedded().Weights())
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHeads(e)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Each folder of testdata/articles that holds a record.txt is read, and the record compared. go test ./reading -update writes
// them again: review the change by reading its diff.
func TestRecords(t *testing.T) {
	files, err := filepath.Glob("../testdata/articles/*/record.txt")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d records found (%v)", len(files), err)
	}
	h := portable(t)
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			doc := h.document(article(t, filepath.Dir(file)))
			check(t, doc)
			got := doc.AppendText(nil, rapporteur.Style{})
			got = doc.AppendWhy(got, rapporteur.Style{})
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
				t.Errorf("the record differs (- expected, + found):\n%s", diff)
			}
		})
	}
}

func article(t *testing.T, dir string) *rapporteur.Article {
	t.Helper()
	for name, kind := range map[string]string{"page.html": "text/html", "page.txt": "text/plain", "page.eml": "message/rfc822"} {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		a, err := extract.Extract(&rapporteur.Page{Body: body, ContentType: kind})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	t.Fatalf("%s holds no page", dir)
	return nil
}

// The engine has no errors: whatever the text, it has a reading, the same each time, with every span inside the text.
func TestReadsAnything(t *testing.T) {
	texts := map[string]string{
		"empty":          "",
		"space":          " \n\t\n ",
		"only marks":     strings.Repeat("“”\"'‘’«» ", 400),
		"open marks":     strings.Repeat("“He said “she said ", 200),
		"one line":       strings.Repeat("The minister said that the fund would grow by 5 % on Monday, and ", 600),
		"one word":       strings.Repeat("a", 60_000),
		"right to left":  "قال الوزير \"سنوقع\" يوم الاثنين. " + "אמר השר \"כן\" ביום שני.",
		"no spaces":      strings.Repeat("欧盟外交政策高级代表表示「这是关键的一周」", 100),
		"emoji":          strings.Repeat("👩🏽‍🚀 said “🇪🇺👍🏿” ", 100),
		"controls":       "He\u0000 said\u200b \u202e“no”\u202c on Monday.\u2028She did not.",
		"digits":         "It cost €" + strings.Repeat("9", 400) + " and " + strings.Repeat("1,", 400) + " more.",
		"long lines":     strings.Repeat(strings.Repeat("Ja nie, sagte er. ", 40)+"\n", 20),
		"pronouns":       strings.Repeat("He said she said they said it. ", 300),
		"names":          strings.Repeat("Kaja Kallas met Denys Shmyhal in Brussels. ", 300),
		"section border": strings.Repeat("x", ordinary.bytes-3) + "é€ “Yes,” said Anna Lindqvist.",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			a := &rapporteur.Article{Text: text}
			first := Read(a)
			check(t, first)
			if name != "section border" && name != "one word" {
				if diff := cmp.Diff(first, Read(a)); diff != "" {
					t.Errorf("two readings differ:\n%s", diff)
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("“It could be a pivotal week,” Kallas told journalists. She will meet the 27 ministers on Monday.")
	f.Add("Talks on Britain joining the €150 billion fund reportedly failed.\n\nHe said: ‘no’.")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 4000 {
			return
		}
		a := &rapporteur.Article{Text: text}
		doc := Read(a)
		check(t, doc)
		if _, err := doc.AppendJSON(nil, "x"); err != nil {
			t.Error(err)
		}
	})
}

// check fails the test where a span lies outside the text or off a rune border, or a reference leads nowhere.
func check(t *testing.T, d *rapporteur.Document) {
	t.Helper()
	c := checker{t, d}
	for _, e := range d.Entities {
		for _, m := range e.Mentions {
			c.span("mention", m.Span)
		}
		for _, r := range e.Roles {
			c.span("role", r.Span)
		}
	}
	for i, a := range d.Attributions {
		c.spans("source", a.Source)
		c.spans("cue", a.Cue)
		c.spans("content", a.Content)
		for _, s := range a.Speakers {
			c.reference("speaker", s, len(d.Entities))
		}
		c.optional("behalf", a.Behalf, len(d.Entities))
		c.optional("within", a.Within, len(d.Attributions))
		if a.Within == i || a.Confidence < 0 || a.Confidence > 1 {
			t.Errorf("attribution %d: within %d, confidence %v", i, a.Within, a.Confidence)
		}
	}
	for i, f := range d.Figures {
		c.span("figure", f.Span)
		c.optional("same", f.Same, i)
		c.optional("as of", f.AsOf, len(d.Dates))
	}
	for _, x := range d.Dates {
		c.span("date", x.Span)
	}
	for _, x := range d.Commitments {
		c.span("commitment", x.Span)
		c.optional("attribution", x.Attribution, len(d.Attributions))
		c.optional("due", x.Due, len(d.Dates))
	}
}

type checker struct {
	t   *testing.T
	doc *rapporteur.Document
}

func (c checker) span(what string, s rapporteur.Span) {
	c.t.Helper()
	text := c.doc.Article.Text
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		c.t.Fatalf("%s %v lies outside the text of %d bytes, or is empty", what, s, len(text))
	}
	if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		c.t.Fatalf("%s %v is off a rune border", what, s)
	}
}

func (c checker) spans(what string, list []rapporteur.Span) {
	c.t.Helper()
	for i, s := range list {
		c.span(what, s)
		if i > 0 && s.Start < list[i-1].End {
			c.t.Fatalf("%s %v is not after %v", what, s, list[i-1])
		}
	}
}

func (c checker) reference(what string, i, n int) {
	c.t.Helper()
	if i < 0 || i >= n {
		c.t.Fatalf("%s refers to %d of %d", what, i, n)
	}
}

func (c checker) optional(what string, i, n int) {
	c.t.Helper()
	if i != rapporteur.None {
		c.reference(what, i, n)
	}
}

func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("../testdata/articles/wire-report/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	a := &rapporteur.Article{Text: string(text)}
	Read(a)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(a)
	}
}
