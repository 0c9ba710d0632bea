package reading

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/reading/attributions"
	"rapporteur/reading/commitments"
	"rapporteur/reading/dates"
	"rapporteur/reading/figures"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// inSections gives heads that read in sections of a few hundred words, so that a short text is a long one to them.
func inSections(t testing.TB, words, hands int) *heads {
	t.Helper()
	h, err := newHeads(trained().encoder)
	if err != nil {
		t.Fatal(err)
	}
	h.limits = limits{bytes: 32 << 10, words: words, kept: 2}
	h.helpers = make(chan struct{}, hands-1)
	return h
}

const paragraph = "“It could be a pivotal week,” Kaja Kallas told journalists in Brussels on Monday. She said that 19 of the 27 members would pay €150 billion.\n\n"

func TestSectionsCoverTheText(t *testing.T) {
	for name, text := range map[string]string{
		"news":      strings.Repeat(paragraph, 200),
		"one word":  strings.Repeat("a", 100_000),
		"marks":     strings.Repeat("\"", 5_000),
		"ideograms": strings.Repeat("停战谈判", 5_000),
		"rune cut":  "a" + strings.Repeat("é", 50_000),
		"broken":    strings.Repeat("\xff\xe2", 20_000),
		"spaces":    strings.Repeat(" ", 30_000),
		"marked":    strings.Repeat("e\u0301\u200d", 20_000),
	} {
		l := limits{bytes: 8 << 10, words: 400}
		at := 0
		for _, s := range l.sections(text) {
			if s.Start != at || s.End <= s.Start || s.Len() > l.bytes {
				t.Fatalf("%s: section %v after %d", name, s.Span, at)
			}
			if utf8.ValidString(text) && !utf8.ValidString(s.Of(text)) {
				t.Fatalf("%s: section %v cuts a character", name, s.Span)
			}
			if n := len(strings.Fields(s.Of(text))); n > l.words+1 {
				t.Fatalf("%s: a section of %d words", name, n)
			}
			at = s.End
		}
		if at != len(text) {
			t.Errorf("%s: the sections end at %d of %d", name, at, len(text))
		}
	}
}

// What is found does not depend on how many read.
func TestManyHandsFindTheSame(t *testing.T) {
	a := &rapporteur.Article{Text: strings.Repeat(paragraph, 120)}
	one, many := inSections(t, 300, 1), inSections(t, 300, 4)
	if n := len(one.limits.sections(a.Text)); n < 10 {
		t.Fatalf("%d sections", n)
	}
	want := one.document(a)
	if diff := cmp.Diff(want.Record, many.document(a).Record); diff != "" {
		t.Errorf("four hands find something else than one:\n%s", diff)
	}
	if n := len(want.Attributions); n < 120 {
		t.Errorf("%d statements in 120 paragraphs", n)
	}
	if len(many.helpers) != 0 {
		t.Errorf("%d helpers never left", len(many.helpers))
	}
}

// What is in memory at once grows by no more than a dozen bytes a byte of text, beside what is found: neither words nor tokens of the rules are
// kept for all of it, and no states.
func TestMemoryIsBounded(t *testing.T) {
	for name, unit := range map[string]string{"news": paragraph, "names": "Ada Lund and Kaja Kallas, ", "emoji": "👩🏽‍🚀 said “🇪🇺👍🏿” "} {
		took := func(n int) int {
			a := &rapporteur.Article{Text: strings.Repeat(unit, n/len(unit))}
			var doc *rapporteur.Document
			most := inUse(func() { doc = rules(a) })
			doc.Sentences = nil
			left := live() // what was found
			runtime.KeepAlive(doc)
			return most - left
		}
		took(2_000)
		const small, large = 500_000, 1_000_000
		if grew := float64(took(large)-took(small)) / (large - small); grew > mostInUse {
			t.Errorf("%s: each further byte of text has %.1f bytes in use", name, grew)
		}
	}
}

// mostInUse is how many bytes a byte of text may have in use beside the findings.
const mostInUse = 14

// live is what is in use, in bytes.
func live() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// inUse gives the most that was in use while f ran, as the collector saw it.
func inUse(f func()) (most int) {
	defer debug.SetGCPercent(debug.SetGCPercent(8))
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	look := func() {
		metrics.Read(sample)
		most = max(most, int(sample[0].Value.Uint64()))
	}
	done, looked := make(chan struct{}), make(chan struct{})
	runtime.GC()
	go func() {
		defer close(looked)
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-tick.C:
				look()
			case <-done:
				tick.Stop()
				return
			}
		}
	}()
	f()
	close(done)
	<-looked
	look()
	return most
}

