package score

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rapporteur"
)

// PolNeAR calls visit for each article of a half of the Political News Attribution Relations Corpus ("dev", "train") in the folder of the
// corpora, in the order of their names, with the attributions of its first annotator.
func PolNeAR(corpora, half string, visit func(name, text string, gold []Relation)) error {
	root := filepath.Join(corpora, "attribution/polnear", half)
	files, err := filepath.Glob(filepath.Join(root, "attributions/*.ann"))
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return err
	}
	slices.Sort(files)
	last := ""
	for _, path := range files {
		name := filepath.Base(path)
		name = name[:strings.LastIndexByte(name, '_')]
		if name == last {
			continue
		}
		last = name
		gold, err := readStandoffFile(path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(filepath.Join(root, "text", name+".txt"))
		if err != nil {
			return err
		}
		visit(name, string(text), gold)
	}
	return nil
}

func readStandoffFile(path string) ([]Relation, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadStandoff(f)
}

// Relations turns the attributions of a text into the scorer's terms: code points.
func Relations(text string, found []rapporteur.Attribution) []Relation {
	at := byteOffsets(text)
	out := make([]Relation, 0, len(found))
	for _, x := range found {
		out = append(out, Relation{Source: inRunes(at, x.Source), Cue: inRunes(at, x.Cue), Content: inRunes(at, x.Content), Speaker: x.SpeakerName})
	}
	return out
}

// ReadSpeakers reads who the sources of gold attributions are, article by article: a JSON object a line, with doc, source, content, class and
// speaker.
func ReadSpeakers(path string) (map[string][]GoldSpeaker, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string][]GoldSpeaker{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var l struct {
			Doc, Class, Speaker string
			Source, Content     [][2]int
		}
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, err
		}
		out[l.Doc] = append(out[l.Doc], GoldSpeaker{Source: pairs(l.Source), Content: pairs(l.Content), Class: l.Class, Speaker: l.Speaker})
	}
	return out, in.Err()
}

func pairs(list [][2]int) (out []rapporteur.Span) {
	for _, s := range list {
		out = append(out, rapporteur.Span{Start: s[0], End: s[1]})
	}
	return out
}
