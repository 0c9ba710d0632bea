package stories

import "slices"

// cluster brings articles together whose average likeness is above threshold, the most alike first (agglomerative
// clustering with average linkage, Sokal and Michener 1958). likeness [i*n+j] is symmetric. It gives each article the
// number of its cluster, that of its first article.
func cluster(likeness []float32, n int, threshold float32) []int {
	of, size := make([]int, n), make([]float32, n)
	for i := range of {
		of[i], size[i] = i, 1
	}
	l := slices.Clone(likeness)
	best := make([]int, n) // the nearest later cluster of each
	nearest := func(i int) {
		best[i] = -1
		for j := i + 1; j < n; j++ {
			if size[j] > 0 && (best[i] < 0 || l[i*n+j] > l[i*n+best[i]]) {
				best[i] = j
			}
		}
	}
	for i := range n {
		nearest(i)
	}
	for {
		a := -1
		for i := range n {
			if size[i] > 0 && best[i] >= 0 && (a < 0 || l[i*n+best[i]] > l[a*n+best[a]]) {
				a = i
			}
		}
		if a < 0 || l[a*n+best[a]] <= threshold {
			return of
		}
		b := best[a]
		for k := range n {
			if k != a && k != b && size[k] > 0 {
				x := (size[a]*l[a*n+k] + size[b]*l[b*n+k]) / (size[a] + size[b])
				l[a*n+k], l[k*n+a] = x, x
			}
		}
		size[a], size[b] = size[a]+size[b], 0
		for k := range of {
			if of[k] == b {
				of[k] = a
			}
		}
		for k := range n {
			if size[k] > 0 && k <= b {
				nearest(k)
			}
		}
	}
}
