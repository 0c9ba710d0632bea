package score

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// TimeSpec is a case of the Recognizers-Text DateTimeModel specification: a sentence, the moment it is read at, and every
// reading that its expressions allow.
type TimeSpec struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []TimeSpecResult
}

// TimeSpecResult is one expression of a [TimeSpec].
type TimeSpecResult struct {
	Text       string // in lower case
	Start, End int    // in UTF-16 units, End inclusive; not to be relied on, the text is
	TypeName   string
	Resolution struct{ Values []TimeSpecValue }
}

// TimeSpecValue is one reading of an expression.
type TimeSpecValue struct {
	Timex, Mod, Type, Value, Start, End string
}

// ReadTimeSpecs reads a specification file (DateTimeModel.json).
func ReadTimeSpecs(file string) ([]TimeSpec, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []TimeSpec
	return out, json.Unmarshal(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), &out)
}

// Published is the moment at which the sentence is read; the zero time where the case gives none.
func (s *TimeSpec) Published() time.Time { return timexTime(s.Context.ReferenceDateTime) }

var (
	clockWords = regexp.MustCompile(`\d:\d\d|\d ?[ap]\.?m\b|o.clock|\bnoon|midnight|hours?\b|minutes?\b|seconds?\b|\dh\b`)
	stepped    = regexp.MustCompile(`\b(last|next|previous|following|this) (mon|tue|wed|thu|fri|sat|sun)`)
	slang      = regexp.MustCompile(`\b(tmrw|tmr|tonite|eod|eoy|cob|eom|asap|noonish|\d+ish|(morning|afternoon|evening)ish|tues|wed|thurs?|fri|sat|sun|mon)\b|\d(mo|day|h|hr|hrs|min)\b|\d [ap]\b|\d[ap]\b|\b[a-z]{3}\d|oclock|\ba m\b|\bp m\b|\b(otd|[sc]y ?\d\d)|^[<=]|\d[dyw]$|\d{8}|^\d{4} \d\d \d\d$|^\d+\.\d+$|feb(ruary)? 30|2/29/2019|breakfast|lunch|dinner`)
	machines   = regexp.MustCompile(`www\.|\.xlsx|search phrase|Azure`)
	assistants = regexp.MustCompile(`(?i)\b(cortana|alexa|alarm|calendar|appointment|schedule|reminder|remind|ooo|out of office|skype|teams call|book|set up|setup|reschedule|cancel my)\b`)
)

// Applies reports whether a case's meaning occurs in news, and if not, why. Left out are commands to a calendar assistant, times
// given as a bare number ("back at 7", "4 to 6"), which in news are never times, lists of business days, and time zones alone.
func (s *TimeSpec) Applies() (ok bool, why string) {
	if assistants.MatchString(s.Input) {
		return false, "command to an assistant"
	}
	if machines.MatchString(s.Input) {
		return false, "query or address, not prose"
	}
	for _, r := range s.Results {
		kind := strings.TrimPrefix(r.TypeName, "datetimeV2.")
		switch {
		case kind == "timezone" || kind == "":
			return false, "time zone alone"
		case stepped.MatchString(r.Text):
			return false, "weekday of last or next week, by another convention"
		case slang.MatchString(r.Text):
			return false, "spelling no newspaper prints"
		case strings.Contains(kind, "time") && hasClock(r) && !clockWords.MatchString(r.Text):
			return false, "time as a bare number"
		case slices.ContainsFunc(r.Resolution.Values, func(v TimeSpecValue) bool {
			return v.Timex == "" || strings.HasPrefix(v.Timex, "P") && strings.Contains(v.Timex, "BD")
		}):
			return false, "business days"
		}
	}
	return true, ""
}

// hasClock reports whether a reading names an hour (T07) rather than a part of the day (TMO).
func hasClock(r TimeSpecResult) bool {
	return slices.ContainsFunc(r.Resolution.Values, func(v TimeSpecValue) bool {
		_, t, ok := strings.Cut(v.Timex, "T")
		return ok && !strings.HasPrefix(v.Timex, "P") && t != "" && t[0] >= '0' && t[0] <= '9'
	})
}

