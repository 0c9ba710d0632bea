package score

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// FiledSpeaker is a named source of a gold attribution, and where an archive filed it.
type FiledSpeaker struct {
	Gold  string  // who it is, by one name over all articles (see OneName)
	Given int64   // the subject of the entity that bears the gold name in its article; 0 where no entity does
	Said  []int64 // the subjects that the statement found is filed under; empty where none was found or nobody is named
}

// SubjectCounts are the figures for subjects.
type SubjectCounts struct {
	Given Counts // Gold: sources whose speaker is an entity of the article
	All   Counts // Gold: all named sources; what the reader did not take for an entity is wrong
	Said  Counts // Gold: all named sources; the statement must be found and resolved within its article, too
}

// Subjects counts the speakers filed under the right subject. A subject is right for somebody where most of its speakers are
// that one, and most of that one's sources are filed there: so neither two people under one subject nor one
// under two are right.
func Subjects(list []FiledSpeaker) SubjectCounts {
	home, holder := map[string]map[int64]int{}, map[int64]map[string]int{}
	for _, x := range list {
		if x.Given == 0 {
			continue
		}
		note(home, x.Gold, x.Given)
		note(holder, x.Given, x.Gold)
	}
	right := func(x *FiledSpeaker, id int64) bool {
		return id != 0 && most(home[x.Gold]) == id && most(holder[id]) == x.Gold
	}
	var c SubjectCounts
	for i := range list {
		x := &list[i]
		c.All.Gold++
		c.Said.Gold++
		c.All.tell(right(x, x.Given))
		c.Said.tell(slices.ContainsFunc(x.Said, func(id int64) bool { return right(x, id) }))
		if x.Given != 0 {
			c.Given.Gold++
			c.Given.tell(right(x, x.Given))
		}
	}
	return c
}

func (c *Counts) tell(right bool) {
	c.Found++
	add(c, right)
}

func note[K, V comparable](m map[K]map[V]int, k K, v V) {
	if m[k] == nil {
		m[k] = map[V]int{}
	}
	m[k][v]++
}

// most gives what was counted most often; of two, the lesser.
func most[V cmp.Ordered](m map[V]int) V {
	var best V
	n := 0
	for _, v := range slices.Sorted(maps.Keys(m)) {
		if m[v] > n {
			best, n = v, m[v]
		}
	}
	return best
}

// oneName are names that the gold gives, in articles that have no fuller one, to somebody who has a fuller one in others.
var oneName = map[string]string{
	"Obama": "Barack Obama", "Donald J. Trump": "Donald Trump", "Donand Trump": "Donald Trump", "Len Burman": "Leonard E. Burman", "WALLACE": "Chris Wallace",
	"Politifact": "PolitiFact", "POLITICO": "Politico", "The Washington Post": "Washington Post", "The Daily Caller": "Daily Caller", "U.S. Supreme Court": "Supreme Court",
	"Security Council": "United Nations Security Council", "Hillary Clinton’s campaign": "Clinton campaign", "Real Clear Politics": "RealClearPolitics",
	"Elijah E. Cummings": "Elijah Cummings", "Paul D. Ryan": "Paul Ryan",
}

// OneName gives the name by which the gold's speaker is told over all articles.
func OneName(gold string) string { return cmp.Or(oneName[gold], gold) }

// Bears reports whether one of an entity's names is the gold's.
func Bears(gold string, names []string) bool {
	gold = strings.NewReplacer(`"`, "", "“", "", "”", "").Replace(gold)
	return slices.ContainsFunc(names, func(n string) bool { return sameName(gold, n) })
}
