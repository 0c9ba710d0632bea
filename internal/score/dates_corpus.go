package score

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rapporteur"
)

// DatedText is a document of a corpus with its TIMEX3 annotations.
type DatedText struct {
	Name      string // file name
	Text      string
	Published time.Time // the document's creation time, as its clock shows it, in UTC
	Gold      []Timex
}

// Held reports whether the document belongs to the third of a corpus, by a hash of its name, that rules are not tuned on.
func (d DatedText) Held() bool { return crc32.ChecksumIEEE([]byte(d.Name))%3 == 0 }

// Article is the document as the engine takes it.
func (d DatedText) Article() *rapporteur.Article {
	return &rapporteur.Article{
		ID: d.Name, Language: "en", Text: d.Text,
		Published: rapporteur.Stamp{Time: d.Published, DateOnly: d.Published.Equal(d.Published.Truncate(24 * time.Hour)), From: rapporteur.FromGiven},
	}
}

// ReadTimeML reads the .tml files (TimeML 1.2) in the folders of dir: the text of TEXT with its TIMEX3 elements.
func ReadTimeML(dir string) ([]DatedText, error) {
	return readDated(filepath.Join(dir, "*", "*.tml"), parseTimeML)
}

// ReadMEANTIME reads the CAT files (.xml) in the folders of dir. The format gives tokens only: the text is made of them, one
// sentence a paragraph. Only the headline and the five sentences after it are annotated, so the text ends there.
func ReadMEANTIME(dir string) ([]DatedText, error) {
	return readDated(filepath.Join(dir, "*", "*.xml"), parseMEANTIME)
}

func readDated(pattern string, parse func([]byte) (DatedText, error)) ([]DatedText, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w: no file matches %s", rapporteur.ErrNotFound, pattern)
	}
	var out []DatedText
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		d, err := parse(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		d.Name = filepath.Base(f)
		out = append(out, d)
	}
	return out, nil
}

func parseTimeML(b []byte) (DatedText, error) {
	var d DatedText
	var text strings.Builder
	var inText, inDCT bool
	var open []int // indexes of Gold
	dec := xml.NewDecoder(bytes.NewReader(b))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return d, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch name := t.Name.Local; {
			case name == "TEXT":
				inText = true
			case name == "DCT":
				inDCT = true
			case name == "TIMEX3" && inDCT:
				d.Published = timexTime(attr(t, "value"))
			case name == "TIMEX3" && inText:
				open = append(open, len(d.Gold))
				d.Gold = append(d.Gold, Timex{Span: rapporteur.Span{Start: text.Len()}, Type: attr(t, "type"), Value: attr(t, "value")})
			}
		case xml.EndElement:
			switch name := t.Name.Local; {
			case name == "TEXT":
				inText = false
			case name == "DCT":
				inDCT = false
			case name == "TIMEX3" && len(open) > 0:
				d.Gold[open[len(open)-1]].End = text.Len()
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		}
	}
	d.Text = text.String()
	return d, nil
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// timexTime reads the value of a document's creation time; the zero time where it has no day.
func timexTime(s string) time.Time {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if len(s) > 10 {
		return timexTime(s[:10])
	}
	return time.Time{}
}

type catDocument struct {
	Tokens []struct {
		ID       string `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
	Timexes []struct {
		Type     string `xml:"type,attr"`
		Value    string `xml:"value,attr"`
		Function string `xml:"functionInDocument,attr"`
		Anchors  []struct {
			ID string `xml:"t_id,attr"`
		} `xml:"token_anchor"`
	} `xml:"Markables>TIMEX3"`
}

// lastAnnotated is the number of the last sentence that MEANTIME annotates, counted from 0, the headline.
const lastAnnotated = 5

func parseMEANTIME(b []byte) (DatedText, error) {
	var c catDocument
	var d DatedText
	if err := xml.Unmarshal(b, &c); err != nil {
		return d, err
	}
	var text strings.Builder
	at := map[string]rapporteur.Span{}
	for i, t := range c.Tokens {
		if t.Sentence > lastAnnotated {
			break
		}
		if i > 0 {
			text.WriteString(gap(c.Tokens[i-1].Text, t.Text, c.Tokens[i-1].Sentence != t.Sentence))
		}
		start := text.Len()
		text.WriteString(t.Text)
		at[t.ID] = rapporteur.Span{Start: start, End: text.Len()}
	}
	d.Text = text.String()
	for _, t := range c.Timexes {
		if t.Function == "CREATION_TIME" {
			d.Published = timexTime(t.Value)
		}
		if len(t.Anchors) == 0 {
			continue
		}
		first, ok := at[t.Anchors[0].ID]
		last, ok2 := at[t.Anchors[len(t.Anchors)-1].ID]
		if !ok || !ok2 {
			return d, fmt.Errorf("%w: a TIMEX3 is anchored to a token that does not exist", rapporteur.ErrInvalid)
		}
		d.Gold = append(d.Gold, Timex{rapporteur.Span{Start: first.Start, End: last.End}, t.Type, t.Value})
	}
	return d, nil
}

// gap is the white space between two tokens, as print has it.
func gap(before, after string, newSentence bool) string {
	switch {
	case newSentence:
		return "\n\n"
	case strings.HasPrefix(after, "'") && len(after) > 1, after == "n't", strings.Contains(",.;:!?)%", after[:1]) && len(after) == 1, before == "(" || before == "$" || before == "€" || before == "£":
		return ""
	}
	return " "
}
