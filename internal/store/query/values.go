package query

import (
	"slices"
	"strconv"
	"strings"
)

// words reads words to look for.
func (p *parser) words(t *Term) *Error {
	if !hasWord(t.Text) {
		return p.wrong(t.Span, "this holds no letter and no digit to look for")
	}
	if rest, ok := strings.CutSuffix(t.Text, "*"); ok {
		t.Text, t.Prefix = strings.TrimRight(rest, "*"), true
	}
	return nil
}

// listed reads one of a list of values.
func (p *parser) listed(t *Term) *Error {
	v, ok := value(t.Field.Values, t.Text)
	if !ok {
		near := ""
		if n := nearest(t.Field.Values, strings.ToLower(t.Text)); n != "" {
			near = "; did you mean " + Quote(n) + "?"
		}
		return p.wrong(t.Span, "%s: has no value %.40q%s There are: %s", t.Field.Name, t.Text, near+map[bool]string{true: ".", false: ""}[near == ""], strings.Join(t.Field.Values, ", "))
	}
	t.Value = v
	return nil
}

func (p *parser) yesNo(t *Term) *Error {
	switch strings.ToLower(t.Text) {
	case "yes", "true", "1":
		t.Yes = true
	case "no", "false", "0":
	default:
		return p.wrong(t.Span, "%s: is yes or no; write %s:yes", t.Field.Name, t.Field.Name)
	}
	return nil
}

func (p *parser) confidence(t *Term) *Error {
	n, err := strconv.ParseFloat(t.Text, 64)
	if err != nil || !(n >= 0 && n <= 1) {
		return p.wrong(t.Span, "a confidence lies between 0 and 1: confidence:>0.8")
	}
	t.Low, t.High, t.Number = n, n, true
	return nil
}

func (p *parser) story(t *Term) *Error {
	n, err := strconv.ParseInt(t.Text, 10, 64)
	if err != nil || n <= 0 {
		return p.wrong(t.Span, "a story is named by its number, as in the address of its page: story:12")
	}
	t.Value = strconv.FormatInt(n, 10)
	return nil
}

// saved reads the query that a name stands for.
func (p *parser) saved(t *Term) *Error {
	name := strings.Join(strings.Fields(t.Text), " ")
	if at := slices.IndexFunc(p.path, func(n string) bool { return strings.EqualFold(n, name) }); at >= 0 {
		names := append(slices.Clone(p.path[at:]), name)
		return p.wrong(t.Span, "the saved query %.60q would contain itself: %s; take one of these out of another", name, strings.Join(names, " > "))
	}
	if len(p.path)+p.depth >= MaxDepth {
		return p.wrong(t.Span, "more than %d saved queries stand inside one another; join some of them", MaxDepth)
	}
	if p.options.Saved == nil {
		return p.wrong(t.Span, "no saved query is known here")
	}
	text, ok := p.options.Saved(name)
	if !ok {
		return p.wrong(t.Span, "no saved query is called %.60q; save it first, or look for the name in the list of saved queries", name)
	}
	q, err := parse(text, p.options, p.terms, append(slices.Clone(p.path), name))
	if err != nil {
		return err
	}
	t.Saved = q
	return nil
}
