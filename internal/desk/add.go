package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rapporteur"
	"rapporteur/internal/feeds"
	"rapporteur/internal/fetch"
	"rapporteur/internal/rights"
	"rapporteur/internal/store"
)

// Report says what came of taking something in.
type Report struct {
	Feeds     []rapporteur.Feed // followed from now on
	Known     []rapporteur.Feed // followed already
	Files     int               // articles that were handed in, and are to be read
	Unchanged int               // those that were there already
	Asked     int               // articles whose addresses were given, and that are to be fetched
	Notes     []string          // one line each: what was left aside and why, what else was offered
	Intakes   []store.Intake    // what each thing that was handed in turned out to be
}

// String says it in one sentence.
func (r *Report) String() string {
	var parts []string
	if n := len(r.Feeds); n == 1 {
		parts = append(parts, "following "+r.Feeds[0].URL)
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("following %d feeds", n))
	}
	if n := len(r.Known); n == 1 {
		parts = append(parts, r.Known[0].URL+" is followed already")
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%d are followed already", n))
	}
	if r.Asked > 0 {
		parts = append(parts, counted(r.Asked, "article")+" to be fetched")
	}
	if r.Files > 0 {
		parts = append(parts, counted(r.Files, "article")+" taken in")
	}
	if r.Unchanged > 0 {
		parts = append(parts, counted(r.Unchanged, "article")+" known already")
	}
	if n := len(r.Notes); n == 1 {
		parts = append(parts, r.Notes[0])
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%s, and %d more notes", r.Notes[0], n-1))
	}
	return strings.Join(parts, "; ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *Report) empty() bool {
	return len(r.Feeds)+len(r.Known)+r.Files+r.Unchanged+r.Asked == 0
}

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, oneLine(fmt.Sprintf(format, args...)))
}

// found adds what one thing turned out to be.
func (r *Report) found(x store.Intake) {
	x.What, x.Detail = oneLine(x.What), oneLine(x.Detail)
	r.Intakes = append(r.Intakes, x)
}

// nothing adds a thing of which nothing came.
func (r *Report) nothing(what string, why error) {
	detail := strings.TrimPrefix(why.Error(), what+": ")
	for _, kind := range []error{rapporteur.ErrInvalid, rapporteur.ErrNotFound, rapporteur.ErrRefused} {
		detail = strings.TrimPrefix(strings.TrimPrefix(detail, kind.Error()+": "), what+": ")
	}
	r.found(store.Intake{What: what, Kind: store.FoundNothing, Detail: detail})
}

// join adds what another report says.
func (r *Report) join(o *Report) {
	r.Feeds, r.Known, r.Notes, r.Intakes = append(r.Feeds, o.Feeds...), append(r.Known, o.Known...), append(r.Notes, o.Notes...), append(r.Intakes, o.Intakes...)
	r.Files, r.Unchanged, r.Asked = r.Files+o.Files, r.Unchanged+o.Unchanged, r.Asked+o.Asked
}

// keep files what was found, whatever came of the whole.
func (d *Desk) keep(ctx context.Context, r *Report, err error) (*Report, error) {
	for i := range r.Intakes {
		r.Intakes[i].At = d.now()
	}
	if kept := d.Store.AddIntakes(context.WithoutCancel(ctx), r.Intakes); err == nil {
		err = kept
	}
	if err != nil && r.empty() {
		return nil, err
	}
	return r, err
}

// AddAddresses takes in addresses, one a line: of feeds, of sites that offer feeds, of articles, of OPML lists; or the text of
// an OPML list itself. Nothing on this machine is read, so that text from anywhere may be handed to it. What can't be used is
// an error where it is all there was, and a note in the report otherwise.
func (d *Desk) AddAddresses(ctx context.Context, text string) (*Report, error) {
	r := &Report{}
	return d.keep(ctx, r, d.addText(ctx, r, text))
}

