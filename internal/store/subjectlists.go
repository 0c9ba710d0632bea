package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// subjectColumns are those of a SubjectRow, of the subject w.
const subjectColumns = `w.id, CASE WHEN w.called <> '' THEN w.called ELSE w.name END, CASE WHEN w.ruled <> '' THEN w.ruled ELSE w.kind END, w.articles, w.statements,
	coalesce((SELECT role FROM mentions m WHERE m.subject = w.id AND m.role <> '' ORDER BY m.article DESC LIMIT 1), ''),
	(SELECT min(article) FROM mentions m WHERE m.subject = w.id), (SELECT max(article) FROM mentions m WHERE m.subject = w.id)`

func scanSubject(r rows, x *SubjectRow, more ...any) error {
	var firstKey, lastKey *int64
	err := r.Scan(append([]any{&x.ID, &x.Name, (*string)(&x.Kind), &x.Articles, &x.Statements, &x.Role, &firstKey, &lastKey}, more...)...)
	if firstKey != nil {
		x.First, x.Last = keyTime(*firstKey), keyTime(*lastKey)
	}
	return err
}

// keyTime is the time of an article's key, to the minute.
func keyTime(key int64) time.Time { return time.Unix((key>>runningBits)*60, 0).UTC() }

// subjectBits is what a cursor leaves for the number of a subject.
const subjectBits = 40

// mostExact bounds how many subjects of the very name that was typed come first.
const mostExact = 20

// Subjects lists subjects, those in most articles first. Where a name is asked for, those that are called so in full come
// before those that have words which begin so.
func (s *Store) Subjects(ctx context.Context, f SubjectFilter) (*SubjectList, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w := f.where()
	var exact []SubjectRow
	if f.Query != "" {
		condition, args := s.likeNamed(f.Query)
		if condition == "" {
			return &SubjectList{}, nil
		}
		var err error
		if exact, err = s.exactly(ctx, f); err != nil {
			return nil, timeUp(err)
		}
		w.and("w.id IN (SELECT whole FROM subjects WHERE "+condition+")", args...)
		if len(exact) > 0 {
			w.and("w.id NOT IN ("+marks(len(exact))+")", rowIDs(exact)...)
		}
	}
	if f.Before != "" {
		exact = nil
		n, err := strconv.ParseInt(string(f.Before), 36, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %.40q is no place in a list; start at its beginning", rapporteur.ErrInvalid, string(f.Before))
		}
		w.and("(w.articles < ? OR w.articles = ? AND w.id > ?)", n>>subjectBits, n>>subjectBits, n&(1<<subjectBits-1))
	}
	limit := pageLimit(f.Limit)
	rows, err := s.subjectRows(ctx, w, limit+1)
	if err != nil {
		return nil, timeUp(err)
	}
	list := &SubjectList{}
	rows, list.Next = cut(rows, limit, func(x SubjectRow) int64 { return int64(x.Articles)<<subjectBits | x.ID })
	list.Rows = append(exact, rows...)
	return list, nil
}

// where is what a filter asks for, its name left out.
func (f SubjectFilter) where() *where {
	w := &where{}
	w.and("w.articles > 0 AND w.whole = w.id AND w.ruled <> '" + NoSubject + "'")
	if f.Kind != "" {
		w.and("CASE WHEN w.ruled <> '' THEN w.ruled ELSE w.kind END = ?", plain(string(f.Kind)))
	}
	if f.Spoke {
		w.and("w.statements > 0")
	}
	return w
}

func (s *Store) subjectRows(ctx context.Context, w *where, limit int) (out []SubjectRow, err error) {
	err = each(ctx, s.db, func(r rows) error {
		var x SubjectRow
		err := scanSubject(r, &x)
		out = append(out, x)
		return err
	}, "SELECT "+subjectColumns+" FROM subjects w"+w.String()+" ORDER BY w.articles DESC, w.id LIMIT "+strconv.Itoa(limit), w.args...)
	return out, err
}

func rowIDs(list []SubjectRow) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i].ID
	}
	return out
}

