package score

// Grouping is how well articles were grouped: B-cubed precision and recall (Bagga and Baldwin 1998), the averages over all
// articles of the share of an article's group that belongs with it, and of what belongs with it that is in its group.
type Grouping struct{ Precision, Recall float64 }

// F1 is their harmonic mean, 0 where both are.
func (g Grouping) F1() float64 {
	if g.Precision+g.Recall == 0 {
		return 0
	}
	return 2 * g.Precision * g.Recall / (g.Precision + g.Recall)
}

// Groups compares two groupings of the same articles, given as the group of each.
func Groups[A, B comparable](gold []A, found []B) Grouping {
	golds, founds := map[A]float64{}, map[B]float64{}
	both := map[struct {
		a A
		b B
	}]float64{}
	for i := range gold {
		golds[gold[i]]++
		founds[found[i]]++
		both[struct {
			a A
			b B
		}{gold[i], found[i]}]++
	}
	var g Grouping
	for k, n := range both { // n articles share k, each with n others and itself
		g.Precision += n * n / founds[k.b]
		g.Recall += n * n / golds[k.a]
	}
	if n := float64(len(gold)); n > 0 {
		g.Precision, g.Recall = g.Precision/n, g.Recall/n
	}
	return g
}
