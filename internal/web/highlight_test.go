package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rapporteur"
)

// marked renders one part of text with the findings given, which need not be in order.
func marked(text string, part rapporteur.Span, all ...finding) string {
	d := append([]finding(nil), all...)
	sortFindings(d)
	return string(newMarker(text, d).part(part))
}

func at(start, end int, class, group string) finding {
	return finding{Span: rapporteur.Span{Start: start, End: end}, class: class, group: group, title: group}
}

func TestMark(t *testing.T) {
	whole := rapporteur.Span{End: 11}
	last := at(4, 11, "content", "s1")
	last.last = true
	named := at(0, 3, "date", "d1")
	named.id = "td1"
	for _, c := range []struct {
		name, want string
		part       rapporteur.Span
		all        []finding
	}{
		{"nothing", "abc def ghi", whole, nil},
		{"one", `abc <span class="cue" data-on="s1" title="s1">def</span> ghi`, whole, []finding{at(4, 7, "cue", "s1")}},
		{"empty span", "abc def ghi", whole, []finding{at(4, 4, "cue", "s1")}},
		{"number after the last content", `abc <span class="content" data-on="s1" title="s1">def ghi</span><a class="no" id="t1" href="#s1" data-on="s1" aria-label="statement 1">1</a>`, whole, []finding{last}},
		{"address at the beginning", `<span id="td1"></span><span class="date" data-on="d1" title="d1">abc</span> def ghi`, whole, []finding{named}},
		{"adjacent", `<span class="source" data-on="s1" title="s1">abc</span><span class="cue" data-on="s1" title="s1"> def</span> ghi`, whole, []finding{at(0, 3, "source", "s1"), at(3, 7, "cue", "s1")}},
		{"nested", `<span class="content" data-on="s1" title="s1">abc </span><span class="content date" data-on="s1 d1" title="s1; d1">def</span><span class="content" data-on="s1" title="s1"> ghi</span>`, whole, []finding{at(4, 7, "date", "d1"), at(0, 11, "content", "s1")}},
		{"crossing", `<span class="content" data-on="s1" title="s1">abc </span><span class="content" data-on="s1 s2" title="s1; s2">def</span><span class="content" data-on="s2" title="s2"> ghi</span>`, whole, []finding{at(0, 7, "content", "s1"), at(4, 11, "content", "s2")}},
		{"over the part's borders", `<span class="content" data-on="s1" title="s1">def</span>`, rapporteur.Span{Start: 4, End: 7}, []finding{at(0, 11, "content", "s1")}},
		{"outside the part", `def`, rapporteur.Span{Start: 4, End: 7}, []finding{at(0, 3, "cue", "s1"), at(8, 11, "cue", "s2")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, marked("abc def ghi", c.part, c.all...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A finding that begins in one part and ends in a later one is marked in both, however many others lie between.
func TestMarkAcrossParts(t *testing.T) {
	text := strings.Repeat("word ", 400)
	long := at(2, len(text), "content", "s1")
	all := []finding{long}
	for i := range 200 {
		all = append(all, at(5*i+5, 5*i+9, "date", "d1"))
	}
	sortFindings(all)
	m := newMarker(text, all)
	m.part(rapporteur.Span{End: 1500})
	if got := string(m.part(rapporteur.Span{Start: 1500, End: len(text)})); !strings.HasPrefix(got, `<span class="content"`) || strings.Count(got, "<span") != 1 {
		t.Errorf("the second part is marked %.200s", got)
	}
}

// The page may not grow faster than the findings do, even where all of them lie over one another.
func TestMarkIsLinear(t *testing.T) {
	size := func(n int, nested bool) int {
		text := strings.Repeat("x", 4*n)
		var all []finding
		for i := range n {
			f := at(2*i, 2*i+3, "date", "d1")
			if nested {
				f = at(i, 4*n-i, "content", fmt.Sprintf("s%d", i+1))
			}
			all = append(all, f)
		}
		return len(marked(text, rapporteur.Span{End: len(text)}, all...))
	}
	for _, nested := range []bool{false, true} {
		small, large := size(1000, nested), size(10_000, nested)
		if large > 12*small {
			t.Errorf("nested %v: ten times the findings make %d bytes of %d", nested, large, small)
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add("Kallas said it <b>was</b> “a pivotal week”.\nShe & he agreed.", uint64(1))
	f.Add("<script>alert(1)</script>\"'>&amp;", uint64(2))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		text = strings.ReplaceAll(strings.ToValidUTF8(text, "?"), "\r", " ") // a parser of HTML makes line ends of them
		text = strings.ReplaceAll(text, "\x00", " ")
		if len(text) == 0 {
			return
		}
		r := rand.New(rand.NewPCG(seed, 1))
		border := borders(text)
		pick := func() rapporteur.Span {
			a, b := border[r.IntN(len(border))], border[r.IntN(len(border))]
			return rapporteur.Span{Start: min(a, b), End: max(a, b)}
		}
		var all []finding
		for i := range r.IntN(20) {
			all = append(all, finding{Span: pick(), class: "content", group: fmt.Sprintf("s%d", i+1), title: text})
		}
		part := pick()
		checkMarked(t, marked(text, part, all...), part.Of(text))
	})
}

// borders are the offsets at which a rune begins, and the end.
func borders(text string) []int {
	var out []int
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}

// checkMarked fails unless the markup holds nothing but spans, and the words given.
func checkMarked(t *testing.T, markup, words string) {
	t.Helper()
	var text strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if text.String() != words {
				t.Errorf("%q is shown as %q", words, text.String())
			}
			return
		case html.TextToken:
			text.WriteString(html.UnescapeString(string(z.Raw())))
		case html.StartTagToken:
			checkSpan(t, z.Token())
		case html.EndTagToken:
		default:
			t.Errorf("%q in %q", z.Raw(), markup)
		}
	}
}

func checkSpan(t *testing.T, tok html.Token) {
	t.Helper()
	if tok.Data != "span" {
		t.Errorf("<%s> in marked text", tok.Data)
	}
	for _, a := range tok.Attr {
		if a.Key != "class" && a.Key != "data-on" && a.Key != "title" {
			t.Errorf("attribute %s in marked text", a.Key)
		}
	}
}

func TestFragment(t *testing.T) {
	for _, c := range []struct{ url, text, want string }{
		{"https://example.org/a", "“It could be a pivotal week,”", "https://example.org/a#:~:text=It%20could%20be%20a%20pivotal%20week"},
		{"https://example.org/a#top", "one-off, yes & no", "https://example.org/a#:~:text=one%2Doff%2C%20yes%20%26%20no"},
		{"https://example.org/a", "one two three four five six seven eight nine", "https://example.org/a#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine"},
		{"https://example.org/a", " … ", "https://example.org/a#:~:text=%E2%80%A6"},
		{"https://example.org/a", "“ ”", "https://example.org/a"},
		{"javascript:alert(1)", "words", ""},
		{"data:text/html,x", "words", ""},
		{"", "words", ""},
	} {
		a := &rapporteur.Article{URL: c.url, Text: c.text}
		if got := fragment(a, rapporteur.Span{End: len(c.text)}); got != c.want {
			t.Errorf("%s, %q: %s, want %s", c.url, c.text, got, c.want)
		}
	}
}

func BenchmarkMark(b *testing.B) {
	text := strings.Repeat("Kallas said on Monday that it is so. ", 5000)
	var all []finding
	for i := range 10_000 {
		all = append(all, at(i*18, i*18+12, "content", fmt.Sprintf("s%d", i+1)))
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		newMarker(text, all).part(rapporteur.Span{End: len(text)})
	}
}