// exactly gives the subjects that are called by the whole of a name, in some spelling.
func (s *Store) exactly(ctx context.Context, f SubjectFilter) ([]SubjectRow, error) {
	condition, args, err := s.namedWhole(ctx, f.Query)
	if err != nil || condition == "" {
		return nil, err
	}
	w := f.where()
	w.and("w.id IN (SELECT whole FROM subjects WHERE "+condition+")", args...)
	return s.subjectRows(ctx, w, mostExact)
}

// Homonyms are the other subjects that are called as one is, those in most articles first.
func (s *Store) Homonyms(ctx context.Context, x *SubjectRow) ([]SubjectRow, error) {
	list, err := s.exactly(ctx, SubjectFilter{Query: x.Name})
	return slices.DeleteFunc(list, func(o SubjectRow) bool { return o.ID == x.ID }), err
}

// likeNamed is the condition that a subject may be meant by what is being typed: by a name of some spelling, or by words that
// begin so. It is "" where no word is typed.
func (s *Store) likeNamed(name string) (condition string, args []any) {
	words := &where{}
	for _, p := range strings.Fields(nameKey(plain(name))) {
		words.and("id IN (SELECT subject FROM subject_words WHERE word >= ? AND word < ?)", p, p+"\U0010ffff")
	}
	if len(words.conditions) == 0 {
		return "", nil
	}
	condition, args = "("+strings.Join(words.conditions, " AND "), words.args
	if s.dossiers.Keys != nil {
		if keys := slices.Concat(s.dossiers.Keys(plain(name))...); len(keys) > 0 {
			condition += " OR id IN (SELECT subject FROM subject_keys WHERE key IN (" + marks(len(keys)) + "))"
			args = append(args, anys(keys)...)
		}
	}
	return condition + ")", args
}

// named is the condition that a subject is meant by a name: by the whole of one in some spelling, else by words that begin
// so. It is "" where the name has no word.
func (s *Store) named(ctx context.Context, name string) (condition string, args []any, err error) {
	condition, args, err = s.namedWhole(ctx, name)
	if condition == "" && err == nil {
		condition, args = s.likeNamed(name)
	}
	return condition, args, err
}

// namedWhole is the condition that a subject is meant by the whole of a name in some spelling; "" where there is none.
func (s *Store) namedWhole(ctx context.Context, name string) (condition string, args []any, err error) {
	if s.dossiers.Keys == nil {
		return "", nil, nil
	}
	for _, keys := range s.dossiers.Keys(plain(name)) {
		if len(keys) == 0 {
			continue
		}
		in := "id IN (SELECT subject FROM subject_keys WHERE key IN (" + marks(len(keys)) + "))"
		var n int
		err := one(ctx, s.db, "SELECT 1 FROM subjects WHERE people + bodies + places > 0 AND "+in+" LIMIT 1", anys(keys), &n)
		if err == nil {
			return in, anys(keys), nil
		}
		if !errors.Is(err, errNoRow) {
			return "", nil, err
		}
	}
	return "", nil, nil
}

// maxNamed is how many subjects a name that is not written in full may stand for.
const maxNamed = 200

