package figures

import (
	"math/big"
	"strconv"
	"strings"
)

// places is how many decimals a fraction without a finite expansion is rounded to.
const places = 15

// normal turns a numeral as printed into decimal text; false where its separators group nothing. With comma, a lone point
// before three digits groups, as on the Continent.
func normal(s string, comma bool) (string, bool) {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' {
			return -1
		}
		return r
	}, s)
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case points == 0 && commas == 0:
		return tidy(s), true
	case points > 1 && commas == 0:
		return grouped(s, ".")
	case commas > 1 && points == 0:
		return grouped(s, ",")
	case points == 0:
		whole, part, _ := strings.Cut(s, ",")
		if len(part) == 3 && len(whole) <= 3 && whole != "0" && !(comma && len(whole) == 0) {
			return tidy(whole + part), true
		}
		return tidy(whole + "." + part), len(part) < 3 || whole == "0"
	case commas == 0:
		whole, part, _ := strings.Cut(s, ".")
		if comma && len(part) == 3 && len(whole) <= 3 && whole != "0" {
			return tidy(whole + part), true
		}
		return tidy(s), true
	}
	group, point := ",", "."
	if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
		group, point = ".", ","
	}
	whole, part, _ := strings.Cut(s, point)
	if strings.Contains(part, group) || strings.Contains(part, point) {
		return "", false
	}
	whole, ok := grouped(whole, group)
	return tidy(whole + "." + part), ok
}

func wellFormed(s string) bool {
	_, ok := normal(s, false)
	return ok
}

// grouped joins groups of three digits (or, as in India, of two before the last).
func grouped(s, sep string) (string, bool) {
	groups := strings.Split(s, sep)
	for i, g := range groups {
		if i == 0 && (g == "" || len(g) > 3) || i > 0 && len(g) != 3 && (len(g) != 2 || i == len(groups)-1 || sep == ".") {
			return "", false
		}
	}
	return tidy(strings.Join(groups, "")), true
}

// tidy drops zeros that say nothing: those in front, and those behind a decimal point.
func tidy(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, part, _ := strings.Cut(s, ".")
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part == "" {
		if whole == "0" {
			sign = ""
		}
		return sign + whole
	}
	return sign + whole + "." + part
}

// shift multiplies by ten to the power of n.
func shift(s string, n int) string {
	if s == "" || n == 0 {
		return s
	}
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, part, _ := strings.Cut(s, ".")
	if n > 0 {
		if len(part) < n {
			part += strings.Repeat("0", n-len(part))
		}
		return tidy(sign + whole + part[:n] + "." + part[n:])
	}
	if len(whole) <= -n {
		whole = strings.Repeat("0", 1-n-len(whole)) + whole
	}
	cut := len(whole) + n
	return tidy(sign + whole[:cut] + "." + whole[cut:] + part)
}

// ratio is a over b as decimal text.
func ratio(a, b int64) string { return ratText(big.NewRat(a, b)) }

func ratText(r *big.Rat) string { return tidy(r.FloatString(places)) }

// most is the length up to which decimal text is taken for arithmetic other than shifting the point.
const most = 40

// rat reads decimal text; false where it is empty or beyond reckoning.
func rat(s string) (*big.Rat, bool) {
	if s == "" || len(s) > most {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// times multiplies decimal text by a small number; texts too long for it stay as they are, with false.
func times(s string, n int64) (string, bool) {
	r, ok := rat(s)
	if !ok {
		return s, false
	}
	return ratText(r.Mul(r, big.NewRat(n, 1))), true
}

// plus adds two decimal texts.
func plus(a, b string) string {
	x, ok := rat(a)
	y, ok2 := rat(b)
	if !ok || !ok2 {
		return a
	}
	return ratText(x.Add(x, y))
}

// less compares decimal texts of any length.
func less(a, b string) bool {
	if x, ok := rat(a); ok {
		if y, ok := rat(b); ok {
			return x.Cmp(y) < 0
		}
	}
	if (a != "" && a[0] == '-') != (b != "" && b[0] == '-') {
		return a != "" && a[0] == '-'
	}
	wa, _, _ := strings.Cut(a, ".")
	wb, _, _ := strings.Cut(b, ".")
	return len(wa) < len(wb)
}

func negated(s string) string {
	if s == "" || s == "0" {
		return s
	}
	if s[0] == '-' {
		return s[1:]
	}
	return "-" + s
}

func small(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}
