package names_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// check reports what a reading of the names must never be: out of bounds, inside a rune, unsorted, doubly owned, different twice.
func check(t *testing.T, text string) {
	t.Helper()
	doc := read(text)
	at := 0
	for _, n := range names.Spans(doc) {
		if n.Start < at || n.End <= n.Start || n.End > len(text) {
			t.Fatalf("name %v out of order or bounds", n.Span)
		}
		at = n.End
	}
	got := names.Find(doc)
	owner := map[rapporteur.Span]int{}
	first := -1
	for i, e := range got {
		if len(e.Mentions) == 0 || e.Name == "" {
			t.Fatalf("entity %d (%q) has %d mentions", i, e.Name, len(e.Mentions))
		}
		if e.Mentions[0].Start < first {
			t.Fatalf("entity %d stands before its turn", i)
		}
		first = e.Mentions[0].Start
		last := rapporteur.Span{Start: -1}
		for _, m := range e.Mentions {
			bounds(t, text, m.Span)
			if last.Compare(m.Span) >= 0 {
				t.Fatalf("entity %q: mention %v after %v", e.Name, m.Span, last)
			}
			last = m.Span
			if o, ok := owner[m.Span]; ok {
				t.Fatalf("span %v belongs to %q and %q", m.Span, got[o].Name, e.Name)
			}
			owner[m.Span] = i
			if names.At(got, m.Span) != i {
				t.Fatalf("At(%v) = %d, want %d", m.Span, names.At(got, m.Span), i)
			}
		}
		for _, r := range e.Roles {
			bounds(t, text, r.Span)
			for _, s := range []rapporteur.Span{r.Body, r.Country} {
				if !s.Empty() {
					bounds(t, text, s)
				}
			}
		}
		names.GenderOf(text, e)
	}
	if diff := cmp.Diff(got, names.Find(doc)); diff != "" {
		t.Fatalf("two readings differ:\n%s", diff)
	}
}

func bounds(t *testing.T, text string, s rapporteur.Span) {
	t.Helper()
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		t.Fatalf("span %v of a text of %d bytes", s, len(text))
	}
	for _, i := range []int{s.Start, s.End} {
		if i < len(text) && !utf8.RuneStart(text[i]) {
			t.Fatalf("span %v cuts a rune", s)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "\xff\xfe", "a", "Mr.", "the", "The", "'s", "’s ’s", "-", "--", "al-", "U.S.-", "von", "Jr.", ", Jr.", "(", "(EU)", "EU (EU (EU",
		"Norway’s Prime Minister Ada Lund, the leader of the Harbour Party, said she would meet Mr. Berg, who leads it.",
		"MINISTER SAYS “NO”\n\nThe EU's top diplomat, Kaja Lind, told the bloc: \"He said it.\"", "İstanbul Ǆ ß ﬁ Åsa’s Łódź",
		"President Secretary of State of and of the", "House Ways and Means Committee chairman Kevin Lund and Bill and Hillary Berg", "محمد 北京 🙂 Berlin",
		"and and and of of of The The The", "Anna Berg is the", "Anna Berg, the minister", "the EU's", "Ex- -elect President-elect Lund", "No. 10 Downing Street",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "�")
		}
		check(t, s)
	})
}

func FuzzSame(f *testing.F) {
	f.Add("Kaja Kallas", "Kallas")
	f.Add("", "the")
	f.Add("EU", "European Union")
	f.Fuzz(func(t *testing.T, a, b string) {
		if names.Same(a, b) != names.Same(b, a) {
			t.Fatalf("Same(%q, %q) depends on the order", a, b)
		}
	})
}

// TestHostile reads texts made to be dear: the test ends because the work grows with the length only.
func TestHostile(t *testing.T) {
	many := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"one surname":    many(20_000, func(i int) string { return fmt.Sprintf("A%d Smith met Smith. ", i) }),
		"one given name": many(20_000, func(i int) string { return fmt.Sprintf("Anna Q%d met him and Anna. ", i) }),
		"one line":       strings.Repeat("Alpha Beta of ", 70_000),
		"capitals":       strings.Repeat("A ", 200_000),
		"titles":         strings.Repeat("President ", 50_000),
		"definitions":    many(20_000, func(i int) string { return fmt.Sprintf("the Alpha Beta%d Council (ABC) ", i) }),
		"hyphens":        strings.Repeat("Alpha-", 100_000),
		"pronouns":       "Anna Berg. " + strings.Repeat("He said she saw him. ", 30_000),
		"the":            strings.Repeat("the ", 200_000),
		"commas":         strings.Repeat("Anna Berg, the ", 30_000),
		"Clinton":        "Hillary Clinton and Bill Clinton spoke. " + strings.Repeat("Clinton left. ", 30_000),
		"country":        strings.Repeat("Russia and Moscow will ", 30_000),
		"possessives":    strings.Repeat("Norway's ", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			a := &rapporteur.Article{Text: text}
			names.Find(&rapporteur.Document{Article: a, Sentences: tokens.Find(a)})
		})
	}
}

func TestNothing(t *testing.T) {
	for _, doc := range []*rapporteur.Document{nil, {}, {Article: &rapporteur.Article{}}, {Article: &rapporteur.Article{Text: "Oslo"}}} {
		if got := names.Find(doc); len(got) != 0 {
			t.Errorf("Find(%v) = %v", doc, got)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	para := "EU Trade Commissioner Maros Lind met Norwegian Prime Minister Anna Berg in Oslo on Monday. Berg, the leader of the Harbour Party, said " +
		"she would not sign the agreement before the European Commission had answered. \"It is for him to say what the bloc wants,\" she told the " +
		"Northern Post. Lind said he was confident. The commissioner will travel to Washington and Kyiv next week, his office said, and officials " +
		"expect talks between Moscow and London to fail. Mr. Lund, who advises the minister, declined to comment on the money.\n\n"
	text := "Norway says no to the EU\n\n" + strings.Repeat(para, 10) // some 800 words
	a := &rapporteur.Article{Text: text}
	doc := &rapporteur.Document{Article: a, Sentences: tokens.Find(a)}
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		names.Find(doc)
	}
}
