package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rapporteur"
)

// What people correct is a layer of its own over what the engine found: a list of corrections, each of which can be undone.
// The evidence is never changed. What follows from them for an article is done by filing it again, and so it is
// whenever the article is filed again for any other reason.

// CorrectionKind says what a correction does.
type CorrectionKind string

const (
	Merge       CorrectionKind = "merge"        // Subject is the same as Other: it becomes a part of it
	Rename      CorrectionKind = "rename"       // Subject is shown by Name
	RuleKind    CorrectionKind = "kind"         // Subject is of this Kind, or NoSubject
	SplitName   CorrectionKind = "split name"   // what is called Name, of Subject, is Other, or a new one
	SplitOff    CorrectionKind = "split off"    // what Article calls so, of Subject, is Other, or a new one
	KeepApart   CorrectionKind = "keep apart"   // Subject and Other are two, however alike
	RuleSpeaker CorrectionKind = "speaker"      // the statement is Other's; nobody's whom the article names where that is 0
	NoStatement CorrectionKind = "no statement" // what was taken for a statement is none
	Accept      CorrectionKind = "accept"       // the statement is right as it was read
)

// Correction is what a person asks for.
type Correction struct {
	What    CorrectionKind
	Subject int64
	// Version is SubjectView.Version as the person saw it: where the subject was changed since, nothing is done.
	Version int
	Other   int64 // 0 for a new subject, or nobody
	Name    string
	Kind    rapporteur.EntityKind

	ArticleID string
	// Of statements: its place in the record of the revision on file, and the words that the person saw, which must be there.
	Index int
	Quote string
	At    time.Time
}

// CorrectionRow is one correction on file: the audit.
type CorrectionRow struct {
	ID            int64
	At            time.Time
	What          CorrectionKind
	Subject       SubjectRef // ID 0 where none is concerned
	Other         SubjectRef
	ArticleID     string
	Title         string // of the article
	Words         string // the name or the statement that it is about
	Before, After string
	Undone        time.Time // zero where it holds
}

// CorrectionFilter chooses corrections, newest first.
type CorrectionFilter struct {
	Subject   int64 // concerned as Subject or as Other, or by what was merged into it
	ArticleID string
	Before    Cursor
	Limit     int
}

// CorrectionList is one page of corrections.
type CorrectionList struct {
	Rows []CorrectionRow
	Next Cursor
}

// Bounds of a name that a person gives to a subject.
const (
	MaxSubjectWords = 12
	MaxSubjectBytes = 120
)

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{rapporteur.ErrInvalid}, args...)...)
}

// subjectName makes a name fit, or says why it is none.
func subjectName(name string) (string, error) {
	name = plain(oneSpace(name))
	switch {
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "", wrong("a subject needs a name; type one")
	case len(strings.Fields(name)) > MaxSubjectWords || len(name) > MaxSubjectBytes:
		return "", wrong("a name has %d words and %d letters at most; this one has %d words", MaxSubjectWords, MaxSubjectBytes, len(strings.Fields(name)))
	}
	return name, nil
}

// state is what corrections need to know of a subject.
type state struct {
	id, whole, merged int64
	name, called      string
	kind, ruled       string
	version           int
}

func (x *state) shown() string {
	if x.called != "" {
		return x.called
	}
	return x.name
}

func (x *state) shownKind() string {
	if x.ruled != "" {
		return x.ruled
	}
	return x.kind
}

func subjectState(ctx context.Context, t querier, id int64) (*state, error) {
	x := &state{}
	err := one(ctx, t, "SELECT id, whole, merged, name, called, kind, ruled, version FROM subjects WHERE id = ?", []any{id}, &x.id, &x.whole, &x.merged, &x.name, &x.called, &x.kind, &x.ruled, &x.version)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no subject %d is on file", rapporteur.ErrNotFound, id)
	}
	return x, err
}

// Correct does what a person asks for and gives the number under which it can be undone. What can't be meant is refused with
// ErrInvalid, in words that say what to do; so is what was decided on a state that is no more.
func (s *Store) Correct(ctx context.Context, c Correction) (id int64, err error) {
	do := map[CorrectionKind]func(context.Context, *tx, *Correction) (int64, error){
		Merge: s.merge, Rename: s.rename, RuleKind: s.ruleKind, SplitName: s.splitName, SplitOff: s.splitOff, KeepApart: s.keepApart,
		RuleSpeaker: s.ruleStatement, NoStatement: s.ruleStatement, Accept: s.ruleStatement,
	}[c.What]
	if do == nil {
		return 0, wrong("%.40q is nothing that can be corrected", string(c.What))
	}
	err = s.db.write(ctx, func(t *tx) error {
		id, err = do(ctx, t, &c)
		return err
	})
	return id, err
}

