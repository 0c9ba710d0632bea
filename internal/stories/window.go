package stories

import (
	"cmp"
	"slices"
	"time"
)

// A Window groups articles as they come, in memory: it keeps all of their sketches, about 3 KB each. It is not safe for use
// from several goroutines.
type Window struct {
	articles []held
	stories  map[int64][]int // members, as indexes of articles
	clues    map[int64][]int // indexes of articles, in the order they came
	last     int64           // story

	weights   [features + 1]float32
	threshold float32
}

type held struct {
	sketch   *Sketch
	at       time.Time
	story    int64
	original int
}

// Bounds of a look-up; the same as those of a desk.
const (
	// Span is how far apart, either way, two articles may be to be compared.
	Span = 14 * 24 * time.Hour
	// MaxCandidates is how many articles a new one is compared with, those that share most clues.
	MaxCandidates = 48
	perClue       = 52
)

// NewWindow makes an empty window.
func NewWindow() *Window {
	return &Window{stories: map[int64][]int{}, clues: map[int64][]int{}, weights: weights, threshold: threshold}
}

// Add groups one article and gives its number in the window, counted from 0. at may be zero, where no date is known: then
// the article is compared whenever it came.
func (w *Window) Add(s *Sketch, at time.Time) int {
	candidates := w.candidates(s.Clues(), at)
	n := len(w.articles)
	d := decide(s, at, candidates, &w.weights, w.threshold)
	begun := map[int64]int64{}
	for _, m := range d.Moves {
		w.move(int(m.Number)-1, w.number(m.Story, begun))
	}
	w.place(s, at, w.number(d.Story, begun))
	w.articles[n].original = int(d.Original) - 1
	for _, m := range d.Merges {
		for _, i := range slices.Clone(w.stories[m.From]) {
			w.move(i, m.To)
		}
	}
	if story := w.Story(n); ReviewAt(len(w.stories[story])) {
		w.review(story, candidates)
	}
	return n
}

// review lets a story part.
func (w *Window) review(story int64, near []Candidate) {
	begun := map[int64]int64{}
	others := slices.DeleteFunc(slices.Clone(near), func(c Candidate) bool { return w.Story(int(c.Number)-1) == story })
	members := slices.Sorted(slices.Values(w.stories[story]))
	members = members[max(0, len(members)-MaxReview):]
	others = append(others, w.around(story, len(members), others)...)
	for _, m := range review(w.asCandidates(members), others, &w.weights, w.threshold) {
		w.move(int(m.Number)-1, w.number(m.Story, begun))
	}
}

// lookedBack is how many of the last articles are gone through for some of other stories than a large one.
const lookedBack = 400

// around gives further articles beside a story that has so many that those near the newcomer, most of which are its own, don't suffice.
func (w *Window) around(story int64, members int, have []Candidate) []Candidate {
	var list []int
	for i := len(w.articles) - 1; i >= max(0, len(w.articles)-lookedBack) && members > 3*MaxCandidates && len(have)+len(list) < MaxOthers; i-- {
		if w.Story(i) != story && !slices.ContainsFunc(have, func(c Candidate) bool { return int(c.Number)-1 == i }) {
			list = append(list, i)
		}
	}
	return w.asCandidates(list)
}

func (w *Window) asCandidates(list []int) []Candidate {
	out := make([]Candidate, len(list))
	for k, i := range list {
		a := &w.articles[i]
		out[k] = Candidate{Number: int64(i) + 1, Story: a.story, Size: len(w.stories[a.story]), Original: int64(a.original) + 1, At: a.at, Sketch: a.sketch}
	}
	return out
}

// place puts an article into a story.
func (w *Window) place(s *Sketch, at time.Time, story int64) {
	n := len(w.articles)
	w.articles = append(w.articles, held{sketch: s, at: at, original: -1})
	w.move(n, story)
	w.last = max(w.last, story)
	for _, c := range s.Clues() {
		w.clues[c] = append(w.clues[c], n)
	}
}

// Story is the story that an article tells now: later ones may bring stories together or part them. Stories are numbered from 1.
func (w *Window) Story(article int) int64 { return w.articles[article].story }

// Original is the article that an article copies, -1 for none.
func (w *Window) Original(article int) int { return w.articles[article].original }

// number turns a decision's number into that of a story.
func (w *Window) number(story int64, begun map[int64]int64) int64 {
	if story > 0 {
		return story
	}
	if n := begun[story]; n != 0 && story < 0 {
		return n
	}
	w.last++
	begun[story] = w.last
	return w.last
}

func (w *Window) move(article int, story int64) {
	a := &w.articles[article]
	if old := w.stories[a.story]; a.story != 0 {
		w.stories[a.story] = slices.DeleteFunc(old, func(x int) bool { return x == article })
	}
	a.story = story
	w.stories[story] = append(w.stories[story], article)
}

// candidates gives the articles that share most clues with a new one, and were published near it.
func (w *Window) candidates(clues []int64, at time.Time) []Candidate {
	shared := map[int]int{}
	for _, c := range clues {
		list := w.clues[c]
		for _, i := range list[max(0, len(list)-perClue):] {
			shared[i]++
		}
	}
	list := make([]int, 0, len(shared))
	for i := range shared {
		if o := w.articles[i].at; at.IsZero() || o.IsZero() || at.Sub(o).Abs() <= Span {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(shared[b]-shared[a], b-a) })
	list = list[:min(len(list), MaxCandidates)]
	slices.Sort(list)
	return w.asCandidates(list)
}
