package encoder

// scratch is what one call of Encode works in. It grows to the largest group of windows and is used again.
type scratch struct {
	config  *Config
	kernels *kernels
	model   *model

	rows    int       // pieces there is room for, with slack
	states  []float32 // [rows][hidden]
	mixed   []float32 // [rows][hidden]: what a half of a layer adds to the states
	qkv     []float32 // [rows][3*hidden], rows padded to whole panels
	context []float32 // [rows][hidden]: what attention gathered
	inner   []float32 // [chunkRows][ffn]

	acts       []int8    // quantised activations of a chunk
	actScale   []float32 // of each row
	correction []int32
	work       []int32 // of the kernels for tiles

	keys     []float32 // one head's keys: [panels][headWidth][tileCols]
	values   []float32 // one head's values: [headWidth/tileCols][pieces][tileCols]
	scores   []float32 // [tileRows][pieces padded to tileCols]
	rowScale []float32 // [tileRows]
	unscaled []float32 // ones
	zeros    []float32 // no bias
	mask     []float32 // added to the scores of the last panel of keys; in int16, to those of all
	tiles    tiles
	words    words
}

const (
	slackRows = 32  // kernels read and write whole tiles, past the last piece
	chunkRows = 128 // pieces whose activations are taken through a linear map together
	masked    = -1e30
)

// reserve makes room for the pieces of a group.
func (s *scratch) reserve(pieces int) {
	c, k := s.config, s.kernels
	if s.zeros == nil {
		s.zeros, s.unscaled = aligned[float32](max(c.Hidden, 64)), aligned[float32](64)
		s.rowScale = aligned[float32](64)
		for i := range s.unscaled {
			s.unscaled[i] = 1
		}
		s.inner = aligned[float32](chunkRows * s.model.layers[0].in.out)
		l := &s.model.layers[0]
		s.acts = aligned[int8](chunkRows * max(l.in.depth, l.out.depth) * k.activation)
		s.work = aligned[int32](workSize)
		s.actScale, s.correction = aligned[float32](chunkRows), aligned[int32](chunkRows)
	}
	if pieces+slackRows > s.rows {
		s.rows = (pieces+chunkRows-1)/chunkRows*chunkRows + slackRows
		l := &s.model.layers[0]
		s.states, s.context = aligned[float32](s.rows*c.Hidden), aligned[float32](s.rows*c.Hidden)
		s.mixed, s.qkv = aligned[float32](s.rows*l.o.out), aligned[float32](s.rows*l.qkv.out)
	}
}

// forward returns the states of a group of windows, in the scratch.
func (s *scratch) forward(windows []Window) []float32 {
	pieces := 0
	for i := range windows {
		pieces += len(windows[i].IDs)
	}
	s.reserve(pieces)
	row := 0
	for i := range windows {
		s.embed(&windows[i], row)
		row += len(windows[i].IDs)
	}
	for i := range s.model.layers {
		l := &s.model.layers[i]
		for from := 0; from < pieces; from += chunkRows {
			n := min(chunkRows, pieces-from)
			s.apply(&l.qkv, s.qkv[from*l.qkv.out:], s.states[from*s.config.Hidden:], s.config.Hidden, n)
		}
		row := 0
		for j := range windows {
			if n := len(windows[j].IDs); n > 0 {
				s.kernels.attend(s, row, n)
			}
			row += len(windows[j].IDs)
		}
		for from := 0; from < pieces; from += chunkRows {
			s.mix(l, from, min(chunkRows, pieces-from))
		}
	}
	return s.states[:pieces*s.config.Hidden]
}

// embed writes the states a window's pieces start from, at row.
func (s *scratch) embed(w *Window, row int) {
	m, k, h := s.model, s.kernels, s.config.Hidden
	sum := s.mixed[:h]
	for i, id := range w.IDs {
		k.embed(&sum[0], &m.word[int(id)*h], m.wordScale[id], &m.position[i*h], h)
		for f, table := range m.features {
			v := 0
			if w.Features != nil {
				v = int(w.Features[f][i])
			}
			k.add(&sum[0], &table[v*h], h)
		}
		k.addNorm(&s.states[(row+i)*h], &sum[0], &s.zeros[0], &m.norm.gain[0], &m.norm.bias[0], h)
	}
}

