package tokens

import "sort"

// Pages is a long row of words as a rule sees them, of which only those last looked at are in memory: the others are made again when they are
// asked for. W is a word, S all that is known where a word begins, so that the words from there on can be made.
//
// Words are added in order by Add and looked at by At. A word stays what it was while somebody holds it, but what is written to it is lost with
// its page, but for what Make knows. A row of at most 65,536 words, the length of fifty articles, is in memory whole.
type Pages[S, W any] struct {
	// Make makes the word that begins at s and moves s to where the next one begins.
	Make func(s *S, w *W)

	size  int
	marks []S // where each page begins
	pages []*[pageSize]W
	held  []int32 // the pages in memory, oldest first from oldest on, as a ring
	old   int
}

const (
	pageSize  = 32
	pagesHeld = 2048
)

// Size is how many words there are.
func (p *Pages[S, W]) Size() int { return p.size }

// At returns word i.
func (p *Pages[S, W]) At(i int) *W {
	if page := p.pages[uint(i)/pageSize]; page != nil {
		return &page[uint(i)%pageSize]
	}
	return p.load(i)
}

// Held returns word i if it is in memory, else nil.
func (p *Pages[S, W]) Held(i int) *W {
	if page := p.pages[uint(i)/pageSize]; page != nil {
		return &page[uint(i)%pageSize]
	}
	return nil
}

// Add makes one more word, which begins at s.
func (p *Pages[S, W]) Add(s *S) *W {
	if p.size%pageSize == 0 {
		p.marks, p.pages = append(p.marks, *s), append(p.pages, nil)
		p.hold(len(p.pages) - 1)
	}
	w := p.At(p.size)
	p.Make(s, w)
	p.size++
	return w
}

// Search returns the first word that is ok, Size where none is; all words behind it must be. passed reports the same of the last word before s.
func (p *Pages[S, W]) Search(passed func(s *S) bool, ok func(w *W) bool) int {
	if p.size == 0 {
		return 0
	}
	next := 1 + sort.Search(len(p.marks)-1, func(k int) bool { return passed(&p.marks[k+1]) })
	from, to := (next-1)*pageSize, min(p.size, next*pageSize)
	return from + sort.Search(to-from, func(k int) bool { return ok(p.At(from + k)) })
}

// hold makes room for a page, in the place of the oldest one.
func (p *Pages[S, W]) hold(page int) *[pageSize]W {
	fresh := new([pageSize]W)
	p.pages[page] = fresh
	if len(p.held) < pagesHeld {
		p.held = append(p.held, int32(page))
		return fresh
	}
	p.pages[p.held[p.old]] = nil
	p.held[p.old] = int32(page)
	p.old = (p.old + 1) % pagesHeld
	return fresh
}

// load makes the page of word i again.
func (p *Pages[S, W]) load(i int) *W {
	n := i / pageSize
	s, page := p.marks[n], p.hold(n)
	for k := range min(pageSize, p.size-n*pageSize) {
		p.Make(&s, &page[k])
	}
	return &page[i%pageSize]
}
