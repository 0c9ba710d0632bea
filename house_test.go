package rapporteur_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of the house, as docs/decisions/0001-the-house.md gives them: who may import whom, who may ask the time,
// what every package says of itself. They read source files only, so a new package is held to them from its first line.

const module = "rapporteur"

// room is one package of the module: its folder below the root ("" for the root) and its non-test files.
type room struct {
	dir   string
	fset  *token.FileSet
	files map[string]*ast.File
}

func (r *room) engine() bool {
	return r.dir == "reading" || strings.HasPrefix(r.dir, "reading/") || r.dir == "extract"
}

// forTests reports whether the package exists to serve tests: its name says so, and product code may not import it.
func (r *room) forTests() bool { return forTests(r.dir) }

func forTests(dir string) bool { return strings.HasSuffix(dir, "test") }

func rooms(t *testing.T) []*room {
	t.Helper()
	byDir := map[string]*room{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && skipped(p, d.Name()) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		dir := path.Dir(filepath.ToSlash(p))
		if dir == "." {
			dir = ""
		}
		r := byDir[dir]
		if r == nil {
			r = &room{dir: dir, fset: token.NewFileSet(), files: map[string]*ast.File{}}
			byDir[dir] = r
		}
		f, err := parser.ParseFile(r.fset, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		r.files[p] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []*room
	for _, r := range byDir {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *room) int { return strings.Compare(a.dir, b.dir) })
	if len(out) < 5 {
		t.Fatalf("found %d packages only; is the test run from the root of the module?", len(out))
	}
	return out
}

// skipped leaves out what is no part of the product: data, Python, generators that are modules of their own.
func skipped(p, name string) bool {
	if strings.HasPrefix(name, ".") || name == "testdata" || name == "data" || name == "training" {
		return true
	}
	return len(must(filepath.Glob(filepath.Join(p, "go.mod")))) > 0
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func imports(f *ast.File) []string {
	var out []string
	for _, i := range f.Imports {
		out = append(out, must(strconv.Unquote(i.Path.Value)))
	}
	return out
}

func standard(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".") && first != module
}

// own returns the folder of an import of this module, "" for the root.
func own(imp string) (dir string, ok bool) {
	if imp == module {
		return "", true
	}
	return strings.CutPrefix(imp, module+"/")
}

func under(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }

func TestImports(t *testing.T) {
	for _, r := range rooms(t) {
		for name, f := range r.files {
			for _, imp := range imports(f) {
				if why := forbidden(r, imp); why != "" {
					t.Errorf("%s imports %s: %s", name, imp, why)
				}
			}
		}
	}
}

var engineBans = []string{"os", "net", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "testing", "flag", "net/http", "os/exec", "io/ioutil"}

// forbidden says why a room may not import a package, or "".
func forbidden(r *room, imp string) string {
	dir, ours := own(imp)
	switch {
	case r.dir == "":
		if !standard(imp) {
			return "the root imports the standard library only"
		}
	case r.engine():
		return forbiddenInEngine(r, imp, dir, ours)
	case ours && under(r.dir, "internal") && under(dir, "internal"):
		if why := forbiddenInside(r.dir, dir); why != "" {
			return why
		}
	}
	if ours && forTests(dir) && !r.forTests() {
		return "product code does not use packages that serve tests"
	}
	if imp == "testing" && !r.forTests() {
		return "product code never imports testing"
	}
	return ""
}

func forbiddenInEngine(r *room, imp, dir string, ours bool) string {
	if slices.Contains(engineBans, imp) || strings.HasPrefix(imp, "net/") && imp != "net/url" && imp != "net/mail" && imp != "net/textproto" {
		return "the engine is pure: bytes in, values out"
	}
	if ours {
		if dir != "" && !under(dir, "reading") {
			return "the engine knows the root and itself only"
		}
		if r.dir == "extract" && dir != "" {
			return "extract knows the root only"
		}
		return ""
	}
	if under(r.dir, "reading") && !standard(imp) && !strings.HasPrefix(imp, "golang.org/x/text/") {
		return "reading needs nothing beyond golang.org/x/text"
	}
	return ""
}

// forbiddenInside keeps the rooms of internal apart: desk may use all of them, web and api the store; a package may use
// its own sub-packages.
func forbiddenInside(from, to string) string {
	room := func(dir string) string { return strings.SplitN(dir, "/", 3)[1] }
	a, b := room(from), room(to)
	switch {
	case a == b, a == "desk", strings.HasSuffix(a, "test"):
		return ""
	case (a == "web" || a == "api") && b == "store":
		return ""
	}
	return "internal/" + a + " does not know internal/" + b + " (the desk brings them together)"
}

func TestEngineAsksNoClock(t *testing.T) {
	for _, r := range rooms(t) {
		if !r.engine() && r.dir != "" {
			continue
		}
		r.selectors(func(pos token.Position, pkg, name string) {
			if pkg == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Tick", "Sleep", "Local", "LoadLocation"}, name) {
				t.Errorf("%s: time.%s: a reading depends on the article alone", pos, name)
			}
		})
	}
}

