package extract

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// layouts are the shapes in which pages and mails state a time, the commonest first. A time without a zone is taken as
// UTC, for nothing else can be known.
var layouts = []struct {
	layout string
	day    bool
}{
	{time.RFC3339, false},
	{"2006-01-02", true},
	{"2006-01-02T15:04:05Z0700", false},
	{"2006-01-02T15:04Z07:00", false},
	{"2006-01-02T15:04:05", false},
	{"2006-01-02T15:04", false},
	{"2006-01-02 15:04:05Z07:00", false},
	{"Mon, 2 Jan 2006 15:04:05Z07:00", false},
	{"2006-01-02 15:04Z07:00", false},
	{"2006-01-02 15:04:05 -0700", false},
	{"2006-01-02 15:04:05 MST", false},
	{"2006-01-02 15:04:05", false},
	{"2006-01-02 15:04", false},
	{time.RFC1123Z, false},
	{time.RFC1123, false},
	{"Mon, 2 Jan 2006 15:04:05 -0700", false},
	{"Mon, 2 Jan 2006 15:04:05 MST", false},
	{"2 Jan 2006 15:04:05 -0700", false},
	{time.UnixDate, false},
	{time.ANSIC, false},
	{"20060102T150405Z", false},
	{"20060102", true},
	{"2006/01/02", true},
	{"2006/01/02 15:04:05", false},
	{"02.01.2006", true},
	{"2.1.2006", true},
	{"02.01.2006 15:04", false},
	{"02.01.2006, 15:04", false},
}

// zones are the abbreviations that software writes instead of offsets; others are read as UTC.
var zones = map[string]string{
	"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
	"CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "BST": "+01:00", "MSK": "+03:00", "GMT": "+00:00", "UTC": "+00:00",
}

// stated reads a time as a publisher's software writes it; ok is false for anything else, and for years in which
// nobody published on the web (a sign of a default value).
func stated(s string) (t time.Time, dateOnly, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 6 || len(s) > 64 {
		return t, false, false
	}
	for name, offset := range zones {
		if bare, ok := strings.CutSuffix(s, name); ok && digit(bare[len(bare)-1]) || ok && bare[len(bare)-1] == ' ' {
			s = strings.TrimSpace(bare) + offset
			break
		}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return t, l.day, plausible(t)
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n > 1e12 {
			n /= 1000
		}
		t = time.Unix(n, 0).UTC()
		return t, false, plausible(t)
	}
	if d, _, ok := findDay(s); ok && d.year != 0 {
		t = d.time()
		return t, true, plausible(t)
	}
	return t, false, false
}

func plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2200 && t.Unix() != 0 }

// stamp is stated as a Stamp, the zero Stamp where the words are no time.
func stamp(s string, from rapporteur.StampFrom) rapporteur.Stamp {
	t, day, ok := stated(s)
	if !ok {
		return rapporteur.Stamp{}
	}
	if day {
		return dayStamp(t, from)
	}
	return rapporteur.Stamp{Time: t, From: from}
}

func dayStamp(t time.Time, from rapporteur.StampFrom) rapporteur.Stamp {
	return rapporteur.Stamp{Time: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), DateOnly: true, From: from}
}

var urlDay = pattern(`(?:^|[/_-])((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?:[/_.-]|$)`)
var urlMonthName = pattern(`/((?:19|20)\d\d)/([a-z]{3})/([0-3]?\d)/`)

// urlStamp reads the day from an address: /2025/12/01/, /2025-12-01-, /20251201/, /2025/dec/01/.
func urlStamp(u *url.URL) rapporteur.Stamp {
	if m := urlMonthName().FindStringSubmatch(strings.ToLower(u.Path)); m != nil {
		if month := monthOf(m[2]); month != 0 {
			if d := (day{number(m[1]), month, number(m[3])}); d.valid() {
				return dayStamp(d.time(), rapporteur.FromURL)
			}
		}
	}
	for _, m := range urlDay().FindAllStringSubmatch(u.Path, 4) {
		if d := (day{number(m[1]), number(m[2]), number(m[3])}); d.valid() {
			return dayStamp(d.time(), rapporteur.FromURL)
		}
	}
	return rapporteur.Stamp{}
}

// day is a day of the calendar as printed; year is 0 where none is printed.
type day struct{ year, month, day int }