// seen gives the state of the subject that a correction is about, and refuses one that was decided on another state.
func seen(ctx context.Context, t *tx, c *Correction) (*state, error) {
	if _, err := t.exec(ctx, "UPDATE subjects SET version = version WHERE id = ?", c.Subject); err != nil { // waits for others
		return nil, err
	}
	x, err := subjectState(ctx, t, c.Subject)
	if err != nil || x.version == c.Version {
		return x, err
	}
	last := ""
	var what string
	var at int64
	if err := one(ctx, t, "SELECT what, at FROM corrections WHERE subject = ? OR other = ? ORDER BY id DESC LIMIT 1", []any{c.Subject, c.Subject}, &what, &at); err == nil {
		last = fmt.Sprintf(" (%s, %s)", what, time.UnixMicro(at).UTC().Format("2 Jan 2006 15:04 UTC"))
	}
	return nil, wrong("somebody changed %s meanwhile%s; look at it again, and repeat what is still wanted", x.shown(), last)
}

// note writes a correction into the layer.
func note(ctx context.Context, t *tx, c *Correction, words string, place int, before, after string) (id int64, err error) {
	err = one(ctx, t, "INSERT INTO corrections (at, what, subject, other, article, words, place, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
		[]any{c.At.UnixMicro(), string(c.What), c.Subject, c.Other, plain(c.ArticleID), plain(words), place, plain(before), plain(after)}, &id)
	if err != nil {
		return 0, err
	}
	return id, touch(ctx, t, c.Subject, c.Other)
}

