//go:build amd64 && !purego

package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// FuzzWords holds each kernel of attention in int16 against plain Go: integers exactly, probabilities within a step.
func FuzzWords(f *testing.F) {
	f.Add(uint64(1), uint16(1), 1.0)
	f.Add(uint64(2), uint16(33), 3.0)
	f.Add(uint64(3), uint16(96), 0.01)
	f.Add(uint64(4), uint16(509), 20.0)
	f.Fuzz(func(t *testing.T, seed uint64, length uint16, size float64) {
		if kernelsOf(VNNI) == nil || !(size >= 0 && size < 100) {
			t.Skip()
		}
		c := newWordCase(rand.New(rand.NewPCG(seed, 12)), 1+int(length)%512, float32(size))
		c.checkPacked(t)
		for r := 0; r < c.n; r += wordRows {
			c.checkRows(t, r)
		}
	})
}

// wordCase is one head's numbers and what the kernels made of them.
type wordCase struct {
	n, padded, lds int
	x              []float32 // [padded][lds], queries, keys and values side by side
	s              scratch
	step           float32
}

func newWordCase(rng *rand.Rand, n int, size float32) *wordCase {
	c := &wordCase{n: n, padded: (n + wordBlock - 1) / wordBlock * wordBlock, lds: 3*headWidth + 5}
	c.x = make([]float32, (c.padded+1)*c.lds)
	for i := range c.x {
		c.x[i] = size * float32(rng.NormFloat64())
	}
	c.s.reserveWords(c.padded)
	c.s.rowScale = aligned[float32](64)
	w := &c.s.words
	setMask(c.s.mask[:c.padded], n)
	for i := range w.columns {
		largestColumns(&w.columns[i][0], &c.x[i*headWidth], c.lds*4, n)
	}
	c.step = w.scales(float32(min(32767, (1<<31-1)/(chanceSteps*n))))
	packQueries(&w.queries[0], &c.x[0], c.lds*4, n, &w.mul[0][0])
	packKeys(&w.keys[0], &c.x[headWidth], c.lds*4, c.padded/wordBlock, &w.mul[1][0])
	packValues(&w.values[0], &c.x[2*headWidth], c.lds*4, c.padded/wordBlock, &w.mul[2][0])
	return c
}

// whole is what a number of part 0 (queries), 1 (keys) or 2 (values) is rounded to.
func (c *wordCase) whole(part, row, column int) int16 {
	return int16(math.RoundToEven(float64(c.x[row*c.lds+part*headWidth+column] * c.s.words.mul[part][column])))
}

// pairOf gives where number i of 32 lies in a row of pairs.
func pairOf(i int) int { return i%16*2 + i/16 }

func (c *wordCase) query(row, column int) int16 {
	return c.s.words.queries[row*headWidth+pairOf(column)]
}

func (c *wordCase) key(row, column int) int16 {
	at := pairOf(column)
	return c.s.words.keys[row/wordBlock*1024+at/2*64+row%wordBlock*2+at%2]
}

func (c *wordCase) value(row, column int) int16 {
	at := pairOf(row % wordBlock)
	return c.s.words.values[row/wordBlock*1024+at/2*64+column*2+at%2]
}

func (c *wordCase) checkPacked(t *testing.T) {
	for row := range c.n {
		for column := range headWidth {
			for part, got := range []int16{c.query(row, column), c.key(row, column), c.value(row, column)} {
				if want := c.whole(part, row, column); got != want {
					t.Fatalf("part %d, row %d, column %d of %d rows is %d, want %d", part, row, column, c.n, got, want)
				}
			}
		}
	}
}

// checkRows holds scores, probabilities and context of eight queries from row r against plain sums.
func (c *wordCase) checkRows(t *testing.T, r int) {
	w := &c.s.words
	scores16(&c.s.scores[0], c.padded*4, &w.queries[r*headWidth], &w.keys[0], c.padded/wordBlock, c.step, &c.s.mask[0], &w.largest[0])
	softmax16(&w.chances[0], &c.s.scores[0], c.padded/wordBlock, &w.largest[0], &c.s.rowScale[0])
	const ldc = headWidth + 3
	got := make([]float32, wordRows*ldc)
	context16(&got[0], ldc*4, &w.chances[0], c.padded*2, &w.values[0], c.padded/wordBlock, &c.s.rowScale[0], &w.columns[2][0])
	for i := range min(wordRows, c.n-r) {
		scores, most := c.s.scores[i*c.padded:][:c.padded], float32(-1e30)
		for j, score := range scores {
			most = max(most, score)
			var sum int32
			for d := range headWidth {
				sum += int32(c.query(r+i, d)) * int32(c.key(j, d))
			}
			if want := float64(sum)*float64(c.step) + float64(c.s.mask[j]); math.Abs(float64(score)-want) > 2e-7*math.Abs(want) {
				t.Fatalf("score of %d and %d is %v, want %v", r+i, j, score, want)
			}
		}
		if w.largest[i] != most {
			t.Fatalf("largest score of row %d is %v, want %v", r+i, w.largest[i], most)
		}
		c.checkRow(t, i, most, got[i*ldc:][:headWidth])
	}
}

func (c *wordCase) checkRow(t *testing.T, i int, most float32, context []float32) {
	w := &c.s.words
	chance := func(j int) int16 { return w.chances[i*c.padded+j/wordBlock*wordBlock+pairOf(j%wordBlock)] }
	var total int32
	for j := range c.padded {
		total += int32(chance(j))
		x := float64(c.s.scores[i*c.padded+j] - most)
		// The exponent is a difference of products, each rounded to float32.
		if want := chanceSteps * math.Exp(x); math.Abs(float64(chance(j))-want) > 0.501+1e-6*chanceSteps*max(1, math.Abs(float64(most))) || j >= c.n && chance(j) != 0 {
			t.Fatalf("probability %d of %d is %d, want %v", j, c.n, chance(j), want)
		}
	}
	near(t, "sum of probabilities", []float32{1 / float32(total)}, c.s.rowScale[i:i+1], 1e-9)
	for d := range headWidth {
		var sum int32
		for j := range c.n {
			sum += int32(chance(j)) * int32(c.value(j, d))
		}
		want := float64(sum) / float64(total) * float64(w.columns[2][d])
		if math.Abs(float64(context[d])-want) > 3e-7*math.Abs(want) {
			t.Fatalf("context %d is %v, want %v", d, context[d], want)
		}
	}
}
