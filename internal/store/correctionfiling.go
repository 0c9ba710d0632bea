package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rapporteur"
)

// How corrections reach the articles they are about: by names and by the words of statements, which outlive another reading.

// hasName reports whether the names of a mention, one a line, hold one, in whatever case.
func hasName(lines, name string) bool {
	key := nameKey(name)
	for line := range strings.SplitSeq(lines, "\n") {
		if nameKey(readName(line).text) == key {
			return true
		}
	}
	return false
}

// splitName makes what a subject is called by one of its names another subject.
func (s *Store) splitName(ctx context.Context, t *tx, c *Correction) (int64, error) {
	x, err := seen(ctx, t, c)
	if err != nil {
		return 0, err
	}
	name := plain(oneSpace(c.Name))
	var n int
	err = one(ctx, t, "SELECT articles FROM subject_names WHERE subject = ? AND name = ? AND articles > 0", []any{x.id, name}, &n)
	if errors.Is(err, errNoRow) {
		return 0, wrong("%s is called %.60q nowhere; choose one of its names", x.shown(), name)
	}
	if err != nil {
		return 0, err
	}
	if err := s.target(ctx, t, c, x, name); err != nil {
		return 0, err
	}
	id, err := note(ctx, t, c, name, 0, x.shown(), name)
	if err != nil {
		return 0, err
	}
	return id, s.refileNamed(ctx, t, x.id, name)
}

// splitOff makes what one article files under a subject another subject.
func (s *Store) splitOff(ctx context.Context, t *tx, c *Correction) (int64, error) {
	x, err := seen(ctx, t, c)
	if err != nil {
		return 0, err
	}
	var names []string
	err = each(ctx, t, func(r rows) error {
		var lines string
		err := r.Scan(&lines)
		for line := range strings.SplitSeq(lines, "\n") {
			names = append(names, readName(line).text)
		}
		return err
	}, "SELECT names FROM mentions WHERE subject IN (SELECT id FROM subjects WHERE whole = ?) AND article = (SELECT key FROM articles WHERE id = ?) ORDER BY entity", x.whole, plain(c.ArticleID))
	if err != nil {
		return 0, err
	}
	if len(names) == 0 {
		return 0, wrong("the article does not mention %s any more; look at it again", x.shown())
	}
	if err := s.target(ctx, t, c, x, c.Name); err != nil {
		return 0, err
	}
	id, err := note(ctx, t, c, strings.Join(names, "\n"), 0, x.shown(), "")
	if err != nil {
		return 0, err
	}
	return id, s.refile(ctx, t, c.ArticleID)
}

// target finds the subject that something is split off to, or enters a new one of a name.
func (s *Store) target(ctx context.Context, t *tx, c *Correction, from *state, name string) error {
	if c.Other != 0 {
		other, err := subjectState(ctx, t, c.Other)
		if err == nil && other.whole == from.whole {
			return wrong("%s is the subject itself; choose another, or a name for a new one", other.shown())
		}
		return err
	}
	name, err := subjectName(name)
	if err != nil {
		return err
	}
	c.Other, err = enterByHand(ctx, t, name, rapporteur.EntityKind(from.kind))
	return err
}

// enterByHand enters a subject that a person named.
func enterByHand(ctx context.Context, t *tx, name string, kind rapporteur.EntityKind) (int64, error) {
	id, err := enterSubject(ctx, t, name, kind)
	if err != nil {
		return 0, err
	}
	if _, err := t.exec(ctx, "UPDATE subjects SET called = ? WHERE id = ?", name, id); err != nil {
		return 0, err
	}
	return id, putKeys(ctx, t, id, name, nil, 0)
}

// saidByPerson is how a subject was recognised that a person named.
const saidByPerson = "a person said so"

// corrected puts identities where people said they belong.
func corrected(ctx context.Context, t *tx, article string, list []*filedSubject) error {
	ids := make([]int64, 0, len(list))
	for _, x := range list {
		ids = append(ids, x.id)
	}
	type split struct {
		subject, other int64
		article, words string
	}
	var splits []split
	scan := func(r rows) error {
		var x split
		err := r.Scan(&x.subject, &x.other, &x.article, &x.words)
		splits = append(splits, x)
		return err
	}
	const columns = "SELECT subject, other, article, words FROM corrections WHERE undone IS NULL AND "
	if len(ids) > 0 {
		if err := each(ctx, t, scan, columns+"what = 'split name' AND subject IN ("+marks(len(ids))+") ORDER BY id", idArgs(ids)...); err != nil {
			return err
		}
	}
	if err := each(ctx, t, scan, columns+"what = 'split off' AND article = ? ORDER BY id", plain(article)); err != nil {
		return err
	}
	for _, x := range splits {
		for _, y := range list {
			if x.article == "" && y.id == x.subject && nameKey(y.printed()) == nameKey(x.words) ||
				x.article != "" && slices.ContainsFunc(strings.Split(x.words, "\n"), y.called) {
				y.id, y.Doubt, y.Rival, y.Why = x.other, 0, 0, saidByPerson
			}
		}
	}
	return nil
}

