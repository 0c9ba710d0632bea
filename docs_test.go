package rapporteur

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

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
