package store

import (
	"context"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
)

// How a statement concerns a subject, in voices.
const (
	voiceBy    = 1 // the subject says it
	voiceAbout = 2 // the subject is named in what is said
)

// NoSubject is the kind that a person gives to what is no subject at all.
const NoSubject = "none"

// filedSubject is an identity under the number of its subject.
type filedSubject struct {
	rapporteur.Identity
	id     int64
	entity int // of the record, or -1 and less for speakers that are no entity
	by     map[int]bool
	about  map[int]bool
}

// standing is what changes for the subjects by the filing of one article. Rows that many transactions change are written in
// the end, and in one order.
type standing struct {
	names      map[int64]map[printedName]int
	kinds      map[int64]map[string]int
	before     map[int64]bool // subjects that the article mentioned
	after      map[int64]bool
	statements map[int64]int
	keys       map[int64][]rapporteur.SubjectName
	claims     map[int64][]string
	days       map[int64]int
}

type printedName struct {
	text string
	rank int
}

func newStanding() *standing {
	return &standing{names: map[int64]map[printedName]int{}, kinds: map[int64]map[string]int{}, before: map[int64]bool{}, after: map[int64]bool{},
		statements: map[int64]int{}, keys: map[int64][]rapporteur.SubjectName{}, claims: map[int64][]string{}, days: map[int64]int{}}
}

func (d *standing) name(id int64, n printedName, by int) {
	if d.names[id] == nil {
		d.names[id] = map[printedName]int{}
	}
	d.names[id][n] += by
}

func (d *standing) kind(id int64, kind string, by int) {
	if d.kinds[id] == nil {
		d.kinds[id] = map[string]int{}
	}
	d.kinds[id][kind] += by
}

// dayOf is the day of an article's key, counted from 1970.
func dayOf(key int64) int64 { return (key >> runningBits) / (24 * 60) }

// takeOutSubjects removes an article from the subjects it was filed under.
func takeOutSubjects(ctx context.Context, t *tx, key int64, d *standing) error {
	err := each(ctx, t, func(r rows) error {
		var id int64
		var kind, names string
		if err := r.Scan(&id, &kind, &names); err != nil {
			return err
		}
		d.kind(id, kind, -1)
		d.before[id] = true
		for line := range strings.Lines(names) {
			d.name(id, readName(strings.TrimSuffix(line, "\n")), -1)
		}
		return nil
	}, "SELECT subject, kind, names FROM mentions WHERE article = ? ORDER BY subject, entity", key)
	if err != nil {
		return err
	}
	from, to := statementKeys(key)
	err = each(ctx, t, func(r rows) error {
		var id int64
		err := r.Scan(&id)
		d.statements[id]--
		return err
	}, "SELECT subject FROM voices WHERE statement >= ? AND statement < ? AND how = 1", from, to)
	if err != nil {
		return err
	}
	d.days[dayOf(key)]--
	for _, q := range []string{"DELETE FROM mentions WHERE article = ?", "DELETE FROM subject_roles WHERE article = ?"} {
		if _, err := t.exec(ctx, q, key); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, "DELETE FROM voices WHERE statement >= ? AND statement < ?", from, to)
	return err
}

// Names of a mention are kept one a line, each with its rank before it.
func writeName(n printedName) string { return string(rune('0'+n.rank)) + n.text }
func readName(line string) printedName {
	if line == "" {
		return printedName{}
	}
	return printedName{line[1:], int(line[0] - '0')}
}

// identities says which subjects an article's entities are. Where some are not on file yet, others may be about to file the
// same: they are waited for, and the question is asked again.
func (s *Store) identities(ctx context.Context, t *tx, f *filing) ([]rapporteur.Identity, error) {
	if s.dossiers.Identify == nil {
		return nil, nil
	}
	archive := &shelf{ctx, t}
	found, err := s.dossiers.Identify(f.doc, archive)
	if err != nil {
		return nil, err
	}
	var keys []string
	for i := range found {
		for _, n := range found[i].Names {
			if found[i].Subject == 0 {
				keys = append(keys, n.Keys...)
			}
		}
	}
	if len(keys) == 0 {
		return found, nil
	}
	slices.Sort(keys)
	waited, err := s.db.lockNames(ctx, t, slices.Compact(keys))
	if err != nil || !waited {
		return found, err
	}
	return s.dossiers.Identify(f.doc, archive)
}

