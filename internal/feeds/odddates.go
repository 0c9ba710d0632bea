package feeds

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// oddShapes are the parts of a date that fits no layout, in folded text. They are compiled when the first such date comes.
type oddShapes struct {
	numeric, clock, offset, relative, number, word *regexp.Regexp
}

var shapes = sync.OnceValue(func() *oddShapes {
	return &oddShapes{
		numeric: regexp.MustCompile(`(?:^|[^\d.:/+-])(\d{4}|\d{1,2})(?:- ?(\d{1,2})- ?|/ ?(\d{1,2})/ ?|\. ?(\d{1,2})\. ?)(\d{4}|\d{1,2})(?:[^\d:]|$)`),
		clock:   regexp.MustCompile(`(?:^|\D)(\d{1,2})(?:(?: ?[:h] ?|\.)(\d{2})(?:[:m.](\d{2})(?:[.,]\d+)?)?)?(?: ?([ap])\.? ?m\b\.?| uhr| h\b|h\b)?`),
		offset:  regexp.MustCompile(`^ ?(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?(?:\D|$)`),
		// Number and unit: "2 hours", "2h".
		relative: regexp.MustCompile(`^\D*?(\d{1,4}) ?(\pL+)\D*$`),
		number:   regexp.MustCompile(`\d+`),
		word:     regexp.MustCompile(`\pL+`),
	}
})

// readOdd reads a date of a shape or a language that no layout has: "lundi 1er décembre 2025, 10h30", "01-Dec-25 10:30
// EST", "vor 2 Stunden". Without a zone it is taken for UTC, without a year for the last such day before now. Words that
// it does not know are passed over, numbers are not: one that has no place makes the date unread, the zero time.
func readOdd(words, language string, now time.Time) time.Time {
	text := fold(words)
	if !now.IsZero() {
		if t := readAgo(text, now); !t.IsZero() {
			return t
		}
	}
	o := oddDate{text: text, language: strings.ToLower(language), now: now}
	o.takeNumeric()
	o.takeClock()
	if o.month == 0 {
		o.takeNamed()
	}
	return o.time()
}

// fold gives lower case without accents, and the Chinese, Japanese and Korean marks of year, month and day as hyphens.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(cjkMarks.Replace(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '\u2212' || r == '\u2010' || r == '\u2011' || r == '\u2013':
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var cjkMarks = strings.NewReplacer("年", "-", "月", "-", "日", " ", "년", "-", "월", "-", "일", " ", "時", ":", "时", ":", "시", ":", "分", " ", "분", " ")

// oddDate is a date while it is read; what is taken from text is blanked in it.
type oddDate struct {
	text, language         string
	now                    time.Time
	year, month, day       int
	hour, minute, second   int
	zone                   *time.Location
	hasClock, bad, hasYear bool
	american               bool // zone is a standard time of the United States, with summer time to be reckoned
}

// takeNumeric takes 2025-12-01, 1.12.2025, 12/1/25. The order of day and month before a slash depends on the language.
func (o *oddDate) takeNumeric() {
	m := shapes().numeric.FindStringSubmatchIndex(o.text)
	if m == nil {
		return
	}
	a, mid, c := o.at(m, 1), o.at(m, 2)+o.at(m, 3)+o.at(m, 4), o.at(m, 5)
	switch {
	case m[3]-m[2] == 4:
		o.setYear(a, 4)
		o.month, o.day = mid, c
	case m[6] >= 0 && mid <= 12 && a <= 12 && monthFirst(o.language), mid > 12:
		o.setYear(c, m[11]-m[10])
		o.month, o.day = a, mid
	default:
		o.setYear(c, m[11]-m[10])
		o.month, o.day = mid, a
	}
	o.blank(m[2], m[11])
}

func monthFirst(language string) bool {
	return language == "" || language == "en" || language == "en-us" || language == "en-ph"
}

// setYear takes two digits as POSIX does: 69 to 99 are of the last century.
func (o *oddDate) setYear(n, digits int) {
	if digits <= 2 && n < 69 {
		n += 2000
	} else if digits <= 2 {
		n += 1900
	}
	o.year, o.hasYear = n, true
}

// takeClock takes 10:30, 10:30:15.5, 10h30, 10.30, 10:30 PM, 9 a.m., and the zone behind it.
func (o *oddDate) takeClock() {
	for _, m := range shapes().clock.FindAllStringSubmatchIndex(o.text, -1) {
		if m[1] == m[3] { // a number only
			continue
		}
		o.hour, o.minute, o.second, o.hasClock = o.at(m, 1), o.at(m, 2), o.at(m, 3), true
		if m[8] >= 0 {
			o.bad = o.bad || o.hour > 12 || o.hour == 0
			o.hour %= 12
			if o.text[m[8]] == 'p' {
				o.hour += 12
			}
		}
		o.takeZone(m[1])
		o.blank(m[2], m[1])
		return
	}
}

// takeZone takes an offset or the usual name of a zone from what stands behind the time of day.
func (o *oddDate) takeZone(end int) {
	if m := shapes().offset.FindStringSubmatchIndex(o.text[end:]); m != nil {
		for i := range m {
			if m[i] >= 0 {
				m[i] += end
			}
		}
		seconds := o.at(m, 2)*3600 + o.at(m, 3)*60
		o.bad = o.bad || seconds > 15*3600
		if o.text[m[2]] == '-' {
			seconds = -seconds
		}
		o.zone = time.FixedZone("", seconds)
		o.blank(m[2], max(m[5], m[7]))
		return
	}
	english := o.language == "" || strings.HasPrefix(o.language, "en") // "et" is a word elsewhere
	for _, w := range shapes().word.FindAllString(o.text[end:], -1) {
		minutes, ok := zones[w]
		if !ok && english {
			minutes, ok = american[w]
			o.american = ok
		}
		if ok {
			o.zone = time.FixedZone("", minutes*60)
			return
		}
	}
}

