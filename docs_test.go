package rapporteur

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
)

// printedDocument is all that is printed.
type printedDocument struct {
	printedHead
	Entities     []printedEntity      `json:"entities"`
	Attributions []printedAttribution `json:"attributions"`
	Figures      []printedFigure      `json:"figures"`
	Dates        []printedDate        `json:"dates"`
	Commitments  []printedCommitment  `json:"commitments"`
}

// What is written finding by finding is one JSON object, with the fields of printedDocument, in their order, and no other.
func TestWriteJSONIsWhole(t *testing.T) {
	text := "EU’s Kallas says <b>&</b> „да“ – 🙂 on Monday"
	doc := &Document{Article: &Article{Text: text}}
	day := strings.Index(text, "Monday")
	for range 900 {
		doc.Entities = append(doc.Entities, Entity{Kind: Person, Name: "Kallas", Mentions: []Mention{{Span{7, 13}, Proper}}})
		doc.Dates = append(doc.Dates, Date{Span: Span{day, day + len("Monday")}})
	}
	doc.Attributions = []Attribution{{Source: []Span{{7, 13}}, Speakers: []int{0}, Behalf: None, Within: None}}
	doc.Commitments = []Commitment{{Span: Span{0, 13}, Attribution: 0, Due: None}}
	got, err := doc.AppendJSON([]byte("before "), "<x>.txt")
	if err != nil {
		t.Fatal(err)
	}
	got = bytes.TrimPrefix(got, []byte("before "))
	var back printedDocument
	in := json.NewDecoder(bytes.NewReader(got))
	in.DisallowUnknownFields()
	if err := in.Decode(&back); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	out := json.NewEncoder(&again)
	out.SetEscapeHTML(false)
	if err := out.Encode(back); err != nil {
		t.Fatal(err)
	}
	if again.String() != string(got)+"\n" {
		t.Errorf("%d bytes are written, and %d others when they are read and written again", len(got), again.Len())
	}
}

type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestWriteJSONStopsAtAnError(t *testing.T) {
	doc := &Document{Article: &Article{Text: "one"}, Record: Record{Figures: make([]Figure, 2000)}}
	for left := range 3 {
		if err := doc.WriteJSON(&broken{left}, "x"); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("after %d writes: %v", left, err)
		}
	}
}

// docs/record.md is a promise to other programs: it must name every field that is printed.
func TestRecordIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("docs/record.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range jsonFields(reflect.TypeFor[printedDocument](), map[reflect.Type]bool{}) {
		if !strings.Contains(string(doc), "`"+field+"`") && !strings.Contains(string(doc), `"`+field+`"`) {
			t.Errorf("docs/record.md does not name the field %q", field)
		}
	}
}

func jsonFields(typ reflect.Type, seen map[reflect.Type]bool) []string {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || seen[typ] {
		return nil
	}
	seen[typ] = true
	var out []string
	for f := range typ.Fields() {
		if name := f.Tag.Get("json"); name != "" {
			out = append(out, name)
		}
		out = append(out, jsonFields(f.Type, seen)...)
	}
	return out
}

func TestAppendJSONCountsCodePoints(t *testing.T) {
	text := "EU’s Kallas says „да“ – 🙂 end"
	start := strings.Index(text, "🙂")
	doc := &Document{Article: &Article{Text: text}}
	doc.Figures = []Figure{{Span: Span{start, start + len("🙂")}, Same: None, AsOf: None}}
	got, err := doc.AppendJSON(nil, "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":0,"start":24,"end":25,"text":"🙂",`; !strings.Contains(string(got), want) {
		t.Errorf("no %s in %s", want, got)
	}
}

func TestRuneIndex(t *testing.T) {
	text := strings.Repeat("aé€🙂", 300)
	x := newRuneIndex(text)
	n := 0
	for b := range text {
		if got := x.at(b); got != n {
			t.Fatalf("byte %d is code point %d, got %d", b, n, got)
		}
		n++
	}
	if got := x.at(len(text)); got != n {
		t.Fatalf("the end is code point %d, got %d", n, got)
	}
}
