package dates

import (
	"fmt"
	"strings"
	"time"

	"rapporteur"
)

// value is the meaning of an expression: a calendar point that may lack its year, a duration, a set, or a vague reference.
type value struct {
	kind rapporteur.DateKind
	ref  string // PAST_REF, PRESENT_REF, FUTURE_REF, or a duration or set's TIMEX3 value; calendar fields are empty then

	unit    unit // grain of the calendar fields: day, week, month, quarter, half, season, year, decade, century, weekend
	year    int  // 0: unknown; for decades its first year, for centuries the first two digits times 100
	quarter int
	half    int
	season  string
	month   int
	week    int // ISO week of year
	weekday int // 1 Monday to 7: set while the day itself is unknown
	day     int
	vagueX  bool // the year names the decade only: 198X

	part      string // of day
	clock     bool
	hour, min int
	sec       int // -1: not given
	minutes   bool
	zone      *zone

	mod      string
	fiscal   bool
	until    *value          // the closing end of a compact range: "5-7 May"
	echo     bool            // names a point by another ("a year earlier"): what follows leans on that other one
	from, to time.Time       // of a duration that is tied to the calendar: "the past two years"
	event    rapporteur.Span // what the expression dates, if it says so itself
	anchor   string          // what it was reckoned from
}

func point(u unit) value { return value{kind: rapporteur.Point, unit: u, sec: -1} }

func vagueRef(ref string) value { return value{kind: rapporteur.Point, ref: ref, sec: -1} }

// on is the calendar point of grain u that holds t.
func on(t time.Time, u unit) value {
	v := point(u)
	v.year = t.Year()
	switch u {
	case week, weekend:
		v.year, v.week = t.ISOWeek()
	case month:
		v.month = int(t.Month())
	case quarter:
		v.quarter = (int(t.Month()) + 2) / 3
	case half:
		v.half = (int(t.Month()) + 5) / 6
	case decade:
		v.year -= v.year % 10
	case century:
		v.year -= v.year % 100
	case year:
	case season:
		v.season, v.year = seasonOf(t)
	default:
		v.unit, v.month, v.day = day, int(t.Month()), t.Day()
	}
	return v
}

func seasonOf(t time.Time) (string, int) {
	switch m := t.Month(); {
	case m <= 2:
		return "WI", t.Year() - 1
	case m <= 5:
		return "SP", t.Year()
	case m <= 8:
		return "SU", t.Year()
	case m <= 11:
		return "FA", t.Year()
	}
	return "WI", t.Year()
}

// shift moves t by n units, keeping to the first day of months and longer units so that none is skipped.
func shift(t time.Time, u unit, n int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, t.Hour(), t.Minute(), 0, 0, time.UTC)
	switch u {
	case second:
		return t.Add(time.Duration(n) * time.Second)
	case minute:
		return t.Add(time.Duration(n) * time.Minute)
	case hour:
		return t.Add(time.Duration(n) * time.Hour)
	case week, weekend:
		return t.AddDate(0, 0, 7*n)
	case fortnight:
		return t.AddDate(0, 0, 14*n)
	case month:
		return first.AddDate(0, n, 0)
	case quarter, season:
		return first.AddDate(0, 3*n, 0)
	case half:
		return first.AddDate(0, 6*n, 0)
	case year:
		return first.AddDate(n, 0, 0)
	case decade:
		return first.AddDate(10*n, 0, 0)
	case century:
		return first.AddDate(100*n, 0, 0)
	case millennium:
		return first.AddDate(1000*n, 0, 0)
	}
	return t.AddDate(0, 0, n)
}

