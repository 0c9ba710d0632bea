package fetch_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
)

// clock is a time that only passes when somebody sleeps.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func (c *clock) pass(d time.Duration) { c.Sleep(context.Background(), d) }

// fetcher makes a Fetcher that may dial the given outlets, knows every name as loopback, and lives by the clock.
func fetcher(t *testing.T, c *clock, outlets []*outlettest.Outlet, change ...func(*fetch.Config)) *fetch.Fetcher {
	t.Helper()
	cfg := fetch.Config{
		Now: c.Now, Sleep: c.Sleep, Jitter: func(time.Duration) time.Duration { return 0 },
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			if host == "inside.example" {
				return []netip.Addr{netip.MustParseAddr("127.0.0.2")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		},
	}
	for _, o := range outlets {
		cfg.Allow = append(cfg.Allow, o.Addr())
	}
	for _, f := range change {
		f(&cfg)
	}
	f, err := fetch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// beside starts an outlet that nobody may dial, at the same port as one that is allowed, so that only its address tells
// the two apart. The fetcher's resolver knows it as inside.example.
func beside(t *testing.T, o *outlettest.Outlet) *outlettest.Outlet {
	t.Helper()
	return outlettest.NewAt(t, netip.AddrPortFrom(netip.MustParseAddr("127.0.0.2"), o.Addr().Port()))
}

func get(f *fetch.Fetcher, url string) (*rapporteur.Page, error) {
	return f.Get(context.Background(), fetch.Request{URL: url})
}

func wantKind(t *testing.T, err error, kind rapporteur.OutcomeKind, sentinel error, words string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want %q", kind)
	}
	if got := fetch.Outcome(err); got != kind {
		t.Errorf("outcome %q, want %q (%v)", got, kind, err)
	}
	if !errors.Is(err, sentinel) {
		t.Errorf("%v is not %v", err, sentinel)
	}
	if !strings.Contains(err.Error(), words) {
		t.Errorf("error %q does not say %q", err, words)
	}
	if strings.ContainsAny(err.Error(), "\n\r") {
		t.Errorf("error %q is not one line", err)
	}
}

func TestGet(t *testing.T) {
	o := outlettest.New(t)
	o.Put("/a", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Mon, 01 Dec 2025 07:00:00 GMT")
		fmt.Fprint(w, "<p>news</p>")
	}))
	c := newClock()
	f := fetcher(t, c, []*outlettest.Outlet{o}, func(cfg *fetch.Config) {
		cfg.Version, cfg.Contact = "1.2", "https://desk.example/about"
	})
	p, err := get(f, o.URL+"/a#part")
	if err != nil {
		t.Fatal(err)
	}
	want := &rapporteur.Page{
		URL: o.URL + "/a#part", FinalURL: o.URL + "/a", Status: 200, ContentType: "text/html; charset=utf-8",
		ETag: `"1"`, LastModified: "Mon, 01 Dec 2025 07:00:00 GMT", Body: []byte("<p>news</p>"), Fetched: c.now,
	}
	if d := cmp.Diff(want, p); d != "" {
		t.Error(d)
	}
	if got := o.Visits("/a")[0].Header.Get("User-Agent"); got != "Rapporteur/1.2 (+https://desk.example/about)" {
		t.Errorf("User-Agent %q", got)
	}
}

func TestAddressesOfBadForm(t *testing.T) {
	f := fetcher(t, newClock(), nil, func(c *fetch.Config) {
		c.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
			t.Errorf("%q was looked up", host)
			return nil, errors.New("no")
		}
	})
	for _, u := range []string{
		"", "nonsense", "/relative", "//outlet.example/a", "http://", "http:///a", "http:outlet.example",
		"file:///etc/passwd", "ftp://outlet.example/", "gopher://outlet.example/", "javascript:alert(1)", "data:text/html,x",
		"http://in\\@out.example/", "http://out.example\\in/", "http://user@outlet.example/", "http://user:pw@outlet.example/", "http://@outlet.example/",
		"http://outlet.example/a b", "http://outlet.example/\x00", "http://outlet.example/\r\nX: y", "http://outlet.example/\t", " http://outlet.example/",
		"http://127.0.0.1/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/", "http://127.0.0.1./",
		"http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[fe80::1%25eth0]/", "http://169.254.169.254/latest/meta-data/",
		"http://１２７.０.０.１/", "http://127。0。0。1/", "http://out%2eexample/", "http://outlet..example/", "http://out_let.example:22/", "http://outlet.example:6379/", "http://outlet.example:0/", "http://outlet.example:99999/", "http://outlet.example:-1/",
		"http://out\u200bexa mple/", "http://outlet.example/" + strings.Repeat("a", 9000),
	} {
		p, err := get(f, u)
		if err == nil {
			t.Errorf("%q: fetched %v", u, p)
			continue
		}
		if k := fetch.Outcome(err); k != rapporteur.OutcomeInvalid && k != rapporteur.OutcomeRefused {
			t.Errorf("%q: outcome %q (%v)", u, k, err)
		}
	}
}

