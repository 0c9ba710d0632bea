package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var variable = regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{6})`)

// themes reads the colours of both themes from the style sheet.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	data, err := files.ReadFile("assets/desk.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(data), "@media screen and (prefers-color-scheme:dark)")
	if !ok {
		t.Fatal("the style sheet has no dark theme")
	}
	dark, _, _ = strings.Cut(dark, "}}")
	out := map[string]map[string]string{}
	for name, css := range map[string]string{"light": light, "dark": dark} {
		out[name] = map[string]string{}
		for _, m := range variable.FindAllStringSubmatch(css, -1) {
			out[name][m[1]] = m[2]
		}
	}
	return out
}

// luminance and contrast are the relative luminance and the contrast ratio of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(v uint64) float64 {
		c := float64(v&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every colour of text must be readable on every ground that it stands on.
func TestContrast(t *testing.T) {
	if got := contrast(t, "#000000", "#ffffff"); math.Abs(got-21) > 1e-9 {
		t.Fatalf("black on white has a contrast of %v, want 21", got)
	}
	for theme, colours := range themes(t) {
		lowest, where := 99.0, ""
		for _, text := range []string{"ink", "soft", "faint", "accent", "source", "cue", "good", "late"} {
			for _, ground := range []string{"paper", "content", "lit"} {
				got := contrast(t, colours[text], colours[ground])
				if got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, less than 4.5", theme, text, ground, got)
				}
				if got < lowest {
					lowest, where = got, text+" on "+ground
				}
			}
		}
		t.Logf("%s: the lowest contrast is %.2f, %s", theme, lowest, where)
	}
}
