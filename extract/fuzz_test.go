package extract

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

// Any bytes are an article that keeps the package's promises, or an error that wraps ErrNotArticle; twice the same.
func FuzzExtract(f *testing.F) {
	pages, _ := filepath.Glob("../testdata/articles/*/page.*")
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "", "https://example.org/2025/12/01/a")
	}
	f.Add([]byte("Title\nBy Jane Doe\n\nBRUSSELS, Dec. 1 (Reuters) - Ministers met.\n\n(EPA Photo)\n"), "text/plain; charset=utf-16", "")
	f.Add([]byte("From: a@b\r\nDate: x\r\nSubject: =?utf-8?q?=ff?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x"), "", "http://[::1")
	f.Add([]byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"), "text/html", "")
	f.Add([]byte("<html><script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"author\":[{\"name\":{}}]}]}</script><p>"), "", "")
	f.Fuzz(func(t *testing.T, body []byte, contentType, url string) {
		p := &rapporteur.Page{Body: body, ContentType: contentType, URL: url}
		a, err := Extract(p)
		again, _ := Extract(p)
		if diff := cmp.Diff(a, again); diff != "" {
			t.Fatalf("two readings differ:\n%s", diff)
		}
		if err != nil {
			if !errors.Is(err, ErrNotArticle) || a != nil {
				t.Fatalf("article %v with error %v", a, err)
			}
			return
		}
		checkArticle(t, a)
	})
}
