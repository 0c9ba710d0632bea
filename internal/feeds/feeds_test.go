package feeds_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"rapporteur"
	"rapporteur/internal/feeds"
)

var fetched = time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC)

func page(body string) *rapporteur.Page {
	return &rapporteur.Page{URL: "https://outlet.example/news/feed.xml", Body: []byte(body), Fetched: fetched}
}

func parse(t *testing.T, body string) *feeds.Listing {
	t.Helper()
	l, err := feeds.Parse(page(body))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return l
}

const rss2 = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The &lt;i&gt;Outlet&lt;/i&gt; &amp;amp; Co</title><link>/</link><language>en-GB</language>
<item><title>Ministers meet</title><link>https://outlet.example/a?id=1#top</link><guid isPermaLink="false">urn:1</guid>
<description>&lt;p&gt;Talks&lt;/p&gt;&lt;p&gt;in &lt;b&gt;Brus&lt;/b&gt;sels&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>
<dc:creator>Jane Doe</dc:creator><pubDate>Mon, 01 Dec 2025 10:00:00 +0100</pubDate></item>
<item><title>Relative</title><link>../b</link><pubDate>Mon, 01 Dec 2025 08:00:00 GMT</pubDate></item>
<item><title>Of no scheme</title><link>//cdn.outlet.example/c</link></item>
<item><title>By its GUID</title><guid>https://outlet.example/d</guid></item>
<item><title>GUID that is no link</title><guid isPermaLink="false">https://outlet.example/nolink</guid></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>Data</title><link>data:text/html,x</link></item>
<item><title>User</title><link>https://user:pw@outlet.example/e</link></item>
<item><title>Backslash</title><link>http://in\@out.example/</link></item>
<item><title>Again</title><link>https://outlet.example/a?id=1</link></item>
<item><title>No link at all</title></item>
</channel></rss>`

func TestRSS(t *testing.T) {
	want := &feeds.Listing{
		Kind: rapporteur.FeedRSS, Title: "The Outlet & Co", Link: "https://outlet.example/", Language: "en-GB", Interval: time.Hour,
		Items: []rapporteur.Item{
			{
				URL: "https://outlet.example/a?id=1", GUID: "urn:1", Title: "Ministers meet", Summary: "Talks in Brussels", Author: "Jane Doe",
				Published: time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC),
			},
			{URL: "https://outlet.example/b", Title: "Relative", Published: time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)},
			{URL: "https://cdn.outlet.example/c", Title: "Of no scheme"},
			{URL: "https://outlet.example/d", GUID: "https://outlet.example/d", Title: "By its GUID"},
		},
		Notes: []string{"6 of 11 entries have no usable link and are left out", "1 entries repeat the link of another and are left out"},
	}
	if d := cmp.Diff(want, parse(t, rss2)); d != "" {
		t.Error(d)
	}
}

func TestOtherFormats(t *testing.T) {
	cases := map[string]struct {
		body string
		kind rapporteur.FeedKind
	}{
		"RSS 0.91": {`<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title><item><title>A</title><link>https://outlet.example/a</link></item></channel></rss>`, rapporteur.FeedRSS},
		"RSS 1.0":  {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel><item><title>A</title><link>https://outlet.example/a</link></item></rdf:RDF>`, rapporteur.FeedRSS},
		"Atom":     {`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title><link rel="edit" href="https://outlet.example/edit"/><link href="/a"/></entry></feed>`, rapporteur.FeedAtom},
		"JSON":     {`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"https://outlet.example/a","title":"A"}]}`, rapporteur.FeedJSON},
	}
	for name, c := range cases {
		l := parse(t, c.body)
		if l.Kind != c.kind || l.Title != "T" || len(l.Items) != 1 || l.Items[0].URL != "https://outlet.example/a" || l.Items[0].Title != "A" {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

func TestSitemaps(t *testing.T) {
	l := parse(t, `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://outlet.example/old</loc><lastmod>2025-11-30</lastmod></url>
<url><loc>https://outlet.example/new</loc><news:news><news:publication><news:name>Outlet</news:name><news:language>en</news:language></news:publication><news:publication_date>2025-12-01T09:00+01:00</news:publication_date><news:title>New &amp; good</news:title></news:news></url>
<url><loc>ftp://outlet.example/x</loc></url></urlset>`)
	want := &feeds.Listing{
		Kind: rapporteur.FeedSitemap, Title: "Outlet", Language: "en", Interval: 24 * time.Hour,
		Items: []rapporteur.Item{
			{URL: "https://outlet.example/new", Title: "New & good", Published: time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)},
			{URL: "https://outlet.example/old", Updated: time.Date(2025, 11, 30, 0, 0, 0, 0, time.UTC)},
		},
		Notes: []string{"1 entries have no usable link and are left out"},
	}
	if d := cmp.Diff(want, l); d != "" {
		t.Error(d)
	}
	l = parse(t, `<sitemapindex><sitemap><loc>https://outlet.example/1.xml</loc><lastmod>2025-01-01</lastmod></sitemap><sitemap><loc>/2.xml</loc><lastmod>2025-12-01</lastmod></sitemap></sitemapindex>`)
	if d := cmp.Diff([]string{"https://outlet.example/2.xml", "https://outlet.example/1.xml"}, l.More); d != "" || len(l.Items) > 0 {
		t.Error(d, l.Items)
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	cases := map[string]struct{ body, words string }{
		"empty":      {"", "is empty"},
		"blank":      {" \n\t", "is empty"},
		"page":       {`<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head></html>`, "a web page, not a feed; it offers https://outlet.example/real.xml"},
		"fragment":   {`<!-- x --><html><p>`, "a web page"},
		"opml":       {`<opml version="2.0"><body/></opml>`, "OPML"},
		"binary":     {"\x89PNG\r\n\x1a\n\x00\x00", "not a feed"},
		"words":      {"Not Found", `begins with "Not Found"`},
		"other XML":  {`<note><to>you</to></note>`, "not a feed"},
		"other JSON": {`{"error":"no"}`, "not a JSON Feed"},
		"cut short":  {rss2[:600], "broken"},
		"bad JSON":   {`{"version":`, "broken"},
	}
	for name, c := range cases {
		l, err := feeds.Parse(page(c.body))
		if !errors.Is(err, rapporteur.ErrInvalid) || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, %v; want %q", name, l, err, c.words)
		}
	}
	var nf *feeds.NotFeedError
	if _, err := feeds.Parse(page(cases["page"].body)); !errors.As(err, &nf) || nf.Candidates[0].URL != "https://outlet.example/real.xml" {
		t.Errorf("%+v", nf)
	}
	if _, err := feeds.Parse(&rapporteur.Page{Body: []byte(rss2)}); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Errorf("without address: %v", err)
	}
}

