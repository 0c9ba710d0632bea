package dates_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/dates"
)

// monday is the day of publication in the tables: Monday, 1 December 2025.
var monday = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)

func find(text string, published time.Time, language string) []rapporteur.Date {
	a := &rapporteur.Article{Text: text, Language: language, Published: rapporteur.Stamp{Time: published, DateOnly: true, From: rapporteur.FromGiven}}
	return dates.Find(&rapporteur.Document{Article: a})
}

// line prints a finding as the tables give it: words, value, modifier.
func line(text string, d rapporteur.Date) string {
	return strings.TrimSpace(d.Of(text) + " = " + d.Value + " " + d.Mod)
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"absolute", "On Nov. 23, 2025, and 5 May 2024, and in March 2023.", []string{"Nov. 23, 2025 = 2025-11-23", "5 May 2024 = 2024-05-05", "March 2023 = 2023-03"}},
		{"numeric", "It ran from 2025-11-02 to 11/23/2025.", []string{"2025-11-02 = 2025-11-02", "11/23/2025 = 2025-11-23"}},
		{"points mean day first", "Valid until 31.12.2026.", []string{"31.12.2026 = 2026-12-31"}},
		{"the same weekday", "The minister said Monday that talks go on.", []string{"Monday = 2025-12-01"}},
		{"past weekday", "The minister said Thursday that talks go on.", []string{"Thursday = 2025-11-27"}},
		{"future weekday", "Ministers will meet Thursday.", []string{"Thursday = 2025-12-04"}},
		{"scheduled weekday", "A vote is scheduled for Friday.", []string{"Friday = 2025-12-05"}},
		{"deadline weekday", "They have until Wednesday to answer.", []string{"Wednesday = 2025-12-03"}},
		{"passive future", "The report will be released Tuesday.", []string{"Tuesday = 2025-12-02"}},
		{"weekday and part of day", "Shells fell on Saturday night.", []string{"Saturday night = 2025-11-29TNI"}},
		{"weekday with date", "It opens Friday, Dec. 5.", []string{"Friday, Dec. 5 = 2025-12-05"}},
		{"weekday of a week", "They met on Tuesday of last week.", []string{"Tuesday of last week = 2025-11-25"}},
		{"deictic days", "Yesterday he left; today she came; tomorrow they vote.", []string{"Yesterday = 2025-11-30", "today = 2025-12-01", "tomorrow = 2025-12-02"}},
		{"weeks", "Last week and this week and next week.", []string{"Last week = 2025-W48", "this week = 2025-W49", "next week = 2025-W50"}},
		{"weekend told", "Talks were held over the weekend.", []string{"the weekend = 2025-W48-WE"}},
		{"weekend ahead", "Leaders will gather over the weekend.", []string{"the weekend = 2025-W49-WE"}},
		{"months", "It was proposed in October and will start in March.", []string{"October = 2025-10", "March = 2026-03"}},
		{"coming day without tense", "Payable Jan. 7 to holders of record.", []string{"Jan. 7 = 2026-01-07"}},
		{"end of the year", "Plans are due by the end of the year.", []string{"the end of the year = 2025 END"}},
		{"mid-year", "Delivery is planned for mid-2027.", []string{"mid-2027 = 2027 MID"}},
		{"early and late", "In late November and early next year.", []string{"late November = 2025-11 END", "early next year = 2026 START"}},
		{"quarters", "In the third quarter of 2024, and in Q1 2026.", []string{"the third quarter of 2024 = 2024-Q3", "Q1 2026 = 2026-Q1"}},
		{"a year earlier, of a quarter", "Third-quarter profit rose from a year earlier.", []string{"Third-quarter = 2025-Q3", "a year earlier = 2024-Q3"}},
		{"fiscal year", "Revenue for fiscal 2024 fell.", []string{"fiscal 2024 = 2024"}},
		{"half", "In the first half of 2026.", []string{"the first half of 2026 = 2026-H1"}},
		{"seasons", "Last summer, this fall and the winter of 2026.", []string{"Last summer = 2025-SU", "this fall = 2025-FA", "the winter of 2026 = 2026-WI"}},
		{"decades and centuries", "From the 1990s and the '80s to the 19th century.", []string{"the 1990s = 199", "the '80s = 198", "the 19th century = 18"}},
		{"years", "In 1999 and since 2014, the 2022 invasion.", []string{"1999 = 1999", "2014 = 2014", "2022 = 2022"}},
		{"range of years", "The 2021-2027 budget and 2024-25 season.", []string{"2021-2027 = 2021/2027", "2024-25 = 2024/2025"}},
		{"range of days", "They meet on 5-7 May 2026 and on June 1–3.", []string{"5-7 May 2026 = 2026-05-05/2026-05-07", "June 1–3 = 2025-06-01/2025-06-03"}},
		{"range over the year", "It will run from September to March.", []string{"September = 2026-09", "March = 2027-03"}},
		{"year from the closing end", "It ran from May to October 2020.", []string{"May = 2020-05", "October 2020 = 2020-10"}},
		{"durations", "For three days, a two-year term and 2 1/2 years.", []string{"three days = P3D", "two-year = P2Y", "2 1/2 years = P2Y6M"}},
		{"bounded durations", "More than four hours, nearly two decades, at least 30 days.", []string{"More than four hours = PT4H MORE_THAN", "nearly two decades = P20Y APPROX", "at least 30 days = P30D EQUAL_OR_MORE"}},
		{"vague durations", "For years, within weeks and for several months.", []string{"years = PXY", "weeks = PXW", "several months = PXM"}},
		{"stretches to now", "Over the past two years and in the next six months.", []string{"the past two years = P2Y", "the next six months = P6M"}},
		{"ago", "Two days ago, three weeks ago, five years ago.", []string{"Two days ago = 2025-11-29", "three weeks ago = 2025-W46", "five years ago = 2020"}},
		{"later", "It began on Nov. 3, 2025. Two days later it ended.", []string{"Nov. 3, 2025 = 2025-11-03", "Two days later = 2025-11-05"}},
		{"context", "On Nov. 3, 2025, it began. That day and the following day were calm.", []string{"Nov. 3, 2025 = 2025-11-03", "That day = 2025-11-03", "the following day = 2025-11-04"}},
		{"sets", "Every two weeks, daily, each Friday, twice a month, on Mondays.", []string{"Every two weeks = P2W", "daily = P1D", "each Friday = XXXX-WXX-5", "twice a month = P1M", "Mondays = XXXX-WXX-1"}},
		{"amount per time", "It pays $50 a year and 3 euros per day.", []string{"a year = P1Y", "per day = P1D"}},
		{"times", "At 3 p.m. Tuesday and at 15:30 GMT.", []string{"3 p.m. Tuesday = 2025-11-25T15:00", "15:30 GMT = 2025-11-25T15:30Z"}},
		{"day then time", "It starts on Thursday at 9:30 a.m. EDT.", []string{"Thursday at 9:30 a.m. EDT = 2025-12-04T09:30"}},
		{"range of hours", "It will be open from 9 to 11 a.m. Tuesday.", []string{"9 = 2025-12-02T09:00", "11 a.m. Tuesday = 2025-12-02T11:00"}},
		{"holidays", "Before Christmas, on Thanksgiving Day and on Easter Sunday 2026.", []string{"Christmas = 2025-12-25", "Thanksgiving Day = 2025-11-27", "Easter Sunday 2026 = 2026-04-05"}},
		{"vague", "Recently, in recent months, soon, now and in the near future.", []string{"Recently = PAST_REF", "recent months = PAST_REF", "soon = FUTURE_REF", "now = PRESENT_REF", "the near future = FUTURE_REF"}},
		{"parts of periods", "In the last week of July 2025 and the first week of 2026.", []string{"the last week of July 2025 = 2025-W31", "the first week of 2026 = 2026-W01"}},
		{"spoken years", "In nineteen ninety-six and in the year two thousand.", []string{"nineteen ninety-six = 1996", "the year two thousand = 2000"}},
		{"plain present ahead", "EU leaders meet Thursday. Voters go to the polls on Sunday.", []string{"Thursday = 2025-12-04", "Sunday = 2025-12-07"}},
		{"at the head of a clause", "Talks on Sunday made no progress, and on Tuesday a second round begins.", []string{"Sunday = 2025-11-30", "Tuesday = 2025-12-02"}},
		{"before its day", "It will go on on Tuesday after a first round on Sunday.", []string{"Tuesday = 2025-12-02", "Sunday = 2025-11-30"}},
		{"arranged", "Envoys met ahead of Thursday's summit; he would appeal Friday's ruling.", []string{"Thursday = 2025-12-04", "Friday = 2025-11-28"}},
		{"morning hour", "At around 3am on Thursday, missiles hit the port.", []string{"around 3am on Thursday = 2025-11-27T03:00 APPROX"}},
		{"until an hour", "They have until midnight on Friday to agree.", []string{"midnight on Friday = 2025-12-05T24:00"}},
		{"hour in two zones", "Voting starts at 8 a.m. local time (0600 GMT) on Sunday.", []string{"8 a.m. local time = 2025-12-07T08:00", "0600 GMT = 2025-12-07T06:00Z", "Sunday = 2025-12-07"}},
		{"over midnight", "The curfew ran from 10pm to 5am.", []string{"10pm = 2025-12-01T22:00", "5am = 2025-12-02T05:00"}},
		{"hours in words", "He left at half past seven on Tuesday and at 11:30 last night.", []string{"half past seven on Tuesday = 2025-11-25T07:30", "11:30 last night = 2025-11-30T23:30"}},
		{"hour of an evening", "The meeting is on Monday evening at 7:30.", []string{"Monday evening at 7:30 = 2025-12-01T19:30"}},
		{"could not be", "The minister could not be reached Wednesday.", []string{"Wednesday = 2025-11-26"}},
		{"vague later", "The fighting resumed; a fortnight later it stopped.", []string{"a fortnight later = PAST_REF"}},
		{"a day of a month", "It was unveiled last month and approved the following day.", []string{"last month = 2025-11", "the following day = 2025-11-XX"}},
		{"hours that make days", "The truce of 27 November collapsed 48 hours later.", []string{"27 November = 2025-11-27", "48 hours later = 2025-11-29"}},
		{"amounts together", "It took 2 years, 3 months and 10 days and ended 2 weeks and 2 days ago.", []string{"2 years, 3 months and 10 days = P2Y3M10D", "2 weeks and 2 days ago = 2025-11-15"}},
		{"as many", "The third attack in as many weeks.", []string{"as many weeks = P3W"}},
		{"long", "A day-long meeting and a weeks-long siege.", []string{"day-long = P1D", "weeks-long = PXW"}},
		{"new year", "It will act in the new year.", []string{"the new year = 2026 START"}},
		{"year to date", "Sales fell in the year to date.", []string{"the year to date = 2025"}},
		{"the day spoken of", "For the day, shares fell; on Friday they ended the day lower.", []string{"the day = 2025-12-01", "Friday = 2025-11-28", "the day = 2025-11-28"}},
		{"named days", "Since 9/11; on Orthodox Christmas; Yom Kippur 2023; the Good Friday Agreement.", []string{"9/11 = 2001-09-11", "Orthodox Christmas = 2026-01-07", "Yom Kippur 2023 = 2023-09-25"}},
		{"feasts", "Until Ramadan and the Lunar New Year.", []string{"Ramadan = 2026-02-18/2026-03-19 APPROX", "Lunar New Year = 2026-02-17"}},
		{"order by the article", "Issued on 28/11/2025, it is valid until 05/01/2026.", []string{"28/11/2025 = 2025-11-28", "05/01/2026 = 2026-01-05"}},
		{"sets with an hour", "Thursdays at 5 p.m. and bi-weekly.", []string{"Thursdays at 5 p.m. = XXXX-WXX-4T17:00", "bi-weekly = P2W"}},
		{"decades to now", "The largest in the past decade, and in the late 1980's.", []string{"the past decade = P10Y", "the late 1980's = 198 END"}},
		{"by, told", "It was used a million times by Thursday night.", []string{"Thursday night = 2025-11-27TNI"}},
		{"end of a named day", "By the end of the day Saturday it was gone.", []string{"the end of the day Saturday = 2025-11-29 END"}},
		{"vague past", "At present it is so, as in the past with others.", []string{"present = PRESENT_REF", "the past = PAST_REF"}},
		{"bare lengths", "It may last months; lines were hours long; in just minutes.", []string{"months = PXM", "hours = PTXH", "minutes = PTXM"}},
		{"consecutive quarters", "After two consecutive quarters of decline.", []string{"two consecutive quarters = P2Q"}},
		{"weekend held", "It was held this weekend.", []string{"this weekend = 2025-W48-WE"}},
		{"British weeks", "It sits on Tuesday week; he flies a week on Monday.", []string{"Tuesday week = 2025-12-09", "a week on Monday = 2025-12-08"}},
		{"time that is left", "It gave the two firms a week to comply.", []string{"a week = P1W"}},
		{"after midnight", "Talks broke up at midnight and go on at 10am.", []string{"midnight = 2025-11-30T24:00", "10am = 2025-12-01T10:00"}},
		{"this day", "On this day in 1989 it fell, almost a quarter of a century ago.", []string{"this day in 1989 = 1989-12-01", "almost a quarter of a century = P25Y APPROX"}},
		{"one day", "It will one day be ours; it took one day.", []string{"one day = FUTURE_REF", "one day = P1D"}},
		{"at least until", "Banks remain closed until at least Tuesday; they met thrice since the beginning of the month, most of all on Friday.", []string{"Tuesday = 2025-12-02", "the beginning of the month = 2025-12 START", "Friday = 2025-11-28"}},
		{"same form as the past", "It said it would cut funding on Wednesday and is expected to hit the coast and last into Thursday.", []string{"Wednesday = 2025-12-03", "Thursday = 2025-12-04"}},
		{"nouns like verbs", "Voters rejected the plan in a November referendum.", []string{"November = 2025-11"}},
		{"moved", "Talks set to begin on Wednesday were moved to Friday; they could vote as early as Tuesday.", []string{"Wednesday = 2025-12-03", "Friday = 2025-12-05", "Tuesday = 2025-12-02"}},
		{"cut short", "They're meeting Thursday, she's leaving Friday and we've met Saturday. Not until Sunday did they reply.", []string{"Thursday = 2025-12-04", "Friday = 2025-12-05", "Saturday = 2025-11-29", "Sunday = 2025-11-30"}},
		{"days in a row", "Talks on Monday and Tuesday; a year and a half on.", []string{"Monday = 2025-12-01", "Tuesday = 2025-12-02", "a year and a half = P1Y6M"}},
		{"nothing crosses a paragraph", "They stay closed until Friday\n\nDec. 12, 2025", []string{"Friday = 2025-12-05", "Dec. 12, 2025 = 2025-12-12"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range find(tt.text, monday, "en") {
				got = append(got, line(tt.text, d))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// What only looks like a date.
func TestFindNothing(t *testing.T) {
	for _, text := range []string{
		"He may go, and protesters march on.",
		"Theresa May said no; May was prime minister.",
		"She will second the motion and march on.",
		"The Sun reported it.",
		"Wed by a priest, he sat down.",
		"Call 202-555-0134 or +86 138-2010-2015.",
		"They beat Spain 3-2 and won 12-10.",
		"The Airbus A320 and a Boeing 737-800 and an F-16.",
		"Article 50 and Resolution 1701 of the council.",
		"See https://example.org/2025/12/01/story-11-02-2024 and www.example.org/2024.",
		"Version 10.2.1, then v2.0.12.",
		"The date 31/02/2025 and 2025-02-31 and February 31, 2025-13-45.",
		"Some 2000 people and 1,999 others; $2000; 2020%.",
		"James Kopp, 44 years old, and a 6-year-old boy.",
		"It rose 3.25 points to 1,980.12.",
		"Four quarters of the city and a third of it; three-quarters of them.",
		"Amounts of " + strings.Repeat("9", 400) + " euros, and " + strings.Repeat("1,234", 90) + ".",
		"The Sunday Times, the Good Friday Agreement and Easter Island; Bloody Sunday and the Yom Kippur war.",
		"Ukraine's Independence Day; three night markets.",
		"The illustrator Johnnie Christmas; every now and again; a 2000 year old custom; soon after he came.",
		"In fall the leaves do not matter to prices that fall.",
	} {
		for _, d := range find(text, monday, "en") {
			if strings.HasPrefix(d.Of(text), "February") || d.Of(text) == "fall" && strings.HasPrefix(text, "In fall") && d.Start == 3 {
				continue // "February" and "In fall" are named, whatever follows
			}
			t.Errorf("%q: found %q = %s", text, d.Of(text), d.Value)
		}
	}
}

func TestAmbiguousOrder(t *testing.T) {
	const text = "It happened on 1/2/2025."
	for language, want := range map[string]string{"en": "2025-01-02", "en-US": "2025-01-02", "en-GB": "2025-02-01", "en-IE": "2025-02-01"} {
		got := find(text, monday, language)
		if len(got) != 1 || got[0].Value != want {
			t.Errorf("%s: %v, want %s", language, got, want)
		}
	}
	if got := find("On 25/12/2025 and 12/25/2025.", monday, "en-US"); len(got) != 2 || got[0].Value != "2025-12-25" || got[1].Value != got[0].Value {
		t.Errorf("one order only: %v", got)
	}
}

func TestIntervals(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2025, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		text     string
		from, to time.Time
		iso      string
		grain    rapporteur.Grain
		kind     rapporteur.DateKind
		anchor   string
	}{
		{"It was Nov. 3, 2025.", day(11, 3), day(11, 4), "2025-11-03", rapporteur.GrainDay, rapporteur.Point, ""},
		{"They meet this week.", day(12, 1), day(12, 8), "2025-W49", rapporteur.GrainWeek, rapporteur.Point, "published"},
		{"They met over the weekend.", day(11, 29), day(12, 1), "2025-11-29/2025-11-30", rapporteur.GrainDay, rapporteur.Point, "published"},
		{"They met in October.", day(10, 1), day(11, 1), "2025-10", rapporteur.GrainMonth, rapporteur.Point, "published"},
		{"By the end of November 2025.", day(11, 21), day(12, 1), "2025-11", rapporteur.GrainMonth, rapporteur.Point, ""},
		{"In the third quarter of 2025.", day(7, 1), day(10, 1), "2025-07-01/2025-09-30", rapporteur.GrainQuarter, rapporteur.Point, ""},
		{"For three years.", time.Time{}, time.Time{}, "P3Y", rapporteur.GrainYear, rapporteur.Duration, ""},
		{"Over the past ten days.", day(11, 21), day(12, 1), "P10D", rapporteur.GrainDay, rapporteur.Duration, "published"},
		{"Nothing happened recently.", time.Time{}, time.Time{}, "", "", rapporteur.Point, ""},
		{"It will air at 9 p.m. EST Tuesday.", time.Date(2025, 12, 3, 2, 0, 0, 0, time.UTC), time.Date(2025, 12, 3, 3, 0, 0, 0, time.UTC), "2025-12-02T21:00-05:00", rapporteur.GrainHour, rapporteur.Point, "published"},
		{"On 5-7 May 2025.", day(5, 5), day(5, 8), "2025-05-05/2025-05-07", rapporteur.GrainDay, rapporteur.Point, ""},
		{"In the early 1990s.", time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1993, 1, 1, 0, 0, 0, 0, time.UTC), "1990-01-01/1992-12-31", rapporteur.GrainDecade, rapporteur.Point, ""},
		{"In late 2025.", day(9, 1), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "2025", rapporteur.GrainYear, rapporteur.Point, ""},
		{"The first visit in two months.", day(10, 1), day(12, 1), "P2M", rapporteur.GrainMonth, rapporteur.Duration, "published"},
		{"In fiscal 2024.", time.Time{}, time.Time{}, "", rapporteur.GrainYear, rapporteur.Point, ""},
	}
	for _, tt := range tests {
		got := find(tt.text, monday, "en")
		if len(got) != 1 {
			t.Errorf("%q: found %v", tt.text, got)
			continue
		}
		d := got[0]
		want := rapporteur.Date{Span: d.Span, Value: d.Value, Mod: d.Mod, Event: d.Event, From: tt.from, To: tt.to, ISO: tt.iso, Grain: tt.grain, Kind: tt.kind, Anchor: tt.anchor}
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSpoken(t *testing.T) {
	for text, want := range map[string]string{
		`"We heard yesterday that talks were hard," she said.`:             "2025-11-30",
		`"We heard yesterday that talks were hard," she said Thursday.`:    "2025-11-26",
		`"We heard yesterday of it," she told reporters on 20 November.`:   "2025-11-19",
		`"We spoke last night," he told those aboard his plane on Sunday.`: "2025-11-29TNI",
		`"We will vote tomorrow," he told reporters on Friday in Dublin.`:  "2025-11-29",
	} {
		got := find(text, monday, "en")
		if len(got) == 0 || got[0].Value != want || got[0].Anchor != "spoken" {
			t.Errorf("%s: %v, want %s, spoken", text, got, want)
		}
	}
}

func TestEvents(t *testing.T) {
	for text, want := range map[string]string{
		"The meeting comes a day after countries had to submit plans.": "a day after -> 2025-11-30: countries had to submit plans",
		"They met on Sunday, a day after talks in Geneva ended.":       "a day after -> 2025-11-29: talks in Geneva ended",
		"Monday's cabinet meeting was short.":                          "Monday -> 2025-12-01: cabinet meeting",
		"On Friday, the bank injected money.":                          "Friday -> 2025-11-28: injected",
		"Several projects were launched in October.":                   "October -> 2025-10: launched",
		"Ministers will soon vote on Thursday.":                        "Thursday -> 2025-12-04: vote",
		"The talks are due to resume on Monday and Tuesday.":           "Tuesday -> 2025-12-02: resume",
		"The sanctions expire on 31 January.":                          "31 January -> 2026-01-31: expire",
		"The visit, planned for 3 December, will be the first.":        "",
	} {
		var got string
		for _, d := range find(text, monday, "en") {
			if d.Event.Len() > 0 {
				got = d.Of(text) + " -> " + d.Value + ": " + d.Event.Of(text)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnknownPublication(t *testing.T) {
	for text, want := range map[string]string{
		"They met on Monday.": "XXXX-WXX-1", "Since Oct. 2 nothing moved.": "XXXX-10-02", "Yesterday it rained.": "XXXX-XX-XX",
		"Last week it rained.": "XXXX-WXX", "In May 2024 it rained.": "2024-05", "Two years ago it rained.": "PAST_REF",
	} {
		got := find(text, time.Time{}, "en")
		if len(got) != 1 || got[0].Value != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
	if got := dates.Find(&rapporteur.Document{}); got != nil {
		t.Errorf("no article: %v", got)
	}
}

func TestInferredAnchor(t *testing.T) {
	a := &rapporteur.Article{Text: "They meet today.", Published: rapporteur.Stamp{Time: monday, DateOnly: true, From: rapporteur.FromCaption}}
	if got := dates.Find(&rapporteur.Document{Article: a}); len(got) != 1 || got[0].Anchor != "caption" {
		t.Errorf("%v, want the caption as anchor", got)
	}
}

func TestRanges(t *testing.T) {
	const text = "It ran from Nov. 3 to Nov. 9, between May and June, and on Friday."
	found := find(text, monday, "en")
	var got []string
	for _, r := range dates.Ranges(text, found) {
		got = append(got, found[r.From].Value+" "+found[r.To].Value)
	}
	if diff := cmp.Diff([]string{"2025-11-03 2025-11-09", "2025-05 2025-06"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"On Nov. 23, 2025 at 3 p.m. EDT, two days after Easter.", "Jan 99 2024-25 '90s 3Q25 1/2/3/4 5-7-9 May", "the first week of the last half of the", "“Yesterday", "nine hundred thousand million years ago", "31 February 0000", "日曜日 Mon. ½ year", "every other the the of Q"} {
		f.Add(s, int64(1764547200))
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		published := time.Unix(at%253402300799, 0).UTC()
		got := find(text, published, "en")
		last := 0
		for _, d := range got {
			if d.Start < last || d.End <= d.Start || d.End > len(text) || !utf8.RuneStart(text[d.Start]) || d.End < len(text) && !utf8.RuneStart(text[d.End]) {
				t.Fatalf("span %v after %d in %q", d.Span, last, text)
			}
			last = d.End
			if d.Value == "" || !d.From.IsZero() && !d.From.Before(d.To) {
				t.Fatalf("%q: value %q, from %v to %v", d.Of(text), d.Value, d.From, d.To)
			}
			if d.Event.Start < 0 || d.Event.End > len(text) {
				t.Fatalf("event %v", d.Event)
			}
		}
		if diff := cmp.Diff(got, find(text, published, "en")); diff != "" {
			t.Fatalf("two readings differ: %s", diff)
		}
	})
}

const sample = `Ministers said Monday that efforts to secure peace could reach a critical juncture this week, after talks over the weekend.
"We heard yesterday that the talks were difficult," she said, adding that she would talk to them on Thursday at 3 p.m.
Several projects launched in recent months will cost 150 billion euros by the end of 2030, the Commission proposed in October.
The 2021-2027 budget, agreed on Dec. 17, 2020, runs for seven years; the next review is due in the first half of 2026.

`

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(sample, 10) // some 800 words
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		find(text, monday, "en")
	}
}

func BenchmarkFindNoDates(b *testing.B) {
	text := strings.Repeat("The committee heard that every proposal has the same aim and that none of them may go further than the last one did. ", 40)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		find(text, monday, "en")
	}
}
