package query

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// scales are the words and letters that multiply.
var scales = map[string]float64{
	"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6,
	"b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "tn": 1e12, "trn": 1e12, "trillion": 1e12, "trillions": 1e12,
}

// units are the words and signs that people write for units; others stand as typed, and are compared in any case.
var units = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "dollar": "USD", "dollars": "USD", "£": "GBP", "pound": "GBP", "pounds": "GBP", "¥": "JPY", "yen": "JPY",
	"meter": "m", "metre": "m", "meters": "m", "metres": "m", "tonne": "t", "tonnes": "t", "ton": "t", "tons": "t",
	"percent": "%", "%": "%", "pp": "pp", "count": "count",
}

var (
	aNumber  = regexp.MustCompile(`^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?`)
	unitWord = regexp.MustCompile(`^[\p{L}%€$£¥°²³/]{1,20}`)
)

// figure reads [unit] [comparison] number [scale] [unit], an interval of two numbers, or a unit alone.
func (p *parser) figure(t *Term) *Error {
	rest := strings.TrimSpace(t.Text)
	if u := unitWord.FindString(rest); u != "" {
		t.Unit, rest = unitOf(u), strings.TrimSpace(rest[len(u):])
	}
	if t.Op == Is {
		t.Op, rest = comparison(rest)
		rest = strings.TrimSpace(rest)
	}
	if rest == "" {
		if t.Unit == "" || t.Op != Is {
			return p.badFigure(t)
		}
		return nil
	}
	from, to, ok := strings.Cut(rest, "..")
	if !ok && strings.Count(rest, "/") == 1 && aNumber.MatchString(rest[strings.Index(rest, "/")+1:]) {
		from, to, ok = strings.Cut(rest, "/")
	}
	if !ok {
		return p.oneFigure(t, rest)
	}
	return p.twoFigures(t, strings.TrimSpace(from), strings.TrimSpace(to))
}

func (p *parser) oneFigure(t *Term, text string) *Error {
	n, scale, unit, ok := amount(text)
	if !ok || unit != "" && t.Unit != "" && unit != t.Unit {
		return p.badFigure(t)
	}
	if unit != "" {
		t.Unit = unit
	}
	t.Low = n * scale
	t.High, t.Number = t.Low, true
	return nil
}

// twoFigures reads an interval; a scale or unit at its end holds for both ends: 1..2bn.
func (p *parser) twoFigures(t *Term, from, to string) *Error {
	if t.Op != Is || from == "" && to == "" {
		return p.badFigure(t)
	}
	t.Low, t.High, t.Number = math.Inf(-1), math.Inf(1), true
	scale := 1.0
	if to != "" {
		n, s, unit, ok := amount(to)
		if !ok || unit != "" && t.Unit != "" && unit != t.Unit {
			return p.badFigure(t)
		}
		if t.High, scale = n*s, s; unit != "" {
			t.Unit = unit
		}
	}
	if from != "" {
		n, s, unit, ok := amount(from)
		if !ok || unit != "" && t.Unit != "" && unit != t.Unit {
			return p.badFigure(t)
		}
		if s == 1 && n*scale <= t.High {
			s = scale
		}
		if t.Low = n * s; unit != "" {
			t.Unit = unit
		}
	}
	if t.Low > t.High {
		return p.wrong(t.Span, "the interval ends before it begins; exchange its ends")
	}
	return nil
}

func (p *parser) badFigure(t *Term) *Error {
	return p.wrong(t.Span, "%.40q is no figure; write 19, >1bn, EUR>1bn, €150bn, 1..2bn, 40%%, or a unit alone such as EUR", t.Text)
}

// amount reads a number with its scale and unit.
func amount(s string) (n, scale float64, unit string, ok bool) {
	sign := unitWord.FindString(s) // €150bn
	if sign != "" {
		unit, s = unitOf(sign), strings.TrimSpace(s[len(sign):])
	}
	digits := aNumber.FindString(s)
	n, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if digits == "" || err != nil || math.IsInf(n, 0) {
		return 0, 0, "", false
	}
	scale = 1
	for _, w := range strings.Fields(s[len(digits):]) {
		m, rest := scaled(w)
		scale *= m
		if rest == "" {
			continue
		}
		if unit != "" || unitWord.FindString(rest) != rest {
			return 0, 0, "", false
		}
		unit = unitOf(rest)
	}
	return n, scale, unit, scale <= 1e12
}

// scaled cuts a scale off the beginning of a word: bnEUR.
func scaled(w string) (float64, string) {
	if m, ok := scales[strings.ToLower(w)]; ok {
		return m, ""
	}
	for n := len(w) - 1; n > 0; n-- {
		m, ok := scales[strings.ToLower(w[:n])]
		_, known := units[strings.ToLower(w[n:])]
		if ok && (known || len(w)-n == 3 && w[n:] == strings.ToUpper(w[n:])) {
			return m, w[n:]
		}
	}
	return 1, w
}

func unitOf(s string) string {
	if u, ok := units[strings.ToLower(s)]; ok {
		return u
	}
	if len(s) == 3 && s == strings.ToLower(s) && isLetters(s) { // eur
		return strings.ToUpper(s)
	}
	return s
}

func isLetters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
