package versions

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading"
)

// article makes a text of a headline and paragraphs, and reads it.
func article(paragraphs ...string) *rapporteur.Document {
	a := &rapporteur.Article{}
	for i, p := range paragraphs {
		if i > 0 {
			a.Text += "\n\n"
		}
		part := rapporteur.Part{Span: rapporteur.Span{Start: len(a.Text), End: len(a.Text) + len(p)}, Kind: rapporteur.Paragraph}
		if i == 0 {
			part.Kind = rapporteur.Headline
		}
		a.Text += p
		a.Parts = append(a.Parts, part)
	}
	d := reading.Read(a)
	d.Engine = "test"
	return d
}

var (
	early = article("Eighteen countries apply for the defence fund",
		"Eighteen EU countries have applied for loans under the programme, the Commission said on Monday.",
		"“The demand is higher than we expected,” Andrius Kubilius told reporters in Brussels.",
		"The plans are due on November 30. The fund has a size of €150 billion.",
		"Hungary has not decided yet, a diplomat said.",
		"The loans run for 45 years.")
	late = article("Nineteen countries apply for the defence fund",
		"Nineteen EU countries have applied for loans under the programme, the Commission said on Monday.",
		"The loans run for 45 years.",
		"“The demand is much higher than we expected,” Andrius Kubilius told reporters in Brussels.",
		"The plans are due on December 15. The fund has a size of €150 billion.",
		"Kaja Kallas said that Ukraine would take part in the programme.")
)