// takeNamed takes the date with a month's name. Of several names the last counts, for "mar." may be a Tuesday.
func (o *oddDate) takeNamed() {
	for _, w := range shapes().word.FindAllString(o.text, -1) {
		if m := monthNamed(w, o.language); m > 0 {
			o.month = m
		}
	}
	if o.month == 0 {
		o.takeDayWord()
		return
	}
	for _, n := range shapes().number.FindAllStringIndex(o.text, -1) {
		v, digits := o.number(n[0], n[1]), n[1]-n[0]
		switch {
		case digits == 4 && !o.hasYear:
			o.setYear(v, 4)
		case digits <= 2 && o.day == 0:
			o.day = v
		case digits == 2 && !o.hasYear:
			o.setYear(v, 2)
		default:
			o.bad = true
		}
		o.blank(n[0], n[1])
	}
	if o.day == 0 && o.hasYear && !o.hasClock { // "December 2025"
		o.day = 1
	}
}

// takeDayWord takes "today" and "yesterday", which need a time of day.
func (o *oddDate) takeDayWord() {
	if o.now.IsZero() || !o.hasClock {
		return
	}
	for _, w := range shapes().word.FindAllString(o.text, -1) {
		if back, ok := dayWords[w]; ok {
			y, m, d := o.now.In(o.location()).AddDate(0, 0, -back).Date()
			o.year, o.month, o.day, o.hasYear = y, int(m), d, true
			return
		}
	}
}

func (o *oddDate) location() *time.Location {
	if o.zone == nil {
		return time.UTC
	}
	return o.zone
}

// time gives the date if everything in it has its place and such a day exists.
func (o *oddDate) time() time.Time {
	if o.bad || shapes().number.MatchString(o.text) || o.month < 1 || o.month > 12 || o.day < 1 || o.hour > 23 || o.minute > 59 || o.second > 60 {
		return time.Time{}
	}
	if !o.hasYear {
		return o.lastBefore()
	}
	return o.in(o.year)
}

// in gives the date in a year, the zero time where the day does not exist.
func (o *oddDate) in(year int) time.Time {
	t := time.Date(year, time.Month(o.month), o.day, 0, 0, 0, 0, o.location())
	if year < 1900 || year > 2200 || t.Day() != o.day {
		return time.Time{}
	}
	t = time.Date(year, time.Month(o.month), o.day, o.hour, o.minute, o.second, 0, o.location())
	if o.american && americanSummer(t) {
		t = t.Add(-time.Hour)
	}
	return t
}

// americanSummer reports whether summer time holds at a local standard time: from the second Sunday of March to the
// first of November, at two o'clock (Energy Policy Act of 2005).
func americanSummer(t time.Time) bool {
	sunday := func(month time.Month, first int) time.Time {
		d := time.Date(t.Year(), month, first, 2, 0, 0, 0, t.Location())
		return d.AddDate(0, 0, (7-int(d.Weekday()))%7)
	}
	return !t.Before(sunday(time.March, 8)) && t.Before(sunday(time.November, 1))
}

// lastBefore gives the last such day that is not after tomorrow.
func (o *oddDate) lastBefore() time.Time {
	if o.now.IsZero() {
		return time.Time{}
	}
	year := o.now.In(o.location()).Year() + 1
	for back := range 10 { // 29 February may be eight years ago
		if t := o.in(year - back); !t.IsZero() && t.Before(o.now.AddDate(0, 0, 1)) {
			return t
		}
	}
	return time.Time{}
}

// at gives the number of a group of a match, 0 where the group is absent.
func (o *oddDate) at(m []int, group int) int {
	if m[2*group] < 0 {
		return 0
	}
	return o.number(m[2*group], m[2*group+1])
}

// number gives -1, which is no part of a date, for what is too long.
func (o *oddDate) number(from, to int) int {
	n, err := strconv.Atoi(o.text[from:to])
	if err != nil {
		return -1
	}
	return n
}

func (o *oddDate) blank(from, to int) {
	o.text = o.text[:from] + strings.Repeat(" ", to-from) + o.text[to:]
}

// readAgo reads "2 hours ago", "vor 2 Stunden", "il y a 3 jours": one number, its unit, and a word that points back.
func readAgo(text string, now time.Time) time.Time {
	m := shapes().relative.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}
	}
	pointsBack := strings.HasPrefix(text, "il y a ")
	for _, w := range shapes().word.FindAllString(text, -1) {
		pointsBack = pointsBack || slices.Contains(agoWords, w)
	}
	n, err := strconv.Atoi(m[1])
	if !pointsBack || err != nil {
		return time.Time{}
	}
	switch unit := unitNamed(m[2]); unit {
	case 0:
		return time.Time{}
	case unitMonth:
		return now.AddDate(0, -n, 0)
	case unitYear:
		return now.AddDate(-n, 0, 0)
	default:
		return now.Add(-time.Duration(n) * unit)
	}
}
