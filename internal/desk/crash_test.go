package desk

import (
	"context"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
	"rapporteur/reading"
)

// child is the process that is killed: a desk at work, slow enough at reading for the killer to come in the middle.
func child(dsn, outlet string) {
	ctx := context.Background()
	s, err := store.Open(ctx, dsn)
	if err != nil {
		panic(err)
	}
	u, err := url.Parse(outlet)
	if err != nil {
		panic(err)
	}
	f, err := fetch.New(fetch.Config{Allow: []netip.AddrPort{netip.MustParseAddrPort(u.Host)}, HostDelay: -1})
	if err != nil {
		panic(err)
	}
	d, err := New(Config{Store: s, Fetcher: f, Read: func(a *rapporteur.Article) *rapporteur.Document {
		time.Sleep(10 * time.Millisecond)
		return reading.Read(a)
	}})
	if err != nil {
		panic(err)
	}
	if err := d.FetchDue(ctx); err != nil {
		panic(err)
	}
}

// A desk is killed without warning again and again, at whatever it is doing, and started anew: in the end every article is
// there, once, and every stage of each went well once.
func TestKilledMidway(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		const articles = 60
		o := outlet(t, articles)
		d := openDesk(t, dsn, o, nil)
		if _, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil {
			t.Fatal(err)
		}
		kills := 0
		for filed := 0; kills < 3; kills++ {
			c := startChild(t, dsn, o.URL)
			filed = waitForMore(t, d.Store, filed, articles)
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // it was killed
			if filed >= articles {
				break
			}
		}
		if kills == 0 {
			t.Fatal("the desk was done before it could be killed once: nothing is tested")
		}
		cut, err := d.Store.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		onceEach(t, d.Store, articles)
		short := 0
		for _, x := range outcomes(t, d.Store, store.OutcomeFilter{Failed: true}) {
			if !strings.Contains(x.Detail, "the program ended in the middle of this") {
				t.Errorf("%+v", x)
			}
			short++
		}
		t.Logf("killed %d times; at the last, %d jobs were left; %d attempts were cut short", kills, cut.Now, short)
	})
}

func startChild(t *testing.T, dsn, outlet string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), "DESK_TEST_CHILD="+dsn, "DESK_TEST_OUTLET="+outlet)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c
}

// waitForMore waits until the child has filed some more articles than there were.
func waitForMore(t *testing.T, s *store.Store, before, most int) int {
	t.Helper()
	for range 3000 {
		c, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if c.Articles > before+5 || c.Articles >= most {
			return c.Articles
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the child files nothing")
	return 0
}