func TestAddressesOffLimitsAreNeverDialled(t *testing.T) {
	outside := outlettest.New(t)
	inside := beside(t, outside)
	inside.PutPage("/", "secret")
	outside.PutPage("/ok", "news")
	outside.Put("/to-name", outlettest.Redirect(302, inside.Under("inside.example")+"/"))
	outside.Put("/to-literal", outlettest.Redirect(302, inside.URL+"/"))
	outside.Put("/to-mapped", outlettest.Redirect(302, fmt.Sprintf("http://[::ffff:127.0.0.2]:%d/", inside.Addr().Port())))
	outside.Put("/to-scheme", outlettest.Redirect(302, "file:///etc/passwd"))
	outside.Put("/to-user", outlettest.Redirect(302, "http://x@outside.example/ok"))
	f := fetcher(t, newClock(), []*outlettest.Outlet{outside})
	if _, err := get(f, outside.Under("outside.example")+"/ok"); err != nil {
		t.Fatalf("the first hop must work: %v", err)
	}
	for _, u := range []string{
		inside.URL + "/", inside.Under("inside.example") + "/",
		outside.URL + "/to-name", outside.URL + "/to-literal", outside.URL + "/to-mapped", outside.URL + "/to-scheme", outside.URL + "/to-user",
	} {
		_, err := get(f, u)
		if fetch.Outcome(err) != rapporteur.OutcomeRefused || !errors.Is(err, rapporteur.ErrRefused) {
			t.Errorf("%s: %v, want a refusal", u, err)
		}
	}
	_, err := get(f, outside.URL+"/to-name")
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "127.0.0.2 is not on the public internet")
	if v := inside.Visits(""); len(v) > 0 {
		t.Errorf("the inside was visited: %v", v)
	}
	// The same journey, once the operator allows it: the test above did not fail for another reason.
	if p, err := get(fetcher(t, newClock(), []*outlettest.Outlet{outside, inside}), outside.URL+"/to-name"); err != nil || string(p.Body) != "secret" {
		t.Errorf("allowed: %v, %v", p, err)
	}
}

// A name that is public when first asked and private afterwards (DNS rebinding) is judged by what is dialled.
func TestRebinding(t *testing.T) {
	inside, outside := outlettest.New(t), outlettest.New(t)
	for _, o := range []*outlettest.Outlet{inside, outside} {
		o.PutPage("/", "page")
	}
	public := netip.MustParseAddr("127.0.0.1")
	answers := []netip.Addr{public, netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("::1"), netip.MustParseAddr("169.254.169.254")}
	asked := 0
	c := newClock()
	f := fetcher(t, c, []*outlettest.Outlet{outside}, func(cfg *fetch.Config) {
		cfg.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			a := answers[min(asked, len(answers)-1)]
			asked++
			return []netip.Addr{a}, nil
		}
	})
	u := outside.Under("rebind.example") + "/"
	if _, err := f.Get(context.Background(), fetch.Request{URL: u, Kind: fetch.KindFeed}); err != nil {
		t.Fatal(err)
	}
	outside.Put("/", outlettest.Reset()) // so that no connection stays open
	f.Get(context.Background(), fetch.Request{URL: u, Kind: fetch.KindFeed})
	for range 4 {
		c.pass(time.Minute)
		_, err := f.Get(context.Background(), fetch.Request{URL: u, Kind: fetch.KindFeed})
		wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "not on the public internet")
	}
}

// One private address among public ones is a refusal, not a reason to try it.
func TestMixedAddresses(t *testing.T) {
	inside := outlettest.New(t)
	inside.PutPage("/", "secret")
	f := fetcher(t, newClock(), nil, func(cfg *fetch.Config) {
		cfg.Allow = []netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("127.0.0.9"), inside.Addr().Port())} // nobody listens there
		cfg.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.9"), netip.MustParseAddr("127.0.0.1")}, nil
		}
	})
	_, err := get(f, inside.Under("mixed.example")+"/")
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "not on the public internet")
	if len(inside.Visits("")) > 0 {
		t.Error("the private address was dialled")
	}
}

