package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSubjects(t *testing.T) {
	got := Subjects([]FiledSpeaker{
		{"Ann", 1, []int64{1}}, {"Ann", 1, nil}, {"Ann", 2, []int64{2}}, // one of three apart
		{"Bob", 3, []int64{1}}, {"Bob", 0, []int64{3}},
		{"Cid", 1, []int64{1}}, // two under one subject
	})
	want := SubjectCounts{Given: Counts{Gold: 5, Found: 5, Right: 3}, All: Counts{Gold: 6, Found: 6, Right: 3}, Said: Counts{Gold: 6, Found: 6, Right: 2}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !Bears(`Robert C. "Bobby" Scott`, []string{"Bobby Scott"}) || Bears("Bill Clinton", []string{"Hillary Clinton"}) {
		t.Error("whose name is it?")
	}
}
