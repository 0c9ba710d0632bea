package store

import (
	"context"
	"regexp"
	"strings"
	"time"

	"rapporteur"
)

// proto is an article filed by the desk's own code, and what that wrote.
type proto struct {
	at       time.Time
	key      int64
	writes   []write
	subjects map[int64]int // that it mentions -> statements they make
	names    map[int64][]printedName
	kinds    map[int64]string
}

type write struct {
	pile *pile
	args []any
}

// recorder runs what is asked, and keeps what was written to the tables of articles.
type recorder struct {
	querier
	m *maker
	p *proto
}

var inserts = regexp.MustCompile(`^INSERT INTO (\w+) \(([^)]*)\)`)

var recorded = map[string]bool{"articles": true, "statements": true, "figures": true, "dates": true, "commitments": true, "article_words": true, "statement_words": true,
	"sentence_words": true, "mentions": true, "subject_roles": true, "voices": true}

func (r *recorder) exec(ctx context.Context, q string, args ...any) (int64, error) {
	n, err := r.querier.exec(ctx, q, args...)
	if x := inserts.FindStringSubmatch(q); err == nil && n > 0 && x != nil && recorded[x[1]] {
		r.p.writes = append(r.p.writes, write{r.m.pile(x[1], x[2]), append([]any(nil), args...)})
	}
	return n, err
}

// pile gathers rows of one table.
type pile struct {
	table   string
	columns []string
	args    []any
	rows    int
}

func (m *maker) pile(table, columns string) *pile {
	p := m.rows[table]
	if p == nil {
		p = &pile{table: table}
		for c := range strings.SplitSeq(columns, ",") {
			p.columns = append(p.columns, strings.TrimSpace(c))
		}
		m.rows[table] = p
	}
	return p
}

func (m *maker) add(ctx context.Context, p *pile, args ...any) error {
	p.args, p.rows = append(p.args, args...), p.rows+1
	if p.rows < 64 {
		return nil
	}
	return m.flushPile(ctx, p)
}

func (m *maker) flushPile(ctx context.Context, p *pile) error {
	if p.rows == 0 {
		return nil
	}
	row := "(" + marks(len(p.columns)) + ")"
	_, err := m.t.exec(ctx, "INSERT INTO "+p.table+" ("+strings.Join(p.columns, ", ")+") VALUES "+strings.TrimSuffix(strings.Repeat(row+",", p.rows), ","), p.args...)
	clear(p.args)
	p.args, p.rows = p.args[:0], 0
	return err
}

