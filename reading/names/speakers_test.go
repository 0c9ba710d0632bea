package names_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// TestSpeakers measures reference where the product needs it: of the sources that people marked in political news, and that are one
// named person or body, how many does Head give the right name? Only the spans of the sources are given.
func TestSpeakers(t *testing.T) {
	in := bufio.NewScanner(corpus(t, "attribution/speakers/dev.ndjson"))
	docs := map[string]*rapporteur.Document{}
	right, all := map[string]int{}, map[string]int{}
	for in.Scan() {
		var g struct {
			Doc     string
			Source  [][2]int
			Class   string
			Speaker any
		}
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if len(g.Source) == 0 || g.Class != "N" && g.Class != "G" {
			continue
		}
		doc := docs[g.Doc]
		if doc == nil {
			data, err := io.ReadAll(corpus(t, filepath.Join("attribution/polnear/dev/text", g.Doc+".txt")))
			if err != nil {
				t.Fatal(err)
			}
			a := &rapporteur.Article{Text: string(data)}
			doc = &rapporteur.Document{Article: a, Sentences: tokens.Find(a)}
			doc.Entities = names.Find(doc)
			docs[g.Doc] = doc
		}
		span := byteSpan(doc.Article.Text, g.Source[0])
		got := ""
		if i := names.Head(doc.Article.Text, doc.Entities, span); i != rapporteur.None {
			got = doc.Entities[i].Name
		}
		form := formOf(span.Of(doc.Article.Text))
		ok := got == ""
		if g.Class == "N" {
			ok = got != "" && sameSpeaker(g.Speaker.(string), got)
		} else {
			form = "unnamed"
		}
		all[form]++
		if ok {
			right[form]++
		} else if os.Getenv("RAPPORTEUR_ERRORS") != "" {
			t.Logf("%s %q: %v, got %q", form, span.Of(doc.Article.Text), g.Speaker, got)
		}
	}
	for form, n := range all {
		t.Logf("%-8s %.1f of %d", form, 100*float64(right[form])/float64(n), n)
	}
	if n := all["pronoun"]; n > 0 && right["pronoun"]*100 < n*70 {
		t.Errorf("he, she and the like: %d of %d right, the floor is 70 %%", right["pronoun"], n)
	}
}

// byteSpan turns code points into bytes.
func byteSpan(text string, s [2]int) rapporteur.Span {
	out := rapporteur.Span{Start: len(text), End: len(text)}
	n := 0
	for i := range text {
		if n == s[0] {
			out.Start = i
		}
		if n == s[1] {
			out.End = i
			break
		}
		n++
	}
	return out
}

func formOf(source string) string {
	switch strings.ToLower(source) {
	case "he", "she", "they", "who", "it", "his", "her", "their", "him", "them", "which", "its", "that":
		return "pronoun"
	case "i", "we", "my", "our":
		return "first person"
	}
	if strings.ToLower(source) == source {
		return "nominal"
	}
	return "named"
}

// sameSpeaker compares names as sets of words without titles; a shorter one fits a longer one when it has two words, or is what was
// asked for.
func sameSpeaker(gold, found string) bool {
	g, f := nameSet(gold), nameSet(found)
	short, long := g, f
	if len(short) > len(long) {
		short, long = long, short
	}
	for w := range short {
		if !long[w] {
			return false
		}
	}
	return len(short) >= 2 || len(short) == len(long) || len(g) == 1
}

func nameSet(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, ".,"), "'s"), "’s")
		switch w {
		case "mr", "mrs", "ms", "dr", "sen", "senator", "rep", "president", "gov", "governor", "secretary", "prime", "minister", "the", "sir", "judge", "justice":
		default:
			out[w] = true
		}
	}
	return out
}