// keptApart leaves an article where it was filed before, if by now it would be filed under a subject that a person said is
// another one.
func keptApart(ctx context.Context, t *tx, list []*filedSubject, before map[int64]bool) error {
	if len(before) == 0 || len(list) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(before))
	return each(ctx, t, func(r rows) error {
		var a, b int64
		if err := r.Scan(&a, &b); err != nil {
			return err
		}
		if before[b] {
			a, b = b, a
		}
		for _, x := range list {
			if x.id == b && before[a] && !before[b] {
				x.id, x.Doubt, x.Rival, x.Why = a, 0, 0, saidByPerson
			}
		}
		return nil
	}, "SELECT subject, other FROM corrections WHERE undone IS NULL AND what = 'keep apart' AND (subject IN ("+marks(len(ids))+") OR other IN ("+marks(len(ids))+")) ORDER BY id",
		append(idArgs(ids), idArgs(ids)...)...)
}

// printed is the fullest name that the article itself gives.
func (x *filedSubject) printed() string {
	best := x.Names[0]
	for _, n := range x.Names {
		if n.Rank < 3 && (best.Rank == 3 || n.Rank > best.Rank) {
			best = n
		}
	}
	return best.Text
}

func (x *filedSubject) called(name string) bool {
	return slices.ContainsFunc(x.Names, func(n rapporteur.SubjectName) bool { return nameKey(n.Text) == nameKey(name) })
}

// ruling is what a person said of a statement.
type ruling struct {
	id    int64
	what  CorrectionKind
	other int64
	words string
	place int
	at    time.Time
}

// rulings gives those that hold in an article, the last of each statement last.
func rulings(ctx context.Context, t querier, article string) ([]ruling, error) {
	var out []ruling
	err := each(ctx, t, func(r rows) error {
		var x ruling
		err := r.Scan(&x.id, (*string)(&x.what), &x.other, &x.words, &x.place, at(&x.at))
		out = append(out, x)
		return err
	}, "SELECT id, what, other, words, place, at FROM corrections WHERE article = ? AND undone IS NULL AND what IN ('speaker', 'no statement', 'accept') ORDER BY id", plain(article))
	return out, err
}

// find gives the statement that a ruling is about: that of the same words, else the one that shares most of them, if that is
// more than half; -1 where there is none.
func (x *ruling) find(statements []StatementRow) int {
	best, most := -1, 0.5
	want := stems(x.words)
	for i := range statements {
		share := shared(want, statements[i].Quote)
		if len(statements[i].Content) > 0 && statements[i].Content[0].Start == x.place {
			share += 0.01 // of two that say the same, the one that stood there
		}
		if share > most {
			best, most = i, share
		}
	}
	return best
}

