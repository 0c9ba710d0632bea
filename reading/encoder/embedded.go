package encoder

import (
	_ "embed"
	"sync"
	"unsafe"
)

//go:embed reader.weights
var readerWeights string

// Embedded returns the encoder with the weights inside the program (docs/model-card.md), on the fastest path of this machine.
// They are part of the program and tested with it: a program built with damaged ones panics here.
var Embedded = sync.OnceValue(func() *Encoder {
	w, err := Open(unsafe.Slice(unsafe.StringData(readerWeights), len(readerWeights)))
	if err != nil {
		panic("reading/encoder: " + err.Error())
	}
	return New(w)
})
