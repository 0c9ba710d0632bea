package extract

import (
	"time"

	"rapporteur"
)

// reckon infers the day of publication from the text where nobody states it (given is returned where it is known):
// first from the dateline, then from the day of a caption that the report's weekday agrees with, then from a day that
// the report itself prints with a weekday. What the calendar contradicts is not used.
func reckon(a *rapporteur.Article, given rapporteur.Stamp) rapporteur.Stamp {
	if !given.Time.IsZero() {
		return given
	}
	r := reckoning{a: a, weekday: ledeWeekday(a), latest: latestYear(a)}
	for _, try := range []func() (time.Time, rapporteur.StampFrom, bool){r.dateline, r.caption, r.text} {
		if t, from, ok := try(); ok {
			return dayStamp(t, from)
		}
	}
	return rapporteur.Stamp{}
}

type reckoning struct {
	a       *rapporteur.Article
	weekday int // the first that the report names as its own day ("said Monday"), -1 where none
	latest  int // the latest year printed, 0 where none
}

var ownDay = pattern(`\b(?:(?i:said|told|announced|met|warned|added|held|agreed|confirmed|rejected|called|urged|reported|late|early|on|and|here|but) )?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b`)
var otherDay = pattern(`(?i)\b(?:last|next|by|until|since|from|to|before|after|every|coming|this coming)\s*$`)

// ledeWeekday looks through the first paragraphs for the weekday on which the news happened.
func ledeWeekday(a *rapporteur.Article) int {
	n := 0
	for _, p := range a.Parts {
		if p.Kind != rapporteur.Paragraph {
			continue
		}
		s := head(p.Of(a.Text), 2000)
		for _, m := range ownDay().FindAllStringSubmatchIndex(s, 4) {
			if !otherDay().MatchString(s[max(0, m[2]-16):m[2]]) {
				return weekdayOf(s[m[2]:m[3]])
			}
		}
		if n++; n == 4 {
			break
		}
	}
	return -1
}

var yearWord = pattern(`\b(?:19|20)\d\d\b`)

// yearAhead stands before a year that is a target, not a present.
var yearAhead = pattern(`(?i)\b(?:by|until|till|through|for|before|beyond|mid-?|end of|early|late|from)[ -]$`)

// latestYear is the latest year of the text that is no target ("by 2030"), 0 where none is printed.
func latestYear(a *rapporteur.Article) int {
	latest := 0
	s := head(a.Text, 1<<16)
	for _, m := range yearWord().FindAllStringIndex(s, 200) {
		if !yearAhead().MatchString(s[max(0, m[0]-10):m[0]]) {
			latest = max(latest, number(s[m[0]:m[1]]))
		}
	}
	return latest
}

// dateline completes "BRUSSELS, Dec. 1" with its year: the printed one, the year of fetching, or a year of the text
// whose calendar agrees with the report's weekday.
func (r *reckoning) dateline() (time.Time, rapporteur.StampFrom, bool) {
	d, _, ok := findDay(r.a.Dateline.Day)
	if !ok {
		return time.Time{}, "", false
	}
	if d.year == 0 {
		d.year = r.yearOf(d)
	}
	return d.time(), rapporteur.FromDateline, d.year != 0 && d.valid()
}

// yearOf finds the year of a day printed without one; 0 where nothing tells it. A page is read soon after it is
// published, so the year of fetching serves unless the report's weekday contradicts it; a file may be of any age, so
// there the weekday must confirm it. Years that the text prints are no help: they are mostly those of other events.
func (r *reckoning) yearOf(d day) int {
	if f := r.a.Fetched; !f.IsZero() {
		d.year = f.UTC().Year()
		if d.time().After(f.Add(48 * time.Hour)) {
			d.year--
		}
		if r.confirms(d) || r.weekday < 0 && r.a.URL != "" {
			return d.year
		}
	}
	return 0
}

// confirms reports whether the report's own weekday falls on the day, or on the one before: reports are filed at night.
func (r *reckoning) confirms(d day) bool {
	return r.weekday >= 0 && (int(d.time().Weekday())-r.weekday+7)%7 <= 1
}

var archived = pattern(`(?i)\bfile\b|\barchive\b|\bundated\b`)

// caption takes the latest day of the captions. The report's weekday must fall on it or within three days after it:
// of the captions on a thousand real pages, those without that agreement mostly misled.
func (r *reckoning) caption() (time.Time, rapporteur.StampFrom, bool) {
	var latest time.Time
	for _, p := range r.a.Parts {
		s := p.Of(r.a.Text)
		if p.Kind != rapporteur.Caption || archived().MatchString(s) {
			continue
		}
		for _, f := range findDays(head(s, 2000), 4) {
			if f.year != 0 && f.agrees() && f.time().After(latest) {
				latest = f.time()
			}
		}
	}
	if latest.IsZero() || r.weekday < 0 {
		return latest, "", false // an archive's picture, as likely as not
	}
	gap := (r.weekday - int(latest.Weekday()) + 7) % 7
	return latest.AddDate(0, 0, gap), rapporteur.FromCaption, gap <= 3
}

// text takes the first day printed in the opening paragraphs with a weekday that the calendar confirms; or without
// one, where the report's own weekday does.
func (r *reckoning) text() (time.Time, rapporteur.StampFrom, bool) {
	n := 0
	for _, p := range r.a.Parts {
		if p.Kind == rapporteur.Caption || p.Kind == rapporteur.Credit {
			continue
		}
		s := head(p.Of(r.a.Text), 4000)
		if n++; n > 8 {
			break
		}
		if !hasYear(s) {
			continue
		}
		for _, f := range findDays(s, 8) {
			if f.year == 0 || f.year < r.latest-1 || !f.agrees() || ahead().MatchString(s[max(0, f.Start-24):f.Start]) {
				continue
			}
			if f.weekday >= 0 || int(f.time().Weekday()) == r.weekday && r.weekday >= 0 {
				return f.time(), rapporteur.FromText, true
			}
		}
	}
	return time.Time{}, "", false
}

// ahead stands before a day that is yet to come, or long past.
var ahead = pattern(`(?i)\b(?:by|until|before|since|from|expires?|deadline|will|born|next|due)\b[^.]*$`)

// head is the beginning of s, of at most n bytes, cut on a rune border.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