func TestOnlyCmdReadsTheEnvironment(t *testing.T) {
	for _, r := range rooms(t) {
		if under(r.dir, "cmd") || r.forTests() || under(r.dir, "internal/store/pgtest") {
			continue
		}
		r.selectors(func(pos token.Position, pkg, name string) {
			if pkg == "os" && slices.Contains([]string{"Getenv", "LookupEnv", "Environ", "Args", "Exit"}, name) || pkg == "flag" {
				t.Errorf("%s: %s.%s: only cmd reads flags and environment", pos, pkg, name)
			}
		})
	}
}

// selectors calls visit for every pkg.Name of an imported package.
func (r *room) selectors(visit func(pos token.Position, pkg, name string)) {
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil {
				visit(r.fset.Position(s.Pos()), x.Name, s.Sel.Name)
			}
			return true
		})
	}
}

// No package-level state but tables: a package variable of the engine is set where it is declared, and nowhere else.
func TestEngineKeepsNoState(t *testing.T) {
	for _, r := range rooms(t) {
		if !r.engine() {
			continue
		}
		names, specs := r.packageVars()
		for _, f := range r.files {
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Name.Name == "init" || fn.Body == nil {
					continue
				}
				assigned(fn.Body, func(id *ast.Ident) {
					// The parser resolves names within one file: an unresolved one may be a variable of another file.
					elsewhere := id.Obj == nil && names[id.Name]
					here := id.Obj != nil && specs[id.Obj.Decl]
					if elsewhere || here {
						t.Errorf("%s: assigns to package variable %s", r.fset.Position(id.Pos()), id.Name)
					}
				})
			}
		}
	}
}

func (r *room) packageVars() (names map[string]bool, specs map[any]bool) {
	names, specs = map[string]bool{}, map[any]bool{}
	for _, f := range r.files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				specs[s] = true
				for _, n := range s.(*ast.ValueSpec).Names {
					names[n.Name] = true
				}
			}
		}
	}
	return names, specs
}

// assigned calls visit for every plain identifier that the body assigns to or increments.
func assigned(body ast.Node, visit func(*ast.Ident)) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok && n.Tok != token.DEFINE && id.Name != "_" {
					visit(id)
				}
			}
		case *ast.IncDecStmt:
			if id, ok := n.X.(*ast.Ident); ok {
				visit(id)
			}
		}
		return true
	})
}

func TestEveryPackageSaysWhatItPromises(t *testing.T) {
	for _, r := range rooms(t) {
		documented := false
		for _, f := range r.files {
			if f.Doc != nil && len(strings.Fields(f.Doc.Text())) >= 8 {
				documented = true
			}
		}
		if !documented {
			t.Errorf("package in %q: no package comment that says what it promises", r.dir)
		}
	}
}

func TestNamesOfRooms(t *testing.T) {
	bad := []string{"util", "utils", "common", "helper", "helpers", "shared", "core", "base", "manager", "service", "model", "pkg", "misc", "types"}
	for _, r := range rooms(t) {
		if slices.Contains(bad, path.Base(r.dir)) {
			t.Errorf("%s: the name says nothing about what is inside", r.dir)
		}
	}
}
