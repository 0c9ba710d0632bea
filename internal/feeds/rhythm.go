package feeds

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// Bounds of the time between visits, and what a feed without dates gets.
const (
	MinInterval     = 5 * time.Minute
	MaxInterval     = 24 * time.Hour
	DefaultInterval = time.Hour
)

// recent is how many of the newest entries tell the rhythm.
const recent = 30

// readWishes takes what the feed asks for itself: ttl, skipHours and skipDays (RSS 2.0), updatePeriod and
// updateFrequency (RSS 1.0 syndication module). Interval holds the longer wish until reckonInterval.
func (l *Listing) readWishes(feed *gofeed.Feed, r *rss.Feed) {
	l.Interval = updatePeriod(feed)
	if r == nil {
		return
	}
	if n, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && n > 0 {
		l.Interval = max(l.Interval, time.Duration(min(n, 24*60))*time.Minute)
	}
	for _, h := range r.SkipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && n >= 0 && n <= 24 && !slices.Contains(l.SkipHours, n%24) {
			l.SkipHours = append(l.SkipHours, n%24)
		}
	}
	for _, s := range r.SkipDays {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(strings.TrimSpace(s), d.String()) && !slices.Contains(l.SkipDays, d) {
				l.SkipDays = append(l.SkipDays, d)
			}
		}
	}
}

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

func updatePeriod(feed *gofeed.Feed) time.Duration {
	word := func(name string) string {
		if e := feed.Extensions["sy"][name]; len(e) > 0 {
			return strings.ToLower(strings.TrimSpace(e[0].Value))
		}
		return ""
	}
	period := periods[word("updatePeriod")]
	if n, err := strconv.Atoi(word("updateFrequency")); err == nil && n > 1 {
		period /= time.Duration(n)
	}
	return period
}

// reckonInterval takes the median time between the newest entries, or what the feed asks for where that is longer.
func (l *Listing) reckonInterval() {
	rhythm, ok := l.medianGap()
	if !ok && l.Interval == 0 {
		rhythm = DefaultInterval
	}
	l.Interval = min(max(rhythm, l.Interval, MinInterval), MaxInterval)
}

// medianGap is the median time between the dates of the newest entries; equal dates count once.
func (l *Listing) medianGap() (time.Duration, bool) {
	var times []time.Time
	for _, i := range l.Items {
		if t := said(i); !t.IsZero() {
			times = append(times, t)
		}
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = slices.CompactFunc(times, time.Time.Equal)
	times = times[:min(len(times), recent)]
	var gaps []time.Duration
	for i := 1; i < len(times); i++ {
		gaps = append(gaps, times[i-1].Sub(times[i]))
	}
	if len(gaps) == 0 {
		return 0, false
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2], true
}

// Next is when to visit again after a visit at t: after the interval, outside the hours and days the feed wants to be
// left alone. A feed that forbids all of them is taken not to mean it.
func (l *Listing) Next(t time.Time) time.Time {
	first := t.Add(l.Interval)
	for next, end := first, first.Add(8*24*time.Hour); next.Before(end); next = next.Truncate(time.Hour).Add(time.Hour) {
		u := next.UTC()
		if !slices.Contains(l.SkipHours, u.Hour()) && !slices.Contains(l.SkipDays, u.Weekday()) {
			return next
		}
	}
	return first
}
