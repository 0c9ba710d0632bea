package tokens_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/tokens"
)

// cut prints sentences as lines and tokens between blanks.
func cut(text string, parts ...rapporteur.Part) string {
	var b strings.Builder
	for _, s := range tokens.Find(&rapporteur.Article{Text: text, Parts: parts}) {
		for i, t := range s.Tokens {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.Of(text))
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestTokens(t *testing.T) {
	for in, want := range map[string]string{
		"The EU's top diplomat didn't say she'll go.":       "The EU 's top diplomat did n't say she 'll go .",
		"Can’t we? It cannot be, they’ve said.":             "Ca n’t we ?\nIt can not be , they ’ve said .",
		"€150 billion ($174bn), up 3.5% to 1,200.50":        "€ 150 billion ( $ 174 bn ) , up 3.5 % to 1,200.50",
		"US$2m at 5:30pm on 9/11, 2025-12-01":               "US$ 2 m at 5:30 pm on 9/11 , 2025-12-01",
		"a U.S.-led, long-term non-EU plan":                 "a U.S. - led , long - term non-EU plan",
		"U.S.–Ukraine talks and/or AT&T":                    "U.S. – Ukraine talks and / or AT&T",
		"O'Reilly's and the members' view":                  "O'Reilly 's and the members ' view",
		"the '90s, the 1990s and the 21st":                  "the '90s , the 1990s and the 21st",
		"see https://ec.europa.eu/x?a=1, or @EU_Com #SAFE!": "see https://ec.europa.eu/x?a=1 , or @EU_Com #SAFE !",
		"mail a.b@c.org. Then wait...":                      "mail a.b@c.org .\nThen wait ...",
		"‘pivotal’ phase — “yes,” he said":                  "‘ pivotal ’ phase — “ yes , ” he said",
		"``We shall see,'' he said.":                        "`` We shall see , '' he said .",
		"Jean-Claude Juncker, 63,":                          "Jean - Claude Juncker , 63 ,",
	} {
		if diff := cmp.Diff(want, cut(in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func TestSentences(t *testing.T) {
	for in, want := range map[string]int{
		"Sen. J. D. Vance and Mr. Smith met Gov. Lee on Jan. 5 in Washington, D.C. on Monday. They left.": 2,
		"He lives in the U.S. The talks failed.":                                                          2,
		"The U.S. Senate voted. It failed.":                                                               2,
		"“We agree.” The minister left.":                                                                  2,
		"“Why now?” Kallas asked. “Because.”":                                                             2,
		"“Stop!” said Kallas. Nobody did.":                                                                2,
		"\"It is over.\" \"Is it?\" he asked.":                                                            2,
		"She said \"no.\" He said \"yes.\"":                                                               2,
		"It rose 3.5 percent. No. 5 fell. No. It rose.":                                                   4,
		"Wait... what? Fine... Then go.":                                                                  3,
		"(It is small.) It is big.":                                                                       2,
		"He met Vladimir V. Putin, the president, at 5 p.m. on Monday.":                                   1,
		"It ended at 5 p.m. The president left.":                                                          2,
		"Apple Inc. said so. Shares of Exxon Mobil Corp. fell.":                                           2,
		"One line\nAnother line":                                                                          2,
		"停战。谈判继续。":                                                                                        2,
		"":                                                                                                0,
		" \n\t ":                                                                                          0,
		"Mr. Trump, the G.O.P. nominee, won. “He’s a friend of Israel.” So they say.":     3,
		"“I would think that would influence those who supported Sen. Sanders,” he said.": 1,
	} {
		got := tokens.Find(&rapporteur.Article{Text: in})
		if len(got) != want {
			t.Errorf("%q: %d sentences, want %d:\n%s", in, len(got), want, cut(in))
		}
	}
}

func TestSentenceNeverCrossesAPart(t *testing.T) {
	text := "Kallas says talks may\nfail this week. More"
	parts := []rapporteur.Part{{Span: rapporteur.Span{Start: 0, End: 13}, Kind: rapporteur.Headline}, {Span: rapporteur.Span{Start: 13, End: len(text)}, Kind: rapporteur.Paragraph}}
	want := "Kallas says t\nalks may fail this week .\nMore"
	if diff := cmp.Diff(want, cut(text, parts...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// check fails where spans are out of bounds, unsorted or lose text.
func check(t *testing.T, text string, list []rapporteur.Sentence) {
	t.Helper()
	at := 0
	for _, s := range list {
		if len(s.Tokens) == 0 || s.Start != s.Tokens[0].Span().Start || s.End != s.Tokens[len(s.Tokens)-1].Span().End {
			t.Fatalf("sentence %v does not span its tokens", s.Span)
		}
		for _, token := range s.Tokens {
			k := token.Span()
			if k.Start < at || k.End <= k.Start || k.End > len(text) {
				t.Fatalf("token %v after %d of %d", k, at, len(text))
			}
			blank(t, text[at:k.Start])
			at = k.End
		}
	}
	blank(t, text[at:])
}

func blank(t *testing.T, gap string) {
	for _, r := range gap {
		if r > ' ' && !strings.ContainsRune("\u00a0\u1680\u202f\u205f\u3000\u2028\u2029\u200b\ufeff\u0085", r) && (r < 0x2000 || r > 0x200a) && (r < 0x7f || r > 0x9f) {
			t.Fatalf("the gap %q holds text", gap)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"“Why?” he said. U.S. No. 5", "don't can't O'R's ''x'' '90s", "a-b-1-2-3 555-1234 http://x.y", "...!?.)\"'", "\xff\xfe.\x80", "日本。\u0301é"} {
		f.Add(s, 3, 9)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		check(t, text, tokens.Find(&rapporteur.Article{Text: text}))
		part := rapporteur.Part{Span: rapporteur.Span{Start: from, End: to}}
		list := tokens.Find(&rapporteur.Article{Text: text, Parts: []rapporteur.Part{part}})
		check(t, text, list)
	})
}

func TestLongLine(t *testing.T) {
	for _, unit := range []string{"a", "a.", "'", "\"", "No. ", "-1", "(", ".)", "n't", "?”", "é", "@a.", "a'b", "U.S. "} {
		text := strings.Repeat(unit, 1_000_000/len(unit))
		check(t, text, tokens.Find(&rapporteur.Article{Text: text}))
	}
}

func TestTreebanks(t *testing.T) {
	root := os.Getenv("RAPPORTEUR_CORPORA")
	if root == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set: the treebanks are not measured")
	}
	for name, least := range map[string][2]float64{
		"syntax/ewt/en_ewt-ud-dev.conllu":   {0.70, 0.98},
		"syntax/gum/en_gum-ud-train.conllu": {0.80, 0.98},
	} {
		f, err := os.Open(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		docs, err := score.ReadTreebank(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		var sentences, words score.Counts
		for _, d := range docs {
			s, w := score.Sentences(d.Sentences, tokens.Find(&rapporteur.Article{Text: d.Text}))
			sentences, words = sentences.Add(s), words.Add(w)
		}
		t.Logf("%s: sentences F1 %.2f, tokens F1 %.2f", name, 100*sentences.F1(), 100*words.F1())
		if sentences.F1() < least[0] || words.F1() < least[1] {
			t.Errorf("%s: below %.2f / %.2f", name, least[0], least[1])
		}
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("“It could be a pivotal week for diplomacy,” Kallas told journalists in Brussels, arriving at a meeting of the EU’s 27 ministers. The U.S. didn't reply.\n", 500)
	a := &rapporteur.Article{Text: text}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tokens.Find(a)
	}
}
