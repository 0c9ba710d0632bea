// Package desktest gives tests archives that were read, filed and grouped by a real desk. It promises that an archive which
// several tests ask for is made once a process and that each gets a copy of its own; nothing stays behind on the disk.
package desktest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/desk"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
)

var (
	mu   sync.Mutex
	kept = map[string]map[string][]byte{} // by what is in it: the files of an archive
)

// Articles is an archive of the articles of testdata whose folders' names begin in one of these ways: "safe-" are the nine
// reports on the SAFE fund.
func Articles(t testing.TB, prefixes ...string) *store.Store {
	t.Helper()
	return Folder(t, "testdata "+strings.Join(prefixes, " "), func(t testing.TB, dir string) {
		t.Helper()
		for _, prefix := range prefixes {
			pages, err := filepath.Glob(filepath.Join(root(t), "testdata", "articles", prefix+"*", "page.html"))
			if err != nil || len(pages) == 0 {
				t.Fatalf("no articles %s* in testdata: %v", prefix, err)
			}
			for _, p := range pages {
				copyFile(t, p, filepath.Join(dir, filepath.Base(filepath.Dir(p))+".html"))
			}
		}
	})
}

// Folder is an archive of the articles of a folder, which fill writes. Archives of one name are the same.
func Folder(t testing.TB, name string, fill func(t testing.TB, dir string)) *store.Store {
	t.Helper()
	mu.Lock()
	files := kept[name]
	if files == nil {
		files = read(t, fill)
		kept[name] = files
	}
	mu.Unlock()
	data := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(data, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// read has a desk read a folder, and gives the files of its archive.
func read(t testing.TB, fill func(testing.TB, string)) map[string][]byte {
	t.Helper()
	articles, data := t.TempDir(), t.TempDir()
	fill(t, articles)
	st, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := fetch.New(fetch.Config{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Config{Store: st, Fetcher: f})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Add(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(data, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// root is the folder of the module: the nearest one above with a go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = filepath.Dir(dir)
	}
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