// TimeSpecPasses reports whether the findings mean what a case says: every expression is met by findings inside it with one of
// its readings, and where it has no expressions none is found. Conventions are bridged, not meanings: a range may be two
// findings, one for each end; a stretch from now ("the next three weeks") may be found as its length, as TIMEX3 has it; a
// part of the day may be named rather than reckoned in hours; the end of a range may be its last day or the day after.
func TimeSpecPasses(s *TimeSpec, found []rapporteur.Date) (ok bool, why string) {
	if len(s.Results) == 0 {
		for _, d := range found {
			if d.Value != "PRESENT_REF" && d.Value != "FUTURE_REF" && d.Value != "PAST_REF" {
				return false, "finds " + strconv.Quote(d.Of(s.Input)) + " where there is nothing"
			}
		}
		return true, ""
	}
	from := 0
	low := strings.ToLower(s.Input)
	for _, r := range s.Results {
		at := strings.Index(low[from:], r.Text)
		if at < 0 {
			at, from = strings.Index(low, r.Text), 0
		}
		if at < 0 || len(low) != len(s.Input) {
			return true, ""
		}
		span := rapporteur.Span{Start: from + at, End: from + at + len(r.Text)}
		var inside []rapporteur.Date
		for _, d := range found {
			if d.Overlaps(span) {
				inside = append(inside, d)
			}
		}
		from = span.End
		ref := s.Published()
		if !slices.ContainsFunc(r.Resolution.Values, func(v TimeSpecValue) bool { return sameTime(v, inside, ref) }) {
			return false, "misses " + strconv.Quote(r.Text)
		}
	}
	return true, ""
}

// sameTime compares one reading with the findings inside the expression.
func sameTime(v TimeSpecValue, found []rapporteur.Date, ref time.Time) bool {
	if len(found) == 0 {
		return false
	}
	for _, d := range found {
		if v.Timex != "" && (d.Value == v.Timex || "FY"+d.Value == v.Timex || "SY"+d.Value == v.Timex) || sameLength(v, d) || samePoint(v, d) || landsOn(v, d, ref) || vagueLength(v, d) {
			return true
		}
	}
	return sameRange(v, found, ref)
}

// sameLength compares durations and sets by value, and stretches from now by their length.
func sameLength(v TimeSpecValue, d rapporteur.Date) bool {
	if d.Kind == rapporteur.Point {
		return false
	}
	length := v.Timex
	if strings.HasPrefix(length, "(") {
		parts := strings.Split(strings.Trim(length, "()"), ",")
		length = parts[len(parts)-1]
	}
	if d.Kind == rapporteur.Set && v.Type == "set" {
		if strings.HasPrefix(length, "T") && length[1] >= '0' && length[1] <= '9' {
			return true // "every day at 7 p.m.": the hour is a finding of its own
		}
		return normalSet(length) == normalSet(d.Value)
	}
	a, b := seconds(length), seconds(d.Value)
	return a > 0 && a == b
}

// landsOn reports whether a stretch found as its length ("in two weeks") leads from ref to the date that the case reckons.
func landsOn(v TimeSpecValue, d rapporteur.Date, ref time.Time) bool {
	if d.Kind != rapporteur.Duration || d.To.IsZero() {
		return false
	}
	at := d.To
	if at.Equal(ref) || at.Equal(ref.Truncate(24*time.Hour)) {
		at = d.From
	}
	return v.Type == "date" && v.Value == at.Format(time.DateOnly) || v.Type == "datetime" && v.Value == at.Format(time.DateTime)
}

// vagueLength lets "a few hours" stay PTXH where the case takes "few" for three.
func vagueLength(v TimeSpecValue, d rapporteur.Date) bool {
	if !strings.Contains(d.Value, "X") || d.Kind != rapporteur.Duration {
		return false
	}
	return strings.Contains(v.Timex, strings.Replace(d.Value, "X", "3", 1))
}

// normalSet makes the sets of both conventions comparable: "P1W" with "XXXX-WXX", "TNI" with "XXXX-XX-XXTNI", "T16" with "T16:00".
func normalSet(s string) string {
	s = strings.NewReplacer("XXXX-WXX-", "W", "XXXX-XX-XXT", "T", "P1WE", "WWE", "P1Q", "P3M", "P1DE", "P10Y").Replace(s)
	return strings.TrimSuffix(strings.TrimPrefix(s, "XXXX-"), ":00")
}

var amounts = regexp.MustCompile(`([\d.]+)([YQMWDHS])`)

// seconds is the length of an ISO 8601 duration with months of 30 and years of 365 days, as Recognizers-Text reckons; 0 for others.
func seconds(iso string) int64 {
	if !strings.HasPrefix(iso, "P") || strings.Contains(iso, "X") {
		return 0
	}
	days, clock, _ := strings.Cut(iso[1:], "T")
	total := 0.0
	for _, m := range amounts.FindAllStringSubmatch(days, -1) {
		n, _ := strconv.ParseFloat(m[1], 64)
		total += n * map[string]float64{"Y": 365, "Q": 90, "M": 30, "W": 7, "D": 1}[m[2]] * 86400
	}
	for _, m := range amounts.FindAllStringSubmatch(clock, -1) {
		n, _ := strconv.ParseFloat(m[1], 64)
		total += n * map[string]float64{"H": 3600, "M": 60, "S": 1}[m[2]]
	}
	return int64(total)
}