// told prints paragraphs as a person would mark them.
func marked(c *Changes, old, now *rapporteur.Document) string {
	var b strings.Builder
	for _, p := range c.Paragraphs {
		fmt.Fprintf(&b, "%s ", [...]string{"=", "~", "+", "-", ">", "<"}[p.State])
		for _, x := range p.Pieces {
			switch x.Op {
			case Deleted:
				fmt.Fprintf(&b, "[-%s-]", x.Old.Of(old.Article.Text))
			case Inserted:
				fmt.Fprintf(&b, "{+%s+}", x.New.Of(now.Article.Text))
			default:
				b.WriteString(x.New.Of(now.Article.Text))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestOf(t *testing.T) {
	c := Of(early, late)
	want := `~ [-Eighteen -]{+Nineteen +}countries apply for the defence fund
~ [-Eighteen -]{+Nineteen +}EU countries have applied for loans under the programme, the Commission said on Monday.
> The loans run for 45 years.
~ “The demand is {+much +}higher than we expected,” Andrius Kubilius told reporters in Brussels.
~ The plans are due on [-November 30-]{+December 15+}. The fund has a size of €150 billion.
- [-Hungary has not decided yet, a diplomat said.-]
< [-The loans run for 45 years.-]
+ {+Kaja Kallas said that Ukraine would take part in the programme.+}
`
	if d := cmp.Diff(want, marked(c, early, late)); d != "" {
		t.Error(d)
	}
	if !c.Headline || c.ChangedParts != 3 || c.AddedParts != 1 || c.RemovedParts != 1 || c.Moves != 1 || c.None() {
		t.Errorf("%+v", c)
	}
	var got []string
	say := func(d *rapporteur.Document, s rapporteur.Span, i int) string {
		if i < 0 {
			return "nothing"
		}
		return s.Of(d.Article.Text)
	}
	span := func(i int, spans func(int) rapporteur.Span) rapporteur.Span {
		if i < 0 {
			return rapporteur.Span{}
		}
		return spans(i)
	}
	for _, f := range c.Figures {
		o, n := span(f.Old, func(i int) rapporteur.Span { return early.Figures[i].Span }), span(f.New, func(i int) rapporteur.Span { return late.Figures[i].Span })
		got = append(got, say(early, o, f.Old)+" -> "+say(late, n, f.New))
	}
	for _, f := range c.Dates {
		o, n := span(f.Old, func(i int) rapporteur.Span { return early.Dates[i].Span }), span(f.New, func(i int) rapporteur.Span { return late.Dates[i].Span })
		got = append(got, say(early, o, f.Old)+" -> "+say(late, n, f.New))
	}
	if d := cmp.Diff([]string{"Eighteen -> Nineteen", "November 30 -> December 15"}, got); d != "" {
		t.Error(d)
	}
	var said []string
	for _, s := range c.Statements {
		who := func(d *rapporteur.Document, i int) string {
			if i < 0 {
				return "nobody"
			}
			return d.Attributions[i].SpeakerName
		}
		said = append(said, fmt.Sprintf("%s -> %s, words %v, speaker %v", who(early, s.Old), who(late, s.New), s.Words, s.Speaker))
	}
	want2 := []string{"Commission -> Commission, words true, speaker false", "Andrius Kubilius -> Andrius Kubilius, words true, speaker false", "nobody -> Kaja Kallas, words false, speaker false", " -> nobody, words false, speaker false"}
	if d := cmp.Diff(want2, said); d != "" {
		t.Error(d)
	}
}

func TestNothingChanged(t *testing.T) {
	if c := Of(late, late); !c.None() || len(c.Figures)+len(c.Dates)+len(c.Statements) > 0 {
		t.Errorf("%+v", c)
	}
	spaced := article("One  headline", "Some words \u00a0here.")
	other := article("One headline", "Some words here.")
	if c := Of(spaced, other); !c.None() {
		t.Error("white space alone is a change:", marked(c, spaced, other))
	}
}

func TestNotRead(t *testing.T) {
	unread := &rapporteur.Document{Article: early.Article}
	c := Of(unread, late)
	if len(c.Figures)+len(c.Statements) > 0 || !c.Headline {
		t.Errorf("a version that was not read has lost what it says: %+v", c)
	}
}

// The speaker of the same words became somebody else.
func TestSpeakerChanged(t *testing.T) {
	a := article("Talks", "“We will not accept this plan in its present form,” Peter Szijjarto said on Monday in Budapest.")
	b := article("Talks", "“We will not accept this plan in its present form,” Viktor Orban said on Monday in Budapest.")
	c := Of(a, b)
	if len(c.Statements) != 1 || !c.Statements[0].Speaker || c.Statements[0].Words {
		t.Errorf("%+v", c.Statements)
	}
}

func TestHostile(t *testing.T) {
	many := func(n int, word string) *rapporteur.Document {
		return &rapporteur.Document{Article: &rapporteur.Article{Text: strings.Repeat(word+" ", n)}}
	}
	rows := func(n int, word string) *rapporteur.Document {
		a := &rapporteur.Article{}
		for i := range n {
			s := fmt.Sprint(word, i)
			a.Parts = append(a.Parts, rapporteur.Part{Span: rapporteur.Span{Start: len(a.Text), End: len(a.Text) + len(s)}, Kind: rapporteur.Paragraph})
			a.Text += s + "\n"
		}
		return &rapporteur.Document{Article: a}
	}
	for name, c := range map[string][2]*rapporteur.Document{
		"empty":                 {{Article: &rapporteur.Article{}}, late},
		"one word, often":       {many(200_000, "a"), many(200_000, "b")},
		"every paragraph other": {rows(5000, "a"), rows(5000, "b")},
		"bad bytes":             {many(3, "\xff\xfe"), many(3, "\xff")},
	} {
		check(t, name, Of(c[0], c[1]), c[0], c[1])
	}
}

// check tests the package's promise.
func check(t *testing.T, name string, c *Changes, old, now *rapporteur.Document) {
	t.Helper()
	var was, is []string
	a, b := partsOf(old.Article), partsOf(now.Article)
	for _, p := range c.Paragraphs {
		var before, after strings.Builder
		for _, x := range p.Pieces {
			if x.Op != Inserted && p.State != Moved {
				before.WriteString(x.Old.Of(old.Article.Text))
			}
			if x.Op != Deleted {
				after.WriteString(x.New.Of(now.Article.Text))
			}
		}
		if p.Old >= 0 && p.State != Moved {
			was = append(was, folded(before.String()))
		}
		if p.New >= 0 {
			is = append(is, folded(after.String()))
		}
	}
	texts := func(parts []part) (out []string) {
		for _, p := range parts {
			out = append(out, folded(p.Of(p.text)))
		}
		return out
	}
	if d := cmp.Diff(texts(a), was); d != "" {
		t.Error(name, "the old text is not whole:", d)
	}
	if d := cmp.Diff(texts(b), is); d != "" {
		t.Error(name, "the new text is not whole:", d)
	}
}

func FuzzOf(f *testing.F) {
	f.Add("a b c\nd e f", "a b d\nd e")
	f.Add("One two three, four.\n\nFive 1,500.5 don't", "One two.\nFive 1,600 don’t  six")
	f.Fuzz(func(t *testing.T, x, y string) {
		split := func(s string) *rapporteur.Document {
			a := &rapporteur.Article{Text: strings.ToValidUTF8(s, "?")}
			at := 0
			for l := range strings.Lines(a.Text) {
				a.Parts = append(a.Parts, rapporteur.Part{Span: rapporteur.Span{Start: at, End: at + len(l)}, Kind: rapporteur.Paragraph})
				at += len(l)
			}
			return &rapporteur.Document{Article: a}
		}
		old, now := split(x), split(y)
		check(t, "", Of(old, now), old, now)
	})
}

func BenchmarkOf(b *testing.B) {
	for b.Loop() {
		Of(early, late)
	}
}
