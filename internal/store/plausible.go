package store

import (
	"time"

	"rapporteur"
)

// Plausible reports whether a claimed date can be believed of an article first seen at seen: it is not in the future (two
// days are allowed for zones and embargoes), and not a clock's zero, which is what a missing date often turns into.
func Plausible(claimed rapporteur.Stamp, seen time.Time) bool {
	t := claimed.Time
	if t.IsZero() || t.After(seen.Add(48*time.Hour)) || t.Year() < 1850 {
		return false
	}
	return t.Before(clockZero.Add(-24*time.Hour)) || t.After(clockZero.Add(48*time.Hour))
}

var clockZero = time.Unix(0, 0).UTC()