// The states of a text are the greater part of what reading it takes, 1.5 KB a word. They are not held, nor made anew, for all of it.
func TestStatesAreNotKept(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // the encoder's scratch is kept for each core: a goroutine that moves to another makes it again
	h := inSections(t, 2000, 1)
	took := func(n int) (all, kept uint64) {
		text := strings.Repeat(paragraph, n)
		var before, after, end runtime.MemStats
		runtime.GC()
		defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the collector drops the encoder's scratch, now and then
		h.read(text[:len(paragraph)])
		runtime.ReadMemStats(&before)
		states, _, _ := h.read(text)
		runtime.ReadMemStats(&after)
		runtime.GC()
		runtime.ReadMemStats(&end)
		runtime.KeepAlive(states)
		return after.TotalAlloc - before.TotalAlloc, end.HeapAlloc - min(end.HeapAlloc, before.HeapAlloc)
	}
	const few, many = 200, 500
	words := uint64((many - few) * len(strings.Fields(paragraph)))
	grew, kept := uint64(math.MaxUint64), uint64(0)
	for range 3 {
		allFew, _ := took(few)
		var allMany uint64
		allMany, kept = took(many)
		if grew = min(grew, (allMany-min(allMany, allFew))/words); grew <= 1500 {
			break
		}
	}
	if grew > 1500 {
		t.Errorf("each further word takes %d bytes", grew)
	}
	if limit := uint64(12 << 20); kept > limit {
		t.Errorf("%d bytes are kept of %d paragraphs", kept, many)
	}
}

// What is not the encoder's is linear in the text too: what is taken and left for each of its bytes, whatever it holds, is the same for a
// long text and one of twice the length.
func TestRulesTakeMemoryByLength(t *testing.T) {
	for name, unit := range map[string]string{
		"news": paragraph, "marks": "\"", "lines": "a\n", "names": "Ada Lund and Kaja Kallas, ", "numbers": "12 345 6.7 ", "dates": "on 1 May 2026, ", "cjk": "停战。",
	} {
		took := func(n int) int {
			a, err := extract.Extract(&rapporteur.Page{Body: []byte(strings.Repeat(unit, n/len(unit))), ContentType: "text/plain"})
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			rules(a)
			runtime.ReadMemStats(&after)
			return int(after.TotalAlloc - before.TotalAlloc)
		}
		took(2_000)
		small, large := took(400_000), took(800_000)
		if large > 3*small || large > 800_000*3000 {
			t.Errorf("%s: %d bytes for 400 KB, %d for 800 KB", name, small, large)
		}
	}
}

// rules takes the steps of a reading that need no encoder.
func rules(a *rapporteur.Article) *rapporteur.Document {
	doc := &rapporteur.Document{Article: a}
	doc.Sentences = tokens.Find(a)
	doc.Dates = dates.Find(doc)
	doc.Figures = figures.Find(doc)
	doc.Entities = names.Find(doc)
	doc.Attributions = attributions.Complete(doc, nil)
	doc.Commitments = commitments.Find(doc)
	return doc
}

// A text of ten times the length takes ten times as long: compare the bytes a second of each kind's three lengths.
func BenchmarkLengths(b *testing.B) {
	for _, kind := range []struct{ name, unit string }{
		{"news", paragraph}, {"line", strings.ReplaceAll(paragraph, "\n", " ")}, {"marks", "\""}, {"lines", "a\n"}, {"cues", "He said she said they said it. "},
		{"names", "Kaja Kallas met Denys Shmyhal in Brussels. "}, {"speech", "“We will go on.\n"}, {"cjk", "停战。"},
	} {
		for _, n := range []int{100_000, 1_000_000, 10_000_000} {
			b.Run(fmt.Sprintf("%s/%dKB", kind.name, n/1000), func(b *testing.B) {
				a := &rapporteur.Article{Text: strings.Repeat(kind.unit, n/len(kind.unit))}
				b.SetBytes(int64(len(a.Text)))
				b.ReportAllocs()
				for b.Loop() {
					rules(a)
				}
			})
		}
	}
}