// putSubjects files an article under its subjects.
func (s *Store) putSubjects(ctx context.Context, t *tx, f *filing, key, outlet int64, d *standing) error {
	d.days[dayOf(key)]++
	found, err := s.identities(ctx, t, f)
	if err != nil {
		return err
	}
	list, err := s.numbered(ctx, t, f, found)
	if err != nil {
		return err
	}
	if err := corrected(ctx, t, f.doc.Article.ID, list); err != nil {
		return err
	}
	if err := keptApart(ctx, t, list, d.before); err != nil {
		return err
	}
	list = f.voices(list)
	for _, x := range list {
		if err := x.put(ctx, t, f.doc, key, outlet, d); err != nil {
			return err
		}
	}
	return nil
}

// numbered gives every identity the number of its subject; new ones are entered.
func (s *Store) numbered(ctx context.Context, t *tx, f *filing, found []rapporteur.Identity) ([]*filedSubject, error) {
	fresh := map[int]int64{}
	loose := 0
	var out []*filedSubject
	for _, x := range found {
		y := &filedSubject{Identity: x, id: x.Subject, entity: x.Entity, by: map[int]bool{}, about: map[int]bool{}}
		if y.id == 0 {
			y.id = fresh[x.New]
		}
		if y.id == 0 {
			var err error
			if y.id, err = enterSubject(ctx, t, x.Names[0].Text, x.Kind); err != nil {
				return nil, err
			}
			fresh[x.New] = y.id
		}
		if x.Entity == rapporteur.None {
			loose--
			y.entity = loose
		}
		out = append(out, y)
	}
	return out, nil
}

func enterSubject(ctx context.Context, t *tx, name string, kind rapporteur.EntityKind) (id int64, err error) {
	err = one(ctx, t, "INSERT INTO subjects (name, kind) VALUES (?, ?) RETURNING id", []any{plain(name), plain(string(kind))}, &id)
	if err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, "UPDATE subjects SET whole = id WHERE id = ?", id)
	return id, err
}

// voices finds who says each statement, and who is named in it. A speaker whom a person named joins the list.
func (f *filing) voices(list []*filedSubject) []*filedSubject {
	entities, names := map[int]*filedSubject{}, map[string]*filedSubject{}
	for _, x := range list {
		if x.entity >= 0 {
			entities[x.entity] = x
			continue
		}
		for _, n := range x.Names {
			names[n.Text] = x
		}
	}
	for i := range f.statements {
		if what := f.ruled[i].what; what == RuleSpeaker || what == NoStatement {
			continue
		}
		a := &f.doc.Attributions[i]
		for _, e := range a.Speakers {
			entities[e].speak(i)
		}
		if len(a.Speakers) == 0 && a.SpeakerName != "" {
			for name := range strings.SplitSeq(a.SpeakerName, "; ") {
				names[name].speak(i)
			}
		}
	}
	for e, x := range entities {
		for _, m := range f.doc.Entities[e].Mentions {
			f.named(x, m.Span)
		}
	}
	return f.ruledSpeakers(list)
}

func (x *filedSubject) speak(i int) {
	if x != nil {
		x.by[i] = true
	}
}

// named notes the statements that a mention stands in.
func (f *filing) named(x *filedSubject, m rapporteur.Span) {
	for i := range f.statements {
		inside := func(c rapporteur.Span) bool { return c.Start <= m.Start && m.End <= c.End }
		if f.ruled[i].what != NoStatement && slices.ContainsFunc(f.doc.Attributions[i].Content, inside) {
			x.about[i] = true
		}
	}
}

// byHand is the place of the first subject that no entity of the record is, but a person's word.
const byHand = -1000

func (f *filing) ruledSpeakers(list []*filedSubject) []*filedSubject {
	for _, i := range slices.Sorted(maps.Keys(f.ruled)) {
		x := f.ruled[i]
		if x.what != RuleSpeaker || x.other == 0 {
			continue
		}
		at := slices.IndexFunc(list, func(y *filedSubject) bool { return y.id == x.other })
		if at < 0 {
			at = len(list)
			list = append(list, &filedSubject{Identity: rapporteur.Identity{Kind: f.ruledKind[x.other], Why: saidByPerson}, id: x.other, entity: byHand - i, by: map[int]bool{}, about: map[int]bool{}})
		}
		list[at].by[i] = true
	}
	return list
}