// addText takes in addresses, or an OPML list.
func (d *Desk) addText(ctx context.Context, r *Report, text string) error {
	if isOPML([]byte(text)) {
		return d.addOPML(ctx, r, "the list that was pasted", []byte(text))
	}
	if onThisComputer(strings.TrimSpace(text)) {
		return fmt.Errorf("%w: %.200q is a place on a computer, and pages in a browser can't look there: choose the file or folder below, or run rapporteur add with it", rapporteur.ErrInvalid, strings.TrimSpace(text))
	}
	list, err := feeds.ParseList(strings.NewReader(withSchemes(text)))
	if err != nil {
		return err
	}
	return d.addCandidates(ctx, r, list, len(list) > maxLookedAt)
}

// maxLookedAt is how long a list may be whose every address is looked at before it is followed; those of a longer list
// are taken for feeds, and their first visits will tell.
const maxLookedAt = 20

// withSchemes writes out what people leave away: "reuters.com".
func withSchemes(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l != "" && !strings.HasPrefix(l, "#") && !strings.Contains(l, "://") && strings.Contains(l, ".") && !strings.ContainsAny(l, " \\@") {
			lines[i] = "https://" + l
		}
	}
	return strings.Join(lines, "\n")
}

// lookers is how many addresses are looked at at a time; each host still has its turns.
const lookers = 8

// addCandidates takes in each address of a list: those that are sure to be feeds are followed, the others looked at.
func (d *Desk) addCandidates(ctx context.Context, r *Report, list []feeds.Candidate, sure bool) error {
	parts, problems := make([]Report, len(list)), make([]error, len(list))
	work := errgroup.Group{}
	work.SetLimit(lookers)
	for i, c := range list {
		work.Go(func() error {
			problems[i] = d.addCandidate(ctx, &parts[i], c, sure, len(list) <= maxLookedAt)
			return nil
		})
	}
	_ = work.Wait() // the functions give their errors to problems
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var first error
	for i := range parts {
		if r.join(&parts[i]); problems[i] != nil {
			first = cmp.Or(first, problems[i])
			r.note("%s", problems[i])
			r.nothing(list[i].URL, problems[i])
		}
	}
	switch {
	case !r.empty():
		return nil
	case first != nil:
		return first
	}
	return fmt.Errorf("%w: there is no address in it; give one of a newspaper, of a feed, or of an OPML list", rapporteur.ErrInvalid)
}

func (d *Desk) addCandidate(ctx context.Context, r *Report, c feeds.Candidate, sure, show bool) error {
	if c.Problem != "" {
		return fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, c.URL, c.Problem)
	}
	if !sure && !c.Sure {
		return d.lookAt(ctx, r, c.URL)
	}
	f, added, err := d.follow(ctx, r, c, nil)
	if err != nil || !show {
		return err
	}
	x := store.Intake{What: c.URL, Kind: kindFound(c.Kind), Detail: "taken for a feed: its first visit will tell", FeedID: f.ID}
	if !added {
		x.Detail = "followed already"
	}
	r.found(x)
	return nil
}

func kindFound(k rapporteur.FeedKind) store.IntakeKind {
	if k == rapporteur.FeedSitemap {
		return store.FoundSitemap
	}
	return store.FoundFeed
}

// follow follows one feed. list is what it says, nil where it was not asked yet.
func (d *Desk) follow(ctx context.Context, r *Report, c feeds.Candidate, list *feeds.Listing) (f rapporteur.Feed, added bool, err error) {
	nf := store.NewFeed{URL: c.URL, Host: store.Host(c.URL), Title: c.Title, Kind: c.Kind, Every: time.Hour}
	if nf.Host == "" {
		return f, false, fmt.Errorf("%w: %s is no address of the web", rapporteur.ErrInvalid, c.URL)
	}
	if list != nil {
		nf.Title, nf.Kind, nf.Every = list.Title, list.Kind, list.Interval
		if h := listedHost(list); h != "" {
			nf.Host = h
		}
	}
	f, added, err = d.Store.AddFeed(ctx, nf, d.now())
	switch {
	case err != nil:
	case !added:
		r.Known = append(r.Known, f)
	default:
		r.Feeds = append(r.Feeds, f)
		d.Log.Info("following", "feed", f.URL, "title", f.Title)
	}
	return f, added, err
}

