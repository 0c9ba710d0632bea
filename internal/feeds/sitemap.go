package feeds

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"rapporteur"
)

// sitemapURL is one entry of a sitemap (sitemaps.org, and Google's news extension of it). Names are matched without
// their namespace, since many sitemaps get it wrong.
type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    *struct {
		Publication struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
		Date  string `xml:"publication_date"`
		Title string `xml:"title"`
	} `xml:"news"`
}

type sitemapReader struct {
	*Listing
	at       base
	dates    dateReader
	unlinked int
	children []rapporteur.Item // of an index
}

func parseSitemap(body []byte, at base) (*Listing, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	s := &sitemapReader{Listing: &Listing{Kind: rapporteur.FeedSitemap}, at: at}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the sitemap is broken: %s", rapporteur.ErrInvalid, oneLine(err))
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		if len(s.Items)+len(s.children) == maxURLs {
			s.note("only the first %d addresses are taken", maxURLs)
			break
		}
		var u sitemapURL
		if err := d.DecodeElement(&u, &start); err != nil {
			return nil, fmt.Errorf("%w: the sitemap is broken: %s", rapporteur.ErrInvalid, oneLine(err))
		}
		s.add(u, start.Name.Local == "sitemap")
	}
	return s.finish(), nil
}

func (s *sitemapReader) add(u sitemapURL, child bool) {
	link, ok := s.at.resolve(u.Loc)
	if !ok {
		s.unlinked++
		return
	}
	item := rapporteur.Item{URL: link, Updated: s.dates.read(nil, u.LastMod)}
	if child {
		s.children = append(s.children, item)
		return
	}
	if n := u.News; n != nil {
		item.Title = plain(n.Title, maxSummary)
		item.Published = s.dates.read(nil, n.Date)
		or(&s.Title, plain(n.Publication.Name, maxSummary))
		or(&s.Language, plain(n.Publication.Language, 40))
	}
	s.Items = append(s.Items, item)
}

func (s *sitemapReader) finish() *Listing {
	newest := func(a, b rapporteur.Item) int { return said(b).Compare(said(a)) }
	slices.SortStableFunc(s.Items, newest)
	slices.SortStableFunc(s.children, newest)
	for _, c := range s.children {
		s.More = append(s.More, c.URL)
	}
	if s.unlinked > 0 {
		s.note("%d entries have no usable link and are left out", s.unlinked)
	}
	if s.dates.unread > 0 {
		s.note("%d dates could not be read", s.dates.unread)
	}
	return s.Listing
}

// said is the time an entry gives for itself: published, else updated.
func said(i rapporteur.Item) time.Time {
	if i.Published.IsZero() {
		return i.Updated
	}
	return i.Published
}

func or(s *string, otherwise string) {
	if *s == "" {
		*s = otherwise
	}
}
