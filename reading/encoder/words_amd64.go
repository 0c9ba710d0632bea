//go:build amd64 && !purego

package encoder

// words is what attention in int16 works in, for one head of one window.
type words struct {
	queries, keys, values []int16   // of blocks of 32 pieces, 1024 a block
	chances               []int16   // probabilities of eight queries
	largest               []float32 // of eight queries
	columns               [3][]float32
	mul                   [3][]float32
}

const (
	wordBlock   = 32   // pieces
	wordRows    = 8    // queries at a time
	wordSteps   = 8191 // of queries and keys: 32 products of two fit int32
	chanceSteps = 8191 // of probabilities, as in gen
)

// attendWords is attend in int16. Queries and keys are rounded to 2*8191 steps, the probabilities of a row to 8191,
// values to as many as let the sum over n pieces fit int32, 2*1024 for 256: columns of each are scaled by their largest
// number, so that the rounding depends on the window alone. Sums are exact.
func (s *scratch) attendWords(row, n int) {
	h, width := s.config.Hidden, s.model.layers[0].qkv.out
	blocks := (n + wordBlock - 1) / wordBlock
	padded := blocks * wordBlock
	s.reserveWords(padded)
	w := &s.words
	setMask(s.mask[:padded], n)
	valueSteps := float32(min(32767, (1<<31-1)/(chanceSteps*n)))
	for head := 0; head < h; head += headWidth {
		q := s.qkv[row*width+head:]
		for i := range w.columns {
			largestColumns(&w.columns[i][0], &q[i*h], width*4, n)
		}
		step := w.scales(valueSteps)
		packQueries(&w.queries[0], &q[0], width*4, n, &w.mul[0][0])
		packKeys(&w.keys[0], &q[h], width*4, blocks, &w.mul[1][0])
		packValues(&w.values[0], &q[2*h], width*4, blocks, &w.mul[2][0])
		for r := 0; r < n; r += wordRows {
			scores16(&s.scores[0], padded*4, &w.queries[r*headWidth], &w.keys[0], blocks, step, &s.mask[0], &w.largest[0])
			softmax16(&w.chances[0], &s.scores[0], blocks, &w.largest[0], &s.rowScale[0])
			context16(&s.context[(row+r)*h+head], h*4, &w.chances[0], padded*2, &w.values[0], blocks, &s.rowScale[0], &w.columns[2][0])
		}
	}
}

// scales turns the largest of each column of queries, keys and values into what they are multiplied by to be whole, and
// the last into the values' steps. It returns the step of the products of queries and keys: the keys' steps are in the
// queries.
func (w *words) scales(valueSteps float32) float32 {
	const least = 1e-20
	var most float32
	for d := range headWidth {
		step := max(w.columns[1][d], least) / wordSteps
		w.mul[0][d], w.mul[1][d] = step, 1/step
		most = max(most, w.columns[0][d]*step)
		step = max(w.columns[2][d], least) / valueSteps
		w.columns[2][d], w.mul[2][d] = step, 1/step
	}
	product := max(most, least) / wordSteps
	for d := range headWidth {
		w.mul[0][d] /= product
	}
	return product
}

// reserveWords makes room for a window of so many pieces, a multiple of wordBlock.
func (s *scratch) reserveWords(padded int) {
	w := &s.words
	if len(s.mask) >= padded {
		return
	}
	for i := range w.columns {
		w.columns[i], w.mul[i] = aligned[float32](headWidth), aligned[float32](headWidth)
	}
	w.queries, w.keys, w.values = aligned[int16](padded*headWidth), aligned[int16](padded*headWidth), aligned[int16](padded*headWidth)
	w.chances, w.largest = aligned[int16](wordRows*padded), aligned[float32](wordRows)
	s.scores, s.mask = aligned[float32](wordRows*padded), aligned[float32](padded)
}