// apply computes dst = l(x) for n rows of x, ldx values apart, at most chunkRows.
func (s *scratch) apply(l *linear, dst, x []float32, ldx, n int) {
	k := s.kernels
	for r := range n {
		scale, sum := k.quantise(&s.acts[r*l.depth*k.activation], &x[r*ldx], l.in)
		s.actScale[r], s.correction[r] = scale, -sum*int32(k.weightOffset)
	}
	n = (n + k.linearRows - 1) / k.linearRows * k.linearRows
	k.linear(s, l, dst, n)
}

// mix takes n rows from the context that attention gathered to the layer's end.
func (s *scratch) mix(l *layer, from, n int) {
	k, h := s.kernels, s.config.Hidden
	states, mixed := s.states[from*h:], s.mixed[from*l.o.out:]
	s.apply(&l.o, mixed, s.context[from*h:], h, n)
	for r := range n {
		x := &states[r*h]
		k.addNorm(x, &mixed[r*l.o.out], x, &l.attention.gain[0], &l.attention.bias[0], h)
	}
	s.apply(&l.in, s.inner, states, h, n)
	k.gelu(&s.inner[0], n*l.in.out, &geluTable[0])
	s.apply(&l.out, mixed, s.inner, l.in.out, n)
	for r := range n {
		x := &states[r*h]
		k.addNorm(x, &mixed[r*l.out.out], x, &l.ffn.gain[0], &l.ffn.bias[0], h)
	}
}

// attend computes the context of one window of n pieces that starts at row (Vaswani et al. 2017,
// arXiv:1706.03762). It also writes up to a tile of rows after it, which the next window overwrites.
func (s *scratch) attend(row, n int) {
	k, h := s.kernels, s.config.Hidden
	width := s.model.layers[0].qkv.out
	padded := (n + k.tileCols - 1) / k.tileCols * k.tileCols
	s.reserveFloats(padded)
	setMask(s.mask[:k.tileCols], n-(padded-k.tileCols))
	qkv := s.qkv[row*width:]
	for head := 0; head < h; head += headWidth {
		s.gather(qkv[head:], width, n)
		for r := 0; r < n; r += k.tileRows {
			q, scores := &qkv[r*width+head], s.scores
			for p := 0; p < padded; p += k.tileCols {
				start := &s.zeros[0]
				if p+k.tileCols == padded {
					start = &s.mask[0]
				}
				k.matmul(&scores[p], padded*4, q, width*4, &s.keys[p*headWidth], headWidth, start, &s.unscaled[0])
			}
			for i := range k.tileRows {
				s.rowScale[i] = k.softmax(&scores[i*padded], padded)
			}
			for c := 0; c < headWidth; c += k.tileCols {
				k.matmul(&s.context[(row+r)*h+head+c], h*4, &scores[0], padded*4, &s.values[c*n], n, &s.zeros[0], &s.rowScale[0])
			}
		}
	}
}

// reserveFloats makes room for attention in float32 to a window of so many pieces, a multiple of tileCols.
func (s *scratch) reserveFloats(padded int) {
	if n := padded * headWidth; n > len(s.keys) {
		s.keys, s.values = aligned[float32](n), aligned[float32](n)
		s.scores, s.mask = aligned[float32](s.kernels.tileRows*padded), aligned[float32](64)
	}
}

// setMask lets the first n of the last panel's scores count.
func setMask(mask []float32, n int) {
	for j := range mask {
		mask[j] = 0
		if j >= n {
			mask[j] = masked
		}
	}
}

// gather packs the keys and values of one head, whose queries start at qkv[0].
func (s *scratch) gather(qkv []float32, width, n int) {
	k, h := s.kernels, s.config.Hidden
	for p := 0; p < n; p += k.tileCols {
		k.transpose(&s.keys[p*headWidth], &qkv[p*width+h], width*4)
	}
	for c := 0; c < headWidth; c += k.tileCols {
		dst, src := s.values[c*n:], qkv[2*h+c:]
		for i := range n {
			copy(dst[i*k.tileCols:(i+1)*k.tileCols], src[i*width:])
		}
	}
}