// lookAt finds out what an address is: a feed, a list of feeds, an article, or a site, whose feeds are then looked for.
func (d *Desk) lookAt(ctx context.Context, r *Report, address string) error {
	page, err := d.getPatiently(ctx, address)
	if err != nil {
		return err
	}
	if isOPML(page.Body) {
		return d.addOPML(ctx, r, address, page.Body)
	}
	list, err := feeds.Parse(page)
	if err == nil {
		return d.followFound(ctx, r, address, feeds.Candidate{URL: page.URL}, list, page.Terms)
	}
	if a := d.articleAt(page); a != nil {
		return d.addArticle(ctx, r, page, a)
	}
	var not *feeds.NotFeedError
	if !errors.As(err, &not) || len(not.Candidates) == 0 {
		return fmt.Errorf("%s: %w", address, err)
	}
	return d.discover(ctx, r, address, page, not.Candidates)
}

// discover follows the first of a site's candidates that is a feed with something in it, and names the others that the
// site itself offers.
func (d *Desk) discover(ctx context.Context, r *Report, address string, site *rapporteur.Page, candidates []feeds.Candidate) error {
	for i, c := range candidates {
		if c.Problem != "" {
			continue
		}
		page, err := d.getPatiently(ctx, c.URL)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue
		}
		list, err := feeds.Parse(page)
		if err != nil || len(list.Items)+len(list.More) == 0 {
			continue
		}
		for _, other := range candidates[i+1:] {
			if other.Sure && other.Problem == "" {
				r.note("%s also offers %s", store.Host(address), other.URL)
			}
		}
		return d.followFound(ctx, r, address, c, list, slices.Concat(page.Terms, site.Terms, rights.OfPage(site.Body)))
	}
	return fmt.Errorf("%w: no feed was found at %s (looked at %s); find the address of its feed and add that", rapporteur.ErrNotFound, address, counted(len(candidates), "place"))
}

// followFound follows a feed that was looked at, and says what it is and what its publisher says about reading it.
func (d *Desk) followFound(ctx context.Context, r *Report, what string, c feeds.Candidate, list *feeds.Listing, terms []string) error {
	f, added, err := d.follow(ctx, r, c, list)
	if err != nil {
		return err
	}
	x := store.Intake{What: what, Kind: kindFound(list.Kind), Detail: listingWords(list), FeedID: f.ID}
	if f.URL != what {
		x.Detail += ", at " + f.URL
	}
	if !added {
		x.Detail = "followed already: " + x.Detail
	}
	for _, n := range list.Notes {
		x.Detail += "; " + n
	}
	var said []string
	x.Robots, said = d.askRobots(ctx, f.URL, list.Items, "all that is listed")
	x.Rights = rights.Words(slices.Concat(list.Rights, terms, said))
	r.found(x)
	return nil
}

// listingWords says what a feed is: “Title”, RSS, 30 entries.
func listingWords(l *feeds.Listing) string {
	kind := map[rapporteur.FeedKind]string{rapporteur.FeedRSS: "RSS", rapporteur.FeedAtom: "Atom", rapporteur.FeedJSON: "JSON Feed", rapporteur.FeedSitemap: "sitemap"}[l.Kind]
	n := len(l.Items)
	words := kind + ", " + fmt.Sprintf("%d entries", n)
	switch {
	case n == 1:
		words = kind + ", 1 entry"
	case n == 0 && len(l.More) > 0:
		words = kind + " of " + counted(len(l.More), "sitemap")
	}
	if l.Title != "" {
		words = "“" + l.Title + "”, " + words
	}
	return words
}

// keptAway begins what is said of a robots.txt that closes something.
const keptAway = "keeps programs away from "

// askRobots says in words what a site's robots.txt lets us read of some items, all being what they are called together, and
// gives its lines about use.
func (d *Desk) askRobots(ctx context.Context, feed string, items []rapporteur.Item, all string) (words string, terms []string) {
	site := feed
	if len(items) > 0 {
		site = items[0].URL
	}
	rules, err := patiently(ctx, func() (*fetch.Robots, error) { return d.Fetcher.Robots(ctx, site) })
	if err != nil {
		return "could not be read: " + err.Error(), nil
	}
	n, shut := 0, 0
	for u := range sameSite(items, site) {
		if n++; !rules.Allowed(u) {
			shut++
		}
	}
	switch {
	case shut == 0 && n == 0:
		words = "nothing listed to ask about"
	case shut == 0:
		words = "lets " + all + " be read"
	case shut == n:
		words = keptAway + all
	default:
		words = keptAway + fmt.Sprintf("%d of the %d newest", shut, n)
	}
	if rules.CrawlDelay > 0 {
		words += fmt.Sprintf("; asks for %s between visits", rules.CrawlDelay)
	}
	return words, append(slices.Clone(rules.Terms), d.askReservations(ctx, site, items)...)
}

