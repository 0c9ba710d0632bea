package extract

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/markusmobius/go-trafilatura"

	"rapporteur"
)

func page(body string) *rapporteur.Page { return &rapporteur.Page{Body: []byte(body)} }

func mustExtract(t *testing.T, p *rapporteur.Page) *rapporteur.Article {
	t.Helper()
	a, err := Extract(p)
	if err != nil {
		t.Fatal(err)
	}
	checkArticle(t, a)
	return a
}

// checkArticle holds an article to what the package promises of every one.
func checkArticle(t *testing.T, a *rapporteur.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) {
		t.Fatal("text is not valid UTF-8")
	}
	end := 0
	for i, p := range a.Parts {
		if p.Start < end || p.End <= p.Start || p.End > len(a.Text) {
			t.Fatalf("part %d %v: not in order, empty or out of bounds (text has %d bytes)", i, p, len(a.Text))
		}
		if !utf8.RuneStart(a.Text[p.Start]) || p.End < len(a.Text) && !utf8.RuneStart(a.Text[p.End]) {
			t.Fatalf("part %d %v: not on rune borders", i, p)
		}
		if gap := a.Text[end:p.Start]; strings.TrimFunc(gap, outside) != "" {
			t.Fatalf("part %d %v: the gap before it holds words: %q", i, p, gap)
		}
		if p.Kind == "" {
			t.Fatalf("part %d has no kind", i)
		}
		end = p.End
	}
	if strings.TrimFunc(a.Text[end:], outside) != "" {
		t.Fatalf("words after the last part: %q", a.Text[end:])
	}
	if d := a.Dateline; d.Start < 0 || d.End > len(a.Text) || d.Start > d.End || !utf8.ValidString(d.Of(a.Text)) {
		t.Fatalf("dateline %v out of bounds or off rune borders", d.Span)
	}
	if a.ID == "" || a.Language == "" || a.Revision != 1 {
		t.Fatalf("no identity, language or revision: %q %q %d", a.ID, a.Language, a.Revision)
	}
	for _, s := range []string{a.Byline, a.Outlet, a.URL, a.Wire, a.Title()} {
		if !utf8.ValidString(s) {
			t.Fatalf("field is not valid UTF-8: %q", s)
		}
	}
}

// kinds prints the parts as "kind: first words".
func kinds(a *rapporteur.Article) []string {
	var out []string
	for _, p := range a.Parts {
		w := strings.Fields(p.Of(a.Text))
		out = append(out, string(p.Kind)+": "+strings.Join(w[:min(len(w), 4)], " "))
	}
	return out
}

