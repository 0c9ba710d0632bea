package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/stories"
	"rapporteur/reading"
)

type groupCommand struct {
	File string `arg:"" help:"Articles, one a line: {\"id\": \"a1\", \"text\": \"...\", \"published\": \"2025-12-01\"}; published may be left out. - is standard input."`
	Jobs int    `placeholder:"N" help:"Read N articles at a time; all cores when not given."`
}

// Help is the longer help of the command.
func (*groupCommand) Help() string {
	return `Articles are taken in the order given, as a desk takes them in as they come. At the end of the input one line an article is
printed, in the same order: {"id": "a1", "story": 1}. Articles with the same number tell the same event.`
}

// longestLine bounds a line of input.
const longestLine = extract.MaxBytes + 1<<20

// given is one line of input, and what came of it.
type given struct {
	line      int
	ID        json.RawMessage `json:"id"` // printed as given
	Text      string          `json:"text"`
	Published string          `json:"published"`
	stamp     rapporteur.Stamp
	sketch    *stories.Sketch
}

func (c *groupCommand) Run(ctx context.Context, s *streams) error {
	in, done, err := openInput(s, c.File)
	if err != nil {
		return err
	}
	defer done()
	n := c.Jobs
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	w := stories.NewWindow()
	var ids []json.RawMessage
	err = sketched(ctx, in, n, func(g *given) error {
		w.Add(g.sketch, g.stamp.Time)
		ids = append(ids, g.ID)
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s, %w; nothing was printed", c.File, err)
	}
	return printStories(s.out, w, ids)
}

func openInput(s *streams, path string) (io.Reader, func(), error) {
	if path == "-" {
		return s.in, func() {}, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: no such file; give a file of NDJSON, or - for standard input", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, plainPathError(err))
	}
	return f, func() { f.Close() }, nil
}

func printStories(out io.Writer, w *stories.Window, ids []json.RawMessage) error {
	b := bufio.NewWriter(out)
	for i, id := range ids {
		fmt.Fprintf(b, "{\"id\": %s, \"story\": %d}\n", id, w.Story(i))
	}
	return b.Flush()
}

// sketched reads the lines of input on n goroutines, and calls visit for each in its order.
func sketched(ctx context.Context, in io.Reader, n int, visit func(*given) error) error {
	type result struct {
		g   *given
		err error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pending := make(chan chan result, 4*n)
	go func() {
		defer close(pending)
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, longestLine)
		slots := make(chan struct{}, n)
		number := 0
		send := func(work func() result) bool {
			done := make(chan result, 1)
			select {
			case pending <- done:
			case <-ctx.Done():
				return false
			}
			slots <- struct{}{}
			go func() {
				done <- work()
				<-slots
			}()
			return true
		}
		for lines.Scan() {
			number++
			line := strings.TrimSpace(lines.Text())
			at := number
			if line == "" {
				continue
			}
			if !send(func() result { g, err := sketch(at, line); return result{g, err} }) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = fmt.Errorf("line %d: longer than %d MB; an article can't be so long", number+1, longestLine>>20)
			}
			send(func() result { return result{nil, err} })
		}
	}()
	for done := range pending {
		r := <-done
		if r.err != nil {
			return r.err
		}
		if err := visit(r.g); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// sketch reads one line and the article in it.
func sketch(number int, line string) (*given, error) {
	g := &given{line: number}
	if err := json.Unmarshal([]byte(line), g); err != nil {
		return nil, fmt.Errorf("line %d: not as expected, {\"id\": \"a1\", \"text\": \"...\"}: %w", number, err)
	}
	if len(g.ID) == 0 || string(g.ID) == "null" {
		return nil, fmt.Errorf("line %d: there is no \"id\"", number)
	}
	var err error
	if g.stamp, err = parseStamp(g.Published); err != nil {
		return nil, fmt.Errorf("line %d: \"published\": %q is neither a date (2025-12-01) nor an RFC 3339 time (2025-12-01T09:30:00Z)", number, g.Published)
	}
	text := strings.ToValidUTF8(g.Text, "�")
	doc := reading.Read(&rapporteur.Article{Text: text, Published: g.stamp})
	g.sketch, g.Text = stories.Make(doc), ""
	return g, nil
}