func (m *maker) flush(ctx context.Context) error {
	for _, p := range m.rows {
		if err := m.flushPile(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) put(ctx context.Context, j *job) error {
	if g := m.generation(j.at); g != m.gen {
		m.gen, m.protos = g, map[int]*proto{}
	}
	a := j.variant.doc.Article
	m.pageID++
	bodies := m.pile("bodies", "hash, size, data")
	pages := m.pile("pages", "id, url, final_url, status, content_type, etag, last_modified, hash, fetched, checked")
	revisions := m.pile("revisions", "article, revision, page_id, hash, bytes, data, extractor, record, engine, read")
	fetched := a.Fetched.UnixMicro()
	if err := m.add(ctx, bodies, j.body.hash, j.body.size, j.body.data); err != nil {
		return err
	}
	if err := m.add(ctx, pages, m.pageID, a.URL, a.URL, 200, "text/plain; charset=utf-8", "", "", j.body.hash, fetched, fetched); err != nil {
		return err
	}
	if err := m.add(ctx, revisions, a.ID, 1, m.pageID, j.body.hash, len(a.Text), j.article, "x1", j.record, j.variant.doc.Engine, fetched); err != nil {
		return err
	}
	outlet, err := m.outlet(ctx, a)
	if err != nil {
		return err
	}
	p := m.protos[j.base]
	var key int64
	filed := false
	if p == nil {
		if p, err = m.file(ctx, j); err != nil {
			return err
		}
		m.protos[j.base] = p
		key, filed = p.key, true
	} else if key, err = m.again(ctx, j, p, outlet); err != nil {
		return err
	}
	m.grown.add(p, outlet, key, filed)
	if err := m.attempts(ctx, j); err != nil {
		return err
	}
	return m.tell(ctx, j, key, outlet)
}

// attempts are the outcomes of the jobs that an article went through; those that went well are forgotten after some months.
func (m *maker) attempts(ctx context.Context, j *job) error {
	a := j.variant.doc.Article
	if archiveEnd.Sub(j.at) > 90*24*time.Hour {
		return nil
	}
	for _, stage := range []rapporteur.Stage{rapporteur.StageFetch, rapporteur.StageExtract, rapporteur.StageRead, rapporteur.StageFile, rapporteur.StageGroup} {
		kind := rapporteur.OutcomeOK
		if stage == rapporteur.StageFetch && j.n%200 == 0 {
			kind = rapporteur.OutcomeTransient
		}
		err := m.add(ctx, m.pile("outcomes", "url, feed_id, stage, kind, detail, status, took, at, job, attempted"), a.URL, 0, string(stage), string(kind), "", 200, 12_000, a.Fetched.UnixMicro(), 0, 0)
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) outlet(ctx context.Context, a *rapporteur.Article) (int64, error) {
	host := outletHost(a)
	if id := m.grown.outletIDs[host]; id != 0 {
		return id, nil
	}
	id, err := outletID(ctx, m.t, host, a.Outlet)
	m.grown.outletIDs[host] = id
	return id, err
}

// file files the first article of a text by the desk's own code. What was gathered is written before, so that keys go up: an index of words wants it so.
func (m *maker) file(ctx context.Context, j *job) (*proto, error) {
	if err := m.flush(ctx); err != nil {
		return nil, err
	}
	p := &proto{at: j.at}
	real := m.t.querier
	m.t.querier = &recorder{real, m, p}
	f := newFiling(j.variant.doc)
	err := m.press.Store.file(ctx, m.t, f)
	m.t.querier = real
	if err != nil {
		return nil, err
	}
	p.subjects, p.names, p.kinds = map[int64]int{}, map[int64][]printedName{}, map[int64]string{}
	p.variant(j.variant)
	for _, w := range p.writes {
		switch w.pile.table {
		case "articles":
			p.key = w.args[0].(int64)
		case "mentions":
			id := w.args[0].(int64)
			p.subjects[id] += 0
			p.kinds[id] = w.args[3].(string)
			for line := range strings.Lines(w.args[4].(string)) {
				p.names[id] = append(p.names[id], readName(strings.TrimSuffix(line, "\n")))
			}
		}
	}
	m.minute, m.run = firstKey(j.at), p.key-firstKey(j.at)+1
	for _, w := range p.writes {
		if w.pile.table == "voices" && w.args[1].(int) == voiceBy {
			p.subjects[w.args[0].(int64)]++
		}
	}
	return p, nil
}

// variant notes how the first article itself was shuffled: its rows are turned back to the text as it was.
func (p *proto) variant(v *variant) {
	back := &variant{}
	for _, b := range v.blocks {
		back.blocks = append(back.blocks, block{b.start + b.shift, b.end + b.shift, -b.shift})
	}
	for i := range back.blocks { // by() wants them in order
		for k := i; k > 0 && back.blocks[k-1].start > back.blocks[k].start; k-- {
			back.blocks[k-1], back.blocks[k] = back.blocks[k], back.blocks[k-1]
		}
	}
	parts := make([]int, len(v.parts))
	for old, now := range v.parts {
		parts[now] = old
	}
	back.parts = parts
	for _, w := range p.writes {
		w.move(back)
	}
}

// move moves what is counted in bytes and paragraphs.
func (w *write) move(v *variant) {
	for i, c := range w.pile.columns {
		switch c {
		case "starts":
			at := w.args[i].(int)
			w.args[i] = at + v.by(at)
		case "ends":
			at := w.args[i].(int)
			w.args[i] = at + v.by(max(at-1, 0))
		case "sentence_span", "of_span", "event_span", "who_span", "what_span", "condition_span", "content":
			list, err := readSpans(w.args[i].(string))
			if err != nil {
				panic(err)
			}
			w.args[i] = writeSpans(v.spans(list))
		case "paragraph":
			if n := w.args[i].(int) - 1; n >= 0 && n < len(v.parts) {
				w.args[i] = v.parts[n] + 1
			}
		}
	}
}

// again writes the rows of a text again for another article of it.
func (m *maker) again(ctx context.Context, j *job, p *proto, outlet int64) (int64, error) {
	key := m.key(j.at)
	a := j.variant.doc.Article
	by := days(j.at.Sub(p.at)).Microseconds()
	for _, old := range p.writes {
		w := write{old.pile, append([]any(nil), old.args...)}
		w.move(j.variant)
		for i, c := range w.pile.columns {
			switch x := w.args[i].(type) {
			case int64:
				w.args[i] = moved(c, x, p.key, key, outlet)
			case string:
				if w.pile.table == "article_words" && c == "words" {
					w.args[i] = j.words
				}
			}
			switch c {
			case "begins", "finishes", "as_of_begins", "as_of_ends":
				if x, ok := w.args[i].(int64); ok {
					w.args[i] = x + by
				}
			}
		}
		if w.pile.table == "articles" {
			for i, c := range w.pile.columns {
				switch c {
				case "id":
					w.args[i] = a.ID
				case "url":
					w.args[i] = a.URL
				case "lead":
					w.args[i] = plain(lead(a))
				case "published", "at":
					w.args[i] = a.Published.Time.UnixMicro()
				case "seen":
					w.args[i] = a.Fetched.UnixMicro()
				}
			}
		}
		if err := m.add(ctx, w.pile, w.args...); err != nil {
			return 0, err
		}
	}
	return key, nil
}

func moved(column string, x, old, key, outlet int64) any {
	switch column {
	case "key", "article":
		return key
	case "outlet_id":
		return outlet
	case "id", "statement", "sentence", "rowid":
		if x == old {
			return key
		}
		if x>>statementBits == old {
			return key<<statementBits | x&(maxStatements-1)
		}
	}
	return x
}

// key gives keys in order.
func (m *maker) key(at time.Time) int64 {
	if minute := firstKey(at); minute != m.minute {
		m.minute, m.run = minute, 0
	}
	m.run++
	return m.minute + m.run - 1
}
