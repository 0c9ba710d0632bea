package fetch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// outbound are the ways of the standard library to reach another machine. A wildcard stands for every name with that beginning.
var outbound = map[string][]string{
	"net/http":   {"Get", "Head", "Post", "PostForm", "Client", "DefaultClient", "Transport", "DefaultTransport", "NewRequest", "NewRequestWithContext"},
	"net":        {"Dial*", "Dialer", "Resolver", "DefaultResolver", "Lookup*"},
	"crypto/tls": {"Dial*", "Dialer", "Client"},
	"net/smtp":   {"*"},
	"net/rpc":    {"*"},
	"os/exec":    {"*"},
}

// doors are the only folders that may use them: fetch reads the world, alerts writes to it. Databases are reached by
// their drivers, which are no part of this list.
var doors = []string{"internal/fetch", "internal/alerts"}

// TestOneDoor takes stock of the module: whatever fetches goes through this package.
func TestOneDoor(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(must(filepath.Rel(root, p)))
		if d.IsDir() {
			if rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "training" || strings.HasSuffix(d.Name(), "test")) {
				return fs.SkipDir
			}
			if len(must(filepath.Glob(filepath.Join(p, "go.mod")))) > 0 && rel != "." {
				return fs.SkipDir // a module of its own, no part of the product
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") || isDoor(rel) {
			return nil
		}
		files++
		for _, use := range outboundUses(t, p) {
			t.Errorf("%s uses %s: whatever reaches out goes through internal/fetch", rel, use)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 5 {
		t.Errorf("only %d files were looked at", files)
	}
}

// TestTheDoorIsSeen keeps the inventory honest: in this very package it must find something.
func TestTheDoorIsSeen(t *testing.T) {
	if len(outboundUses(t, "dial.go")) == 0 {
		t.Error("dial.go dials, and the inventory does not see it")
	}
}

func isDoor(rel string) bool {
	for _, d := range doors {
		if strings.HasPrefix(rel, d+"/") {
			return true
		}
	}
	return false
}

func outboundUses(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	usesGofeed := false
	names := map[string]string{} // local name to import path
	for _, i := range f.Imports {
		imp := must(strconv.Unquote(i.Path.Value))
		name := imp[strings.LastIndexByte(imp, '/')+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		if name == "." && outbound[imp] != nil {
			out = append(out, "a dot import of "+imp)
		}
		usesGofeed = usesGofeed || imp == "github.com/mmcdole/gofeed"
		names[name] = imp
	}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if ok && banned(names[x.Name], s.Sel.Name) {
			out = append(out, x.Name+"."+s.Sel.Name)
		}
		if usesGofeed && strings.HasPrefix(s.Sel.Name, "ParseURL") {
			out = append(out, s.Sel.Name+" (gofeed fetches by itself)")
		}
		return true
	})
	return out
}

func banned(imp, name string) bool {
	for _, b := range outbound[imp] {
		if prefix, wild := strings.CutSuffix(b, "*"); b == name || wild && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
