package score

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

func timex(start, end int, value string) Timex {
	return Timex{Span: rapporteur.Span{Start: start, End: end}, Type: "DATE", Value: value}
}

func TestDates(t *testing.T) {
	gold := []Timex{timex(0, 6, "2025-12-01"), timex(10, 20, "2025-11"), timex(30, 35, "PXD"), timex(50, 55, "2024")}
	found := []Timex{timex(0, 6, "2025-12-01"), timex(12, 20, "2025-11"), timex(30, 35, "P3D"), timex(70, 75, "2023"), timex(80, 85, "2022")}
	got := Dates(gold, found)
	want := DateCounts{Strict: Counts{2, 5, 4}, Relaxed: Counts{3, 5, 4}, Value: Counts{2, 5, 4}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sum := got.Add(got); sum.Relaxed != (Counts{6, 10, 8}) {
		t.Errorf("sum %v", sum)
	}
}

// One finding answers one annotation only, the one of the same extent first.
func TestPairTimexesOneToOne(t *testing.T) {
	gold := []Timex{timex(0, 4, "a"), timex(5, 9, "b")}
	found := []Timex{timex(0, 9, "a")}
	if diff := cmp.Diff([]TimexPair{{0, 0}, {1, -1}}, PairTimexes(gold, found)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	found = []Timex{timex(0, 9, "a"), timex(0, 4, "a")}
	if diff := cmp.Diff([]TimexPair{{0, 1}, {1, 0}}, PairTimexes(gold, found)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "set", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestReadTimeML(t *testing.T) {
	dir := write(t, "a.tml", `<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2025-12-01">12/01/2025</TIMEX3></DCT>
<TITLE>Not text</TITLE><TEXT>AT&amp;T <EVENT>said</EVENT> <TIMEX3 tid="t1" type="DATE" value="2025-11-30">on <SIGNAL>a</SIGNAL> day</TIMEX3>.</TEXT></TimeML>`)
	docs, err := ReadTimeML(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := DatedText{Name: "a.tml", Text: "AT&T said on a day.", Published: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), Gold: []Timex{timex(10, 18, "2025-11-30")}}
	if diff := cmp.Diff([]DatedText{want}, docs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := ReadTimeML(t.TempDir()); err == nil {
		t.Error("an empty folder is no corpus")
	}
}

func TestReadMEANTIME(t *testing.T) {
	dir := write(t, "b.xml", `<Document><token sentence="0" t_id="1">Shares</token><token sentence="0" t_id="2">,</token>
<token sentence="1" t_id="3">On</token><token sentence="1" t_id="4">Monday</token><token sentence="6" t_id="5">Late</token>
<Markables><TIMEX3 functionInDocument="CREATION_TIME" type="DATE" value="2008-09-15"><token_anchor t_id="4"/></TIMEX3></Markables></Document>`)
	docs, err := ReadMEANTIME(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := DatedText{Name: "b.xml", Text: "Shares,\n\nOn Monday", Published: time.Date(2008, 9, 15, 0, 0, 0, 0, time.UTC), Gold: []Timex{timex(12, 18, "2008-09-15")}}
	if diff := cmp.Diff([]DatedText{want}, docs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	bad := write(t, "c.xml", `<Document><Markables><TIMEX3><token_anchor t_id="9"/></TIMEX3></Markables></Document>`)
	if _, err := ReadMEANTIME(bad); err == nil {
		t.Error("an anchor without its token must be an error")
	}
}

func TestTimeSpecPasses(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2025, 12, d, 0, 0, 0, 0, time.UTC) }
	spec := func(text, kind string, v TimeSpecValue) *TimeSpec {
		s := &TimeSpec{Input: "I was away " + text}
		s.Context.ReferenceDateTime = "2025-12-10T00:00:00"
		r := TimeSpecResult{Text: text, TypeName: "datetimeV2." + kind}
		r.Resolution.Values = []TimeSpecValue{v}
		s.Results = append(s.Results, r)
		return s
	}
	found := func(d rapporteur.Date) []rapporteur.Date {
		d.Start, d.End = 11, 16
		return []rapporteur.Date{d}
	}
	point := rapporteur.Date{Value: "2025-12-01", Kind: rapporteur.Point, From: day(1), To: day(2)}
	tests := []struct {
		name  string
		spec  *TimeSpec
		found []rapporteur.Date
		want  bool
	}{
		{"same day", spec("monday", "date", TimeSpecValue{Timex: "XXXX-WXX-1", Type: "date", Value: "2025-12-01"}), found(point), true},
		{"another day", spec("monday", "date", TimeSpecValue{Timex: "XXXX-WXX-1", Type: "date", Value: "2025-12-08"}), found(point), false},
		{"nothing found", spec("monday", "date", TimeSpecValue{Type: "date", Value: "2025-12-01"}), nil, false},
		{"length of a range", spec("past two days", "daterange", TimeSpecValue{Timex: "(2025-12-08,2025-12-10,P2D)", Type: "daterange", Start: "2025-12-08", End: "2025-12-10"}),
			found(rapporteur.Date{Value: "P2D", Kind: rapporteur.Duration}), true},
		{"another length", spec("past two days", "daterange", TimeSpecValue{Timex: "(2025-12-08,2025-12-10,P2D)", Type: "daterange", Start: "2025-12-08", End: "2025-12-10"}),
			found(rapporteur.Date{Value: "P3D", Kind: rapporteur.Duration}), false},
		{"two ends", spec("1 to 4 december", "daterange", TimeSpecValue{Timex: "(a,b,P3D)", Type: "daterange", Start: "2025-12-01", End: "2025-12-04"}),
			append(found(point), rapporteur.Date{Span: rapporteur.Span{Start: 17, End: 20}, Value: "2025-12-04", Kind: rapporteur.Point, From: day(4), To: day(5)}), true},
	}
	for _, tt := range tests {
		if got, why := TimeSpecPasses(tt.spec, tt.found); got != tt.want {
			t.Errorf("%s: %v (%s), want %v", tt.name, got, why, tt.want)
		}
	}
	empty := &TimeSpec{Input: "beat 3-2"}
	if ok, _ := TimeSpecPasses(empty, []rapporteur.Date{point}); ok {
		t.Error("a finding where there is nothing must fail")
	}
}

func TestApplies(t *testing.T) {
	s := &TimeSpec{Input: "Cortana, meet Monday"}
	if ok, _ := s.Applies(); ok {
		t.Error("a command is no news")
	}
	s = &TimeSpec{Input: "They met on Monday"}
	if ok, why := s.Applies(); !ok {
		t.Error(why)
	}
}