// shiftDay is shift to the same day of the month or year, the last of the month where there is none.
func shiftDay(t time.Time, u unit, n int) time.Time {
	to := shift(t, u, n)
	switch u {
	case month, quarter, season, half, year, decade, century, millennium:
		return to.AddDate(0, 0, min(t.Day(), daysIn(to.Year(), int(to.Month())))-1)
	}
	return to
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// validDay reports whether the calendar has the day; without a year, 29 February counts.
func validDay(y, m, d int) bool {
	if y == 0 {
		y = 2000
	}
	return m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
}

// monday is the first day of an ISO week.
func monday(y, w int) time.Time {
	jan4 := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	return jan4.AddDate(0, 0, 7*(w-1)-(isoDay(jan4)-1))
}

// isoDay is 1 for Monday to 7 for Sunday.
func isoDay(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// timex is the TIMEX3 value.
func (v *value) timex() string {
	if v.ref != "" {
		return v.ref
	}
	s := v.calendar()
	if v.until != nil {
		return s + "/" + v.until.timex()
	}
	return s + v.clockTime()
}

func (v *value) calendar() string {
	y := "XXXX"
	if v.year != 0 {
		y = fmt.Sprintf("%04d", v.year)
		if v.vagueX {
			y = y[:3] + "X"
		}
	}
	switch v.unit {
	case decade:
		return y[:3]
	case century:
		return y[:2]
	case quarter:
		return y + number("-Q", v.quarter, 1)
	case half:
		return y + number("-H", v.half, 1)
	case season:
		return y + "-" + v.season
	case week:
		return y + number("-W", v.week, 2)
	case weekend:
		return y + number("-W", v.week, 2) + "-WE"
	case month:
		return y + number("-", v.month, 2)
	case day:
		if v.weekday != 0 && v.day == 0 {
			return fmt.Sprintf("%s-WXX-%d", y, v.weekday)
		}
		return y + number("-", v.month, 2) + number("-", v.day, 2)
	}
	return y
}

// number is a field of a TIMEX3 value, X for every digit that is unknown.
func number(prefix string, n, width int) string {
	if n == 0 {
		return prefix + "XX"[:width]
	}
	return fmt.Sprintf("%s%0*d", prefix, width, n)
}

func (v *value) clockTime() string {
	if !v.clock {
		if v.part == "" {
			return ""
		}
		return "T" + v.part
	}
	s := fmt.Sprintf("T%02d:%02d", v.hour, v.min)
	if v.sec >= 0 {
		s += fmt.Sprintf(":%02d", v.sec)
	}
	// TIMEX3 corpora print the zone only where it is UTC; ISO has the others.
	if v.zone != nil && v.zone.minutes == 0 {
		s += "Z"
	}
	return s
}

func offset(minutes int) string {
	if minutes == 0 {
		return "Z"
	}
	sign := '+'
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60)
}

// known reports whether the point is tied to the calendar.
func (v *value) known() bool {
	if v.kind != rapporteur.Point || v.ref != "" || v.year == 0 {
		return false
	}
	switch v.unit {
	case day:
		return v.month != 0 && v.day != 0
	case week, weekend:
		return v.week != 0
	case month:
		return v.month != 0
	case quarter:
		return v.quarter != 0
	case half:
		return v.half != 0
	}
	return true
}

// interval is the half-open stretch that the point covers, both zero where it has none.
func (v *value) interval() (from, to time.Time) {
	if v.kind == rapporteur.Duration {
		return v.from, v.to
	}
	if !v.known() || v.fiscal {
		return
	}
	from, to = v.span()
	if v.until != nil {
		_, to = v.until.interval()
		return from, to
	}
	if v.clock {
		from = from.Add(time.Duration(v.hour)*time.Hour + time.Duration(v.min)*time.Minute + time.Duration(max(v.sec, 0))*time.Second)
		if v.zone != nil {
			from = from.Add(-time.Duration(v.zone.minutes) * time.Minute)
		}
		return from, from.Add(v.clockWidth())
	}
	if v.part != "" {
		return partOf(from, v.part)
	}
	return v.third(from, to)
}

func (v *value) clockWidth() time.Duration {
	switch {
	case v.sec >= 0:
		return time.Second
	case v.minutes:
		return time.Minute
	}
	return time.Hour
}

// partOf gives the hours of a part of the day. Nights belong to the day on which they begin.
func partOf(d time.Time, part string) (from, to time.Time) {
	hours := partHours[part]
	return d.Add(time.Duration(hours[0]) * time.Hour), d.Add(time.Duration(hours[1]) * time.Hour)
}

var partHours = map[string][2]int{"MO": {5, 12}, "MI": {12, 13}, "AF": {12, 18}, "EV": {18, 22}, "NI": {20, 29}, "DT": {8, 18}}

// third narrows a period to its first, middle or last third for the mods START, MID and END: of years in decades and centuries (the
// early 1990s are 1990 to 1992, the middle ones 1993 to 1996), of months in years and their parts, of days in months and weeks.
func (v *value) third(from, to time.Time) (time.Time, time.Time) {
	step, n := day, int(to.Sub(from).Hours()/24)
	switch v.unit {
	case century:
		step, n = year, 100
	case decade:
		step, n = year, 10
	case year:
		if step, n = month, 12; v.vagueX {
			step, n = year, 10
		}
	case half:
		step, n = month, 6
	case quarter, season:
		step, n = month, 3
	}
	if n < 3 {
		return from, to
	}
	switch v.mod {
	case "START":
		to = shift(from, step, n/3)
	case "MID":
		from, to = shift(from, step, n/3), shift(to, step, -(n/3))
	case "END":
		from = shift(to, step, -(n / 3))
	}
	return from, to
}

func (v *value) span() (from, to time.Time) {
	switch v.unit {
	case day:
		from = date(v.year, v.month, v.day)
		return from, from.AddDate(0, 0, 1)
	case week:
		from = monday(v.year, v.week)
		return from, from.AddDate(0, 0, 7)
	case weekend:
		from = monday(v.year, v.week).AddDate(0, 0, 5)
		return from, from.AddDate(0, 0, 2)
	case month:
		from = date(v.year, v.month, 1)
		return from, from.AddDate(0, 1, 0)
	case quarter:
		from = date(v.year, 3*v.quarter-2, 1)
		return from, from.AddDate(0, 3, 0)
	case half:
		from = date(v.year, 6*v.half-5, 1)
		return from, from.AddDate(0, 6, 0)
	case season:
		from = date(v.year, map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[v.season], 1)
		return from, from.AddDate(0, 3, 0)
	case decade:
		return date(v.year, 1, 1), date(v.year+10, 1, 1)
	case century:
		return date(v.year, 1, 1), date(v.year+100, 1, 1)
	}
	from = date(v.year, 1, 1)
	if v.vagueX {
		from = date(v.year-v.year%10, 1, 1)
		return from, from.AddDate(10, 0, 0)
	}
	return from, from.AddDate(1, 0, 0)
}

// iso is the ISO 8601 form: the value itself where ISO knows it, an interval of days for quarters, seasons and thirds.
func (v *value) iso() string {
	switch {
	case v.kind != rapporteur.Point:
		if strings.Contains(v.ref, "X") || strings.Contains(v.ref, "Q") || strings.Contains(v.ref, "T") && !strings.HasPrefix(v.ref, "PT") && !strings.HasPrefix(v.ref, "P") {
			return ""
		}
		return v.ref
	case !v.known() || v.fiscal:
		return ""
	case v.until == nil && v.part == "" && !v.clock && (v.unit == day || v.unit == week || v.unit == month || v.unit == year && !v.vagueX):
		return v.timex()
	case v.part != "" && !v.clock:
		return v.calendar()
	case v.clock && v.until == nil && v.hour < 24:
		s := v.calendar() + fmt.Sprintf("T%02d:%02d", v.hour, v.min)
		if v.sec >= 0 {
			s += fmt.Sprintf(":%02d", v.sec)
		}
		if v.zone != nil {
			s += offset(v.zone.minutes)
		}
		return s
	case v.clock && v.until == nil:
		return date(v.year, v.month, v.day+1).Format(time.DateOnly) + "T00:00"
	}
	from, to := v.interval()
	return from.Format(time.DateOnly) + "/" + to.AddDate(0, 0, -1).Format(time.DateOnly)
}

func (v *value) grain() rapporteur.Grain {
	if v.kind == rapporteur.Point && v.ref == "" {
		switch {
		case v.clock && v.sec >= 0:
			return rapporteur.GrainSecond
		case v.clock && v.minutes:
			return rapporteur.GrainMinute
		case v.clock:
			return rapporteur.GrainHour
		case v.part != "":
			return rapporteur.GrainPartDay
		}
	}
	if v.ref != "" && v.kind == rapporteur.Point {
		return ""
	}
	return grains[v.unit]
}

var grains = map[unit]rapporteur.Grain{second: rapporteur.GrainSecond, minute: rapporteur.GrainMinute, hour: rapporteur.GrainHour,
	day: rapporteur.GrainDay, night: rapporteur.GrainPartDay, week: rapporteur.GrainWeek, weekend: rapporteur.GrainDay, fortnight: rapporteur.GrainWeek,
	month: rapporteur.GrainMonth, quarter: rapporteur.GrainQuarter, half: rapporteur.GrainMonth, season: rapporteur.GrainSeason, year: rapporteur.GrainYear,
	decade: rapporteur.GrainDecade, century: rapporteur.GrainCentury, millennium: rapporteur.GrainCentury}

// amount is the TIMEX3 value of n units; n is decimal text or "X".
func amount(n string, u unit) string {
	if u == decade || u == century || u == millennium || u == fortnight {
		if n == "X" {
			return "P" + n + map[unit]string{decade: "DE", century: "CE", millennium: "ML", fortnight: "W"}[u]
		}
		n, u = times(n, map[unit]int{decade: 10, century: 100, millennium: 1000, fortnight: 2}[u]), map[bool]unit{true: week, false: year}[u == fortnight]
	}
	letter := map[unit]string{second: "S", minute: "M", hour: "H", day: "D", night: "D", week: "W", weekend: "W-WE", month: "M", quarter: "Q", half: "H", season: "SE", year: "Y"}[u]
	if whole, ok := strings.CutSuffix(n, ".5"); ok && u == year && whole != "0" {
		return "P" + whole + "Y6M"
	}
	if u == half {
		n, letter = times(n, 6), "M"
	}
	if u == second || u == minute || u == hour {
		return "PT" + n + letter
	}
	return "P" + n + letter
}
