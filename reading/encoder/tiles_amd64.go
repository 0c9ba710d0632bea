//go:build amd64 && !purego

package encoder

// tiles is what attention on tiles works in, for one head of one window.
type tiles struct {
	queries, keys, values []int8 // of blocks of 32 pieces, 4096 bytes a block
	hi, lo                []int8 // probabilities of 32 queries as bfloat16, split in two
}

const tileBlock = 32 // pieces

// linearTiles is kernels.linear on the tile registers.
func linearTiles(s *scratch, l *linear, c []float32, rows int) {
	linearAMX(&c[0], l.out*4, &s.acts[0], l.depth, &l.weights[0], rows/32, &s.actScale[0], nil, &l.scale[0], &l.bias[0], &s.work[0], l.out/32)
}

// attendTiles is attend in blocks of 32 queries by 32 keys on the tile registers. Products keep 16 bits of each
// factor; their sums, and everything between, are float32.
func (s *scratch) attendTiles(row, n int) {
	h, width := s.config.Hidden, s.model.layers[0].qkv.out
	blocks := (n + tileBlock - 1) / tileBlock
	padded := blocks * tileBlock
	s.reserveTiles(padded)
	setMask(s.mask[:tileBlock], n-(padded-tileBlock))
	t := &s.tiles
	for head := 0; head < h; head += headWidth {
		q := s.qkv[row*width+head:]
		splitQueries(&t.queries[0], &q[0], width*4, 2*blocks)
		splitKeys(&t.keys[0], &q[h], width*4, 2*blocks)
		splitValues(&t.values[0], &q[2*h], width*4, blocks)
		for b := range blocks {
			scoresTiles(&s.scores[0], padded*4, &t.queries[b*4096], &t.keys[0], blocks)
			for r := range min(tileBlock, n-b*tileBlock) {
				s.rowScale[r] = softmaxTiles(&t.hi[r*padded*2], &t.lo[r*padded*2], &s.scores[r*padded], blocks, &s.mask[0])
			}
			contextTiles(&s.context[(row+b*tileBlock)*h+head], h*4, &t.hi[0], &t.lo[0], padded*2, &t.values[0], blocks, &s.rowScale[0], &s.work[0])
		}
	}
}

// reserveTiles makes room for a window of so many pieces, a multiple of tileBlock.
func (s *scratch) reserveTiles(padded int) {
	t := &s.tiles
	if len(t.queries) >= padded*128 {
		return
	}
	t.queries, t.keys, t.values = aligned[int8](padded*128), aligned[int8](padded*128), aligned[int8](padded*128)
	t.hi, t.lo = aligned[int8](tileBlock*padded*2), aligned[int8](tileBlock*padded*2)
	s.scores, s.mask = aligned[float32](tileBlock*padded), aligned[float32](64)
}