func TestEmptyFeedIsSaid(t *testing.T) {
	l := parse(t, `<rss version="2.0"><channel><title>T</title></channel></rss>`)
	if d := cmp.Diff([]string{"the feed lists nothing at present"}, l.Notes); d != "" || l.Interval != feeds.DefaultInterval {
		t.Error(d, l.Interval)
	}
}

func TestBombs(t *testing.T) {
	item := `<item><title>%s</title><link>https://outlet.example/a</link></item></channel></rss>`
	var laughs strings.Builder
	laughs.WriteString(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">`)
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, `<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	laughs.WriteString(`<!ENTITY file SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>`)
	l := parse(t, laughs.String()+fmt.Sprintf(item, "&l11; &file;"))
	if got := l.Items[0].Title; strings.Contains(got, "lol") || strings.Contains(got, "root:") || len(got) > 100 {
		t.Errorf("entities were expanded: %q", got)
	}
	refused := map[string]string{
		"deep":            `<rss version="2.0"><channel>` + strings.Repeat("<a>", 100_000),
		"deep, closed":    `<rss version="2.0"><channel>` + strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000) + fmt.Sprintf(item, "x"),
		"deep feed":       strings.Repeat("<feed>", 5000),
		"many attributes": `<rss version="2.0" ` + attributes(5000) + `><channel>` + fmt.Sprintf(item, "x"),
		"giant attribute": `<rss version="2.0" x="` + strings.Repeat("a", 2<<20) + `"><channel>` + fmt.Sprintf(item, "x"),
		"deep JSON":       `{"items":` + strings.Repeat("[", 200_000),
	}
	for name, body := range refused {
		if l, err := feeds.Parse(page(body)); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
	var many strings.Builder
	for i := range 10_050 {
		fmt.Fprintf(&many, "<item><link>https://outlet.example/%d</link></item>", i)
	}
	l = parse(t, `<rss version="2.0"><channel>`+many.String()+`</channel></rss>`)
	if len(l.Items) != 10_000 || len(l.Notes) != 1 || !strings.Contains(l.Notes[0], "first 10000 of 10050") {
		t.Errorf("%d items, %v", len(l.Items), l.Notes)
	}
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `a%d="x" `, i)
	}
	return b.String()
}

func TestLongSummariesAreCutVisibly(t *testing.T) {
	l := parse(t, `<rss version="2.0"><channel><item><link>/a</link><description>`+strings.Repeat("word ", 5000)+`</description></item></channel></rss>`)
	if s := l.Items[0].Summary; len([]rune(s)) > 2000 || !strings.HasSuffix(s, "word…") {
		t.Errorf("%d characters, ends in %q", len(s), s[len(s)-20:])
	}
}

func TestCharsets(t *testing.T) {
	const text = `<rss version="2.0"><channel><title>%s</title><item><link>/a</link></item></channel></rss>`
	cases := []struct {
		name, declared, header, title string
		enc                           encoding.Encoding
	}{
		{"UTF-8", "utf-8", "", "Žižek – 東京", encoding.Nop},
		{"Latin-1 declared", "iso-8859-1", "", "Café", charmap.ISO8859_1},
		{"windows-1251 declared", "windows-1251", "application/xml; charset=utf-8", "Новости", charmap.Windows1251},
		{"windows-1251 by header", "", "application/xml; charset=windows-1251", "Новости", charmap.Windows1251},
		{"windows-1252 undeclared", "", "", "Café “x”", charmap.Windows1252},
		{"declared wrongly, is UTF-8", "iso-8859-1", "", "Café", encoding.Nop},
		{"Shift JIS", "shift_jis", "", "東京", japanese.ShiftJIS},
		{"ISO-2022-JP", "iso-2022-jp", "", "東京", japanese.ISO2022JP},
		{"UTF-16 with mark", "utf-16", "", "Новости", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"unknown name", "klingon", "", "Cafe", encoding.Nop},
	}
	for _, c := range cases {
		body := fmt.Sprintf(text, c.title)
		if c.declared != "" {
			body = `<?xml version="1.0" encoding="` + c.declared + `"?>` + body
		}
		b, err := c.enc.NewEncoder().String(body)
		if err != nil {
			t.Fatal(err)
		}
		p := page(b)
		p.ContentType = c.header
		l, err := feeds.Parse(p)
		if err != nil || l.Title != c.title {
			t.Errorf("%s: %+v, %v", c.name, l, err)
		}
	}
	l := parse(t, "<rss version=\"2.0\"><channel><title>a\x01b\x0bc</title><item><link>/a</link></item></channel></rss>")
	if l.Title != "abc" {
		t.Errorf("control characters: %q", l.Title)
	}
}

func TestOddDates(t *testing.T) {
	noon := func(h, m int) string { return time.Date(2025, 12, 1, h, m, 0, 0, time.UTC).Format(time.RFC3339) }
	cases := []struct{ language, words, want string }{
		{"en", "Mon, 01 Dec 2025 10:30:00 +0100", noon(9, 30)},
		{"en", "Mon, 1 Dec 2025 10:30:00 GMT", noon(10, 30)},
		{"en", "Mon, 01 Dec 2025 10:30:00 EST", noon(15, 30)},
		{"en", "2025-12-01T10:30:00Z", noon(10, 30)},
		{"en", "2025-12-01T10:30Z", noon(10, 30)},
		{"en", "2025-12-01T10:30:00+0100", noon(9, 30)},
		{"en", "2025-12-01 10:30:00", noon(10, 30)},
		{"en", "2025-12-01", noon(0, 0)},
		{"en", "20251201T103000Z", noon(10, 30)},
		{"en", "01.12.2025 10:30", noon(10, 30)},
		{"en", "December 1, 2025", noon(0, 0)},
		{"en", "December 1, 2025 10:30 AM", noon(10, 30)},
		{"en", "1 December 2025, 10:30", noon(10, 30)},
		{"de", "1. Dezember 2025 10:30", noon(10, 30)},
		{"fr", "lundi 1 décembre 2025 10:30", noon(10, 30)},
		{"es", "1 de diciembre de 2025", noon(0, 0)},
		{"en", "2 hours ago", noon(10, 0)},
		{"en", "", ""}, {"en", "soon", ""}, {"en", "0001-01-01T00:00:00Z", ""}, {"en", "0000-00-00 00:00:00", ""},
		{"en", strings.Repeat("12 ", 200), ""},
	}
	for _, c := range cases {
		l := parse(t, `<rss version="2.0"><channel><language>`+c.language+`</language><item><link>/a</link><pubDate>`+c.words+`</pubDate></item></channel></rss>`)
		got := ""
		if p := l.Items[0].Published; !p.IsZero() {
			got = p.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%q (%s): %q, want %q", c.words, c.language, got, c.want)
		}
	}
}

func feedEvery(gap time.Duration, n int, extra string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<item><link>/%d</link><pubDate>%s</pubDate></item>", i, fetched.Add(-time.Duration(i)*gap).Format(time.RFC1123Z))
	}
	return `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>` + extra + b.String() + `</channel></rss>`
}

func TestInterval(t *testing.T) {
	cases := []struct {
		name, body string
		want       time.Duration
	}{
		{"rhythm", feedEvery(40*time.Minute, 20, ""), 40 * time.Minute},
		{"hectic", feedEvery(10*time.Second, 20, ""), 5 * time.Minute},
		{"sleepy", feedEvery(9*24*time.Hour, 20, ""), 24 * time.Hour},
		{"all at once", feedEvery(0, 20, ""), time.Hour},
		{"one entry", feedEvery(time.Hour, 1, ""), time.Hour},
		{"ttl is longer", feedEvery(10*time.Minute, 20, "<ttl>90</ttl>"), 90 * time.Minute},
		{"ttl is shorter", feedEvery(2*time.Hour, 20, "<ttl>5</ttl>"), 2 * time.Hour},
		{"ttl is absurd", feedEvery(time.Hour, 20, "<ttl>99999999</ttl>"), 24 * time.Hour},
		{"ttl is nonsense", feedEvery(time.Hour, 20, "<ttl>often</ttl>"), time.Hour},
		{"updated hourly", feedEvery(10*time.Minute, 20, "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"), 30 * time.Minute},
		{"updated yearly", feedEvery(time.Hour, 20, "<sy:updatePeriod>yearly</sy:updatePeriod>"), 24 * time.Hour},
	}
	for _, c := range cases {
		if got := parse(t, c.body).Interval; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNextVisit(t *testing.T) {
	l := parse(t, feedEvery(time.Hour, 5, "<skipHours><hour>13</hour><hour>14</hour><hour>24</hour><hour>99</hour></skipHours><skipDays><day>Sunday</day></skipDays>"))
	if got := l.Next(fetched); got != fetched.Add(3*time.Hour) {
		t.Errorf("12:00 leads to %s", got)
	}
	saturday := time.Date(2025, 12, 6, 23, 30, 0, 0, time.UTC)
	if got, want := l.Next(saturday), time.Date(2025, 12, 8, 1, 0, 0, 0, time.UTC); got != want {
		t.Errorf("Saturday night leads to %s, want %s", got, want)
	}
	never := &feeds.Listing{Interval: time.Hour, SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}
	if got := never.Next(fetched); got != fetched.Add(time.Hour) {
		t.Errorf("a feed that forbids every day: %s", got)
	}
}

func TestDiscover(t *testing.T) {
	p := page(`<html><head><base href="https://www.outlet.example/section/">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Comments Feed" href="/comments/feed">
<link rel="ALTERNATE" type="application/rss+xml" title="News" href="news.xml"/>
<link rel="alternate" type="application/feed+json" href="https://outlet.example/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" hreflang="fr" href="/fr/">
<link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
<link rel="stylesheet" href="a.css"></head><body><a href="/rss/politics.xml">Politics</a><a href="/feedback">Feedback</a>` + strings.Repeat("<div>", 50_000))
	got := feeds.Discover(p)
	want := []feeds.Candidate{
		{URL: "https://www.outlet.example/section/news.xml", Title: "News", Kind: rapporteur.FeedRSS, Sure: true},
		{URL: "https://outlet.example/feed.json", Kind: rapporteur.FeedJSON, Sure: true},
		{URL: "https://www.outlet.example/comments/feed", Title: "Comments Feed", Kind: rapporteur.FeedRSS, Sure: true},
		{URL: "https://www.outlet.example/rss/politics.xml"},
	}
	if d := cmp.Diff(want, got[:min(len(got), 4)]); d != "" {
		t.Error(d)
	}
	for _, c := range got[4:] {
		if c.Sure || !strings.HasPrefix(c.URL, "https://outlet.example/") {
			t.Errorf("a guess: %+v", c)
		}
	}
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, `<link rel=alternate type=application/rss+xml href=/%d.xml>`, i)
	}
	if n := len(feeds.Discover(page(many.String()))); n != 100 {
		t.Errorf("%d candidates", n)
	}
}

func TestOPML(t *testing.T) {
	got, err := feeds.ParseOPML(strings.NewReader(`<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>L</title></head><body>
<outline text="Europe"><outline text="EU"><outline type="rss" text="A &amp;amp; B" xmlUrl="https://a.example/feed"/></outline>
<outline TYPE="atom" title="Big" text="small" XMLURL=" HTTPS://B.example/feed#x "/></outline>
<outline text="again" xmlUrl="https://a.example/feed"/><outline text="odd" xmlUrl="feed://c.example/f"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="also bad" xmlUrl="https://u:p@d.example/"/></body></opml>`))
	want := []feeds.Candidate{
		{URL: "https://a.example/feed", Title: "A & B", Folder: "Europe/EU", Sure: true},
		{URL: "https://b.example/feed", Title: "Big", Kind: rapporteur.FeedAtom, Folder: "Europe", Sure: true},
		{URL: "https://c.example/f", Title: "odd", Sure: true},
		{URL: "javascript:alert(1)", Title: "bad", Problem: "not an address of the web; it should begin with https://"},
		{URL: "https://u:p@d.example/", Title: "also bad", Problem: "not an address of the web; it should begin with https://"},
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

// A slip in the middle costs nothing but itself.
func TestOPMLWithSlips(t *testing.T) {
	got, err := feeds.ParseOPML(strings.NewReader(`<opml version="1.0"><body><outline text="F"><outline text="One" xmlUrl="https://a.example/feed" />
<outline text="The "Second". Main" title="The "Second". Main" xmlUrl="https://b.example/feed?a=1&b=2" type="rss" /></outline><outline title="Three" xmlUrl="https://c.example/"/></body></opml>`))
	urls := []string{}
	for _, c := range got {
		urls = append(urls, c.Folder+" "+c.URL)
	}
	want := []string{"F https://a.example/feed", "F https://b.example/feed?a=1&b=2", " https://c.example/"}
	if d := cmp.Diff(want, urls); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestOPMLBombs(t *testing.T) {
	wrap := func(s string) string { return `<opml version="2.0"><body>` + s + `</body></opml>` }
	cases := map[string]struct{ body, words string }{
		"many outlines": {wrap(strings.Repeat(`<outline text="x" xmlUrl="https://a.example/"/>`, 5001)), "more than 5000 outlines; split it"},
		"deep folders":  {wrap(strings.Repeat(`<outline text="x">`, 40) + strings.Repeat(`</outline>`, 40)), "nested more than 32 deep"},
		"deep elements": {wrap(strings.Repeat(`<a>`, 100_000)), "deep"},
		"many bytes":    {wrap(strings.Repeat(" ", 11<<20)), "larger than 10 MB"},
		"empty":         {"", "empty"},
		"a feed":        {rss2, "not OPML"},
		"cut short":     {`<opml><body><outline xmlUrl="https://a.example/"`, "broken after 0 outlines"},
	}
	for name, c := range cases {
		got, err := feeds.ParseOPML(strings.NewReader(c.body))
		if !errors.Is(err, rapporteur.ErrInvalid) || !strings.Contains(err.Error(), c.words) || got != nil {
			t.Errorf("%s: %d candidates, %v; want %q", name, len(got), err, c.words)
		}
	}
}

func TestList(t *testing.T) {
	got, err := feeds.ParseList(strings.NewReader("\ufeff# mine\r\nhttps://a.example/feed\r\n\r\n b.example/news \nhttps://a.example/feed\nnonsense\nfile:///etc/passwd\n"))
	bad := "not an address of the web; it should begin with https://"
	want := []feeds.Candidate{{URL: "https://a.example/feed"}, {URL: "https://b.example/news"}, {URL: "nonsense", Problem: bad}, {URL: "file:///etc/passwd", Problem: bad}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := feeds.ParseList(strings.NewReader(strings.Repeat("x", 11<<20))); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	list := []rapporteur.Feed{
		{URL: "https://a.example/feed?x=1&y=2", Title: `The "A" <Times> & Co`, Kind: rapporteur.FeedAtom},
		{URL: "https://b.example/feed"},
	}
	var b strings.Builder
	if err := feeds.WriteOPML(&b, "Mine & yours", list); err != nil {
		t.Fatal(err)
	}
	got, err := feeds.ParseOPML(strings.NewReader(b.String()))
	if err != nil || len(got) != 2 || got[0].URL != list[0].URL || got[0].Kind != rapporteur.FeedAtom || got[1].URL != list[1].URL || got[1].Title != list[1].URL {
		t.Errorf("%+v, %v\n%s", got, err, b.String())
	}
}

// TestOPMLOfTheWorld reads lists as people really export them.
func TestOPMLOfTheWorld(t *testing.T) {
	dir := os.Getenv("RAPPORTEUR_CORPORA")
	if dir == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "feeds", "opml", "*.opml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no OPML files", err)
	}
	total, bad := 0, 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		list, err := feeds.ParseOPML(f)
		f.Close()
		if err != nil || len(list) == 0 {
			t.Errorf("%s: %d feeds, %v", filepath.Base(name), len(list), err)
		}
		for _, c := range list {
			total++
			if c.Problem != "" {
				bad++
				t.Logf("%s: %q: %s", filepath.Base(name), c.URL, c.Problem)
			}
		}
	}
	t.Logf("%d files, %d feeds, %d unusable addresses", len(files), total, bad)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		rss2, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>`, `{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`,
		`<urlset><url><loc>/a</loc></url></urlset>`, `<html><link rel=alternate type=application/rss+xml href=x>`, `<opml><body><outline xmlUrl="https://a.example"/></body></opml>`,
	} {
		f.Add([]byte(s), "text/xml")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p := &rapporteur.Page{URL: "https://outlet.example/x/", Body: body, ContentType: contentType, Fetched: fetched}
		l, err := feeds.Parse(p)
		if err != nil {
			if !errors.Is(err, rapporteur.ErrInvalid) || strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("error %q", err)
			}
		} else {
			check(t, l)
		}
		for _, c := range feeds.Discover(p) {
			webOnly(t, c.URL)
		}
		list, err := feeds.ParseOPML(strings.NewReader(string(body)))
		for _, c := range list {
			if err == nil && c.Problem == "" {
				webOnly(t, c.URL)
			}
		}
	})
}

func check(t *testing.T, l *feeds.Listing) {
	if l.Interval < feeds.MinInterval || l.Interval > feeds.MaxInterval {
		t.Errorf("interval %s", l.Interval)
	}
	seen := map[string]bool{}
	for _, i := range l.Items {
		webOnly(t, i.URL)
		if seen[i.URL] && l.Kind != rapporteur.FeedSitemap {
			t.Errorf("%s twice", i.URL)
		}
		seen[i.URL] = true
	}
}

func webOnly(t *testing.T, u string) {
	if !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") || strings.ContainsAny(u, "\\\n\r\t #") {
		t.Errorf("link %q", u)
	}
}

func BenchmarkParse(b *testing.B) {
	body := feedEvery(time.Minute, 100, "<title>T</title>")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := feeds.Parse(page(body)); err != nil {
			b.Fatal(err)
		}
	}
}