// subjectIDs gives the subjects that a name means in a filter, with all that was merged into them: those of that name, by
// whichever of their names and in whichever spelling, else those with words that begin so. It is empty where there is none.
func (s *Store) subjectIDs(ctx context.Context, name string) ([]int64, error) {
	condition, args, err := s.named(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.meeting(ctx, condition, args)
}

// meeting gives the subjects that meet a condition, with all that was merged into them; none where it is "".
func (s *Store) meeting(ctx context.Context, condition string, args []any) (ids []int64, err error) {
	if condition == "" {
		return nil, nil
	}
	err = each(ctx, s.db, func(r rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM subjects WHERE whole IN (SELECT whole FROM subjects WHERE "+condition+" ORDER BY articles DESC LIMIT "+strconv.Itoa(maxNamed)+")", args...)
	return ids, err
}

// members gives a subject and all that was merged into it.
func members(ctx context.Context, q querier, whole int64) ([]int64, error) {
	var ids []int64
	err := each(ctx, q, func(r rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM subjects WHERE whole = ? ORDER BY id", whole)
	return ids, err
}

// idArgs makes parameters of numbers.
func idArgs(ids []int64) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// refs gives the subjects who say statements.
func (s *Store) refs(ctx context.Context, statements []int64) (map[int64][]SubjectRef, error) {
	out := map[int64][]SubjectRef{}
	for chunk := range slices.Chunk(statements, 200) {
		err := each(ctx, s.db, func(r rows) error {
			var id int64
			var x SubjectRef
			err := r.Scan(&id, &x.ID, &x.Name)
			if !slices.Contains(out[id], x) {
				out[id] = append(out[id], x)
			}
			return err
		}, `SELECT v.statement, w.id, CASE WHEN w.called <> '' THEN w.called ELSE w.name END FROM voices v JOIN subjects s ON s.id = v.subject JOIN subjects w ON w.id = s.whole
			WHERE v.how = 1 AND w.ruled <> '`+NoSubject+`' AND v.statement IN (`+marks(len(chunk))+") ORDER BY v.statement, w.id", idArgs(chunk)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Subject gives one subject; ErrNotFound where there is none. Of one that was merged into another, it gives the other.
func (s *Store) Subject(ctx context.Context, id int64) (*SubjectView, error) {
	v := &SubjectView{Asked: id, Kinds: map[rapporteur.EntityKind]int{}}
	var called, ruled string
	err := s.row(ctx, func(r rows) error { return scanSubject(r, &v.SubjectRow, &v.Version, &called, &ruled) },
		"SELECT "+subjectColumns+", w.version, w.called, w.ruled FROM subjects w WHERE w.id = (SELECT whole FROM subjects WHERE id = ?)", id)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no subject %d is on file", rapporteur.ErrNotFound, id)
	}
	if err != nil {
		return nil, err
	}
	v.Called, v.Ruled = called != "", ruled != ""
	ids, err := members(ctx, s.db, v.ID)
	if err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context, *SubjectView, []int64) error{s.counts, s.aliases, s.roles, s.merged, s.quoted} {
		if err := part(ctx, v, ids); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// SubjectName gives the name of a subject, or of the one that it was merged into; ErrNotFound where there is none.
func (s *Store) SubjectName(ctx context.Context, id int64) (SubjectRef, error) {
	var x SubjectRef
	err := one(ctx, s.db, "SELECT w.id, CASE WHEN w.called <> '' THEN w.called ELSE w.name END FROM subjects w WHERE w.id = (SELECT whole FROM subjects WHERE id = ?)", []any{id}, &x.ID, &x.Name)
	if errors.Is(err, errNoRow) {
		err = fmt.Errorf("%w: no subject %d is on file", rapporteur.ErrNotFound, id)
	}
	return x, err
}

// row scans the first row of an answer.
func (s *Store) row(ctx context.Context, scan func(rows) error, sql string, args ...any) error {
	found := false
	err := each(ctx, s.db, func(r rows) error {
		if found {
			return nil
		}
		found = true
		return scan(r)
	}, sql, args...)
	if err == nil && !found {
		return errNoRow
	}
	return err
}

// counts fills in what the row of the whole does not count: kinds, dates, and of whom statements speak, counted up to MaxTotal.
func (s *Store) counts(ctx context.Context, v *SubjectView, ids []int64) error {
	var people, bodies, places int
	err := one(ctx, s.db, "SELECT coalesce(sum(people), 0), coalesce(sum(bodies), 0), coalesce(sum(places), 0) FROM subjects WHERE id IN ("+marks(len(ids))+")", idArgs(ids), &people, &bodies, &places)
	if err != nil {
		return err
	}
	v.Kinds[rapporteur.Person], v.Kinds[rapporteur.Organisation], v.Kinds[rapporteur.Place] = people, bodies, places
	for _, id := range ids {
		var first, last *int64
		err := one(ctx, s.db, "SELECT (SELECT min(article) FROM mentions WHERE subject = ?), (SELECT max(article) FROM mentions WHERE subject = ?)", []any{id, id}, &first, &last)
		if err != nil {
			return err
		}
		if first == nil {
			continue
		}
		if at := keyTime(*first); v.First.IsZero() || at.Before(v.First) {
			v.First = at
		}
		v.Last = latest(v.Last, keyTime(*last))
	}
	v.Statements, _, err = s.countVoices(ctx, voiceBy, ids, v.Statements)
	if err == nil {
		v.About, v.AboutMore, err = s.countVoices(ctx, voiceAbout, ids, -1)
	}
	return err
}

// countVoices counts statements that one of some subjects says, or is named in: known is how many they were counted to be one by one, -1 where they
// were not. More says that there are more of them.
func (s *Store) countVoices(ctx context.Context, how int, ids []int64, known int) (n int, more bool, err error) {
	if known >= 0 && len(ids) == 1 {
		return known, false, nil
	}
	err = one(ctx, s.db, "SELECT count(*) FROM (SELECT DISTINCT statement FROM voices WHERE how = ? AND subject IN ("+marks(len(ids))+") LIMIT "+strconv.Itoa(MaxTotal+1)+") AS found", append([]any{how}, idArgs(ids)...), &n)
	if n > MaxTotal && known >= 0 {
		return known, false, err
	}
	return min(n, MaxTotal), n > MaxTotal, err
}

func (s *Store) aliases(ctx context.Context, v *SubjectView, ids []int64) error {
	return each(ctx, s.db, func(r rows) error {
		var x AliasRow
		err := r.Scan(&x.Name, &x.Articles)
		v.Aliases = append(v.Aliases, x)
		return err
	}, "SELECT name, sum(articles) FROM subject_names WHERE subject IN ("+marks(len(ids))+") GROUP BY name HAVING sum(articles) > 0 ORDER BY 2 DESC, name LIMIT 200", idArgs(ids)...)
}

func (s *Store) merged(ctx context.Context, v *SubjectView, ids []int64) error {
	return each(ctx, s.db, func(r rows) error {
		var x SubjectRef
		err := r.Scan(&x.ID, &x.Name)
		v.Merged = append(v.Merged, x)
		return err
	}, "SELECT id, CASE WHEN called <> '' THEN called ELSE name END FROM subjects WHERE whole = ? AND id <> whole ORDER BY id", v.ID)
}

// quoted counts the outlets that quote a subject, over its newest statements.
func (s *Store) quoted(ctx context.Context, v *SubjectView, ids []int64) error {
	newest := "SELECT DISTINCT statement, outlet_id FROM voices WHERE how = 1 AND subject IN (" + marks(len(ids)) + ") ORDER BY statement DESC LIMIT " + strconv.Itoa(MaxTotal)
	return each(ctx, s.db, func(r rows) error {
		var x QuotedRow
		err := r.Scan(&x.Outlet, &x.OutletHost, &x.Statements)
		v.Outlets = append(v.Outlets, x)
		v.Quoted += x.Statements
		return err
	}, "SELECT o.name, o.host, q.n FROM (SELECT outlet_id, count(*) AS n FROM ("+newest+") AS newest GROUP BY outlet_id) AS q JOIN outlets o ON o.id = q.outlet_id ORDER BY q.n DESC, o.host LIMIT 100", idArgs(ids)...)
}

// maxRoles is how many roles of a subject are shown.
const maxRoles = 40

// roles gathers the roles with the sentence that shows each last.
func (s *Store) roles(ctx context.Context, v *SubjectView, ids []int64) error {
	in := marks(len(ids))
	err := each(ctx, s.db, func(r rows) error {
		var x RoleRow
		var first, last int64
		var former int
		err := r.Scan(&x.Role, &first, &last, &x.Articles, &former)
		x.First, x.Last, x.Former = keyTime(first), keyTime(last), former > 0
		v.Roles = append(v.Roles, x)
		return err
	}, "SELECT role, min(article), max(article), count(DISTINCT article), max(CASE WHEN former THEN 1 ELSE 0 END) FROM subject_roles WHERE subject IN ("+in+") GROUP BY role ORDER BY 4 DESC, 3 DESC LIMIT "+strconv.Itoa(maxRoles), idArgs(ids)...)
	if err != nil {
		return err
	}
	docs := map[string]*rapporteur.Document{}
	for i := range v.Roles {
		if err := s.showRole(ctx, &v.Roles[i], ids, docs); err != nil {
			return err
		}
	}
	slices.SortStableFunc(v.Roles, func(a, b RoleRow) int { return cmp.Or(b.Last.Compare(a.Last), -cmp.Compare(a.Articles, b.Articles)) })
	return nil
}

// showRole finds the sentence that prints a role last. docs are those read already.
func (s *Store) showRole(ctx context.Context, x *RoleRow, ids []int64, docs map[string]*rapporteur.Document) error {
	err := one(ctx, s.db, `SELECT a.id, a.revision, a.title, o.name, r.starts, r.ends FROM subject_roles r JOIN articles a ON a.key = r.article JOIN outlets o ON o.id = a.outlet_id
		WHERE r.role = ? AND r.subject IN (`+marks(len(ids))+") ORDER BY r.article DESC, r.starts LIMIT 1", append([]any{x.Role}, idArgs(ids)...),
		&x.ArticleID, &x.Revision, &x.Title, &x.Outlet, &x.Start, &x.End)
	if err != nil {
		return err
	}
	doc := docs[x.ArticleID]
	if doc == nil {
		if doc, err = s.loadRevision(ctx, x.ArticleID, x.Revision); err != nil {
			return err
		}
		docs[x.ArticleID] = doc
	}
	text := doc.Article.Text
	if x.End > len(text) {
		return nil
	}
	x.Role = oneSpace(x.Of(text))
	for _, sentence := range doc.Sentences {
		if sentence.Start <= x.Start && x.End <= sentence.End {
			x.Sentence = oneSpace(sentence.Of(text))
		}
	}
	return nil
}

// Mentions lists the articles that mention a subject, newest first.
func (s *Store) Mentions(ctx context.Context, f MentionFilter) (*MentionList, error) {
	ids, err := s.wholeOf(ctx, f.Subject)
	if err != nil {
		return nil, err
	}
	t, err := s.walkArticles(ctx, ArticleFilter{Subject: f.Subject, From: f.From, To: f.To, Before: f.Before}, pageLimit(f.Limit))
	if err != nil {
		return nil, err
	}
	found, err := s.keyedRows(ctx, t.keys)
	if err != nil {
		return nil, err
	}
	list := &MentionList{Next: t.next()}
	for _, k := range found {
		x := MentionRow{ArticleRow: k.row}
		if err := s.mention(ctx, &x, k.key, ids); err != nil {
			return nil, err
		}
		list.Rows = append(list.Rows, x)
	}
	return list, nil
}

func (s *Store) mention(ctx context.Context, x *MentionRow, key int64, ids []int64) error {
	return each(ctx, s.db, func(r rows) error {
		var names, role, why, rivalName string
		var times int
		var doubt float64
		var rival int64
		if err := r.Scan(&names, &times, &role, &why, &doubt, &rival, &rivalName); err != nil {
			return err
		}
		for line := range strings.SplitSeq(names, "\n") {
			if n := readName(line).text; !slices.Contains(x.Names, n) {
				x.Names = append(x.Names, n)
			}
		}
		x.Times, x.Role, x.Why = x.Times+times, cmp.Or(x.Role, role), cmp.Or(x.Why, why)
		if doubt > x.Doubt {
			x.Doubt, x.Rival = doubt, SubjectRef{rival, rivalName}
		}
		return nil
	}, `SELECT m.names, m.times, m.role, m.why, m.doubt, coalesce(w.id, 0), coalesce(CASE WHEN w.called <> '' THEN w.called ELSE w.name END, '') FROM mentions m
		LEFT JOIN subjects r ON r.id = m.rival LEFT JOIN subjects w ON w.id = r.whole WHERE m.article = ? AND m.subject IN (`+marks(len(ids))+") ORDER BY m.entity", append([]any{key}, idArgs(ids)...)...)
}

// wholeOf gives the members of the subject that one belongs to; ErrNotFound where there is none.
func (s *Store) wholeOf(ctx context.Context, id int64) ([]int64, error) {
	var whole int64
	err := one(ctx, s.db, "SELECT whole FROM subjects WHERE id = ?", []any{id}, &whole)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no subject %d is on file", rapporteur.ErrNotFound, id)
	}
	if err != nil {
		return nil, err
	}
	return members(ctx, s.db, whole)
}