func TestPlainText(t *testing.T) {
	tests := map[string]struct {
		text  string
		parts []string
	}{
		"headline, caption, paragraphs": {
			"Ministers weigh joint loan for harbour towns\nFerries wait in the port of Marlow, Oct. 6, 2025. (EPA Photo)\n\n\nMinisters weighed a joint loan on Monday, officials said.\n\nNo decision was taken.\n",
			[]string{"headline: Ministers weigh joint loan", "caption: Ferries wait in the", "paragraph: Ministers weighed a joint", "paragraph: No decision was taken."},
		},
		"no headline": {
			"The commission said on Tuesday that it would publish the report before the summer, after a delay of two months.\n\nIts spokesman gave no day.\n",
			[]string{"paragraph: The commission said on", "paragraph: Its spokesman gave no"},
		},
		"headline with a stop, byline, dateline, credit": {
			"Envoys Return to the Table.\nBy Mira Holt and Jonas Weil\n\nVIENNA, Nov. 4 (Reuters) - Envoys returned to the table on Tuesday.\n\n\"We are not there yet,\" said one.\n\n(Reporting by Mira Holt; Editing by Sam Orr)\n",
			[]string{"headline: Envoys Return to the", "byline: By Mira Holt and", "paragraph: VIENNA, Nov. 4 (Reuters)", "paragraph: \"We are not there", "credit: (Reporting by Mira Holt;"},
		},
		"date line": {
			"Hundreds march in capital\n\nMonday, May 18, 2015\n\nHundreds of people marched through the capital, police said.\n\nOrganisers spoke of thousands.",
			[]string{"headline: Hundreds march in capital", "byline: Monday, May 18, 2015", "paragraph: Hundreds of people marched", "paragraph: Organisers spoke of thousands."},
		},
		"headline and standfirst in one": {
			"Talks drag on; \nNeither side expects a deal this year.\n\nTalks dragged on for a third day, with neither side in a hurry to leave.\n\nThey will meet again.",
			[]string{"headline: Talks drag on;", "standfirst: Neither side expects a", "paragraph: Talks dragged on for", "paragraph: They will meet again."},
		},
		"wrapped": {
			"Council delays vote on grain quotas\n\nThe council put off a vote on grain quotas for the second time in\na month, after two members asked for more time to study the plan\nthat was tabled in spring.\n\nA new date will be set next week, the chair told reporters, if the\nmembers agree on the agenda by then, which she called likely and\neven certain.\n\nWhat comes next\n\nThe quotas end in July.\n",
			[]string{"headline: Council delays vote on", "paragraph: The council put off", "paragraph: A new date will", "heading: What comes next", "paragraph: The quotas end in"},
		},
		"a paragraph that begins with By": {
			"Storm closes schools across the north\n\nBy Monday morning, the storm had closed most schools.\n\nThey open again on Thursday.",
			[]string{"headline: Storm closes schools across", "paragraph: By Monday morning, the", "paragraph: They open again on"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := mustExtract(t, page(tt.text))
			if a.Text != tt.text {
				t.Errorf("the file was changed")
			}
			if diff := cmp.Diff(tt.parts, kinds(a)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlainTextStaysUnchanged(t *testing.T) {
	for _, s := range []string{"\ufeffTitle of it\r\n\r\nA paragraph of text.\r\n", "Title\n\n\n  indented — “quoted”  \t\n", "a\u2028b\n"} {
		if a := mustExtract(t, page(s)); a.Text != s {
			t.Errorf("got %q, want %q", a.Text, s)
		}
	}
}

func TestDateline(t *testing.T) {
	tests := []struct{ in, place, day, agency, span string }{
		{"BRUSSELS, Dec. 1 (Reuters) - Ministers met.", "BRUSSELS", "Dec. 1", "Reuters", "BRUSSELS, Dec. 1 (Reuters) -"},
		{"LA CROSSE, Wisc. — Gov. Pence spoke.", "LA CROSSE, Wisc.", "", "", "LA CROSSE, Wisc. —"},
		{"WASHINGTON (AP) — A report said.", "WASHINGTON", "", "AP", "WASHINGTON (AP) —"},
		{"Aug 27 (Reuters) - Democrats said.", "", "Aug 27", "Reuters", "Aug 27 (Reuters) -"},
		{"MEXICO CITY, Feb. 8 (UPI) — Count him in.", "MEXICO CITY", "Feb. 8", "UPI", "MEXICO CITY, Feb. 8 (UPI) —"},
		{"Taipei, Taiwan — The festival opened.", "Taipei, Taiwan", "", "", "Taipei, Taiwan —"},
		{"Berlin (dpa) - Die Minister trafen sich.", "Berlin", "", "dpa", "Berlin (dpa) -"},
		{"Brussels, 3 December 2025 – The Commission has adopted.", "Brussels", "3 December 2025", "", "Brussels, 3 December 2025 –"},
		{"PHILADELPHIA ― The campaign said.", "PHILADELPHIA", "", "", "PHILADELPHIA ―"},
		{"EXCLUSIVE – Roger Stone speaks.", "", "", "", ""},
		{"The plan — if it is one — failed.", "", "", "", ""},
		{"EU-wide rules - the first of their kind - apply.", "", "", "", ""},
		{"Trump — the candidate — spoke.", "", "", "", ""},
		{"“We met,” she said — twice.", "", "", "", ""},
	}
	for _, tt := range tests {
		d, agency, _ := dateline(tt.in)
		got := []string{d.Place, d.Day, agency, d.Of(tt.in)}
		if diff := cmp.Diff([]string{tt.place, tt.day, tt.agency, tt.span}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestByline(t *testing.T) {
	for in, want := range map[string]string{
		"By Jane Doe":                             "Jane Doe",
		"BY JANE DOE, ASSOCIATED PRESS":           "JANE DOE, ASSOCIATED PRESS",
		"By Jane Doe and John van der Berg":       "Jane Doe and John van der Berg",
		"Von Anna Müller, Brüssel":                "Anna Müller, Brüssel",
		"By Monday morning, the ritual had begun": "",
		"By the time they met it was late.":       "",
		"By July 2013, the show was named so.":    "",
	} {
		if got, _ := byline(in); got != want {
			t.Errorf("byline(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStated(t *testing.T) {
	for in, want := range map[string]string{
		"2025-12-01T09:30:00+01:00":       "2025-12-01T09:30:00+01:00",
		"2025-12-01T09:30:00.123Z":        "2025-12-01T09:30:00Z",
		"2025-12-01T09:30:00+0100":        "2025-12-01T09:30:00+01:00",
		"2025-12-01":                      "2025-12-01",
		"Mon, 01 Dec 2025 09:30:00 +0100": "2025-12-01T09:30:00+01:00",
		"2025-12-01T09:30:00EST":          "2025-12-01T09:30:00-05:00",
		"1764577800":                      "2025-12-01T08:30:00Z",
		"December 1, 2025":                "2025-12-01",
		"Monday, 1 December 2025":         "2025-12-01",
		"1. Dezember 2025":                "2025-12-01",
		"1 декабря 2025":                  "2025-12-01",
		"01.12.2025":                      "2025-12-01",
		"31 February 2025":                "",
		"01/12/2025":                      "",
		"yesterday":                       "",
		"0":                               "",
		"":                                "",
	} {
		if got := stamp(in, rapporteur.FromMeta).String(); got != want {
			t.Errorf("stamp(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReckoning(t *testing.T) {
	fetched := time.Date(2025, 12, 2, 8, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		text    string
		fetched time.Time
		want    string
		from    rapporteur.StampFrom
	}{
		"caption and weekday agree":     {"Talks enter new phase\nA harbour, Dec. 1, 2025. (EPA Photo)\n\nThe envoy said Monday that talks went on.\n\nMore soon.", time.Time{}, "2025-12-01", rapporteur.FromCaption},
		"caption of the day before":     {"Talks enter new phase\nA harbour, Nov. 30, 2025. (EPA Photo)\n\nThe envoy said Monday that talks went on.\n\nMore soon.", time.Time{}, "2025-12-01", rapporteur.FromCaption},
		"caption and weekday disagree":  {"Talks enter new phase\nA harbour, Dec. 1, 2025. (EPA Photo)\n\nThe envoy said Sunday that talks went on.\n\nMore soon.", time.Time{}, "", ""},
		"file photo":                    {"Talks enter new phase\nFILE PHOTO: A harbour, Dec. 1, 2025. (EPA Photo)\n\nThe envoy said Monday that talks went on.\n\nMore soon.", time.Time{}, "", ""},
		"weekday and day in the text":   {"Talks enter new phase\n\nThe envoys met on Monday, Dec. 1, 2025, in the capital.\n\nMore soon.", time.Time{}, "2025-12-01", rapporteur.FromText},
		"weekday against the calendar":  {"Talks enter new phase\n\nThe envoys met on Tuesday, Dec. 1, 2025, in the capital.\n\nMore soon.", time.Time{}, "", ""},
		"dateline, year of fetching":    {"Talks enter new phase\n\nBRUSSELS, Dec. 1 (Reuters) - The envoy said on Monday that talks went on.\n\nMore soon.", fetched, "2025-12-01", rapporteur.FromDateline},
		"dateline, year unknown":        {"Talks enter new phase\n\nBRUSSELS, Dec. 1 (Reuters) - The envoy said on Monday that talks went on.\n\nMore soon.", time.Time{}, "", ""},
		"dateline of another year":      {"Talks enter new phase\n\nBRUSSELS, Dec. 1 (Reuters) - The envoy said on Thursday that talks went on.\n\nMore soon.", fetched, "", ""},
		"dateline with its year":        {"Talks enter new phase\n\nBRUSSELS, Dec. 1, 2016 (Reuters) - The envoy said on Thursday that talks went on.\n\nMore soon.", fetched, "2016-12-01", rapporteur.FromDateline},
		"day line":                      {"Talks enter new phase\n\nMonday, December 1, 2025\n\nThe envoys met in the capital to talk.\n\nMore soon.", time.Time{}, "2025-12-01", rapporteur.FromDateline},
		"a deadline is no publication":  {"Talks enter new phase\n\nPlans are due by Monday, Dec. 1, 2025, the bloc said.\n\nMore soon.", time.Time{}, "", ""},
		"a day without weekday, agreed": {"Talks enter new phase\n\nThe envoy said Monday that she was ready.\n\nThe talks began on Dec. 1, 2025.\n", time.Time{}, "2025-12-01", rapporteur.FromText},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := page(tt.text)
			p.Fetched = tt.fetched
			a := mustExtract(t, p)
			if a.Published.String() != tt.want || a.Published.From != tt.from {
				t.Errorf("published %q from %q, want %q from %q", a.Published, a.Published.From, tt.want, tt.from)
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	para := "<p>The ministers agreed on a plan that nobody had expected to pass, and went home before midnight.</p>"
	tests := map[string]struct{ body, says string }{
		"empty":         {"", "is empty"},
		"blank":         {" \n\t\r\n", "is empty"},
		"PDF":           {"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF; Rapporteur reads HTML, plain text and .eml"},
		"PNG":           {"\x89PNG\r\n\x1a\n\x00\x00", "PNG"},
		"Office":        {"PK\x03\x04\x14\x00", "Office"},
		"NULs":          {"abc\x00def", "is binary"},
		"late NULs":     {strings.Repeat("text ", 20000) + "\x00", "is binary"},
		"feed":          {`<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>`, "is a feed"},
		"too long":      {strings.Repeat("a", 50<<20), "more than the limit"},
		"too deep":      {"<html><body>" + strings.Repeat("<div>", 2000) + para, "nested too deep"},
		"only markup":   {"<!doctype html><html><body><nav><a href=/>Home</a></nav></body></html>", "holds no article text"},
		"challenge":     {"<html><head><title>Just a moment...</title></head><body>" + para + "</body></html>", "challenge page"},
		"only controls": {strings.Repeat("\x01\x02", 50), "binary"},
		"mail of none":  {"From: a@example.org\r\nDate: Mon, 1 Dec 2025 09:30:00 +0100\r\nSubject: x\r\nContent-Type: image/png\r\n\r\nabc", "without a text part"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Extract(page(tt.body))
			if name == "late NULs" && err == nil {
				return // beyond the stretch that is looked at, they are kept as characters
			}
			if !errors.Is(err, ErrNotArticle) {
				t.Fatalf("error %v does not wrap ErrNotArticle", err)
			}
			if !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want one line with %q", err, tt.says)
			}
		})
	}
}

// Pages that break parsers are read, or refused in a line; the race detector and the fuzzer find the rest.
func TestHardPages(t *testing.T) {
	para := "<p>The ministers agreed on a plan that nobody had expected to pass, and went home before midnight.</p>"
	for name, body := range map[string]string{
		"unclosed formatting": "<html><body>" + strings.Repeat("<b><font color=red>", 1500) + para + para,
		"giant data address":  `<html><body><h1>Plan passes after long night</h1><img src="data:image/png;base64,` + strings.Repeat("QUJD", 1<<19) + `">` + para + para,
		"bomb of JSON-LD":     `<html><head><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 9000) + `</script></head><body>` + para + para,
		"many blocks of it":   `<html><head>` + strings.Repeat(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>`, 3000) + `</head><body>` + para + para,
		"many attributes":     "<html><body><p" + strings.Repeat(" a=b", 20000) + ">" + para + para,
		"many paragraphs":     "<html><body><article>" + strings.Repeat("<p>Nothing was said, and nothing was done.</p>", 4000),
		"many tables":         "<html><body>" + para + para + strings.Repeat("<table><tr><td>a", 100),
		"many links":          "<html><body><article>" + para + para + strings.Repeat("<a href=x>link</a> ", 10000),
		"a lone surrogate":    "<html><head><meta charset=utf-8></head><body>" + para + "<p>\xed\xa0\x80 and \xff\xfe</p>" + para,
	} {
		t.Run(name, func(t *testing.T) { mustExtract(t, page(body)) })
	}
}

func TestCharsets(t *testing.T) {
	russian := "\xcc\xe8\xed\xe8\xf1\xf2\xf0\xfb \xe4\xee\xe3\xee\xe2\xee\xf0\xe8\xeb\xe8\xf1\xfc" // Министры договорились
	for name, tt := range map[string]struct{ contentType, body, want string }{
		"header":        {"text/plain; charset=windows-1251", russian, "Министры договорились"},
		"guess":         {"", russian + " \xee \xe7\xe0\xea\xf3\xef\xea\xe0\xf5 \xe8 \xee \xf2\xee\xec, \xf7\xf2\xee \xe1\xf3\xe4\xe5\xf2 \xe4\xe0\xeb\xfc\xf8\xe5", "Министры договорились о закупках и о том, что будет дальше"},
		"windows-1252":  {"", "The na\xefve plan \x96 \x93so called\x94 \x97 failed", "The naïve plan – “so called” — failed"},
		"UTF-16 marked": {"", "\xff\xfeP\x00l\x00a\x00n\x00 \x00f\x00a\x00i\x00l\x00s\x00", "Plan fails"},
		"broken UTF-8":  {"text/plain; charset=utf-8", "Plan — “so” — caf\xff — fails", "Plan — “so” — caf\uFFFD — fails"},
		"a wrong label": {"text/plain; charset=iso-8859-1", "Plan — fails", "Plan — fails"},
	} {
		t.Run(name, func(t *testing.T) {
			a := mustExtract(t, &rapporteur.Page{ContentType: tt.contentType, Body: []byte(tt.body)})
			if a.Text != tt.want {
				t.Errorf("got %q, want %q", a.Text, tt.want)
			}
		})
	}
}

func TestMail(t *testing.T) {
	head := "From: =?utf-8?q?Minist=C3=A8re?= <presse@example.org>\r\nTo: list@example.org\r\nSubject: =?utf-8?B?VGFsa3MgcmVzdW1lIGluIEdlbsOodmU=?=\r\nDate: Mon, 1 Dec 2025 09:30:00 +0100\r\nMIME-Version: 1.0\r\n"
	plain := "The talks resume in Gen=E8ve, the ministry said today, and nobody expects t=\r\nhem to be short.\r\n\r\nThe ministry will brief the press at noon."
	for name, body := range map[string]string{
		"plain":       head + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + plain,
		"alternative": head + "Content-Type: multipart/alternative; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + plain + "\r\n--b1--\r\n",
		"html":        head + "Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>The talks resume in Gen=E8ve, the ministry said today, and nobody expects t=\r\nhem to be short.</p><p>The ministry will brief the press at noon.</p></body></html>\r\n--b1\r\nContent-Type: image/png\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b1--\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			a := mustExtract(t, page(body))
			if got := a.Title(); got != "Talks resume in Genève" {
				t.Errorf("headline %q", got)
			}
			if a.Outlet != "Ministère" || a.Published.String() != "2025-12-01T09:30:00+01:00" || a.Published.From != rapporteur.FromHeader {
				t.Errorf("outlet %q, published %q from %q", a.Outlet, a.Published, a.Published.From)
			}
			if !strings.Contains(a.Text, "The talks resume in Genève, the ministry said today, and nobody expects them to be short.") {
				t.Errorf("text %q", a.Text)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	body := `<html><head><link rel="canonical" href="/a/talks?utm_source=x"></head><body><h1>Talks resume in the old town hall</h1><p>The ministers agreed on a plan that nobody had expected to pass.</p></body></html>`
	one := mustExtract(t, &rapporteur.Page{URL: "https://example.org/a/talks?utm_source=mail#top", Body: []byte(body)})
	two := mustExtract(t, &rapporteur.Page{URL: "https://www.example.org/x", FinalURL: "https://example.org/a/talks", Body: []byte(strings.ReplaceAll(body, "plan", "pact"))})
	if one.URL != "https://example.org/a/talks" || one.ID != two.ID {
		t.Errorf("one article, two identities: %s %s, %s %s", one.URL, one.ID, two.URL, two.ID)
	}
	foreign := mustExtract(t, &rapporteur.Page{URL: "https://example.org/b", Body: []byte(strings.ReplaceAll(body, "/a/talks", "https://elsewhere.example/a"))})
	if foreign.URL != "https://example.org/b" {
		t.Errorf("believed a canonical address on another host: %s", foreign.URL)
	}
}

// The library writes to standard error when it is let; nobody may hear of it.
func TestSilence(t *testing.T) {
	if os.Getenv("EXTRACT_SILENCE") != "" {
		for range 3 {
			_, _ = Extract(page("<html><body><nav>Home</nav><p>x</p><table><tr><td>y</table></body></html>"))
			_, _ = Extract(page("<html><body><article><p>The ministers agreed on a plan that nobody had expected to pass.</p></article></body></html>"))
		}
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSilence$")
	cmd.Env = append(os.Environ(), "EXTRACT_SILENCE=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Fatalf("%v; standard error: %q", err, stderr.String())
	}
}

// The first lines of a corpus whose every article has a headline, and the same articles without them.
func TestHeadlinesOfCorpus(t *testing.T) {
	dir := os.Getenv("RAPPORTEUR_CORPORA")
	if dir == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "attribution/polnear/train/text/*.txt"))
	if err != nil || len(files) == 0 {
		t.Skip("no PolNeAR there")
	}
	missed, spurious := 0, 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a := mustExtract(t, page(string(b)))
		if a.Text != string(b) {
			t.Errorf("%s was changed", f)
		}
		if a.Title() == "" {
			missed++
		}
		if _, rest, ok := strings.Cut(string(b), "\n\n"); ok && strings.TrimFunc(rest, unicode.IsSpace) != "" && mustExtract(t, page(rest)).Title() != "" {
			spurious++
		}
	}
	t.Logf("%d articles: headline missed in %d; seen in %d of those whose headline was cut off", len(files), missed, spurious)
	if missed*50 > len(files) || spurious*7 > len(files) {
		t.Errorf("headlines missed %d, spurious %d of %d", missed, spurious, len(files))
	}
}

// What third_party leaves out of the program must stay switched off, or pages would be judged by half a library.
func TestLibraryOptions(t *testing.T) {
	o := libraryOptions()
	if o.EnableFallback || o.HtmlDateMode != trafilatura.Disabled || o.HtmlDateOptions != nil || o.FallbackCandidates != nil {
		t.Errorf("%+v: the search for dates and the second opinion are not linked", o)
	}
}
