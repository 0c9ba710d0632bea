package matters

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// Suggestion is a name that comes up more than it used to, and that no dossier follows.
type Suggestion struct {
	Name     string
	Articles int // of the last Of articles
	Of       int
	Outlets  int
	Before   string // how often in as long a stretch of the weeks before, in words: "never", "once", "about 3 times"
	At       Extract
	surprise float64
}

const (
	suggestFrom   = 200 // newest articles that suggestions are taken from
	suggestMost   = 6
	suggestLeast  = 3 // articles that name it
	comparedNames = 24
	comparedDays  = 28
	countedBefore = 2000
)

// suggested is what was suggested when an article was the newest one and the dossiers were these. What took long to find is
// good for a while, even where new articles come in every minute.
type suggested struct {
	newest, dossiers string
	list             []Suggestion
	good             time.Time
}

// An answer is kept for keptFor times as long as it took, where that was not soon.
const (
	keptFor = 200
	soon    = 50 * time.Millisecond
)

// Suggest compares who and what the newest articles name with the four weeks before them. A name rises that far more of them hold than did then
// (the log-likelihood ratio of Dunning, 1993).
func (r *Reader) Suggest(ctx context.Context) ([]Suggestion, error) {
	list, err := r.store.Articles(ctx, store.ArticleFilter{Limit: suggestFrom})
	if err != nil || len(list.Rows) < suggestLeast {
		return nil, err
	}
	dossiers, err := r.store.Dossiers(ctx)
	if err != nil {
		return nil, err
	}
	now := suggested{newest: list.Rows[0].ID}
	for _, d := range dossiers {
		now.dossiers += strconv.FormatInt(d.ID, 10) + "." + itoa(d.Version) + " "
	}
	r.mu.Lock()
	last := r.suggested
	r.mu.Unlock()
	began := time.Now()
	if last.dossiers == now.dossiers && (last.newest == now.newest || began.Before(last.good)) {
		return last.list, nil
	}
	now.list, err = r.suggest(ctx, list.Rows, dossiers)
	if err == nil {
		if took := time.Since(began); took > soon {
			now.good = began.Add(keptFor * took)
		}
		r.mu.Lock()
		r.suggested = now
		r.mu.Unlock()
	}
	return now.list, err
}

func (r *Reader) suggest(ctx context.Context, rows []store.ArticleRow, dossiers []store.Dossier) ([]Suggestion, error) {
	articles, err := r.Whole(ctx, rows)
	if err != nil || len(articles) == 0 {
		return nil, err
	}
	names, err := unfollowed(articles, dossiers)
	if err != nil {
		return nil, err
	}
	end := articles[len(articles)-1].At
	start := end.AddDate(0, 0, -comparedDays)
	total, _, err := r.store.CountArticles(ctx, store.ArticleFilter{From: start, To: end}, 50*countedBefore)
	if err != nil {
		return nil, err
	}
	var out []Suggestion
	for _, x := range names {
		before, _, err := r.store.CountArticles(ctx, store.ArticleFilter{Query: `"` + x.Name + `"`, From: start, To: end}, countedBefore)
		if err != nil {
			return nil, err
		}
		if x.judge(before, total); x.surprise > 6.6 { // p < 0.01
			out = append(out, *x)
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.surprise, a.surprise) })
	return out[:min(len(out), suggestMost)], nil
}

// judge reckons how surprising it is that a name stands in so many articles, when it stood in before of total ones earlier.
func (x *Suggestion) judge(before, total int) {
	usual := float64(before) * float64(x.Of) / math.Max(1, float64(total))
	switch {
	case before == 0:
		x.Before = "never"
	case usual < 1.5:
		x.Before = "about once in as many"
	default:
		x.Before = "about " + itoa(int(math.Round(usual))) + " in as many"
	}
	if total == 0 { // nothing to compare with: what several outlets name will do
		x.surprise = float64(x.Articles) * math.Log2(float64(x.Outlets))
		return
	}
	x.surprise = dunning(float64(x.Articles), float64(x.Of), float64(before), float64(total))
}

// dunning is the log-likelihood ratio of two rates, 0 where the first is not the higher one.
func dunning(a, ofA, b, ofB float64) float64 {
	if a/ofA <= b/ofB {
		return 0
	}
	p := (a + b) / (ofA + ofB)
	term := func(k, expected float64) float64 {
		if k == 0 {
			return 0
		}
		return k * math.Log(k/expected)
	}
	return 2 * (term(a, ofA*p) + term(b, ofB*p) + term(ofA-a, ofA*(1-p)) + term(ofB-b, ofB*(1-p)))
}

// unfollowed gives the names that several of the articles hold, most articles first, those of dossiers left out.
func unfollowed(articles []Article, dossiers []store.Dossier) ([]*Suggestion, error) {
	followed := map[string]bool{}
	for i := range dossiers {
		for _, t := range append([]string{dossiers[i].Query, dossiers[i].Name}, dossiers[i].Aliases...) {
			followed[partyKey(t)] = true
		}
	}
	byName := map[string]*Suggestion{}
	outlets := map[string]map[string]bool{}
	for i := range articles {
		a := &articles[i]
		seen := map[string]bool{}
		for j := range a.Doc.Entities {
			e := &a.Doc.Entities[j]
			key, name := a.party(j)
			if seen[key] || followed[partyKey(name)] || !suggestible(a, e, name) {
				continue
			}
			seen[key] = true
			x := byName[key]
			if x == nil {
				at, ok := a.sentenceNaming(e)
				if !ok {
					continue
				}
				x = &Suggestion{Name: name, Of: len(articles), At: at}
				byName[key], outlets[key] = x, map[string]bool{}
			}
			x.Articles++
			outlets[key][a.OutletHost] = true
		}
	}
	var out []*Suggestion
	for key, x := range byName {
		if x.Outlets = len(outlets[key]); x.Articles >= suggestLeast {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *Suggestion) int {
		return cmp.Or(b.Articles-a.Articles, strings.Compare(a.Name, b.Name))
	})
	return out[:min(len(out), comparedNames)], nil
}

// suggestible keeps people by their full names, bodies and acronyms; places are where things happen, not what happens.
func suggestible(a *Article, e *rapporteur.Entity, name string) bool {
	return e.Kind != rapporteur.Place && properName(name) && !a.isOutlet(e)
}

func itoa(n int) string { return strconv.Itoa(n) }