func TestProxyIsNoWayRound(t *testing.T) {
	outlet := outlettest.New(t)
	inside := beside(t, outlet)
	outlet.PutPage("/", "news")
	inside.PutPage("/", "secret")
	var mu sync.Mutex
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.Host)
		mu.Unlock()
		up, err := net.Dial("tcp", r.Host)
		if err != nil {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		conn, _, _ := w.(http.Hijacker).Hijack()
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { defer up.Close(); copyAll(up, conn) }()
		go func() { defer conn.Close(); copyAll(conn, up) }()
	}))
	t.Cleanup(proxy.Close)
	pu, _ := url.Parse(proxy.URL)
	f := fetcher(t, newClock(), []*outlettest.Outlet{outlet}, func(c *fetch.Config) { c.Proxy = pu })
	if p, err := get(f, outlet.Under("outlet.example")+"/"); err != nil || string(p.Body) != "news" {
		t.Fatalf("through the proxy: %v, %v", p, err)
	}
	want := []string{"CONNECT " + outlet.Addr().String()} // an address, never a name; one connection for robots.txt and page
	if d := cmp.Diff(want, asked); d != "" {
		t.Error(d)
	}
	_, err := get(f, inside.Under("inside.example")+"/")
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "127.0.0.2 is not on the public internet")
	if len(asked) != 1 || len(inside.Visits("")) != 0 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}

// socks5 answers one kind of request, to connect to an IPv4 address without a password (RFC 1928), and reports it.
func socks5(t *testing.T, asked chan<- string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			head := make([]byte, 3) // version, one method, none
			io.ReadFull(conn, head)
			conn.Write([]byte{5, 0})
			req := make([]byte, 10) // version, connect, 0, IPv4, address, port
			io.ReadFull(conn, req)
			ip, _ := netip.AddrFromSlice(req[4:8])
			target := netip.AddrPortFrom(ip, uint16(req[8])<<8|uint16(req[9])).String()
			asked <- fmt.Sprintf("type %d, %s", req[3], target)
			up, err := net.Dial("tcp", target)
			if err != nil {
				conn.Close()
				continue
			}
			conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
			go func() { defer up.Close(); copyAll(up, conn) }()
			go func() { defer conn.Close(); copyAll(conn, up) }()
		}
	}()
	return l
}

func TestSOCKSProxy(t *testing.T) {
	outlet := outlettest.New(t)
	inside := beside(t, outlet)
	outlet.PutPage("/", "news")
	asked := make(chan string, 10)
	l := socks5(t, asked)
	f := fetcher(t, newClock(), []*outlettest.Outlet{outlet}, func(c *fetch.Config) {
		c.Proxy = &url.URL{Scheme: "socks5", Host: l.Addr().String()}
	})
	if p, err := get(f, outlet.Under("outlet.example")+"/"); err != nil || string(p.Body) != "news" {
		t.Fatalf("through the proxy: %v, %v", p, err)
	}
	if got, want := <-asked, "type 1, "+outlet.Addr().String(); got != want {
		t.Errorf("the proxy was asked for %q, want %q", got, want)
	}
	_, err := get(f, inside.Under("inside.example")+"/")
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "not on the public internet")
	if len(asked) > 0 || len(inside.Visits("")) > 0 {
		t.Error("the proxy was asked for an address off limits")
	}
}

func copyAll(dst, src net.Conn) {
	buf := make([]byte, 4096)
	for {
		n, err := src.Read(buf)
		if n > 0 {
			dst.Write(buf[:n])
		}
		if err != nil {
			return
		}
	}
}

func TestProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	o, proxy := outlettest.New(t), outlettest.New(t)
	o.PutPage("/", "news")
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	t.Setenv("ALL_PROXY", proxy.URL)
	if _, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}), o.Under("outlet.example")+"/"); err != nil {
		t.Fatal(err)
	}
	if len(proxy.Visits("")) > 0 {
		t.Error("the environment's proxy was used")
	}
}