// shared is the share of words that two texts have in common, of all their words.
func shared(a []string, quote string) float64 {
	b := stems(quote)
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	n := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			n++
		}
	}
	if len(a)+len(b) == n {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// rule applies what people said of an article's statements. It is done before they are filed.
func (f *filing) rule(ctx context.Context, t *tx) error {
	list, err := rulings(ctx, t, f.doc.Article.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	f.ruled, f.ruledKind = map[int]ruling{}, map[int64]rapporteur.EntityKind{}
	for _, x := range list {
		if i := x.find(f.statements); i >= 0 {
			f.ruled[i] = x
		}
	}
	for i, x := range f.ruled {
		row := &f.statements[i]
		row.Ruled = x.what
		if x.what != RuleSpeaker {
			continue
		}
		row.Speaker, row.Role, row.SpeakerClass = "", "", rapporteur.SpeakerUnnamed
		if x.other == 0 {
			continue
		}
		other, err := subjectState(ctx, t, x.other)
		if err != nil {
			return err
		}
		row.Speaker, row.SpeakerClass = other.shown(), rapporteur.SpeakerNamed
		f.ruledKind[x.other] = rapporteur.EntityKind(other.kind)
	}
	return nil
}

// filed counts the statements that are filed.
func (f *filing) filed() int {
	n := len(f.statements)
	for _, x := range f.ruled {
		if x.what == NoStatement {
			n--
		}
	}
	return n
}

// ruleStatement notes what a person says of a statement.
func (s *Store) ruleStatement(ctx context.Context, t *tx, c *Correction) (int64, error) {
	old, err := onFile(ctx, t, c.ArticleID)
	if err != nil {
		return 0, err
	}
	if old.key == noKey {
		return 0, fmt.Errorf("%w: no article %.40q is on file", rapporteur.ErrNotFound, c.ArticleID)
	}
	doc, err := s.loadRevision(ctx, c.ArticleID, old.revision)
	if err != nil {
		return 0, err
	}
	if c.Index < 0 || c.Index >= len(doc.Attributions) {
		return 0, wrong("the article has no statement %d; look at it again", c.Index+1)
	}
	row := statementRow(doc, c.Index)
	if c.Quote != "" && oneSpace(plain(c.Quote)) != row.Quote {
		return 0, wrong("the article was read again meanwhile, and statement %d is another one now; look at it again", c.Index+1)
	}
	if err := unruledSince(ctx, t, c, doc); err != nil {
		return 0, err
	}
	before, after := row.Speaker, ""
	switch c.What {
	case RuleSpeaker:
		if after, err = s.ruledName(ctx, t, c); err != nil {
			return 0, err
		}
	default:
		c.Other = 0
	}
	place := 0
	if len(row.Content) > 0 {
		place = row.Content[0].Start
	}
	id, err := note(ctx, t, c, row.Quote, place, before, after)
	if err != nil {
		return 0, err
	}
	return id, s.refile(ctx, t, c.ArticleID)
}

// ruledName finds the subject that a statement is given to: Other, or the one of a name, which is entered where it is new.
func (s *Store) ruledName(ctx context.Context, t *tx, c *Correction) (string, error) {
	if c.Other == 0 && oneSpace(c.Name) == "" {
		return "", nil // nobody
	}
	if c.Other == 0 {
		name, err := subjectName(c.Name)
		if err != nil {
			return "", err
		}
		ids, err := s.subjectIDs(ctx, name)
		if err != nil {
			return "", err
		}
		if len(ids) == 1 {
			c.Other = ids[0]
		} else if c.Other, err = enterByHand(ctx, t, name, rapporteur.Person); err != nil {
			return "", err
		}
	}
	other, err := subjectState(ctx, t, c.Other)
	if err != nil {
		return "", err
	}
	return other.shown(), nil
}

// unruledSince refuses what was decided before somebody else ruled the same statement.
func unruledSince(ctx context.Context, t *tx, c *Correction, doc *rapporteur.Document) error {
	f := newFiling(doc)
	if err := f.rule(ctx, t); err != nil {
		return err
	}
	if last := f.ruled[c.Index]; last.id != int64(c.Version) && last.id != 0 {
		return wrong("somebody ruled this statement meanwhile (%s); look at it again, and repeat what is still wanted", last.what)
	}
	return nil
}

// byPeople adds to an article what is on file of its entities and of what people said of its statements.
func (s *Store) byPeople(ctx context.Context, v *ArticleView, key int64) error {
	v.Subjects, v.Rulings = map[int]SubjectRef{}, map[int]RulingRow{}
	if v.Document.Article.Revision == v.Row.Revision {
		err := each(ctx, s.db, func(r rows) error {
			var entity int
			var x SubjectRef
			err := r.Scan(&entity, &x.ID, &x.Name)
			v.Subjects[entity] = x
			return err
		}, `SELECT m.entity, w.id, CASE WHEN w.called <> '' THEN w.called ELSE w.name END FROM mentions m JOIN subjects s ON s.id = m.subject JOIN subjects w ON w.id = s.whole
			WHERE m.article = ? AND m.entity >= 0 AND w.ruled <> '`+NoSubject+"'", key)
		if err != nil {
			return err
		}
	}
	list, err := rulings(ctx, s.db, v.Row.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	statements := make([]StatementRow, len(v.Document.Attributions))
	for i := range statements {
		statements[i] = statementRow(v.Document, i)
	}
	for _, x := range list {
		i := x.find(statements)
		if i < 0 {
			continue
		}
		row := RulingRow{ID: x.id, What: x.what, At: x.at}
		if x.other != 0 {
			other, err := subjectState(ctx, s.db, x.other)
			if err != nil {
				return err
			}
			row.Speaker = SubjectRef{other.whole, other.shown()}
		}
		v.Rulings[i] = row
	}
	return nil
}
