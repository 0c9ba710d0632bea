package fetch_test

import (
	"net/url"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
)

const tdmrep = "/.well-known/tdmrep.json"

func TestReservationsAreKeptForADay(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	f := fetcher(t, c, []*outlettest.Outlet{o})
	o.Put(tdmrep, outlettest.Content("application/json", `[{"location":"/","tdm-reservation":1}]`))
	site := o.Under("a.example")
	ask := func(want string, visits int) {
		t.Helper()
		got, err := f.Reservations(t.Context(), site+"/news/1?x=y")
		if string(got) != want || err != nil || len(o.Visits(tdmrep)) != visits {
			t.Errorf("%q %v after %d visits; want %q after %d", got, err, len(o.Visits(tdmrep)), want, visits)
		}
	}
	begin := c.Now()
	ask(`[{"location":"/","tdm-reservation":1}]`, 1)
	if c.Now().Sub(begin) < 5*time.Second {
		t.Error("it did not wait for its turn after robots.txt")
	}
	ask(`[{"location":"/","tdm-reservation":1}]`, 1)
	c.pass(25 * time.Hour)
	o.Put(tdmrep, outlettest.Status(404))
	ask("", 2)
	ask("", 2)
}

func TestReservationsThatCannotBeHad(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	f := fetcher(t, c, []*outlettest.Outlet{o})
	site := o.Under("a.example")
	o.Put(tdmrep, outlettest.Status(503))
	for range 2 { // the failure is remembered for a while
		if _, err := f.Reservations(t.Context(), site); err == nil || len(o.Visits(tdmrep)) != 1 {
			t.Error(err, len(o.Visits(tdmrep)))
		}
	}
	o.Put(tdmrep, outlettest.Content("application/json", "[]"))
	c.pass(11 * time.Minute)
	if got, err := f.Reservations(t.Context(), site); string(got) != "[]" || err != nil {
		t.Error(string(got), err)
	}
	o.PutRobots("User-agent: *\nDisallow: /")
	if got, err := f.Reservations(t.Context(), o.Under("closed.example")); got != nil || err != nil || len(o.Visits(tdmrep)) != 2 {
		t.Errorf("robots.txt closes the site, and its tdmrep.json was asked for: %q %v", got, err)
	}
	_, err := f.Reservations(t.Context(), "http://10.0.0.1/")
	if fetch.Outcome(err) != rapporteur.OutcomeOK && fetch.Outcome(err) != rapporteur.OutcomeRefused {
		t.Error(err)
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, address string
		want             bool
	}{
		{"/", "https://a.example/x", true}, {"/news/*", "https://a.example/news/1", true}, {"/news/*", "https://a.example/sport/1", false}, {"news/", "https://a.example/news/1", true},
		{"*.pdf$", "https://a.example/x.pdf", true}, {"*.pdf$", "https://a.example/x.pdf?y", false}, {"/a", "https://a.example", false}, {"", "https://a.example/", false},
	} {
		u, err := url.Parse(c.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := fetch.Fits(c.pattern, u); got != c.want {
			t.Errorf("%s at %s: %v", c.pattern, c.address, got)
		}
	}
}