// touch makes what others saw of subjects old.
func touch(ctx context.Context, t *tx, ids ...int64) error {
	for _, id := range ids {
		if id == 0 {
			continue
		}
		if _, err := t.exec(ctx, "UPDATE subjects SET version = version + 1 WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) rename(ctx context.Context, t *tx, c *Correction) (int64, error) {
	name, err := subjectName(c.Name)
	if err != nil {
		return 0, err
	}
	x, err := seen(ctx, t, c)
	if err != nil {
		return 0, err
	}
	if name == x.shown() {
		return 0, wrong("%s is its name already", name)
	}
	if _, err := t.exec(ctx, "UPDATE subjects SET called = ? WHERE id = ?", name, x.id); err != nil {
		return 0, err
	}
	if err := putKeys(ctx, t, x.id, name, nil, 0); err != nil {
		return 0, err
	}
	return note(ctx, t, c, "", 0, x.shown(), name)
}

func (s *Store) ruleKind(ctx context.Context, t *tx, c *Correction) (int64, error) {
	switch c.Kind {
	case rapporteur.Person, rapporteur.Organisation, rapporteur.Place, NoSubject:
	default:
		return 0, wrong("%.40q is no kind; choose person, organisation, place or none", string(c.Kind))
	}
	x, err := seen(ctx, t, c)
	if err != nil {
		return 0, err
	}
	if string(c.Kind) == x.shownKind() {
		return 0, wrong("that is what %s is already", x.shown())
	}
	if _, err := t.exec(ctx, "UPDATE subjects SET ruled = ? WHERE id = ?", string(c.Kind), x.id); err != nil {
		return 0, err
	}
	return note(ctx, t, c, "", 0, x.shownKind(), string(c.Kind))
}

func (s *Store) merge(ctx context.Context, t *tx, c *Correction) (int64, error) {
	x, err := seen(ctx, t, c)
	if err != nil {
		return 0, err
	}
	other, err := subjectState(ctx, t, c.Other)
	switch {
	case err != nil:
		return 0, err
	case x.id == other.id:
		return 0, wrong("%s can't be merged into itself; choose another subject", x.shown())
	case x.whole == other.whole:
		return 0, wrong("%s and %s are one subject already", x.shown(), other.shown())
	case x.merged != 0:
		return 0, wrong("%s was merged into another subject already; undo that first", x.shown())
	}
	c.Other = other.whole
	if err := join(ctx, t, x.id, other.whole); err != nil {
		return 0, err
	}
	return note(ctx, t, c, "", 0, x.shown(), other.shown())
}

// join makes a subject, with all that was merged into it, a part of another one; 0 makes it one by itself again.
func join(ctx context.Context, t *tx, id, into int64) error {
	was, whole := int64(0), into
	if err := one(ctx, t, "SELECT whole FROM subjects WHERE id = ?", []any{id}, &was); err != nil {
		return err
	}
	if into == 0 {
		whole = id
	} else if err := one(ctx, t, "SELECT whole FROM subjects WHERE id = ?", []any{into}, &whole); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE subjects SET merged = ? WHERE id = ?", into, id); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE subjects SET whole = ? WHERE id IN (WITH RECURSIVE part (id) AS (SELECT id FROM subjects WHERE id = ? UNION SELECT s.id FROM subjects s JOIN part ON s.merged = part.id) SELECT id FROM part)", whole, id)
	if err != nil {
		return err
	}
	for _, w := range []int64{min(was, whole), max(was, whole)} {
		if err := recount(ctx, t, w); err != nil {
			return err
		}
	}
	return nil
}

// recount counts what a whole has in all.
func recount(ctx context.Context, t *tx, whole int64) error {
	_, err := t.exec(ctx, `UPDATE subjects SET
		articles = (SELECT count(DISTINCT m.article) FROM mentions m JOIN subjects p ON p.id = m.subject WHERE p.whole = subjects.id),
		statements = (SELECT count(*) FROM voices v JOIN subjects p ON p.id = v.subject WHERE v.how = 1 AND p.whole = subjects.id) WHERE id = ?`, whole)
	return err
}

func (s *Store) keepApart(ctx context.Context, t *tx, c *Correction) (int64, error) {
	x, err := subjectState(ctx, t, c.Subject)
	if err != nil {
		return 0, err
	}
	other, err := subjectState(ctx, t, c.Other)
	if err != nil {
		return 0, err
	}
	if x.whole == other.whole {
		return 0, wrong("%s and %s are one subject; undo what merged them", x.shown(), other.shown())
	}
	return note(ctx, t, c, "", 0, x.shown(), other.shown())
}

// Corrections lists corrections: those of a subject and of what was merged into it, those of an article, or all.
func (s *Store) Corrections(ctx context.Context, f CorrectionFilter) (*CorrectionList, error) {
	w := &where{}
	if f.Subject != 0 {
		ids, err := s.wholeOf(ctx, f.Subject)
		if err != nil {
			return nil, err
		}
		w.and("(c.subject IN ("+marks(len(ids))+") OR c.other IN ("+marks(len(ids))+"))", append(idArgs(ids), idArgs(ids)...)...)
	}
	if f.ArticleID != "" {
		w.and("c.article = ?", plain(f.ArticleID))
	}
	if err := w.before(f.Before, "c.id"); err != nil {
		return nil, err
	}
	limit, list := pageLimit(f.Limit), &CorrectionList{}
	err := each(ctx, s.db, func(r rows) error {
		var x CorrectionRow
		err := r.Scan(&x.ID, at(&x.At), (*string)(&x.What), &x.Subject.ID, &x.Subject.Name, &x.Other.ID, &x.Other.Name, &x.ArticleID, &x.Title, &x.Words, &x.Before, &x.After, at(&x.Undone))
		list.Rows = append(list.Rows, x)
		return err
	}, `SELECT c.id, c.at, c.what, c.subject, coalesce(CASE WHEN s.called <> '' THEN s.called ELSE s.name END, ''), c.other, coalesce(CASE WHEN o.called <> '' THEN o.called ELSE o.name END, ''),
		c.article, coalesce(a.title, ''), c.words, c.before, c.after, c.undone FROM corrections c LEFT JOIN subjects s ON s.id = c.subject LEFT JOIN subjects o ON o.id = c.other
		LEFT JOIN articles a ON a.id = c.article`+w.String()+" ORDER BY c.id DESC LIMIT "+strconv.Itoa(limit+1), w.args...)
	if err != nil {
		return nil, err
	}
	list.Rows, list.Next = cut(list.Rows, limit, func(x CorrectionRow) int64 { return x.ID })
	return list, nil
}
