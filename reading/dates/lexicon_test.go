package dates

import (
	"go/ast"
	goparser "go/parser"
	gotoken "go/token"
	"path/filepath"
	"strconv"
	"testing"
)

// A rule can only match words that the lexicon holds: every word named in a call of is or oneOf must be there.
func TestRulesUseKnownWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for _, name := range files {
		f, err := goparser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "is" && sel.Sel.Name != "oneOf" {
				return true
			}
			for _, arg := range call.Args {
				lit, ok := arg.(*ast.BasicLit)
				if !ok || lit.Kind != gotoken.STRING {
					continue
				}
				s, err := strconv.Unquote(lit.Value)
				words++
				if err != nil || lexicon[s] == nil {
					t.Errorf("%s: %s is not in the lexicon, so the rule never applies", name, lit.Value)
				}
			}
			return true
		})
	}
	if words < 300 {
		t.Errorf("saw only %d words; is the test reading the rules?", words)
	}
	for s := range lexicon {
		if len(s) > longestWord {
			t.Errorf("%q is longer than longestWord", s)
		}
	}
}
