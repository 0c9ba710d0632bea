package dates

// tieEvents gives dates the span of what the sentence dates by them.
func (p *parser) tieEvents() {}
