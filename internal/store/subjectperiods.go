package store

import (
	"context"
	"fmt"
	"time"

	"rapporteur"
)

// maxPeriods bounds how many periods are counted.
const maxPeriods = 2000

// MentionsOver counts the articles that mention a subject in each period of [from, to), the first and the last of them
// whole, in order; periods without any are in it with 0. Zero times stand for the first and the last mention. More than
// 2000 periods are refused (ErrInvalid).
func (s *Store) MentionsOver(ctx context.Context, id int64, grain Grain, from, to time.Time) ([]PeriodRow, error) {
	ids, err := s.wholeOf(ctx, id)
	if err != nil {
		return nil, err
	}
	if from.IsZero() || to.IsZero() {
		var first, last *int64
		if err := one(ctx, s.db, "SELECT min(article), max(article) FROM mentions WHERE subject IN ("+marks(len(ids))+")", idArgs(ids), &first, &last); err != nil || first == nil {
			return nil, err
		}
		if from.IsZero() {
			from = keyTime(*first)
		}
		if to.IsZero() {
			to = keyTime(*last).Add(time.Minute)
		}
	}
	periods, err := cutPeriods(grain, reasonable(from), reasonable(to))
	if err != nil || len(periods) == 0 {
		return nil, err
	}
	at := func(t time.Time) int { return periodAt(periods, t) }
	begin, end := firstKey(periods[0].From), firstKey(periods[len(periods)-1].To)
	err = each(ctx, s.db, func(r rows) error {
		var day int64
		var n int
		err := r.Scan(&day, &n)
		periods[at(dayTime(day))].Articles += n
		return err
	}, fmt.Sprintf("SELECT (article >> %d) / 1440, count(DISTINCT article) FROM mentions WHERE subject IN (%s) AND article >= ? AND article < ? GROUP BY 1", runningBits, marks(len(ids))),
		append(idArgs(ids), begin, end)...)
	if err != nil {
		return nil, err
	}
	err = each(ctx, s.db, func(r rows) error {
		var day int64
		var n int
		err := r.Scan(&day, &n)
		periods[at(dayTime(day))].All += n
		return err
	}, "SELECT day, articles FROM article_days WHERE day >= ? AND day < ?", dayOf(begin), dayOf(end))
	return periods, err
}

// cutPeriods cuts a stretch of time into whole periods.
func cutPeriods(grain Grain, from, to time.Time) ([]PeriodRow, error) {
	start := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	next := func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	switch grain {
	case ByWeek:
		start = start.AddDate(0, 0, -int(start.Weekday()+6)%7)
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case ByMonth:
		start = start.AddDate(0, 0, 1-start.Day())
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	case ByDay:
	default:
		return nil, fmt.Errorf("%w: %.20q is no period; choose day, week or month", rapporteur.ErrInvalid, string(grain))
	}
	var out []PeriodRow
	for t := start; t.Before(to); t = next(t) {
		if len(out) == maxPeriods {
			return nil, fmt.Errorf("%w: more than %d periods; choose longer ones, or fewer years", rapporteur.ErrInvalid, maxPeriods)
		}
		out = append(out, PeriodRow{From: t, To: next(t)})
	}
	return out, nil
}

// periodAt finds the period that a time lies in; it must lie in one.
func periodAt(periods []PeriodRow, t time.Time) int {
	low, high := 0, len(periods)-1
	for low < high {
		if mid := (low + high + 1) / 2; periods[mid].From.After(t) {
			high = mid - 1
		} else {
			low = mid
		}
	}
	return low
}
