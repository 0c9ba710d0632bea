package score

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"rapporteur"
)

// ValuedText is a document of MEANTIME with its tokens and its VALUE annotations.
type ValuedText struct {
	DatedText
	Tokens []rapporteur.Span
	Values []Value
}

type catValues struct {
	Tokens []struct {
		ID       string `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
	Values []struct {
		Type    string `xml:"type,attr"`
		Anchors []struct {
			ID string `xml:"t_id,attr"`
		} `xml:"token_anchor"`
	} `xml:"Markables>VALUE"`
}

// ReadMEANTIMEValues reads the CAT files (.xml) in the folders of dir with their annotations of money, per cent and quantity.
func ReadMEANTIMEValues(dir string) ([]ValuedText, error) {
	dated, err := ReadMEANTIME(dir)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if err != nil {
		return nil, err
	}
	var out []ValuedText
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		v := ValuedText{DatedText: dated[i]}
		if err := v.anchor(b); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// anchor finds the tokens of a file in the text that was made of them, and the values by their tokens.
func (v *ValuedText) anchor(b []byte) error {
	var c catValues
	if err := xml.Unmarshal(b, &c); err != nil {
		return err
	}
	at, from := map[string]rapporteur.Span{}, 0
	for _, t := range c.Tokens {
		if t.Sentence > lastAnnotated {
			break
		}
		k := strings.Index(v.Text[from:], t.Text)
		if k < 0 {
			return fmt.Errorf("%w: a token is not in the text", rapporteur.ErrInvalid)
		}
		s := rapporteur.Span{Start: from + k, End: from + k + len(t.Text)}
		at[t.ID], from = s, s.End
		v.Tokens = append(v.Tokens, s)
	}
	for _, m := range c.Values {
		if len(m.Anchors) == 0 {
			continue
		}
		first, ok := at[m.Anchors[0].ID]
		last, ok2 := at[m.Anchors[len(m.Anchors)-1].ID]
		if ok && ok2 {
			v.Values = append(v.Values, Value{rapporteur.Span{Start: first.Start, End: last.End}, m.Type})
		}
	}
	return nil
}

// NumberSpec is a case of a Recognizers-Text specification of numbers or of numbers with units.
type NumberSpec struct {
	Input   string
	Results []NumberSpecResult
}

// NumberSpecResult is one expression of a [NumberSpec].
type NumberSpecResult struct {
	Text       string // in lower case
	TypeName   string
	Resolution struct {
		Value any // string, or null for a unit alone
		Unit  string
		ISO   string `json:"isoCurrency"`
	}
}

// ReadNumberSpecs reads a specification file (NumberModel.json, CurrencyModel.json, ...).
func ReadNumberSpecs(file string) ([]NumberSpec, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []NumberSpec
	return out, json.Unmarshal(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), &out)
}

var (
	powers    = regexp.MustCompile(`\^|\de[+-]?\d|x10`)
	ordinary  = regexp.MustCompile(`(?i)\b(dozens?|dzs?|dz|gross)\b`)
	fractions = regexp.MustCompile(`(?i)(hundredths?|thousandths?|millionths?|billionths?|trillionths?|twenty[- ]|thirty|forty|fifty|hundred|over) .*|-(first|second)s?$`)
	denomin   = regexp.MustCompile(`(?i)\b(half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?|millionths?|billionths?|trillionths?|seconds?|firsts?|twentieths?|thirtieths?)\b`)
	torn      = regexp.MustCompile(`\d \. \d|\d , \d|\d / \d|- -`)
	letter    = regexp.MustCompile(`^[\d.,]+ ?(g|t|k|b|m|mm|cr)$`)
	phones    = regexp.MustCompile(`(?i)phone|\d-\d{3}-\d|\d{3}-\d{4}|nrs\.|scp|http|@|exit|pqdweb`)
	reversed  = regexp.MustCompile(`(?i)^per ?cents? of \w+`)
	dated     = regexp.MustCompile(`(?i)\d/\d+/\d{4}|(in|over) \d years`)
	spoken    = regexp.MustCompile(`(?i)\b(dollars?|usd|us\$|kuai)\b (and )?(\d+|one|two|forty)\b|c \$ 100 and fifty`)
	changed   = regexp.MustCompile(`(?i)\bconvert|\bhow many|\bhow much|\bset the|\brotate|\bturn left|\bmake a`)
)

// Applies reports whether a case's meaning occurs in news, and if not, why. Left out are powers ("1e10"), arithmetic on fractions
// no paper spells out ("one hundred thirty fifths", "one over three"), text torn by a tokenizer ("0 . 6 %"), numbers in
// expressions of time, prices as they are spoken ("15 dollars 50"), per cent before its number, numbers in telephone numbers and addresses, which are counts there and not here, commands to a machine, numerals that a single letter
// multiplies with no money or noun beside it, units and percent signs without a number, and the sign of a hundredth
// named by itself.
func (s *NumberSpec) Applies() (ok bool, why string) {
	switch {
	case powers.MatchString(s.Input):
		return false, "power"
	case phones.MatchString(s.Input):
		return false, "telephone number, address or list"
	case changed.MatchString(s.Input):
		return false, "command to a machine"
	case reversed.MatchString(s.Input):
		return false, "per cent before its number, which in news is a share of it"
	case dated.MatchString(s.Input):
		return false, "number in an expression of time"
	case spoken.MatchString(s.Input) && !strings.Contains(s.Input, "cent"):
		return false, "price as it is spoken"
	case torn.MatchString(s.Input):
		return false, "text torn by a tokenizer"
	}
	for _, r := range s.Results {
		switch {
		case r.Resolution.Value == nil || fmt.Sprint(r.Resolution.Value) == "null" || fmt.Sprint(r.Resolution.Value) == "":
			return false, "unit without a number"
		case letter.MatchString(r.Text) && r.TypeName == "number":
			return false, "letter for a power of ten, alone"
		case denomin.MatchString(r.Text) && len(strings.Fields(strings.ReplaceAll(r.Text, "-", " "))) > 3 || fractions.MatchString(r.Text) && denomin.MatchString(r.Text), strings.Contains(r.Text, " over "):
			return false, "fraction no newspaper prints"
		case ordinary.MatchString(r.Text) && len(strings.Fields(r.Text)) > 3:
			return false, "sum with dozens"
		}
	}
	return true, ""
}

// NumberSpecPasses reports whether the findings mean what a case says: each expression is met by an overlapping finding of its value
// and, where the case names one, its unit. Conventions are bridged, not meanings: the value of a part ("1 in 20") is its
// share, that of cents a hundredth, that of a range may be either end, feet with inches are feet, and a bare number may be
// found with a unit. Where a case has no expression, only a finding of the kind it asks for (kind is "number", "currency",
// "percentage", "dimension", "temperature", "age") is one too many.
func NumberSpecPasses(s *NumberSpec, kind string, found []rapporteur.Figure) (ok bool, why string) {
	if len(s.Results) == 0 {
		for _, f := range found {
			if specKind(f.Unit) == kind && f.Value != "" {
				return false, "finds " + f.Span.Of(s.Input) + " where there is nothing"
			}
		}
		return true, ""
	}
	low, from := strings.ToLower(s.Input), 0
	for _, r := range s.Results {
		at := strings.Index(low[from:], r.Text)
		if at < 0 {
			at, from = strings.Index(low, r.Text), 0
		}
		if at < 0 || len(low) != len(s.Input) {
			return false, "prints " + r.Text + " otherwise"
		}
		span := rapporteur.Span{Start: from + at, End: from + at + len(r.Text)}
		from = span.End
		met := false
		for _, f := range found {
			met = met || f.Overlaps(span) && sameNumber(r, f) && sameUnit(r, kind, f)
		}
		if !met {
			return false, "misses " + r.Text
		}
	}
	return true, ""
}

// hundredths are the units of the specifications that this house counts in the currency they are a hundredth of.
var hundredths = map[string]bool{"Cent": true, "Pence": true, "Penny": true, "Euro cent": true}

// specKind is the kind that the specifications give a unit.
func specKind(unit string) string {
	switch {
	case unit == "" || unit == "vote":
		return "number"
	case unit == "%" || unit == "pp":
		return "percentage"
	case unit == "°C" || unit == "°F" || unit == "°":
		return "temperature"
	case unit == "year":
		return "age"
	case len(unit) == 3 && strings.ToUpper(unit) == unit && strings.ToLower(unit) != unit:
		return "currency"
	}
	return "dimension"
}

// sameNumber compares values to one part in a hundred million, since the specifications round.
func sameNumber(r NumberSpecResult, f rapporteur.Figure) bool {
	want, ok := new(big.Rat).SetString(strings.TrimSuffix(fmt.Sprint(r.Resolution.Value), "%"))
	if !ok {
		return false
	}
	candidates := []string{f.Value, f.High, f.PartOf}
	for _, c := range candidates {
		if c == "" || len(c) > 60 {
			continue
		}
		got, ok := new(big.Rat).SetString(c)
		if ok && (near(got, want) || hundredths[r.Resolution.Unit] && near(got.Mul(got, big.NewRat(100, 1)), want)) {
			return true
		}
	}
	if f.PartOf == "" || f.Value == "" {
		return false
	}
	part, _ := new(big.Rat).SetString(f.Value)
	whole, ok := new(big.Rat).SetString(f.PartOf)
	return ok && whole.Sign() != 0 && near(part.Quo(part, whole), want)
}

func near(a, b *big.Rat) bool {
	d := new(big.Rat).Sub(a, b)
	limit := new(big.Rat).Mul(new(big.Rat).Abs(b), big.NewRat(1, 1e8))
	return d.Abs(d).Cmp(limit) <= 0
}

// specUnits are the symbols of units that the specifications name.
var specUnits = map[string]string{
	"Kilometer": "km", "Meter": "m", "Centimeter": "cm", "Millimeter": "mm", "Decimeter": "dm", "Mile": "mi", "Yard": "yd", "Foot": "ft", "Inch": "in", "Picometer": "pm",
	"Square kilometer": "km²", "Square meter": "m²", "Square mile": "sq mi", "Square foot": "sq ft", "Square inch": "sq in", "Hectare": "ha", "Acre": "acre", "Cubic meter": "m³", "Cubic foot": "cu ft", "Cubic centimeter": "cm³",
	"Kilogram": "kg", "Gram": "g", "Milligram": "mg", "Microgram": "µg", "Ton": "t", "Metric ton": "t", "Pound": "lb", "Ounce": "oz", "Liter": "L", "Milliliter": "mL", "Gallon": "gal", "Barrel": "bbl", "Bushel": "bu",
	"Kilometer per hour": "km/h", "Mile per hour": "mph", "Meter per second": "m/s", "Foot per second": "ft/s", "Kilometer per second": "km/s", "Knot": "kn", "Meter per millisecond": "m/ms", "Centimeter per millisecond": "cm/ms", "Kilometer per millisecond": "km/ms",
	"Watt": "W", "Kilowatt": "kW", "Megawatt": "MW", "Gigawatt": "GW", "Horsepower": "hp", "Megabyte": "MB", "Gigabyte": "GB", "Kilobyte": "kB", "Terabyte": "TB", "Byte": "B", "Megabit": "Mbit", "Gigabit": "Gbit",
	"C": "°C", "F": "°F", "Degree": "°", "Year": "year", "Cup": "cup", "Tablespoon": "tbsp", "Teaspoon": "tsp", "Radian": "rad", "Pixel": "px",
}

// specMoney are the codes of names the specifications leave open, as this house reads them alone.
var specMoney = map[string]string{
	"Dollar": "USD", "Cent": "USD", "Pound": "GBP", "Penny": "GBP", "Pence": "GBP", "Franc": "CHF", "Rupee": "INR", "Peso": "MXN", "Peseta": "ESP", "Ruble": "RUB", "Bitcoin": "BTC", "Lira": "TRY", "Krona": "SEK", "Dinar": "RSD",
}

func sameUnit(r NumberSpecResult, kind string, f rapporteur.Figure) bool {
	unit := r.Resolution.Unit
	switch kind {
	case "number":
		return true
	case "percentage":
		return f.Unit == "%" || f.Unit == "pp"
	case "currency":
		if r.Resolution.ISO != "" {
			return f.Unit == r.Resolution.ISO
		}
		if code := specMoney[unit]; code != "" {
			return f.Unit == code
		}
		return specKind(f.Unit) == "currency"
	}
	if symbol := specUnits[unit]; symbol != "" {
		return f.Unit == symbol || symbol == "lb" && f.Unit == "GBP" || symbol == "bbl" && f.Unit == "bpd"
	}
	return false
}