// put writes one subject's part in an article.
func (x *filedSubject) put(ctx context.Context, t *tx, doc *rapporteur.Document, key, outlet int64, d *standing) error {
	times, role := 1, ""
	if x.entity >= 0 {
		times = len(doc.Entities[x.entity].Mentions)
	}
	if !x.Role.Empty() {
		role = plain(oneSpace(x.Role.Of(doc.Article.Text)))
	}
	var lines []string
	for _, n := range x.Names {
		name := printedName{plain(oneSpace(n.Text)), n.Rank}
		d.name(x.id, name, 1)
		lines = append(lines, writeName(name))
	}
	d.kind(x.id, string(x.Kind), 1)
	d.after[x.id] = true
	d.keys[x.id] = append(d.keys[x.id], x.Names...)
	d.claims[x.id] = x.Claims
	_, err := t.exec(ctx, "INSERT INTO mentions (subject, article, entity, kind, names, times, role, he, she, doubt, rival, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		x.id, key, x.entity, string(x.Kind), strings.Join(lines, "\n"), times, role, bit(x.He), bit(x.She), x.Doubt, x.Rival, plain(x.Why))
	if err != nil {
		return err
	}
	if err := x.putRoles(ctx, t, doc, key); err != nil {
		return err
	}
	for how, which := range map[int]map[int]bool{voiceBy: x.by, voiceAbout: x.about} {
		for _, i := range slices.Sorted(maps.Keys(which)) {
			n, err := t.exec(ctx, "INSERT INTO voices (subject, how, statement, outlet_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", x.id, how, statementID(key, i), outlet)
			if err != nil {
				return err
			}
			if how == voiceBy {
				d.statements[x.id] += int(n)
			}
		}
	}
	return nil
}

// bit is 1 for true.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (x *filedSubject) putRoles(ctx context.Context, t *tx, doc *rapporteur.Document, key int64) error {
	if x.entity < 0 {
		return nil
	}
	for _, r := range doc.Entities[x.entity].Roles {
		role := nameKey(r.Of(doc.Article.Text))
		if role == "" {
			continue
		}
		if _, err := t.exec(ctx, "INSERT INTO subject_roles (subject, role, article, starts, ends, former) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			x.id, plain(role), key, r.Start, r.End, r.Former); err != nil {
			return err
		}
	}
	return nil
}

// settleSubjects brings the subjects' own rows up to date.
func settleSubjects(ctx context.Context, t *tx, d *standing) error {
	ids := map[int64]bool{}
	for id := range d.before {
		ids[id] = true
	}
	for id := range d.after {
		ids[id] = true
	}
	wholes := map[int64]*whole{}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		w, err := d.settle(ctx, t, id)
		if err != nil {
			return err
		}
		if wholes[w] == nil {
			wholes[w] = &whole{}
		}
		wholes[w].before = wholes[w].before || d.before[id]
		wholes[w].after = wholes[w].after || d.after[id]
		wholes[w].statements += d.statements[id]
	}
	for _, id := range slices.Sorted(maps.Keys(wholes)) {
		w := wholes[id]
		articles := bit(w.after) - bit(w.before)
		if articles == 0 && w.statements == 0 {
			continue
		}
		if err := grow(ctx, t, id, articles, w.statements); err != nil {
			return err
		}
	}
	for _, day := range slices.Sorted(maps.Keys(d.days)) {
		if d.days[day] == 0 {
			continue
		}
		_, err := t.exec(ctx, "INSERT INTO article_days (day, articles) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET articles = article_days.articles + excluded.articles", day, d.days[day])
		if err != nil {
			return err
		}
	}
	return nil
}

// whole is what changes for a subject with all that was merged into it.
type whole struct {
	before, after bool
	statements    int
}

// settle writes what changed of one subject's names and kinds, and gives the whole that it belongs to.
func (d *standing) settle(ctx context.Context, t *tx, id int64) (whole int64, err error) {
	k := d.kinds[id]
	people, bodies, places := k[string(rapporteur.Person)], k[string(rapporteur.Organisation)], k[string(rapporteur.Place)]
	var articles int
	err = one(ctx, t, `UPDATE subjects SET people = people + ?, bodies = bodies + ?, places = places + ?,
		kind = CASE WHEN people + ? >= bodies + ? AND people + ? >= places + ? THEN 'person' WHEN bodies + ? >= places + ? THEN 'organisation' ELSE 'place' END
		WHERE id = ? RETURNING whole, people + bodies + places`,
		[]any{people, bodies, places, people, bodies, people, places, bodies, places, id}, &whole, &articles)
	if err != nil {
		return 0, err
	}
	fresh, err := d.putNames(ctx, t, id)
	if err != nil {
		return 0, err
	}
	was := articles - people - bodies - places
	return whole, d.refresh(ctx, t, id, was, articles, fresh)
}

