package encoder

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// testVocabulary has every entry of BERT's uncased vocabulary that occurs in a word of the golden texts, so that
// they fall into the same pieces as with all 30,522.
func testVocabulary(t testing.TB) *Vocabulary {
	t.Helper()
	lines, err := os.ReadFile("testdata/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewVocabulary(string(lines))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// golden is one text with the pieces that the reference tokenizer in training/ gives.
type golden struct {
	Text                    string
	Pieces                  []goldenPiece
	Shape, Gap, Quote, Line []int
}

type goldenPiece struct {
	Entry      string
	Start, End int
}

func (p *goldenPiece) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.Entry, &p.Start, &p.End})
}

func goldens(t testing.TB) []golden {
	t.Helper()
	f, err := os.Open("testdata/wordpiece.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []golden
	for s := bufio.NewScanner(f); s.Scan(); {
		var g golden
		if err := json.Unmarshal(s.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

func TestPiecesAgreeWithReference(t *testing.T) {
	v := testVocabulary(t)
	for _, g := range goldens(t) {
		var got []goldenPiece
		for _, p := range v.Pieces(nil, g.Text) {
			got = append(got, goldenPiece{v.Entry(p.ID), p.Start, p.End})
		}
		if diff := cmp.Diff(g.Pieces, got); diff != "" && len(g.Pieces)+len(got) > 0 {
			t.Errorf("%q (-want +got):\n%s", g.Text, diff)
		}
	}
}

func TestPiecesOfInvalidUTF8(t *testing.T) {
	v := testVocabulary(t)
	clean, broken := "he said no", "he\xff sa\xc3id\xed\xa0\x80 no\xe2\x80"
	var want, got []int32
	for _, p := range v.Pieces(nil, clean) {
		want = append(want, p.ID)
	}
	for _, p := range v.Pieces(nil, broken) {
		got = append(got, p.ID)
	}
	if !slices.Equal(want, got) {
		t.Errorf("broken bytes give %v, want %v as without them", got, want)
	}
}

func TestPiecesOfOneLongWordTakeLittle(t *testing.T) {
	v := testVocabulary(t)
	text := strings.Repeat("é", 1<<19)
	if got, want := v.Pieces(nil, text), []Piece{{v.Unknown, 0, len(text)}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPiecesAllocateNothing(t *testing.T) {
	v := testVocabulary(t)
	text := "“We will not sign it,” Ms. O’Neill told reporters in São Paulo."
	dst := v.Pieces(nil, text)
	if n := testing.AllocsPerRun(20, func() { dst = v.Pieces(dst[:0], text) }); n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}

func TestVocabularyErrors(t *testing.T) {
	for lines, want := range map[string]string{
		"":                          "lacks [",
		"[PAD]\n[UNK]\n[CLS]\nword": "lacks [SEP]",
		"[PAD]\n[UNK]\n[CLS]\n[SEP]\n" + strings.Repeat("x", 65): "an entry of 65 bytes",
	} {
		if _, err := NewVocabulary(lines); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: error %v, want one with %q", lines, err, want)
		}
	}
}

func FuzzPieces(f *testing.F) {
	v := testVocabulary(f)
	for _, g := range goldens(f) {
		f.Add(g.Text)
	}
	f.Add("a\xffb \xc3")
	f.Fuzz(func(t *testing.T, text string) {
		pieces := v.Pieces(nil, text)
		at := 0
		for i, p := range pieces {
			if p.Start < at || p.End <= p.Start || p.End > len(text) {
				t.Fatalf("piece %d is [%d, %d) after %d in %q", i, p.Start, p.End, at, text)
			}
			if !utf8.RuneStart(text[p.Start]) || p.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[p.End]) {
				t.Fatalf("piece %d breaks a character of %q", i, text)
			}
			// Pieces of one character that decomposes to several share its bytes.
			at = p.Start
			if int(p.ID) >= v.Len() || p.ID < 0 {
				t.Fatalf("piece %d is %d", i, p.ID)
			}
		}
		if again := v.Pieces(nil, text); !slices.Equal(pieces, again) {
			t.Fatalf("two splittings of %q differ", text)
		}
		if lead := v.Pieces(nil, " \n"+text); len(lead) != len(pieces) {
			t.Fatalf("space before %q changes its pieces", text)
		}
	})
}

func BenchmarkPieces(b *testing.B) {
	v := testVocabulary(b)
	text := strings.Repeat("The minister said the talks would resume on Monday. ", 200)
	var dst []Piece
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		dst = v.Pieces(dst[:0], text)
	}
	b.ReportMetric(float64(len(dst)*b.N)/b.Elapsed().Seconds(), "pieces/s")
}
