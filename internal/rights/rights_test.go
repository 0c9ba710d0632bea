package rights

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOfPage(t *testing.T) {
	page := `<!doctype html><html><head><meta charset="utf-8"><META NAME="TDM-Reservation" content="1"><meta name=tdm-policy content="https://a.example/tdm">
<meta name="robots" content="index, max-snippet:-1, noai"><link rel="canonical license" href="https://creativecommons.org/licenses/by/2.5/"><meta name="copyright" content=" © The  Times
2025 "><meta name="description" content="x"></head><body><meta name="copyright" content="not in the head"></body></html>`
	want := []string{"reserves text and data mining (TDMRep)", "its terms for text and data mining: https://a.example/tdm", "asks not to be used for training (noai)", "licence: CC BY 2.5", "© The Times 2025"}
	if diff := cmp.Diff(want, Words(OfPage([]byte(page)))); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "<", "<meta", strings.Repeat("<meta name=copyright content=x>", 100_000), "\x00\xff"} {
		if got := Words(OfPage([]byte(bad))); len(got) > 1 {
			t.Errorf("%.20q: %q", bad, got)
		}
	}
}

func TestWords(t *testing.T) {
	for line, want := range map[string]string{
		"Tdm-Reservation: 0": "does not reserve text and data mining (TDMRep)", "Tdm-Reservation: maybe": "",
		"X-Robots-Tag: noarchive,nosnippet": "asks that no copy be shown (noarchive)|asks that no excerpt be shown (nosnippet)", "X-Robots-Tag: all": "",
		"Content-Signal: search=yes, ai-train=no": "Content-Signal: search=yes, ai-train=no", "License: https://a.example/rsl.xml": "licence: https://a.example/rsl.xml",
		`Link: <https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"`: "licence: CC0 1.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en": "CC BY-NC-SA 4.0",
		"© 2025 BBC. All rights reserved: see terms": "© 2025 BBC. All rights reserved: see terms", "Copyright 2025": "Copyright 2025",
	} {
		if got := strings.Join(Words([]string{line, line}), "|"); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	if got := Words([]string{strings.Repeat("ä", 500)}); len(got) != 1 || len(got[0]) > maxWords+4 {
		t.Errorf("a long statement stays long: %q", got)
	}
}
