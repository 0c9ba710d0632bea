package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
	"rapporteur/internal/store"
)

// looker is a desk with a clock of its own, over an outlet that changes articles silently.
type looker struct {
	*Desk
	t   *testing.T
	o   *outlettest.Outlet
	now time.Time
}

func newLooker(t *testing.T, dsn string, published func(now time.Time) time.Time) *looker {
	x := &looker{t: t, o: outlettest.New(t), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	page := story("The fund", "", "The fund has 18 applicants so far, the Commission said on Monday, and the list is not closed yet.")
	x.o.Put("/news/a", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("ETag", `"first"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(page))
	}))
	x.o.PutFeed("/feed.xml", "The Times", []outlettest.Item{{Title: "A", Link: x.o.URL + "/news/a", Published: published(x.now)}})
	x.Desk = openDesk(t, dsn, x.o, func(c *Config) {
		c.Now = func() time.Time { return x.now }
		f, err := fetch.New(fetch.Config{Allow: []netip.AddrPort{x.o.Addr()}, HostDelay: -1, Now: c.Now})
		if err != nil {
			t.Fatal(err)
		}
		c.Fetcher = f
	})
	if _, err := x.AddAddresses(t.Context(), x.o.URL+"/feed.xml"); err != nil {
		t.Fatal(err)
	}
	x.work()
	return x
}

func (x *looker) put(path, words string) { x.o.PutPage(path, story("The fund", "", words)) }

func (x *looker) work() {
	x.t.Helper()
	if err := x.FetchDue(x.t.Context()); err != nil {
		x.t.Fatal(err)
	}
}

// at moves the clock on from the beginning and has the desk work; it gives how often the page was asked for, and what came of it last.
func (x *looker) at(after time.Duration) string {
	x.t.Helper()
	x.now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(after)
	x.work()
	last := outcomes(x.t, x.Store, store.OutcomeFilter{URL: x.o.URL + "/news/a", Stage: rapporteur.StageFetch})[0]
	return fmt.Sprintf("%d %s %s", len(x.o.Visits("/news/a")), last.Kind, strings.TrimSuffix(last.Detail, x.o.URL+"/news/a"))
}

func (x *looker) revisions() int {
	x.t.Helper()
	list, err := x.Store.Articles(x.t.Context(), store.ArticleFilter{})
	if err != nil || len(list.Rows) != 1 {
		x.t.Fatal(list, err)
	}
	return list.Rows[0].Revision
}

func just(now time.Time) time.Time { return now.Add(-10 * time.Minute) }

func TestSilentChangesAreSeen(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		x := newLooker(t, dsn, just)
		next, err := x.Store.NextLook(t.Context(), x.o.URL+"/news/a")
		if want := x.now.Add(50 * time.Minute); err != nil || !next.Equal(want) {
			t.Errorf("looked at next at %v, want an hour after it was published: %v (%v)", next, want, err)
		}
		want := func(after time.Duration, revisions int, what string) {
			t.Helper()
			if got := x.at(after); got != what || x.revisions() != revisions {
				t.Errorf("after %v: %q, revision %d; want %q, %d", after, got, x.revisions(), what, revisions)
			}
		}
		want(40*time.Minute, 1, "1 ok ")
		want(time.Hour, 1, "2 unchanged looked at again: the server says that it has not changed")
		want(5*time.Hour, 1, "2 unchanged looked at again: the server says that it has not changed")
		x.put("/news/a", "The fund has 19 applicants so far, the Commission said on Monday, and the list is not closed yet.")
		want(6*time.Hour, 2, "3 ok looked at again: its text has changed")
		pages := func() int {
			c, err := x.Store.Counts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return c.Pages
		}
		kept := pages()
		x.o.PutPage("/news/a", strings.Replace(story("The fund", "", "The fund has 19 applicants so far, the Commission said on Monday, and the list is not closed yet."), "</body>", "<!-- another advertisement --></body>", 1))
		want(24*time.Hour, 2, "4 unchanged looked at again: its text is the same")
		if pages() != kept {
			t.Errorf("%d pages kept, want %d: only what stands around the text has changed", pages(), kept)
		}
		x.o.Put("/news/a", outlettest.Status(503))
		if got := x.at(72 * time.Hour); !strings.HasPrefix(got, "5 transient looked at again: ") || x.revisions() != 2 {
			t.Error(got)
		}
		x.put("/news/a", "Quite another text stands here now, and nobody will see it any more, since the desk has looked often enough.")
		if got := x.at(200 * time.Hour); !strings.HasPrefix(got, "5 ") || x.revisions() != 2 {
			t.Error(got)
		}
	})
}

func TestLooksEndWhereThereIsNothingToSee(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		x := newLooker(t, dsn, just)
		x.o.Put("/news/a", outlettest.Status(410))
		if got := x.at(time.Hour); !strings.HasPrefix(got, "2 gone looked at again: ") || x.revisions() != 1 {
			t.Error(got)
		}
		if got := x.at(6 * time.Hour); !strings.HasPrefix(got, "2 ") {
			t.Error("looked at again what is gone:", got)
		}
	})
}

func TestOldArticlesAreNotLookedAt(t *testing.T) {
	x := newLooker(t, t.TempDir(), func(now time.Time) time.Time { return now.Add(-80 * time.Hour) })
	if next, err := x.Store.NextLook(t.Context(), x.o.URL+"/news/a"); err != nil || !next.IsZero() {
		t.Error(next, err)
	}
	if _, err := x.AddUploads(t.Context(), uploads(Upload{Name: "a.html", Body: strings.NewReader(story("A file", "", "It was handed in, and nobody can change it elsewhere, so that there is nothing to look at again later."))})); err != nil {
		t.Fatal(err)
	}
	if due, err := x.Store.DueLooks(t.Context(), x.now.Add(1000*time.Hour)); err != nil || len(due) > 0 {
		t.Error(due, err)
	}
}

func TestLooksCanBeTurnedOff(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		x := newLooker(t, dsn, just)
		feeds, err := x.Store.Feeds(t.Context())
		if err != nil || len(feeds) != 1 {
			t.Fatal(feeds, err)
		}
		x.NoLooks = true
		if got := x.at(time.Hour); !strings.HasPrefix(got, "1 ") {
			t.Error("the desk does not look again, and did:", got)
		}
		x.NoLooks = false
		if err := x.Store.SetLooks(t.Context(), feeds[0].ID, false); err != nil {
			t.Fatal(err)
		}
		if got := x.at(6 * time.Hour); !strings.HasPrefix(got, "1 ") {
			t.Error("the source is not looked at again, and was:", got)
		}
		list, err := x.Store.Sources(t.Context())
		if err != nil || list[0].Looks {
			t.Error(list, err)
		}
		if err := x.Store.SetLooks(t.Context(), 99, true); !errors.Is(err, rapporteur.ErrNotFound) {
			t.Error(err)
		}
	})
}

// A look waits for a turn to spare: of four turns of a host it takes one.
func TestLooksTakeTheirShareOfTurns(t *testing.T) {
	s, now := spare{next: map[string]time.Time{}}, time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		after time.Duration
		host  string
		want  bool
	}{{0, "a.example", true}, {0, "b.example", true}, {10 * time.Second, "a.example", false}, {20 * time.Second, "a.example", true}, {30 * time.Second, "a.example", false}} {
		if got := s.take(step.host, now.Add(step.after), 5*time.Second); got != step.want {
			t.Errorf("%s after %v: %v", step.host, step.after, got)
		}
	}
	f, err := fetch.New(fetch.Config{HostDelay: 7 * time.Second})
	if err != nil || f.Pause("https://a.example/x") != 7*time.Second {
		t.Error(f.Pause("https://a.example/x"), err)
	}
}
