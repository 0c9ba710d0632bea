package sample

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"time"

	"rapporteur"
)

// DefaultAddr is where the outlet listens unless told otherwise. Host is the name by which its pages are known, whatever
// address it listens on, and BaseURL the address of its front page without final slash.
const (
	DefaultAddr = "127.0.0.1:7391"
	Host        = "wikinews.localhost:7391"
	BaseURL     = "http://" + Host
)

// FeedPath is where the feed is, below the base address.
const FeedPath = "/feed.xml"

//go:embed page.html
var pageHTML string

//go:embed front.html
var frontHTML string

var (
	pageTemplate  = template.Must(template.New("page").Parse(pageHTML))
	frontTemplate = template.Must(template.New("front").Parse(frontHTML))
)

// Handler serves the outlet. It fails only if the articles inside the program are damaged.
func Handler() (http.Handler, error) {
	articles, err := load()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	front, err := render(frontTemplate, articles)
	if err != nil {
		return nil, err
	}
	mux.Handle("GET /{$}", static("text/html; charset=utf-8", front))
	mux.Handle("GET /robots.txt", static("text/plain; charset=utf-8", []byte("User-agent: *\nAllow: /\n")))
	mux.HandleFunc("GET "+FeedPath, func(w http.ResponseWriter, r *http.Request) {
		body, err := feed("http://"+r.Host, articles)
		if err != nil {
			http.Error(w, "the feed could not be written", http.StatusInternalServerError)
			return
		}
		static("application/atom+xml; charset=utf-8", body).ServeHTTP(w, r)
	})
	for _, a := range articles {
		page, err := render(pageTemplate, newPage(a))
		if err != nil {
			return nil, err
		}
		mux.Handle("GET "+a.Path(), static("text/html; charset=utf-8", page))
	}
	return mux, nil
}

func render(t *template.Template, data any) ([]byte, error) {
	var b bytes.Buffer
	err := t.Execute(&b, data)
	return b.Bytes(), err
}

// static serves bytes that change with the program only; conditional requests are answered truthfully.
func static(contentType string, body []byte) http.Handler {
	tag := etag(body)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", contentType)
		h.Set("ETag", tag)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

type pageData struct {
	*Article
	Licence, LicenceURL string
	JSONLD              newsArticle
}

// newsArticle is schema.org's NewsArticle as outlets print it.
type newsArticle struct {
	Context       string       `json:"@context"`
	Type          string       `json:"@type"`
	Headline      string       `json:"headline"`
	DatePublished string       `json:"datePublished"`
	Language      string       `json:"inLanguage"`
	URL           string       `json:"url"`
	MainEntity    string       `json:"mainEntityOfPage"`
	License       string       `json:"license"`
	Author        organisation `json:"author"`
	Publisher     organisation `json:"publisher"`
}

type organisation struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

func newPage(a *Article) pageData {
	return pageData{a, licence, licenceURL, newsArticle{
		Context: "https://schema.org", Type: "NewsArticle", Headline: a.Title, DatePublished: a.Day(), Language: "en",
		URL: a.Original, MainEntity: a.Original, License: licenceURL,
		Author:    organisation{Type: "Organization", Name: "Wikinews contributors"},
		Publisher: organisation{Type: "Organization", Name: "Wikinews", URL: "https://en.wikinews.org/"},
	}}
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Rights    string   `xml:"rights"`
	Summary   string   `xml:"summary"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Links   []atomLink  `xml:"link"`
	Updated string      `xml:"updated"`
	Rights  string      `xml:"rights"`
	Entries []atomEntry `xml:"entry"`
}

// feed writes all articles as Atom. Identifiers are the originals' addresses; links lead to this outlet.
func feed(base string, articles []*Article) ([]byte, error) {
	at := func(a *Article) string { return a.Published.Format(time.RFC3339) }
	f := atomFeed{
		Title: "Wikinews, a sample", ID: "https://en.wikinews.org/#sample", Updated: at(articles[0]),
		Rights: "Wikinews contributors, " + licence + ", " + licenceURL,
		Links:  []atomLink{{Href: base + "/"}, {Rel: "self", Type: "application/atom+xml", Href: base + FeedPath}},
	}
	for _, a := range articles {
		f.Entries = append(f.Entries, atomEntry{
			Title: a.Title, ID: a.Original, Link: atomLink{Rel: "alternate", Type: "text/html", Href: base + a.Path()},
			Published: at(a), Updated: at(a), Author: "Wikinews contributors", Rights: licence, Summary: a.Lead(),
		})
	}
	body, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), body...), err
}

// Serve starts the outlet on a loopback address: the one given, or DefaultAddr for "" and any free port where that is
// taken. It returns as soon as the outlet listens; the outlet stops when the context ends. baseURL is always BaseURL,
// and at is where it really listens: what a fetcher must dial for Host.
func Serve(ctx context.Context, addr string) (baseURL string, at netip.AddrPort, err error) {
	handler, err := Handler()
	if err != nil {
		return "", netip.AddrPort{}, err
	}
	l, err := listen(ctx, addr)
	if err != nil {
		return "", netip.AddrPort{}, err
	}
	at, err = netip.ParseAddrPort(l.Addr().String())
	if err != nil {
		_ = l.Close()
		return "", netip.AddrPort{}, err
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	go func() { _ = srv.Serve(l) }() // ends with the context
	return BaseURL, at, nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	if addr == "" {
		if l, err := lc.Listen(ctx, "tcp", DefaultAddr); err == nil {
			return l, nil
		}
		addr = "127.0.0.1:0"
	}
	ap, err := netip.ParseAddrPort(addr)
	if err != nil || !ap.Addr().IsLoopback() {
		return nil, fmt.Errorf("%w: the sample outlet listens on loopback only, as in %s; not on %q", rapporteur.ErrInvalid, DefaultAddr, addr)
	}
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		return nil, fmt.Errorf("the sample outlet can't listen on %s: %w; give another port", addr, err)
	}
	return l, nil
}
