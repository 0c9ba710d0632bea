package reading

import (
	"runtime"
	"sync"

	"rapporteur/reading/attributions"
	"rapporteur/reading/encoder"
	"rapporteur/reading/names"
)

// heads are the encoder and what reads its states.
type heads struct {
	encoder    *encoder.Encoder
	names      *names.Tagger
	referrer   *names.Referrer
	statements *attributions.Heads
	limits     limits
	helpers    chan struct{} // as many as may help with long articles, all of them together
}

// newHeads takes the heads out of an encoder's weights.
func newHeads(e *encoder.Encoder) (*heads, error) {
	h := &heads{encoder: e, limits: ordinary, helpers: make(chan struct{}, min(runtime.GOMAXPROCS(0), mostHands)-1)}
	var err error
	if h.names, err = names.NewTagger(e); err != nil {
		return nil, err
	}
	if h.referrer, err = names.NewReferrer(e); err != nil {
		return nil, err
	}
	h.statements, err = attributions.NewHeads(e)
	return h, err
}

// trained loads the heads once, from the weights inside the program.
var trained = sync.OnceValue(func() *heads {
	h, err := newHeads(encoder.Embedded())
	if err != nil {
		panic("reading: the weights inside the program do not fit it: " + err.Error())
	}
	return h
})
