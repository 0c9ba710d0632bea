// Package brief chooses what a person should know since they last looked: by dossier, then what rises outside any, then
// what the desk could not read. It promises that every line is an extract of an article, or was written by a person and says
// so; that nothing is worded here; that what people pinned, cut, moved or rewrote holds until it is undone; and that a brief
// of one period is the same whenever it is asked for, as long as the archive is.
package brief

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

// Options say what to brief about.
type Options struct {
	Since, Until time.Time // half-open, over the articles' dates
	SinceSeen    bool      // take in as well what came to the desk since then and is dated up to three days earlier
	Dossier      int64     // this one alone; 0 is all
	Now          time.Time
}

// Brief is what there is to know of a period.
type Brief struct {
	Since, Until, Made time.Time
	Articles           int // of the archive in the period, counted up to MaxCount
	Sections           []Section
	Others             []Item          // stories on no dossier
	Cut                []Item          // of these, those left out by a person
	Rising             bool            // Others have several outlets; else they are merely the newest
	Ahead              []Due           // dates to come, soonest first
	Overdue            []Due           // what was due lately, and nobody said what came of it
	Sources            []store.Source  // silent or blocked
	Quiet              []store.Dossier // dossiers with nothing new
	Doubts             []Doubt         // what waits to be reviewed
	Edits              matters.Edits   // of the part on no dossier
}

// MaxCount is where counting the articles of a period stops.
const MaxCount = 10_000

// Section is one dossier's part.
type Section struct {
	Dossier  store.Dossier
	Items    []Item
	Cut      []Item // left out by a person
	More     int    // stories that found no place
	Articles int
	Edits    matters.Edits
}

// Item is one line: articles that tell the same.
type Item struct {
	Line        string // its name, for edits: the ID of the article that stands for it
	Lines       []string
	Title       string
	Lead        *store.ArticleRow
	Story       int64 // 0 where the article stands alone
	Sentence    matters.Extract
	Yours       string // what a person wrote instead of the sentence, "" where nobody did
	Pinned      bool
	Edits       struct{ Pin, Cut, Rewrite int64 } // what made it so, to be undone; 0 where nothing did
	Articles    int
	Outlets     int
	Independent int
	Copies      int
	First       *store.ArticleRow // who was first
	Last        time.Time
	Quotes      []store.StatementRow
	Changes     []Change
	rank        float64
	independent int // as the period's articles alone count
}

// Doubt is a dossier with statements of the period that wait to be reviewed.
type Doubt struct {
	Dossier    store.Dossier
	Statements int
}

// Change is a figure that has another value than before.
type Change struct {
	Quantity *matters.Quantity
	From, To *matters.Value
}

// Due is a line of a dossier's ledger, or of several.
type Due struct {
	Dossiers []store.Dossier
	matters.Entry
}

// Matters names the dossiers.
func (d *Due) Matters() string {
	var names []string
	for _, x := range d.Dossiers {
		names = append(names, x.Name)
	}
	return strings.Join(names, ", ")
}

// addDue adds a line to a list; where another dossier has it already, the two are one.
func addDue(list []Due, d store.Dossier, e matters.Entry) []Due {
	for i := range list {
		if x := &list[i]; x.Said.Article.ID == e.Said.Article.ID && x.What == e.What && x.Due.From.Equal(e.Due.From) {
			x.Dossiers = append(x.Dossiers, d)
			return list
		}
	}
	return append(list, Due{[]store.Dossier{d}, e})
}

const (
	maxItems     = 5 // a dossier
	maxOthers    = 5
	mostArticles = 100 // of a dossier, the newest
	maxAhead     = 12
	aheadDays    = 60
	overdue      = 14 * 24 * time.Hour
	background   = 45 * 24 * time.Hour // what came before the period, to tell what is new in it
	lateness     = 72 * time.Hour
)

// Maker makes briefs. It may be used from many goroutines.
type Maker struct {
	Store  *store.Store
	Reader *matters.Reader
}

// Make makes the brief of a period.
func (k *Maker) Make(ctx context.Context, o Options) (*Brief, error) {
	b := &Brief{Since: o.Since, Until: o.Until, Made: o.Now}
	if o.Until.Before(o.Now) { // what was ahead then
		o.Now = o.Until
	}
	var err error
	if b.Articles, _, err = k.Store.CountArticles(ctx, store.ArticleFilter{From: o.Since, To: o.Until}, MaxCount); err != nil {
		return nil, err
	}
	dossiers, err := k.dossiers(ctx, o)
	if err != nil {
		return nil, err
	}
	parts, err := k.sections(ctx, dossiers, o)
	if err != nil {
		return nil, err
	}
	t := &told{map[string]bool{}, map[int64]bool{}}
	for i := range parts {
		parts[i].addTo(b, t, o)
	}
	b.settleDates()
	if o.Dossier != 0 {
		return b, nil
	}
	if err := k.others(ctx, b, o, t); err != nil {
		return nil, err
	}
	sources, err := k.Store.Sources(ctx)
	for _, s := range sources {
		if s.Health == store.HealthSilent || s.Health == store.HealthBlocked || s.Health == store.HealthTrouble || s.Health == store.HealthGone {
			b.Sources = append(b.Sources, s)
		}
	}
	return b, err
}