func TestBadConfig(t *testing.T) {
	for name, c := range map[string]fetch.Config{
		"proxy of unknown kind":    {Proxy: &url.URL{Scheme: "gopher", Host: "p.example:70"}},
		"proxy without host":       {Proxy: &url.URL{Scheme: "http"}},
		"allowed without port":     {Allow: []netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), 0)}},
		"line break in contact":    {Contact: "a\r\nX-Evil: 1"},
		"product of several words": {Product: "My Reader"},
	} {
		if _, err := fetch.New(c); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	o := outlettest.New(t)
	o.PutPage("/end", "there")
	o.Put("/301", outlettest.Redirect(301, "/302"))
	o.Put("/302", outlettest.Redirect(302, "308"))
	o.Put("/308", outlettest.Redirect(308, o.URL+"/end"))
	o.Put("/circle", outlettest.Redirect(302, "/round"))
	o.Put("/round", outlettest.Redirect(302, "/circle"))
	o.Put("/endless", outlettest.EndlessRedirect())
	o.Put("/nowhere", outlettest.Redirect(302, ""))
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	p, err := get(f, o.URL+"/301")
	if err != nil || p.FinalURL != o.URL+"/end" || p.URL != o.URL+"/301" {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = get(f, o.URL+"/circle")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "circle")
	_, err = get(f, o.URL+"/endless")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "more than 10 redirects")
	if n := len(o.Visits("/endless")); n != 11 {
		t.Errorf("%d requests for 10 redirects", n)
	}
	_, err = get(f, o.URL+"/nowhere")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "leads nowhere")
}

func TestCredentialsStayWithTheirHost(t *testing.T) {
	o, other := outlettest.New(t), outlettest.New(t)
	o.PutPage("/page", "x")
	o.Put("/home", outlettest.Redirect(302, "/page"))
	o.Put("/away", outlettest.Redirect(302, other.URL+"/page"))
	other.PutPage("/page", "x")
	f := fetcher(t, newClock(), []*outlettest.Outlet{o, other})
	req := fetch.Request{Kind: fetch.KindFeed, Credentials: &fetch.Credentials{Host: o.Addr().String(), Username: "u", Password: "p"}}
	for _, path := range []string{"/home", "/away"} {
		req.URL = o.URL + path
		if _, err := f.Get(context.Background(), req); err != nil {
			t.Fatal(err)
		}
		if o.Visits(path)[0].Header.Get("Authorization") == "" {
			t.Errorf("%s: no credentials were sent", path)
		}
	}
	if o.Visits("/page")[0].Header.Get("Authorization") == "" {
		t.Error("the credentials were lost within the host")
	}
	if got := other.Visits("/page")[0].Header.Get("Authorization"); got != "" {
		t.Errorf("the other host was given %q", got)
	}
	req.URL = other.URL + "/page"
	_, err := f.Get(context.Background(), req)
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "sent nowhere else")
	req.URL, req.Credentials.Host = o.Under("outlet.example")+"/page", strings.TrimPrefix(o.Under("outlet.example"), "http://")
	_, err = f.Get(context.Background(), req) // a name over plain HTTP
	wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "over TLS")
}

func TestCertificatesAreVerified(t *testing.T) {
	o := outlettest.NewTLS(t)
	o.PutPage("/", "x")
	_, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}), o.URL+"/")
	wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "certificate")
	pool := x509.NewCertPool()
	pool.AddCert(o.Certificate())
	p, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}, func(c *fetch.Config) { c.RootCAs = pool }), o.URL+"/")
	if err != nil || string(p.Body) != "x" {
		t.Errorf("with the authority trusted: %v, %v", p, err)
	}
}

func TestSizes(t *testing.T) {
	o := outlettest.New(t)
	small := func(c *fetch.Config) { c.MaxPage, c.MaxFeed = 1<<20, 1<<16 }
	f := fetcher(t, newClock(), []*outlettest.Outlet{o}, small)
	for _, enc := range []string{"identity", "gzip", "br", "zstd", "deflate", "raw-deflate"} {
		o.Put("/fits", outlettest.Bomb(enc, 1<<20))
		if p, err := get(f, o.URL+"/fits"); err != nil || len(p.Body) != 1<<20 {
			t.Errorf("%s: a body of just the limit: %v", enc, err)
		}
		o.Put("/bomb", outlettest.Bomb(enc, 1<<20+1))
		_, err := get(f, o.URL+"/bomb")
		wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "larger than 1 MB; raise the limit")
		_, err = f.Get(context.Background(), fetch.Request{URL: o.URL + "/fits", Kind: fetch.KindFeed})
		wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "larger than 64 KB")
	}
}