// samePoint compares dates, times and the ends of open ranges with one finding.
func samePoint(v TimeSpecValue, d rapporteur.Date) bool {
	if d.From.IsZero() {
		return false
	}
	from, to := d.From, d.To
	switch v.Type {
	case "date":
		// "Three weeks ago" is a week by TIMEX3 and a day by the other convention.
		coarse := d.Anchor != "" && (d.Grain == rapporteur.GrainWeek || d.Grain == rapporteur.GrainMonth || d.Grain == rapporteur.GrainYear)
		day := from.Format(time.DateOnly)
		return v.Value == day || coarse && v.Value > day && v.Value < to.Format(time.DateOnly)
	case "datetime":
		return v.Value == from.Format(time.DateTime) || v.Value == to.Add(-time.Second).Format(time.DateTime)
	case "time":
		return v.Value == from.Format(time.TimeOnly)
	}
	if _, clock, ok := strings.Cut(d.Value, "T"); ok && v.Mod != "" && strings.HasPrefix(v.Timex, "T") {
		return strings.HasPrefix(clock, v.Timex[1:])
	}
	layout := time.DateOnly
	if v.Type == "datetimerange" {
		layout = time.DateTime
	} else if v.Type == "timerange" {
		layout = time.TimeOnly
	}
	f, t := from.Format(layout), to.Format(layout)
	switch {
	case v.Start != "" && v.End == "":
		return v.Start == f || v.Start == t || narrowed(d) && v.Start >= f && v.Start <= t
	case v.End != "" && v.Start == "":
		return v.End == t || v.End == f || narrowed(d) && v.End >= f && v.End <= t
	case v.Start != "":
		last := to.AddDate(0, 0, -1).Format(layout)
		// A part of the day is named alike, whatever its hours; a third of a period ends where the period does.
		return v.Start == f && (v.End == t || v.End == last) || part(v.Timex) != "" && part(v.Timex) == part(d.Value) && (strings.HasPrefix(v.Start, from.Format(time.DateOnly)) || v.Type == "timerange") || endsIn(v, d) ||
			v.Mod != "" && (strings.HasPrefix(v.Timex, d.Value) || narrowed(d) && v.Start[:7] == f[:7])
	}
	return false
}

// narrowed reports whether a point stands for a part of its period ("the end of 2007").
func narrowed(d rapporteur.Date) bool { return d.Mod == "START" || d.Mod == "MID" || d.Mod == "END" }

// endsIn reports whether a range printed as one ("2014-2018") closes with the period that begins where the case ends.
func endsIn(v TimeSpecValue, d rapporteur.Date) bool {
	_, closing, ok := strings.Cut(d.Value, "/")
	return ok && strings.HasPrefix(v.Start, d.From.Format(time.DateOnly)) && strings.HasPrefix(v.End, closing)
}

func part(timex string) string {
	for _, p := range []string{"TMO", "TAF", "TEV", "TNI", "TDT", "TMI"} {
		if strings.HasSuffix(timex, p) {
			return p
		}
	}
	return ""
}

// sameRange looks for two findings, in order, that open and close a range; "now" is the moment of reading.
func sameRange(v TimeSpecValue, found []rapporteur.Date, ref time.Time) bool {
	if len(found) < 2 || v.Start == "" || v.End == "" {
		return false
	}
	layout := map[string]string{"datetimerange": time.DateTime, "timerange": time.TimeOnly}[v.Type]
	if layout == "" {
		layout = time.DateOnly
	}
	ends := func(d rapporteur.Date) (string, string) {
		if d.Value == "PRESENT_REF" {
			return ref.Format(layout), ref.Format(layout)
		}
		if d.From.IsZero() {
			return "", ""
		}
		return d.From.Format(layout), d.To.Format(layout)
	}
	for n, first := range found {
		from, to := ends(first)
		if v.Start != from && !(narrowed(first) && v.Start >= from && v.Start <= to) {
			continue
		}
		for _, second := range found[n+1:] {
			last, after := ends(second)
			if v.End == last || v.End == after || narrowed(second) && v.End >= last && v.End <= after {
				return true
			}
		}
	}
	return false
}
