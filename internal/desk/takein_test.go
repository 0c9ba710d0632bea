package desk

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/outlettest"
	"rapporteur/internal/store"
)

func uploads(files ...Upload) iter.Seq2[Upload, error] {
	return func(yield func(Upload, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t *testing.T, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func warcRecord(kind, address, date, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, address, date, contentType, len(block), block)
}

// webArchive has, a gzip member each: three articles, one packed, one in chunks, one whose header speaks of a packing that was
// undone; metadata with the day of the last; and what is of no use.
func webArchive(t *testing.T) string {
	t.Helper()
	answer := func(header, body string) string {
		return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + header + "\r\n" + body
	}
	one := story("One of the archive", "2024-03-01T08:00:00Z", "The first of the stories in the archive, told at some length so that it is one.")
	two := story("Two of the archive", "2024-03-02T08:00:00Z", "The second of the stories in the archive, told at some length so that it is one.")
	three := story("Three of the archive", "", "The third of the stories in the archive, told at some length so that it is one.")
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(two), two)
	const day, http = "2024-03-05T10:00:00Z", "application/http; msgtype=response"
	var b strings.Builder
	for _, r := range []string{
		warcRecord("warcinfo", "", day, "application/warc-fields", "software: x"),
		warcRecord("request", "https://a.example/1", day, "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		warcRecord("response", "https://a.example/1", day, http, answer("Content-Encoding: gzip\r\n", gzipped(t, one))),
		warcRecord("response", "https://a.example/2", day, http, answer("Transfer-Encoding: chunked\r\n", chunked)),
		warcRecord("response", "https://a.example/3", day, http, answer("Content-Encoding: br\r\n", three)),
		warcRecord("metadata", "https://a.example/3", day, "application/x.mediacloud-indexer+json", `{"rss_entry": {"pub_date": "Sun, 03 Mar 2024 09:00:00 +0000"}}`),
		warcRecord("response", "https://a.example/menu", day, http, answer("", "<html><body><nav>Home</nav></body></html>")),
		warcRecord("response", "https://a.example/old", day, http, "HTTP/1.1 301 Moved\r\nLocation: /1\r\n\r\n"),
		warcRecord("response", "https://a.example/x.png", day, http, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
		warcRecord("response", "dns:a.example", day, "text/dns", "a.example. 1 IN A 192.0.2.1"),
		warcRecord("revisit", "https://a.example/1", day, http, "HTTP/1.1 304 Not Modified\r\n\r\n"),
	} {
		b.WriteString(gzipped(t, r))
	}
	return b.String()
}

func TestWebArchive(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		d := openDesk(t, dsn, outlettest.New(t), nil)
		dir := t.TempDir()
		file := filepath.Join(dir, "crawl.warc.gz")
		if err := os.WriteFile(file, []byte(webArchive(t)), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := d.Add(t.Context(), file)
		if err != nil || r.Files != 3 {
			t.Fatalf("%v, %v", r, err)
		}
		want := "3 articles, 1 without an article in them, 1 no texts (pictures, scripts and the like), 1 not of the web, 1 redirects and errors, 1 the same as an earlier capture"
		if len(r.Intakes) != 1 || r.Intakes[0].Kind != store.FoundArchive || r.Intakes[0].Detail != want {
			t.Errorf("%+v", r.Intakes)
		}
		if err := d.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
		if err != nil || len(list.Rows) != 3 {
			t.Fatalf("%+v %v", list.Rows, outcomes(t, d.Store, store.OutcomeFilter{Failed: true}))
		}
		for i, title := range []string{"Three", "Two", "One"} {
			a := list.Rows[i]
			if day := fmt.Sprintf("2024-03-0%d", 3-i); a.At.Format(time.DateOnly) != day || !strings.HasPrefix(a.Title, title) || a.URL != fmt.Sprintf("https://a.example/%d", 3-i) || a.OutletHost != "a.example" || a.Seen.Format(time.DateOnly) != "2024-03-05" {
				t.Errorf("%d: %+v", i, a)
			}
		}
		// A second time nothing is new; an older capture of another text is not taken for the newest state.
		if r, err := d.Add(t.Context(), file); err != nil || r.Files != 0 || r.Unchanged != 3 {
			t.Errorf("%+v %v", r, err)
		}
		older := warcRecord("response", "https://a.example/1", "2023-01-01T00:00:00Z", "application/http", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n"+story("One before", "2023-01-01", "What the first story said a year before, at some length so that it is one."))
		r, err = d.AddUploads(t.Context(), uploads(Upload{"older.warc", strings.NewReader(older)}))
		if err != nil || len(r.Intakes) != 1 || !strings.Contains(r.Intakes[0].Detail, "1 older than what is on file") {
			t.Errorf("%+v %v", r, err)
		}
		// What comes before damage is kept.
		cut := strings.ReplaceAll(older, "/1", "/9") + older[:300]
		r, err = d.AddUploads(t.Context(), uploads(Upload{"cut.warc", strings.NewReader(cut)}))
		if err != nil || r.Files != 1 || !strings.Contains(r.Intakes[0].Detail, "in the middle of record 2") {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestUploads(t *testing.T) {
	d := openDesk(t, t.TempDir(), outlettest.New(t), nil)
	page := func(n int) string {
		return story(fmt.Sprintf("Upload %d", n), "2025-12-01", fmt.Sprintf("Upload %d is long enough for a paragraph of its own in the paper of the day.", n))
	}
	archive := zipped(t, "a/1.html", page(1), "../../etc/2.html", page(2), "a/", "", "__MACOSX/a/1.html", "x", "a/.hidden.txt", "x", "pic.png", "x", "a/empty.txt", "", "inner/c.warc.gz", webArchive(t))
	r, err := d.AddUploads(t.Context(), uploads(
		Upload{"../../folder/3.html", strings.NewReader(page(3))},
		Upload{"same.html", strings.NewReader(page(4))}, Upload{"same.html", strings.NewReader(page(5))},
		Upload{"letters.zip", bytes.NewReader(archive)},
		Upload{"report.docx", bytes.NewReader(archive)}, Upload{"x.pdf", strings.NewReader("%PDF-1.7 \x00\x01")}, Upload{"x.txt.gz", strings.NewReader(gzipped(t, "x"))},
		Upload{"broken.zip", strings.NewReader("PK\x03\x04 rubbish")}, Upload{"", strings.NewReader("")},
	))
	if err != nil || r.Files != 8 {
		t.Fatalf("%+v %v", r, err)
	}
	var found []string
	for _, x := range r.Intakes {
		found = append(found, fmt.Sprintf("%s | %s | %s", x.What, x.Kind, x.Detail))
	}
	all := strings.Join(found, "\n")
	for _, want := range []string{
		"folder/3.html | article | “Upload 3”", "letters.zip | folder | 5 articles, 1 that could not be used, 1 passed over (pic.png)", "inner/c.warc.gz | web archive | 3 articles",
		"report.docx | nothing | report.docx is a document of an office program", "x.pdf | nothing | ", "x.txt.gz | nothing | x.txt.gz is packed with gzip", "broken.zip | nothing | broken.zip is a damaged zip", "a file without a name | nothing | ",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q in\n%s", want, all)
		}
	}
	kept, err := d.Store.Intakes(t.Context(), 100)
	if err != nil || len(kept) != len(r.Intakes) {
		t.Errorf("%d of %d intakes are kept (%v)", len(kept), len(r.Intakes), err)
	}
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Store.Articles(t.Context(), store.ArticleFilter{Query: "upload"})
	if err != nil || len(list.Rows) != 5 {
		t.Errorf("%d uploads are on file (%v)", len(list.Rows), err)
	}
	if _, err := d.AddUploads(t.Context(), uploads()); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	if _, err := d.AddUploads(t.Context(), uploads(Upload{"x.txt", strings.NewReader("")})); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	var many []Upload
	for i := range manyUploads + 1 {
		many = append(many, Upload{fmt.Sprintf("folder/%d.html", i), strings.NewReader(page(100 + i))})
	}
	if r, err := d.AddUploads(t.Context(), uploads(many...)); err != nil || len(r.Intakes) != 1 || r.Intakes[0].What != "folder" || r.Intakes[0].Detail != "13 articles" {
		t.Errorf("%+v %v", r, err)
	}
	broken := func(yield func(Upload, error) bool) {
		_ = yield(Upload{"well.html", strings.NewReader(page(9))}, nil) && yield(Upload{}, fmt.Errorf("%w: cut off", rapporteur.ErrInvalid))
	}
	if r, err := d.AddUploads(t.Context(), broken); !errors.Is(err, rapporteur.ErrInvalid) || r == nil || r.Files != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

// A zip file that unpacks to more than it should is stopped while it unpacks.
func TestZipBomb(t *testing.T) {
	left := int64(1000)
	if _, err := io.ReadAll(&allowance{strings.NewReader(strings.Repeat("x", 5000)), &left}); err == nil || !strings.Contains(err.Error(), "unpacks to more") {
		t.Error(err)
	}
	d := openDesk(t, t.TempDir(), outlettest.New(t), nil)
	bomb := zipped(t, "bomb.txt", strings.Repeat("\x00", 40<<20))
	r, err := d.AddUploads(t.Context(), uploads(Upload{"bomb.zip", bytes.NewReader(bomb)}))
	if !errors.Is(err, rapporteur.ErrNotFound) || r != nil {
		t.Errorf("%+v %v", r, err)
	}
}

// What an address turned out to be is said, with what its publisher says about reading it.
func TestWhatWasFound(t *testing.T) {
	o := outlet(t, 3)
	o.Put("/feed.xml", outlettest.Content("application/rss+xml", fmt.Sprintf(`<rss version="2.0" xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"><channel><title>The Times</title><copyright>© The Times</copyright>
<item><link>%[1]s/news/0</link></item><item><link>%[1]s/closed/1</link></item></channel></rss>`, o.URL)))
	o.PutPage("/", `<html><head><meta name="tdm-reservation" content="1"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>News</body></html>`)
	o.PutRobots("User-agent: *\nDisallow: /closed/\nCrawl-delay: 1\nContent-Signal: ai-train=no\nLicense: " + o.URL + "/licence.xml\n")
	o.Put("/.well-known/tdmrep.json", outlettest.Content("application/json", `[{"location": "/news/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/tdm"}]`))
	dated := story("An article", "2025-12-01T08:00:00Z", "An article that was asked for by its own address, told at some length.")
	o.PutPage("/news/dated", dated)
	o.PutPage("/closed/dated", dated)
	d := openDesk(t, t.TempDir(), o, nil)
	r, err := d.AddAddresses(t.Context(), strings.Join([]string{o.URL + "/", o.URL + "/news/dated", o.URL + "/closed/dated", o.URL + "/none"}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	byAddress := map[string]store.Intake{}
	for _, x := range r.Intakes {
		byAddress[strings.TrimPrefix(x.What, o.URL)] = x
	}
	site := byAddress["/"]
	if site.Kind != store.FoundFeed || site.FeedID == 0 || site.Detail != "“The Times”, RSS, 2 entries, at "+o.URL+"/feed.xml" || site.Robots != "keeps programs away from 1 of the 2 newest; asks for 1s between visits" {
		t.Errorf("%+v", site)
	}
	if got := strings.Join(site.Rights, " | "); got != "© The Times | reserves text and data mining (TDMRep) | Content-Signal: ai-train=no | licence: "+o.URL+"/licence.xml | "+
		"by its rules, text and data mining is reserved for 1 of the 2 newest (TDMRep) | does not reserve text and data mining of /news/* (TDMRep) | its terms for text and data mining: https://a.example/tdm" {
		t.Errorf("rights: %s", got)
	}
	if x := byAddress["/news/dated"]; x.Kind != store.FoundArticle || x.Detail != "“An article”" || x.Robots != "lets this page be read; asks for 1s between visits" {
		t.Errorf("%+v", x)
	}
	if x := byAddress["/closed/dated"]; x.Kind != store.FoundNothing || !strings.Contains(x.Detail, "hand in the file") {
		t.Errorf("%+v", x)
	}
	if x := byAddress["/none"]; x.Kind != store.FoundNothing || !strings.Contains(x.Detail, "404") {
		t.Errorf("%+v", x)
	}
	if n := len(o.Visits("/.well-known/tdmrep.json")); n != 1 {
		t.Errorf("tdmrep.json was asked for %d times, for three addresses of one site", n)
	}
	if r.Asked != 1 || len(r.Feeds) != 1 {
		t.Errorf("%+v", r)
	}
	feeds, err := d.Store.FeedIntakes(t.Context())
	if err != nil || feeds[site.FeedID].Robots != site.Robots {
		t.Errorf("%+v %v", feeds, err)
	}
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := d.Store.Articles(t.Context(), store.ArticleFilter{Query: `"by its own address"`}); err != nil || len(list.Rows) != 1 {
		t.Errorf("the article is not on file: %v %+v", err, outcomes(t, d.Store, store.OutcomeFilter{Failed: true}))
	}
	for _, where := range []string{"/etc/passwd", "file:///etc/passwd", `C:\news`, "../x", "~/news"} {
		if _, err := d.AddAddresses(t.Context(), where); !errors.Is(err, rapporteur.ErrInvalid) || !strings.Contains(err.Error(), "a place on a computer") {
			t.Errorf("%s: %v", where, err)
		}
	}
}