func TestEncodings(t *testing.T) {
	o := outlettest.New(t)
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	body := []byte("Fünfzig Minister trafen sich in Brüssel.")
	for _, enc := range []string{"gzip", "br", "zstd", "deflate", "raw-deflate"} {
		o.Put("/", outlettest.Encoded(enc, "text/plain", body))
		p, err := get(f, o.URL+"/")
		if err != nil || string(p.Body) != string(body) {
			t.Errorf("%s: %v, %v", enc, p, err)
		}
		// Half of the data is a broken connection or broken data, never half a page.
		packed := outlettest.Pack(enc, body)
		o.Put("/half", header(outlettest.Content("text/plain", string(packed[:len(packed)/2])), "Content-Encoding", strings.TrimPrefix(enc, "raw-")))
		if p, err := get(f, o.URL+"/half"); err == nil {
			t.Errorf("%s: half a body was taken for %q", enc, p.Body)
		}
	}
	o.Put("/", header(outlettest.Content("text/plain", "not gzip at all"), "Content-Encoding", "gzip"))
	_, err := get(f, o.URL+"/")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "is not the gzip")
	o.Put("/", header(outlettest.Content("text/plain", "x"), "Content-Encoding", "compress"))
	_, err = get(f, o.URL+"/")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "not asked for")
	o.Put("/", header(outlettest.Content("text/plain", "x"), "Content-Encoding", strings.Repeat("gzip, ", 50)+"gzip"))
	_, err = get(f, o.URL+"/")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "not asked for")
	twice := outlettest.Pack("br", outlettest.Pack("gzip", body))
	o.Put("/", header(outlettest.Content("text/plain", string(twice)), "Content-Encoding", "gzip, br"))
	if p, err := get(f, o.URL+"/"); err != nil || string(p.Body) != string(body) {
		t.Errorf("two encodings: %v, %v", p, err)
	}
}

func header(h http.Handler, key, value string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(key, value)
		h.ServeHTTP(w, r)
	})
}

func TestSlownessHasAnEnd(t *testing.T) {
	o := outlettest.New(t)
	o.Put("/header", outlettest.SlowHeader(time.Millisecond))
	o.Put("/silent", outlettest.Silent())
	o.Put("/drip", outlettest.Slow(strings.Repeat("a", 1<<20), time.Millisecond))
	quick := func(c *fetch.Config) {
		c.HeaderTimeout, c.SpeedWindow, c.MinSpeed = 100*time.Millisecond, 100*time.Millisecond, 1<<20
	}
	f := fetcher(t, newClock(), []*outlettest.Outlet{o}, quick)
	for path, words := range map[string]string{"/header": "did not answer in time", "/silent": "did not answer in time", "/drip": "too slowly"} {
		_, err := get(f, o.URL+path)
		t.Run(path, func(t *testing.T) { wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, words) })
	}
	total := func(c *fetch.Config) { c.TotalTimeout, c.MinSpeed = 200*time.Millisecond, 1 }
	_, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}, total), o.URL+"/drip")
	wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "took too long")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err = fetcher(t, newClock(), []*outlettest.Outlet{o}).Get(ctx, fetch.Request{URL: o.URL + "/silent", Kind: fetch.KindFeed})
	if fetch.Outcome(err) != rapporteur.OutcomeTransient {
		t.Errorf("caller's deadline: %v", err)
	}
}

func TestBrokenAnswers(t *testing.T) {
	o := outlettest.New(t)
	o.Put("/giant", outlettest.GiantHeader(1<<20))
	o.Put("/truncated", outlettest.Truncated("<p>half"))
	o.Put("/reset", outlettest.Reset())
	o.Put("/garbage", outlettest.Garbage())
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	_, err := get(f, o.URL+"/giant")
	wantKind(t, err, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid, "header is larger than 256 KB")
	for _, path := range []string{"/truncated", "/reset", "/garbage"} {
		_, err := get(f, o.URL+path)
		wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "connection")
	}
	gone := outlettest.New(t)
	f = fetcher(t, newClock(), nil, func(c *fetch.Config) {
		c.Allow = []netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("127.0.0.9"), gone.Addr().Port())}
	})
	_, err = get(f, fmt.Sprintf("http://127.0.0.9:%d/", gone.Addr().Port()))
	wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "refused")
}

