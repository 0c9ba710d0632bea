package extract

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/markusmobius/go-trafilatura"

	"rapporteur"
)

func benchPage(b *testing.B) []byte {
	body, err := os.ReadFile("../testdata/articles/wikinews-asylum/page.html")
	if err != nil {
		b.Fatal(err)
	}
	return body
}

// HTML against the library that it asks for the main text, on the same page in the same run.
func BenchmarkHTML(b *testing.B) {
	body := benchPage(b)
	b.Run("extract", func(b *testing.B) {
		for b.Loop() {
			if _, err := HTML(&rapporteur.Page{Body: body}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("trafilatura", func(b *testing.B) {
		for b.Loop() {
			if _, err := trafilatura.Extract(bytes.NewReader(body), trafilatura.Options{ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkText(b *testing.B) {
	body, err := os.ReadFile("../testdata/articles/wikinews-questionnaire/page.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Text(&rapporteur.Page{Body: body}); err != nil {
			b.Fatal(err)
		}
	}
}

// Twice the page should take twice the time: compare the sizes.
func BenchmarkGrowth(b *testing.B) {
	para := "<p>The ministers agreed on a plan that nobody had expected to pass.</p>"
	for name, unit := range map[string]string{
		"paragraphs": para, "links": "<a href=x>a link</a> ", "lists": "<ul><li>one<li>two</ul>", "breaks": "word<br>", "spans": "<span>x</span>", "open": "<p><i>x",
		"captions": "<figure><figcaption>A port (EPA Photo)</figcaption></figure>", "tables": "<table><tr><td>a<td>b</table>", "times": "<time>x</time><h1>y</h1>", "items": "<span itemprop=author>x</span>",
	} {
		for _, n := range []int{1000, 2000, 4000} {
			body := []byte("<!doctype html><html><body><article>" + para + para + strings.Repeat(unit, n))
			b.Run(name+"/"+map[int]string{1000: "1", 2000: "2", 4000: "4"}[n], func(b *testing.B) {
				for b.Loop() {
					_, _ = HTML(&rapporteur.Page{Body: body})
				}
			})
		}
	}
}
