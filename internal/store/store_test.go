package store

import (
	"testing"
)

func TestOpenSQLite(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if c, err := s.Counts(t.Context()); err != nil || c != (Counts{}) {
		t.Fatal(c, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
