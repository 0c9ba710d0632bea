package query

import (
	"os"
	"strings"
	"testing"
)

// docs/query.md is where people learn the language: it names every field and every value.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Fields {
		if !strings.Contains(string(doc), "`"+f.Name+":") {
			t.Errorf("docs/query.md does not name the field %s:", f.Name)
		}
		for _, v := range f.Values {
			if !strings.Contains(string(doc), "`"+Quote(v)+"`") {
				t.Errorf("docs/query.md does not name %s of %s:", Quote(v), f.Name)
			}
		}
	}
}
