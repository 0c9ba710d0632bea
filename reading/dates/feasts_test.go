package dates

import (
	"testing"
	"time"
)

// Days as they were kept or are announced; Islamic ones may be one day off.
func TestFeasts(t *testing.T) {
	tests := []struct {
		name string
		day  func(int) time.Time
		want []string
		off  int
	}{
		{"rosh hashanah", tishri(0), []string{"2023-09-16", "2024-10-03", "2025-09-23"}, 0},
		{"yom kippur", tishri(9), []string{"1973-10-06", "2023-09-25", "2024-10-12"}, 0},
		{"passover", passover(0), []string{"2023-04-06", "2024-04-23", "2025-04-13"}, 0},
		{"purim", passover(-30), []string{"2024-03-24", "2025-03-14"}, 0},
		{"hanukkah", hanukkah, []string{"2023-12-08", "2024-12-26", "2025-12-15"}, 0},
		{"ramadan", islamic(9, 1), []string{"2023-03-23", "2024-03-11", "2025-03-01", "2026-02-18"}, 1},
		{"eid al-fitr", islamic(10, 1), []string{"2022-05-02", "2023-04-21", "2024-04-10", "2025-03-30"}, 1},
		{"eid al-adha", islamic(12, 10), []string{"2023-06-28", "2024-06-16", "2025-06-06"}, 1},
		{"lunar new year", lunarNewYear, []string{"2020-01-25", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2033-01-31"}, 0},
		{"orthodox easter", orthodoxEaster, []string{"2023-04-16", "2024-05-05", "2025-04-20", "2026-04-12"}, 0},
	}
	for _, tt := range tests {
		for _, want := range tt.want {
			day, err := time.Parse(time.DateOnly, want)
			if err != nil {
				t.Fatal(err)
			}
			got := tt.day(day.Year())
			if d := int(got.Sub(day).Hours() / 24); d > tt.off || d < -tt.off {
				t.Errorf("%s: %s, want %s", tt.name, got.Format(time.DateOnly), want)
			}
		}
	}
	for y := 1; y < 9999; y += 7 {
		lunarNewYear(y)
		islamic(9, 1)(y)
		tishri(0)(y)
	}
}
