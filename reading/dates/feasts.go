package dates

import (
	"math"
	"time"
)

// The feasts of other calendars. Hebrew dates are exact; they begin at sunset of the day before. Islamic ones follow the tabular calendar, from
// which what is proclaimed after sighting the moon may differ by a day, so they carry the modifier APPROX. The Lunar New Year is the new moon of
// Beijing's calendar between 21 January and 20 February.

// fixedDay is the Gregorian day with a number, counted from 1 January of the year 1 as day 1 (Reingold and Dershowitz, Calendrical Calculations, ch. 1).
func fixedDay(n int) time.Time { return date(1, 1, 1).AddDate(0, 0, n-1) }

// hebrewNewYear is 1 Tishri of a Hebrew year (Calendrical Calculations, ch. 8).
func hebrewNewYear(y int) time.Time {
	elapsed := func(y int) int {
		months := (235*y - 234) / 19
		d := 29*months + (12084+13753*months)/25920
		if 3*(d+1)%7 < 3 {
			d++
		}
		return d
	}
	before, now, after := elapsed(y-1), elapsed(y), elapsed(y+1)
	switch {
	case after-now == 356:
		now += 2
	case now-before == 382:
		now++
	}
	return fixedDay(now - 1373427)
}

// tishri is a day after the Hebrew new year that falls in autumn of a year.
func tishri(days int) func(int) time.Time {
	return func(y int) time.Time { return hebrewNewYear(y+3761).AddDate(0, 0, days) }
}

// passover is days after 15 Nisan, which lies 163 days before the next new year.
func passover(days int) func(int) time.Time { return tishri(days - 163) }

// hanukkah begins on 25 Kislev, a day later in years whose second month has 30 days.
func hanukkah(y int) time.Time {
	first := hebrewNewYear(y + 3761)
	length := int(hebrewNewYear(y+3762).Sub(first).Hours() / 24)
	if length%10 == 5 {
		return first.AddDate(0, 0, 84)
	}
	return first.AddDate(0, 0, 83)
}

// islamic is a day of the tabular Islamic calendar, the first that falls in a Gregorian year (Calendrical Calculations, ch. 7).
func islamic(month, d int) func(int) time.Time {
	return func(y int) time.Time {
		var t time.Time
		for h := (y-622)*33/32 - 1; t.Year() < y; h++ {
			t = fixedDay(227014 + d + 29*(month-1) + month/2 + 354*(h-1) + (3+11*h)/30)
		}
		return t
	}
}

// lunarNewYear is the day in Beijing of the new moon between 21 January and 20 February (of 1985 a month too early).
func lunarNewYear(y int) time.Time {
	first := date(y, 1, 21)
	k := math.Floor((float64(y) - 2000) * 12.3685)
	t := dayOf(newMoon(k).Add(8 * time.Hour))
	for ; t.Before(first); k++ {
		t = dayOf(newMoon(k).Add(8 * time.Hour))
	}
	return t
}

// newMoon is the k-th new moon after that of 6 January 2000, to within a quarter of an hour (Meeus, Astronomical Algorithms, ch. 49, the largest terms).
func newMoon(k float64) time.Time {
	c := k / 1236.85
	rad := func(a, b float64) float64 { return math.Mod(a+b*k, 360) * math.Pi / 180 }
	sun, moon, node := rad(2.5534, 29.10535670), rad(201.5643, 385.81693528), rad(160.7108, 390.67050284)
	days := 5.09766 + 29.530588861*k + 0.00015437*c*c -
		0.40720*math.Sin(moon) + 0.17241*math.Sin(sun) + 0.01608*math.Sin(2*moon) + 0.01039*math.Sin(2*node) +
		0.00739*math.Sin(moon-sun) - 0.00514*math.Sin(moon+sun) + 0.00208*math.Sin(2*sun)
	whole, part := math.Modf(days + 0.5)
	return date(2000, 1, 1).AddDate(0, 0, int(whole)).Add(time.Duration(part * 24 * float64(time.Hour)))
}
