package dates

// vagueReference reads words that name the past, the present or the future and no day: "recently", "at the moment",
// "in the near future", "these days".
func (p *parser) vagueReference(i int) (match, bool) {
	w := p.at(i).word
	if w == nil {
		return match{}, false
	}
	if m, ok := p.phrase(i); ok {
		return m, true
	}
	if w.ref == "" {
		return match{}, false
	}
	switch w.text {
	case "future", "previously", "formerly":
		// As an adjective "future" dates nothing; "previously" leads to a date of its own or to none.
		return match{}, false
	case "recently":
		if p.is(i-1, "as") && p.is(i+1, "as") {
			return match{}, false // "as recently as 2010"
		}
	case "now":
		if p.at(i).capital && p.at(i+1).capital || p.is(i+1, "and") && p.oneOf(i+2, "again", "then") {
			return match{}, false // Now Magazine, now and again
		}
	case "soon":
		if p.is(i-1, "as") || p.oneOf(i+1, "as", "after") || p.mark(i+1, '-') {
			return match{}, false
		}
	case "shortly":
		if p.oneOf(i+1, "after", "before") {
			return match{}, false
		}
	case "current", "recent":
		if p.at(i+1).word != nil && p.at(i+1).word.unit != noUnit {
			return match{}, false
		}
	}
	return match{i + 1, vagueRef(w.ref)}, true
}

// phrase reads vague references of several words.
func (p *parser) phrase(i int) (match, bool) {
	k := i
	the := p.is(k, "the")
	if the {
		k++
	}
	switch {
	case p.is(i, "one") && p.is(i+1, "day") && (p.oneOf(i-1, "will", "would", "could", "may", "might", "to", "can", "should") || p.oneOf(i+2, "be", "will")):
		return match{i + 2, vagueRef("FUTURE_REF")}, true
	case the && p.oneOf(k, "near", "immediate", "foreseeable", "distant") && p.is(k+1, "future"):
		return match{k + 2, vagueRef("FUTURE_REF")}, true
	case the && p.is(k, "future") && p.at(k+1).mark != '-' && (p.at(k+1).mark != 0 || p.at(k+1).word != nil || k+1 >= len(p.toks)):
		return match{k + 1, vagueRef("FUTURE_REF")}, true
	case p.is(i, "near") && p.is(i+1, "future"):
		return match{i + 2, vagueRef("FUTURE_REF")}, true
	case the && p.oneOf(k, "past") && p.is(i-1, "in") && (p.at(k+1).mark != 0 && !p.mark(k+1, '-') || k+1 >= len(p.toks) || p.oneOf(k+1, "with", "that", "and", "to", "when", "as", "but", "it", "for", "have", "had", "by", "on", "from")):
		return match{k + 1, vagueRef("PAST_REF")}, true
	case the && p.oneOf(k, "moment", "present") && (p.oneOf(i-1, "at", "for")) && p.at(k+1).mark != '-':
		return match{k + 1, vagueRef("PRESENT_REF")}, true
	case p.is(i, "present") && p.is(i-1, "at") && !p.mark(i+1, '-'):
		return match{i + 1, vagueRef("PRESENT_REF")}, true
	case p.is(i, "this") && p.oneOf(i+1, "moment", "point") && p.is(i-1, "at") && (p.at(i+2).mark != 0 || i+2 >= len(p.toks)):
		return match{i + 2, vagueRef("PRESENT_REF")}, true
	case p.is(i-1, "at") && (the && p.is(k, "minute") || p.is(i, "this") && p.is(i+1, "time")) && (p.at(i+2).mark != 0 && p.at(i+2).mark != '-' || i+2 >= len(p.toks)):
		return match{i + 2, vagueRef("PRESENT_REF")}, true
	case p.is(i, "these") && p.is(i+1, "days"):
		return match{i + 2, vagueRef("PRESENT_REF")}, true
	case p.is(i, "right") && p.is(i+1, "now"):
		return match{i + 2, vagueRef("PRESENT_REF")}, true
	case p.is(i, "more") && p.is(i+1, "recently"):
		return match{i + 2, vagueRef("PAST_REF")}, true
	}
	return match{}, false
}
