package score

// Counts are what precision and recall are made of.
type Counts struct {
	Right int // findings that are right
	Found int // findings
	Gold  int // what there was to find
}

// Add returns the counts of both, for micro averages over documents.
func (c Counts) Add(o Counts) Counts {
	return Counts{c.Right + o.Right, c.Found + o.Found, c.Gold + o.Gold}
}

// Precision is the share of findings that are right, 0 to 1; 0 where nothing was found.
func (c Counts) Precision() float64 { return share(c.Right, c.Found) }

// Recall is the share of the gold that was found, 0 to 1; 0 where there was nothing to find.
func (c Counts) Recall() float64 { return share(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