// told is what stands on a dossier already.
type told struct {
	articles map[string]bool
	stories  map[int64]bool
}

func (k *Maker) dossiers(ctx context.Context, o Options) ([]store.Dossier, error) {
	if o.Dossier == 0 {
		return k.Store.Dossiers(ctx)
	}
	d, err := k.Store.Dossier(ctx, o.Dossier)
	return []store.Dossier{d}, err
}

// part is what a dossier gives to a brief.
type part struct {
	dossier store.Dossier
	ledger  []matters.Entry
	fresh   []*matters.Article
	doubts  int
	section Section
}

// sections reads the dossiers side by side, as many at a time as there are processors, and gives them in their order.
func (k *Maker) sections(ctx context.Context, list []store.Dossier, o Options) ([]part, error) {
	out := make([]part, len(list))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range list {
		g.Go(func() (err error) {
			out[i], err = k.section(ctx, d, o)
			return err
		})
	}
	return out, g.Wait()
}

// section makes a dossier's part.
func (k *Maker) section(ctx context.Context, d store.Dossier, o Options) (part, error) {
	m, err := k.Reader.Matter(ctx, d, o.window())
	if err != nil {
		return part{}, err
	}
	p := part{dossier: d, ledger: m.Ledger(o.Now)}
	var before []*matters.Article
	p.fresh, before = split(m, o)
	if len(p.fresh) == 0 {
		return p, nil
	}
	p.doubts = len(matters.Doubtful(p.fresh))
	p.section = Section{Dossier: d, Articles: len(p.fresh), Edits: m.Edits}
	items, err := k.items(ctx, p.fresh, matters.SaidBefore(before))
	if err != nil {
		return p, err
	}
	putChanges(items, m.Quantities(), o)
	s := &p.section
	s.Items, s.Cut = arrange(items, m.Edits)
	if len(s.Items) > maxItems {
		s.More, s.Items = len(s.Items)-maxItems, s.Items[:maxItems]
	}
	return p, nil
}

// addTo puts a dossier's part into a brief, and notes what stands on it.
func (p *part) addTo(b *Brief, t *told, o Options) {
	b.addDates(p.dossier, p.ledger, o)
	if len(p.fresh) == 0 {
		b.Quiet = append(b.Quiet, p.dossier)
		return
	}
	if p.doubts > 0 {
		b.Doubts = append(b.Doubts, Doubt{p.dossier, p.doubts})
	}
	for _, a := range p.fresh {
		t.articles[a.ID] = true
		if a.Story != 0 {
			t.stories[a.Story] = true
		}
	}
	b.Sections = append(b.Sections, p.section)
}

// window is what is read of a matter: what came before the period is background.
func (o *Options) window() matters.Window {
	return matters.Window{From: o.Since.Add(-background), To: o.Until, Said: o.Since.Add(-lateness), Limit: mostArticles, Uncounted: true}
}

// Doubtful lists the statements that a Doubt of a brief counts, the least sure first.
func (k *Maker) Doubtful(ctx context.Context, d store.Dossier, o Options) ([]store.StatementRow, error) {
	m, err := k.Reader.Matter(ctx, d, o.window())
	if err != nil {
		return nil, err
	}
	fresh, _ := split(m, o)
	return matters.Doubtful(fresh), nil
}

// in reports whether an article belongs to the period.
func (o *Options) in(a *store.ArticleRow) bool {
	if !a.At.Before(o.Until) {
		return false
	}
	return !a.At.Before(o.Since) || o.SinceSeen && !a.Seen.Before(o.Since) && !a.At.Before(o.Since.Add(-lateness))
}

// split parts a matter's articles into those of the period and those before.
func split(m *matters.Matter, o Options) (fresh, before []*matters.Article) {
	for i := range m.Articles {
		if a := &m.Articles[i]; o.in(&a.ArticleRow) {
			fresh = append(fresh, a)
		} else {
			before = append(before, a)
		}
	}
	return fresh, before
}

// addDates takes the dates to come, and those that passed unanswered, out of a ledger.
func (b *Brief) addDates(d store.Dossier, ledger []matters.Entry, o Options) {
	for _, e := range ledger {
		switch {
		case e.Due == nil || e.Due.Grain == rapporteur.GrainYear:
		case e.State == matters.Ahead && e.Due.From.Before(o.Now.AddDate(0, 0, aheadDays)):
			b.Ahead = addDue(b.Ahead, d, e)
		case e.State == matters.Passed && e.Due.To.After(o.Now.Add(-overdue)):
			b.Overdue = addDue(b.Overdue, d, e)
		}
	}
}

func (b *Brief) settleDates() {
	slices.SortStableFunc(b.Ahead, func(x, y Due) int { return x.Due.From.Compare(y.Due.From) })
	b.Ahead = b.Ahead[:min(len(b.Ahead), maxAhead)]
	slices.SortStableFunc(b.Overdue, func(x, y Due) int { return y.Due.To.Compare(x.Due.To) })
	b.Overdue = b.Overdue[:min(len(b.Overdue), maxAhead)]
}
