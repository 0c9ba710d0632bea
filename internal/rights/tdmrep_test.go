package rights

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReservations(t *testing.T) {
	for body, want := range map[string][]Reservation{
		`[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p.json"}]`:                            {{"/", true, "https://a.example/p.json"}},
		"\xef\xbb\xbf" + ` [{"location":"/open/*","tdm-reservation":0},{"location":"/a$","tdm-reservation":"1"}]` + "\n": {{"/open/*", false, ""}, {"/a$", true, ""}},
		`{"tdm-reservation": 1}`:                        {{"/", true, ""}},
		`[{"location": "/", "tdm-reservation": 7}, {}]`: nil,
		`[]`: nil,
		``:   nil,
		`<!doctype html><title>Not found</title>`:          nil,
		`[{"location":"/","tdm-reservation":1,"more":{}}]`: {{"/", true, ""}},
	} {
		got, err := Reservations([]byte(body))
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%s: %v %s", body, err, d)
		}
	}
	for _, bad := range []string{`[`, `"x"`, `7`, `[1]`, `[{"location": 3}]`, strings.Repeat("[", 100_000)} {
		if got, err := Reservations([]byte(bad)); err == nil {
			t.Errorf("%.20s: %v", bad, got)
		}
	}
	if got, err := Reservations([]byte("[" + strings.TrimSuffix(strings.Repeat(`{"tdm-reservation":1},`, 5000), ",") + "]")); len(got) != maxReservations || err != nil {
		t.Error(len(got), err)
	}
}

func TestReservationLines(t *testing.T) {
	for name, c := range map[string]struct {
		list     []Reservation
		shut, of int
		want     string
	}{
		"all":   {[]Reservation{{"/", true, "https://a.example/p"}}, 3, 3, "reserves text and data mining (TDMRep)|its terms for text and data mining: https://a.example/p"},
		"none":  {[]Reservation{{"*", false, ""}}, 0, 3, "does not reserve text and data mining (TDMRep)"},
		"parts": {[]Reservation{{"/open/*", false, ""}, {"/", true, ""}}, 2, 3, "by its rules, text and data mining is reserved for 2 of the 3 newest (TDMRep)|does not reserve text and data mining of /open/* (TDMRep)|reserves text and data mining (TDMRep)"},
		"many":  {[]Reservation{{"/a", true, ""}, {"/b", true, ""}, {"/c", true, ""}, {"/d", true, ""}, {"/e", true, ""}, {"/f", true, ""}}, 0, 0, "reserves text and data mining of /a (TDMRep)|reserves text and data mining of /b (TDMRep)|reserves text and data mining of /c (TDMRep)|reserves text and data mining of /d (TDMRep)|2 more rules about text and data mining stand in its tdmrep.json"},
	} {
		if got := strings.Join(Words(ReservationLines(c.list, c.shut, c.of)), "|"); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
