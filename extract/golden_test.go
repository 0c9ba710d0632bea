package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

var update = flag.Bool("update", false, "write the goldens of testdata/articles anew")

// Every folder of testdata/articles is a test: page.html (or .txt, .eml) gives article.txt, the text exactly, and
// parts.txt, what the page states and the kind of each part.
func TestArticles(t *testing.T) {
	dirs, err := filepath.Glob("../testdata/articles/*/page.*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no articles found (%v)", err)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := mustExtract(t, &rapporteur.Page{Body: body})
			if lic, err := os.ReadFile(filepath.Join(dir, "LICENSE")); err != nil || len(lic) == 0 {
				t.Error("no LICENSE says where the text is from")
			}
			golden(t, filepath.Join(dir, "article.txt"), a.Text)
			golden(t, filepath.Join(dir, "parts.txt"), describe(a))
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test ./extract -update, and read what it wrote", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func describe(a *rapporteur.Article) string {
	var b strings.Builder
	for _, f := range [][2]string{
		{"url", a.URL},
		{"outlet", a.Outlet},
		{"byline", a.Byline},
		{"wire", a.Wire},
		{"language", a.Language},
		{"dateline", strings.Trim(a.Dateline.Place+" / "+a.Dateline.Day, " /")},
		{"published", a.Published.String() + " " + string(a.Published.From)},
		{"modified", a.Modified.String() + " " + string(a.Modified.From)},
	} {
		b.WriteString(strings.TrimSpace(fmt.Sprintf("%-10s %s", f[0], f[1])) + "\n")
	}
	b.WriteByte('\n')
	for _, p := range a.Parts {
		fmt.Fprintf(&b, "%-10s %d-%d %s\n", p.Kind, p.Start, p.End, head(p.Of(a.Text), 60))
	}
	return b.String()
}