func TestNamesThatDoNotResolve(t *testing.T) {
	f := fetcher(t, newClock(), nil, func(c *fetch.Config) {
		c.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
			return nil, &net.DNSError{Err: "x", Name: host, IsNotFound: host == "missing.example", IsTemporary: host != "missing.example"}
		}
	})
	_, err := f.Get(context.Background(), fetch.Request{URL: "http://missing.example/", Kind: fetch.KindFeed})
	wantKind(t, err, rapporteur.OutcomeNotFound, rapporteur.ErrNotFound, "spelling")
	_, err = f.Get(context.Background(), fetch.Request{URL: "http://busy.example/", Kind: fetch.KindFeed})
	wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "looked up")
}

func TestStatuses(t *testing.T) {
	o := outlettest.New(t)
	f := fetcher(t, newClock(), []*outlettest.Outlet{o}, func(c *fetch.Config) { c.MaxWait = time.Hour })
	cases := []struct {
		status int
		kind   rapporteur.OutcomeKind
		err    error
	}{
		{204, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid},
		{304, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid}, // nobody asked on a condition
		{400, rapporteur.OutcomeInvalid, rapporteur.ErrInvalid},
		{401, rapporteur.OutcomeBlocked, rapporteur.ErrRefused},
		{402, rapporteur.OutcomeBlocked, rapporteur.ErrRefused},
		{403, rapporteur.OutcomeBlocked, rapporteur.ErrRefused},
		{404, rapporteur.OutcomeNotFound, rapporteur.ErrNotFound},
		{410, rapporteur.OutcomeGone, rapporteur.ErrGone},
		{429, rapporteur.OutcomeRateLimited, rapporteur.ErrTransient},
		{451, rapporteur.OutcomeBlocked, rapporteur.ErrRefused},
		{500, rapporteur.OutcomeTransient, rapporteur.ErrTransient},
		{503, rapporteur.OutcomeTransient, rapporteur.ErrTransient},
	}
	for _, c := range cases {
		o.Put("/", outlettest.Status(c.status))
		_, err := get(f, o.URL+"/")
		wantKind(t, err, c.kind, c.err, fmt.Sprint(c.status))
		if fetch.Status(err) != c.status {
			t.Errorf("status %d, want %d", fetch.Status(err), c.status)
		}
	}
}

func TestErrorsKeepTheQueryToThemselves(t *testing.T) {
	o := outlettest.New(t)
	_, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}), o.URL+"/feed?key=SECRET")
	if err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("error %v", err)
	}
}

func TestConditionalRequests(t *testing.T) {
	o := outlettest.New(t)
	text := "first"
	o.Put("/", outlettest.LyingETag(`"same"`, func() string { return text }))
	c := newClock()
	f := fetcher(t, c, []*outlettest.Outlet{o})
	p, err := get(f, o.URL+"/")
	if err != nil || p.NotModified {
		t.Fatal(p, err)
	}
	text = "second"
	req := fetch.Request{URL: o.URL + "/", ETag: p.ETag, LastFull: p.Fetched}
	c.pass(23 * time.Hour)
	if p, err = f.Get(context.Background(), req); err != nil || !p.NotModified || p.Status != 304 {
		t.Errorf("within the day: %+v, %v", p, err)
	}
	c.pass(2 * time.Hour)
	if p, err = f.Get(context.Background(), req); err != nil || string(p.Body) != "second" {
		t.Errorf("after a day the lie must come out: %+v, %v", p, err)
	}
}

func TestChallengePages(t *testing.T) {
	o := outlettest.New(t)
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	for vendor, name := range map[string]string{"cloudflare": "Cloudflare", "datadome": "DataDome", "akamai": "Akamai", "other": "JavaScript"} {
		o.Put("/", outlettest.Challenge(vendor))
		_, err := get(f, o.URL+"/")
		wantKind(t, err, rapporteur.OutcomeBlocked, rapporteur.ErrRefused, "challenge page ("+name+")")
	}
	o.Put("/", outlettest.Status(403, "Cf-Mitigated", "challenge"))
	_, err := get(f, o.URL+"/")
	wantKind(t, err, rapporteur.OutcomeBlocked, rapporteur.ErrRefused, "Cloudflare")
	// An article with the same words and scripts is an article.
	article := `<html><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><noscript>Please enable JavaScript</noscript><p>` +
		strings.Repeat("The minister told reporters that the talks would go on. ", 30)
	o.PutPage("/", article)
	if _, err := get(f, o.URL+"/"); err != nil {
		t.Error(err)
	}
	o.PutPage("/", `<html><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><p>Ministers met on Monday.</p>`)
	if _, err := get(f, o.URL+"/"); err != nil {
		t.Errorf("a short page with the vendor's script: %v", err)
	}
}
