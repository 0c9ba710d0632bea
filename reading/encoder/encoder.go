// Package encoder turns text into states: word pieces with their places, and for each piece a vector that says
// what it means where it stands. Everything statistical in the reading engine is a light head on these vectors.
//
// It is inference only, of one kind of network: the BERT encoder (Devlin et al. 2019, arXiv:1810.04805) in a small
// shape such as MiniLM's (Wang et al. 2020, arXiv:2002.10957), with optional embeddings of surface features.
// Its linear maps are int8, weights scaled per output and activations per piece as they come (Zafrir et al. 2019,
// arXiv:1910.06188); sums are exact in int32, everything else is float32.
//
//   - [Vocabulary.Pieces] splits any string into pieces with byte offsets, as BERT's uncased WordPiece does;
//     [Vocabulary.Read] adds the look of each word, which an uncased vocabulary loses.
//   - [Open] checks a weights file, [New] makes an [Encoder] of it for the best kernels this machine has.
//   - [Encoder.Encode] gives [pieces][hidden] float32 for windows of at most Config.MaxPositions pieces. A
//     window's states depend on the window alone, bit for bit on one [Path]: not on what else is in the call, on
//     earlier calls or on other goroutines. One call uses one goroutine; an Encoder may be used from many.
//   - [Linear] is a float32 map for the heads.
//
// Errors are about what was passed in: a weights file that is not one ([ErrWeights]), a window that is too long
// or names a piece that does not exist ([ErrWindow]). Nothing panics on bad text.
package encoder

import (
	"errors"
	"fmt"
	"sync"
)

//go:generate go run -C gen . -out ../kernels_amd64.s -stubs ../kernels_stubs_amd64.go -pkg encoder
//go:generate go run -C gen ./arm64 ../kernels_arm64.s

// ErrWindow is wrapped by every error about a window.
var ErrWindow = errors.New("window of pieces")

// A Window is a sequence of pieces that see one another, usually begun with CLS and ended with SEP.
type Window struct {
	IDs []int32
	// Features holds, for each of Config.Features in its order, that feature's value for each piece.
	// Nil means value 0 throughout.
	Features [][]uint8
}

// An Encoder computes states. It may be used from many goroutines at once.
type Encoder struct {
	weights *Weights
	kernels *kernels
	model   func() *model
	words   func() (*Vocabulary, error)
	scratch sync.Pool // of *scratch
}

// New returns an encoder for the fastest path this machine has. Its weights are laid out at the first use.
func New(w *Weights) *Encoder { return newEncoder(w, &available[0]) }

// NewOn returns an encoder for a given path. It fails where the machine cannot run it.
func NewOn(p Path, w *Weights) (*Encoder, error) {
	k := kernelsOf(p)
	if k == nil {
		return nil, fmt.Errorf("this machine cannot run the %v kernels; it can run %v", p, Paths())
	}
	return newEncoder(w, k), nil
}

func newEncoder(w *Weights, k *kernels) *Encoder {
	return &Encoder{
		weights: w, kernels: k,
		model: sync.OnceValue(func() *model { return newModel(w, k) }),
		words: sync.OnceValues(w.Vocabulary),
	}
}

// Weights returns what the encoder was made of.
func (e *Encoder) Weights() *Weights { return e.weights }

// Path returns which kernels the encoder uses.
func (e *Encoder) Path() Path { return e.kernels.path }

// Encode returns the states of the windows' pieces, one after the other: float32 [pieces][hidden], in dst if it
// is large enough. It fails with ErrWindow, before computing anything, if a window is longer than
// Config.MaxPositions or has an ID or a feature value that the weights lack.
func (e *Encoder) Encode(dst []float32, windows []Window) ([]float32, error) {
	total := 0
	for i := range windows {
		if err := e.check(&windows[i]); err != nil {
			return nil, fmt.Errorf("%w %d: %w", ErrWindow, i, err)
		}
		total += len(windows[i].IDs)
	}
	n := total * e.weights.Config.Hidden
	if cap(dst) < n {
		dst = make([]float32, n)
	}
	dst = dst[:n]
	s, _ := e.scratch.Get().(*scratch)
	if s == nil {
		s = &scratch{config: &e.weights.Config, kernels: e.kernels, model: e.model()}
	}
	rest := dst
	for len(windows) > 0 {
		group := takeGroup(windows)
		rest = rest[copy(rest, s.forward(windows[:group])):]
		windows = windows[group:]
	}
	e.scratch.Put(s)
	return dst, nil
}

// check refuses a window that the weights have no numbers for.
func (e *Encoder) check(w *Window) error {
	c := &e.weights.Config
	if len(w.IDs) > c.MaxPositions {
		return fmt.Errorf("has %d pieces; split it, %d is the most", len(w.IDs), c.MaxPositions)
	}
	for _, id := range w.IDs {
		if id < 0 || int(id) >= c.Vocab {
			return fmt.Errorf("has piece %d; the vocabulary has %d", id, c.Vocab)
		}
	}
	if w.Features == nil {
		return nil
	}
	if len(w.Features) != len(c.Features) {
		return fmt.Errorf("has %d features; the weights have %d", len(w.Features), len(c.Features))
	}
	for i, f := range w.Features {
		if len(f) != len(w.IDs) {
			return fmt.Errorf("has %d values of %s for %d pieces", len(f), c.Features[i].Name, len(w.IDs))
		}
		for _, v := range f {
			if int(v) >= c.Features[i].Size {
				return fmt.Errorf("has %s %d; the weights have %d values of it", c.Features[i].Name, v, c.Features[i].Size)
			}
		}
	}
	return nil
}

// groupRows is how many pieces are computed together: enough to reuse each panel of weights often, few enough
// that what lies between two steps stays in a core's own cache.
const groupRows = 256

// takeGroup returns how many of the windows to compute together, at least one.
func takeGroup(windows []Window) int {
	rows := 0
	for i := range windows {
		rows += len(windows[i].IDs)
		if i > 0 && rows > groupRows {
			return i
		}
	}
	return len(windows)
}