// askReservations words what a site's tdmrep.json says, also of some items.
func (d *Desk) askReservations(ctx context.Context, site string, items []rapporteur.Item) []string {
	body, err := patiently(ctx, func() ([]byte, error) { return d.Fetcher.Reservations(ctx, site) })
	if err != nil {
		return []string{"its tdmrep.json could not be had: " + oneLine(err.Error())}
	}
	list, err := rights.Reservations(body)
	if err != nil {
		return []string{oneLine(err.Error())}
	}
	n, shut := 0, 0
	for u := range sameSite(items, site) {
		n++
		i := slices.IndexFunc(list, func(r rights.Reservation) bool { return fetch.Fits(r.Location, u) })
		if i >= 0 && list[i].Reserved {
			shut++
		}
	}
	return rights.ReservationLines(list, shut, n)
}

// sameSite gives the addresses of the newest items that are at a site.
func sameSite(items []rapporteur.Item, site string) iter.Seq[*url.URL] {
	return func(yield func(*url.URL) bool) {
		for _, it := range items[:min(len(items), 100)] {
			if u, err := url.Parse(it.URL); err == nil && store.Host(it.URL) == store.Host(site) && !yield(u) {
				return
			}
		}
	}
}

// patiently asks until it is a site's turn, however long that is away, as long as the context allows.
func patiently[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	for {
		got, err := ask()
		wait, waiting := fetch.Waiting(err)
		if !waiting {
			return got, err
		}
		select {
		case <-ctx.Done():
			return got, err
		case <-time.After(wait):
		}
	}
}

// articleAt is the article that a page is, nil where it is none: a site's front page has no date of its own.
func (d *Desk) articleAt(page *rapporteur.Page) *rapporteur.Article {
	u, err := url.Parse(page.FinalURL)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return nil
	}
	a, err := d.Extract(page)
	if err != nil || a.Published.Time.IsZero() || a.Published.From.Inferred() {
		return nil
	}
	return a
}

// addArticle has one article fetched, if robots.txt lets us.
func (d *Desk) addArticle(ctx context.Context, r *Report, page *rapporteur.Page, a *rapporteur.Article) error {
	words, terms := d.askRobots(ctx, page.FinalURL, []rapporteur.Item{{URL: page.FinalURL}}, "this page")
	x := store.Intake{What: page.URL, Kind: store.FoundArticle, Detail: headlineOf(a), Robots: words, Rights: rights.Words(slices.Concat(page.Terms, rights.OfPage(page.Body), terms))}
	if strings.HasPrefix(words, keptAway) {
		x.Kind, x.Detail = store.FoundNothing, x.Detail+"; it may not be read by a program. Save it in your browser, and hand in the file"
		r.found(x)
		r.note("%s: robots.txt keeps programs away from this page; save it in your browser, and hand in the file", page.URL)
		return nil
	}
	if err := d.Store.EnqueueFetch(ctx, page.URL); err != nil {
		return err
	}
	r.Asked++
	for _, c := range feeds.Discover(page) {
		if c.Sure && c.Problem == "" {
			r.note("%s also offers %s", store.Host(page.URL), c.URL)
		}
	}
	r.found(x)
	return nil
}

func headlineOf(a *rapporteur.Article) string {
	head := a.Title()
	if head == "" {
		head, _, _ = strings.Cut(a.Text, "\n")
	}
	return "“" + oneLine(head) + "”"
}

func isOPML(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	return bytes.Contains(head, []byte("<opml")) && bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<"))
}

// addOPML follows the feeds of a list.
func (d *Desk) addOPML(ctx context.Context, r *Report, what string, body []byte) error {
	list, err := feeds.ParseOPML(bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.found(store.Intake{What: what, Kind: store.FoundList, Detail: "OPML, " + counted(len(list), "feed")})
	return d.addCandidates(ctx, r, list, true)
}