func (d day) time() time.Time {
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

func (d day) valid() bool {
	y := d.year
	if y == 0 {
		y = 2024 // a leap year: 29 February may be printed without its year
	}
	t := day{y, d.month, d.day}.time()
	return t.Day() == d.day && int(t.Month()) == d.month && (d.year == 0 || plausible(t))
}

const (
	weekdayWords = `Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun`
	monthWords   = `Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?` +
		`|Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember` +
		`|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre` +
		`|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre` +
		`|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre` +
		`|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря` +
		`|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня`
)

// dayWords finds "Monday, Dec. 1, 2025", "Dec. 1", "1 December 2025", "1er décembre 2025", "2025-12-01", "1.12.2025" and,
// for it is another day on another continent, no 01/12/2025. Groups: weekday; month, day, year; day, month, year; year,
// month, day; day, month, year.
var dayWords = pattern(`(?i)(?:\b(` + weekdayWords + `)\b\.?,? (?:the )?)?(?:` +
	`\b(` + monthWords + `)\b\.? (\d{1,2})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)\d\d)\b)?` +
	`|(?:^|[^\d.,:])(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: of| de)? (` + monthWords + `)\.?(?:,? (?:de |del )?((?:19|20)\d\d)\b)?` +
	`|\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b` +
	`|\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b)`)

// found is a day where it stands in a text, with the weekday printed before it, -1 where none is.
type found struct {
	day
	weekday int
	rapporteur.Span
}

// agrees reports whether the printed weekday is the one of the calendar; true where none is printed.
func (f found) agrees() bool {
	return f.weekday < 0 || f.year == 0 || int(f.time().Weekday()) == f.weekday
}

// findDays returns up to limit days of s, in order.
func findDays(s string, limit int) []found {
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	var out []found
	for _, m := range dayWords().FindAllStringSubmatchIndex(s, limit) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		f := found{weekday: weekdayOf(group(1)), Span: rapporteur.Span{Start: m[0], End: m[1]}}
		switch {
		case group(2) != "":
			f.day = day{number(group(4)), monthOf(group(2)), number(group(3))}
		case group(6) != "":
			f.day = day{number(group(7)), monthOf(group(6)), number(group(5))}
			if f.weekday < 0 {
				f.Start = m[10]
			}
		case group(8) != "":
			f.day = day{number(group(8)), number(group(9)), number(group(10))}
		default:
			f.day = day{number(group(13)), number(group(12)), number(group(11))}
		}
		if f.valid() {
			out = append(out, f)
		}
	}
	return out
}

// hasYear is a quick look for a year in digits.
func hasYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if (s[i] == '1' && s[i+1] == '9' || s[i] == '2' && s[i+1] == '0') && digit(s[i+2]) && digit(s[i+3]) {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func findDay(s string) (day, rapporteur.Span, bool) {
	for _, f := range findDays(s, 3) {
		return f.day, f.Span, true
	}
	return day{}, rapporteur.Span{}, false
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // "" is 0
	return n
}

// months gives the beginnings of the months' names, as far as they tell the month.
var months = []struct {
	prefix string
	month  int
}{
	{"janv", 1}, {"jan", 1}, {"jän", 1}, {"ene", 1}, {"gen", 1}, {"янв", 1}, {"січ", 1},
	{"feb", 2}, {"fév", 2}, {"фев", 2}, {"лют", 2},
	{"mar", 3}, {"mär", 3}, {"мар", 3}, {"бер", 3},
	{"apr", 4}, {"avr", 4}, {"abr", 4}, {"апр", 4}, {"кві", 4},
	{"may", 5}, {"mai", 5}, {"mag", 5}, {"мая", 5}, {"тра", 5},
	{"jun", 6}, {"juin", 6}, {"giu", 6}, {"июн", 6}, {"чер", 6},
	{"jul", 7}, {"juil", 7}, {"lug", 7}, {"июл", 7}, {"лип", 7},
	{"aug", 8}, {"aoû", 8}, {"ago", 8}, {"авг", 8}, {"сер", 8},
	{"sep", 9}, {"set", 9}, {"сен", 9}, {"вер", 9},
	{"oct", 10}, {"okt", 10}, {"ott", 10}, {"окт", 10}, {"жов", 10},
	{"nov", 11}, {"ноя", 11}, {"лис", 11},
	{"dec", 12}, {"dez", 12}, {"déc", 12}, {"dic", 12}, {"дек", 12}, {"гру", 12},
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	for _, m := range months {
		if strings.HasPrefix(word, m.prefix) {
			return m.month
		}
	}
	return 0
}

// weekdayOf counts from Sunday = 0, as package time does; -1 is none.
func weekdayOf(word string) int {
	if len(word) < 3 {
		return -1
	}
	return strings.Index("sunmontuewedthufrisat", strings.ToLower(word[:3])) / 3
}
