package extract

import (
	"regexp"
	"sync"
)

// pattern gives a regular expression that is compiled when it is first asked for: all of them take some milliseconds, which
// a program that only imports this package should not spend.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