// putNames counts the names that articles print, and gives those whose keys may not be on file: new ones, and in an article
// that is filed again all, as another version may find them by other keys.
func (d *standing) putNames(ctx context.Context, t *tx, id int64) (fresh map[string]bool, err error) {
	fresh = map[string]bool{}
	names := slices.SortedFunc(maps.Keys(d.names[id]), func(a, b printedName) int { return strings.Compare(writeName(a), writeName(b)) })
	for _, n := range names {
		by := d.names[id][n]
		if by == 0 {
			fresh[n.text] = true
			continue
		}
		var articles int
		err := one(ctx, t, `INSERT INTO subject_names (subject, name, rank, articles) VALUES (?, ?, ?, ?)
			ON CONFLICT (subject, name) DO UPDATE SET articles = subject_names.articles + excluded.articles, rank = excluded.rank RETURNING articles`,
			[]any{id, n.text, n.rank, by}, &articles)
		if err != nil {
			return nil, err
		}
		if articles == by || articles == 0 {
			fresh[n.text] = true
		}
	}
	return fresh, nil
}

// refresh keeps the keys, the words and the shown name of a subject up to date.
func (d *standing) refresh(ctx context.Context, t *tx, id int64, was, articles int, fresh map[string]bool) error {
	size := bits.Len(uint(max(articles, 0)))
	for _, n := range d.keys[id] {
		name := plain(oneSpace(n.Text))
		if !fresh[name] {
			continue
		}
		delete(fresh, name)
		if err := putKeys(ctx, t, id, name, n.Keys, size); err != nil {
			return err
		}
	}
	grown := bits.Len(uint(max(was, 0))) != size
	if grown {
		if _, err := t.exec(ctx, "UPDATE subject_keys SET size = ? WHERE subject = ?", size, id); err != nil {
			return err
		}
	}
	if articles > was && grown {
		if err := claim(ctx, t, id, size, d.claims[id]); err != nil {
			return err
		}
	}
	if !grown && articles > 16 {
		return nil // the name most often printed changes seldom by then
	}
	_, err := t.exec(ctx, `UPDATE subjects SET name = coalesce((SELECT name FROM subject_names n WHERE n.subject = subjects.id AND n.articles > 0
		ORDER BY rank DESC, articles DESC, length(name), name LIMIT 1), name) WHERE id = ?`, id)
	return err
}

// claimed is how many articles of subjects of whom less is known are looked at again when one gets better known.
const claimed = 10

// claim has articles filed again that name somebody by a part of a name only, now that a subject of that name is twice as
// well known: who was filed first should not decide who is who. It happens as often as the subject doubles, so it ends.
func claim(ctx context.Context, t *tx, id int64, size int, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	var again []river.JobArgs
	err := each(ctx, t, func(r rows) error {
		var a FileArgs
		err := r.Scan(&a.ArticleID, &a.Revision)
		again = append(again, a)
		return err
	}, "SELECT DISTINCT a.id, a.revision FROM subject_keys k JOIN mentions m ON m.subject = k.subject JOIN articles a ON a.key = m.article WHERE k.key IN ("+marks(len(keys))+
		") AND k.subject <> ? AND k.size < ? ORDER BY a.id LIMIT "+strconv.Itoa(claimed), append(anys(keys), id, max(size, 2))...)
	if err != nil {
		return err
	}
	return t.enqueue(ctx, again...)
}

// putKeys makes a name findable: by its keys when an article is filed, by its words when a person types them.
func putKeys(ctx context.Context, t *tx, id int64, name string, keys []string, size int) error {
	for _, k := range keys {
		if _, err := t.exec(ctx, "INSERT INTO subject_keys (key, subject, name, size) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", plain(shortenKey(k)), id, name, size); err != nil {
			return err
		}
	}
	for _, w := range strings.Fields(nameKey(name)) {
		if _, err := t.exec(ctx, "INSERT INTO subject_words (word, subject) VALUES (?, ?) ON CONFLICT DO NOTHING", w, id); err != nil {
			return err
		}
	}
	return nil
}

// grow counts articles and statements of a whole.
func grow(ctx context.Context, t *tx, id int64, articles, statements int) error {
	_, err := t.exec(ctx, "UPDATE subjects SET articles = articles + ?, statements = statements + ? WHERE id = ?", articles, statements, id)
	return err
}

// dayTime is the beginning of a day counted from 1970.
func dayTime(day int64) time.Time { return time.Unix(day*24*60*60, 0).UTC() }
