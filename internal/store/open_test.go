package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur"
)

func TestOpenMakesPrivateFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b#c?d%41", "data")
	for dsn, want := range map[string]string{
		dir:                                filepath.Join(dir, "rapporteur.db"),
		filepath.Join(dir, "other.sqlite"): filepath.Join(dir, "other.sqlite"),
	} {
		s, err := Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.AddFeed(t.Context(), NewFeed{URL: "https://a.example/", Host: "a.example"}, time.Now()); err != nil {
			t.Fatal(err)
		}
		for path, mode := range map[string]os.FileMode{dir: 0o700, want: 0o600, want + "-wal": 0o600} {
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s: %v, want mode %o (%v)", path, info, mode, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// refused checks that opening fails with one line that says what it should.
func refused(t *testing.T, dsn string, kind error, says string) {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	if err == nil {
		_ = s.Close()
		t.Errorf("%s is opened", dsn)
		return
	}
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
		t.Errorf("%s: %v; want one that says %q", dsn, err, says)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, text, rapporteur.ErrInvalid, "put a backup in its place")
	refused(t, filepath.Join(text, "below.db"), rapporteur.ErrInvalid, "name another place")
	refused(t, "mysql://localhost/x", rapporteur.ErrInvalid, "postgres://")
	refused(t, "postgres://u:secret@127.0.0.1:1/none?connect_timeout=2", rapporteur.ErrTransient, "is it running")
	refused(t, "postgres://u:secret@[::1", rapporteur.ErrInvalid, "postgres://USER:PASSWORD@HOST")
	if os.Geteuid() != 0 { // root may write anywhere
		closed := filepath.Join(dir, "closed")
		if err := os.Mkdir(closed, 0o500); err != nil {
			t.Fatal(err)
		}
		refused(t, filepath.Join(closed, "x.db"), rapporteur.ErrRefused, "write permission")
	}
}

func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	p := newPress(t, path)
	p.publish("https://a.example/1", "Alpha", "2025-11-01", long)
	p.work()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(body); i++ {
		body[i] ^= 0x5a
	}
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, path, rapporteur.ErrInvalid, "put a backup in its place")
}

func TestNewerSchema(t *testing.T) {
	databases(t, func(t *testing.T, dsn func(testing.TB) string) {
		address := dsn(t)
		s, err := Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		err = s.db.write(t.Context(), func(x *tx) error {
			_, err := x.exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", 999, true)
			return err
		})
		if err = errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		refused(t, address, rapporteur.ErrInvalid, "use the newer program")
	})
}

func TestManyOpenAtOnce(t *testing.T) {
	databases(t, func(t *testing.T, dsn func(testing.TB) string) {
		address, errs := dsn(t), make(chan error)
		for range 6 {
			go func() {
				s, err := Open(t.Context(), address)
				if err == nil {
					err = s.Close()
				}
				errs <- err
			}()
		}
		for range 6 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
}

// A disk that is full: SQLite is told that the file may not grow any more, which it reports in the same words.
func TestDiskFull(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db := s.db.(*sqliteDB)
	var pages int
	if err := db.writer.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.writer.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages+8)); err != nil {
		t.Fatal(err)
	}
	body := make([]byte, 1<<20)
	for i := range body {
		body[i] = byte(i * i >> 3 * 7)
	}
	kept, full := 0, error(nil)
	for i := range 100 {
		body[i*1000]++
		if _, full = s.KeepFile(t.Context(), &rapporteur.Page{URL: fmt.Sprintf("file:///%d", i), Body: body, Fetched: time.Now()}); full != nil {
			break
		}
		kept++
	}
	if !errors.Is(full, rapporteur.ErrTransient) || !strings.Contains(full.Error(), "disk") || strings.Contains(full.Error(), "\n") {
		t.Fatalf("after %d pages: %v", kept, full)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Pages != kept {
		t.Errorf("%+v, want the %d pages that were kept (%v)", c, kept, err)
	}
	if left, err := s.Pending(t.Context()); err != nil || left.Now != kept {
		t.Errorf("%+v, want a job for each page kept (%v)", left, err)
	}
}

func TestSecondWorker(t *testing.T) {
	databases(t, func(t *testing.T, dsn func(testing.TB) string) {
		address := dsn(t)
		one, two := newPress(t, address), newPress(t, address)
		for i := range 20 {
			one.publish(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Number %d", i), "2025-11-01", `Kaja Kallas: "One."`, long)
		}
		two.pages = one.pages
		stop, err := one.Start(t.Context(), WorkConfig{Workers: one.workers()})
		if err != nil {
			t.Fatal(err)
		}
		stop2, err := two.Start(t.Context(), WorkConfig{Workers: two.workers()})
		if _, lite := one.db.(*sqliteDB); lite {
			if !errors.Is(err, rapporteur.ErrRefused) || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) {
				t.Errorf("a second process works on one SQLite file: %v", err)
			}
		} else if err != nil {
			t.Error(err)
		}
		one.wait()
		if got := two.articles(ArticleFilter{}); len(got) != 20 {
			t.Errorf("%d articles", len(got))
		}
		if s, err := two.Speakers(t.Context(), "kallas", 1); err != nil || len(s) != 1 || s[0].Statements != 20 {
			t.Error(s, err)
		}
		if err := stop(t.Context()); err != nil {
			t.Error(err)
		}
		if stop2 != nil {
			if err := stop2(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
}
