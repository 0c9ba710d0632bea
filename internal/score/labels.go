package score

import (
	"bufio"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"rapporteur"
)

// Measured reports whether an article's labels belong to the half that is measured, not the one that rules are developed on: by
// the first byte of a digest of its name, so that nobody chooses.
func Measured(article string) bool { return sha1.Sum([]byte("half " + article))[0]%2 == 1 }

// labels reads a table of tab-separated fields, line by line; lines that begin with # are notes.
func labels(file string, fields int, visit func(f []string) error) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	s := bufio.NewScanner(in)
	for n := 1; s.Scan(); n++ {
		if strings.HasPrefix(s.Text(), "#") || s.Text() == "" {
			continue
		}
		f := strings.Split(s.Text(), "\t")
		if len(f) < fields {
			return fmt.Errorf("%w: %s:%d has %d fields of %d", rapporteur.ErrInvalid, file, n, len(f), fields)
		}
		if err := visit(f); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return s.Err()
}

// labelled reads spans as the tables have them: "12-34;40-50", "-" for none.
func labelled(field string) ([]rapporteur.Span, error) {
	var out []rapporteur.Span
	if field == "-" || field == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(field, ";") {
		from, to, _ := strings.Cut(part, "-")
		start, err := strconv.Atoi(from)
		if err != nil {
			return nil, err
		}
		end, err := strconv.Atoi(to)
		if err != nil {
			return nil, err
		}
		out = append(out, rapporteur.Span{Start: start, End: end})
	}
	return out, nil
}

// byteOffsets maps the code points of a text to bytes, its end included.
func byteOffsets(text string) []int {
	var at []int
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// inRunes turns spans of bytes into code points.
func inRunes(at []int, list []rapporteur.Span) []rapporteur.Span {
	var out []rapporteur.Span
	for _, s := range list {
		start, _ := slices.BinarySearch(at, s.Start)
		end, _ := slices.BinarySearch(at, s.End)
		out = append(out, rapporteur.Span{Start: start, End: end})
	}
	return out
}

// ReadWikinews reads the articles of a file of Wikinews, by their ids: one JSON object a line with id, date and text.
func ReadWikinews(file string) (map[string]*rapporteur.Article, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]*rapporteur.Article{}
	for in := json.NewDecoder(f); in.More(); {
		var a struct{ ID, Date, Text string }
		if err := in.Decode(&a); err != nil {
			return nil, err
		}
		out[a.ID] = &rapporteur.Article{Text: a.Text, Language: "en", Published: rapporteur.Stamp{Time: timexTime(a.Date), DateOnly: true, From: rapporteur.FromGiven}}
	}
	return out, nil
}

// DayInName reads the date in the name of an article of PolNeAR: "nyt_2016-09-08_obama-on-climate...".
func DayInName(name string) rapporteur.Stamp {
	_, rest, _ := strings.Cut(name, "_")
	day, _, _ := strings.Cut(rest, "_")
	return rapporteur.Stamp{Time: timexTime(day), DateOnly: true, From: rapporteur.FromGiven}
}
