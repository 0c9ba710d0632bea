package encoder

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"unsafe"
)

// ErrWeights is wrapped by every error about a weights file.
var ErrWeights = errors.New("weights file")

// Weights is an opened weights file: its configuration and its tensors, which stay where they are in the bytes
// it was opened from.
type Weights struct {
	Version string
	Digest  string // SHA-256 of the payload, in hex, as the file gives it
	Config  Config
	tensors map[string]Tensor
}

// Config is the shape of the encoder, and what its heads say of themselves.
type Config struct {
	Layers       int               `json:"layers"`
	Hidden       int               `json:"hidden"` // width of a state
	FFN          int               `json:"ffn"`    // width between the two feed-forward products
	Heads        int               `json:"-"`      // attention heads of 32; Hidden / 32
	Vocab        int               `json:"vocab"`
	MaxPositions int               `json:"max_positions"` // most pieces in a window
	Features     []Feature         `json:"features"`
	HeadSpecs    []json.RawMessage `json:"heads"` // the light heads, for the packages that decode them
}

// Feature is a table of embeddings added to those of the pieces: Size values, by number.
type Feature struct {
	Name string `json:"name"`
	Size int    `json:"size"`
}

// Tensor is one named array of the file.
type Tensor struct {
	Name  string `json:"name"`
	DType string `json:"dtype"` // i8, u8, f16, f32
	Shape []int  `json:"shape"`

	Offset int `json:"offset"`
	Size   int `json:"bytes"`
	data   []byte
}

const (
	magic      = "RAPPENC1"
	headerAt   = 16 // after magic, header length, checksum
	alignment  = 64
	headWidth  = 32 // of one attention head; the kernels rely on it
	dimensions = 32 // hidden and ffn are multiples of it
)

var elementSize = map[string]int{"i8": 1, "u8": 1, "f16": 2, "f32": 4}

// Open reads a weights file: the magic "RAPPENC1"; the header's length and the CRC-32C of all that follows, both
// uint32; a JSON header; a payload of tensors. Everything is little-endian, the payload and each tensor in it
// start at multiples of 64 bytes. data must not change afterwards. It fails with ErrWeights if anything is
// amiss, so that what it returns can be relied on.
func Open(data []byte) (*Weights, error) {
	w, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w; write it again with training/export.py", ErrWeights, err)
	}
	return w, nil
}

func open(data []byte) (*Weights, error) {
	if len(data) < headerAt || string(data[:len(magic)]) != magic {
		return nil, errors.New("does not begin with " + magic)
	}
	length := binary.LittleEndian.Uint32(data[8:])
	body := data[headerAt:]
	if uint64(length) > uint64(len(body)) {
		return nil, fmt.Errorf("is cut short: a header of %d bytes in a file of %d", length, len(data))
	}
	if sum := crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)); sum != binary.LittleEndian.Uint32(data[12:]) {
		return nil, errors.New("is damaged: its checksum does not agree")
	}
	var header struct {
		Version string   `json:"version"`
		Digest  string   `json:"sha256"`
		Config  Config   `json:"config"`
		Tensors []Tensor `json:"tensors"`
	}
	if err := json.Unmarshal(body[:length], &header); err != nil {
		return nil, fmt.Errorf("has a bad header: %w", err)
	}
	w := &Weights{Version: header.Version, Digest: header.Digest, Config: header.Config, tensors: make(map[string]Tensor, len(header.Tensors))}
	payload := data[min(len(data), (headerAt+int(length)+alignment-1)/alignment*alignment):]
	for _, t := range header.Tensors {
		if err := t.locate(payload); err != nil {
			return nil, err
		}
		if _, twice := w.tensors[t.Name]; twice {
			return nil, fmt.Errorf("has two tensors %s", t.Name)
		}
		w.tensors[t.Name] = t
	}
	w.Config.Heads = w.Config.Hidden / headWidth
	return w, w.check()
}

// locate finds the tensor's bytes in the payload.
func (t *Tensor) locate(payload []byte) error {
	size, n := elementSize[t.DType], 1
	for _, d := range t.Shape {
		if d < 0 || (d > 0 && n > math.MaxInt32/d) {
			return fmt.Errorf("has tensor %s of impossible shape %v", t.Name, t.Shape)
		}
		n *= d
	}
	switch {
	case size == 0:
		return fmt.Errorf("has tensor %s of unknown type %q", t.Name, t.DType)
	case n*size != t.Size:
		return fmt.Errorf("has tensor %s of %d bytes where its shape %v takes %d", t.Name, t.Size, t.Shape, n*size)
	case t.Offset < 0 || t.Offset%alignment != 0 || t.Offset > len(payload) || t.Size > len(payload)-t.Offset:
		return fmt.Errorf("has tensor %s out of bounds", t.Name)
	}
	t.data = payload[t.Offset : t.Offset+t.Size : t.Offset+t.Size]
	return nil
}

// check makes sure that the encoder's own tensors are there, each of its type and shape.
func (w *Weights) check() error {
	c := &w.Config
	if c.Layers < 1 || c.Hidden < dimensions || c.Hidden%dimensions != 0 || c.FFN < dimensions || c.FFN%dimensions != 0 ||
		c.Vocab < 1 || c.MaxPositions < 1 {
		return fmt.Errorf("has an encoder of impossible shape: %d layers, hidden %d, ffn %d, vocab %d, positions %d (widths are multiples of %d)",
			c.Layers, c.Hidden, c.FFN, c.Vocab, c.MaxPositions, dimensions)
	}
	var err error
	need := func(name, dtype string, shape ...int) {
		t, ok := w.tensors[name]
		if err == nil && (!ok || t.DType != dtype || fmt.Sprint(t.Shape) != fmt.Sprint(shape)) {
			err = fmt.Errorf("lacks tensor %s %s %v", name, dtype, shape)
		}
	}
	norm := func(name string) { need(name+".weight", "f32", c.Hidden); need(name+".bias", "f32", c.Hidden) }
	need("embeddings.word", "i8", c.Vocab, c.Hidden)
	need("embeddings.word.scale", "f32", c.Vocab)
	need("embeddings.position", "f16", c.MaxPositions, c.Hidden)
	need("embeddings.token_type0", "f32", c.Hidden)
	norm("embeddings.norm")
	for _, f := range c.Features {
		if featureNames[f.Name] == nil {
			return fmt.Errorf("has feature %q, which this version of the engine does not know", f.Name)
		}
		need("embeddings.feature."+f.Name, "f32", f.Size, c.Hidden)
	}
	for i := range c.Layers {
		for _, l := range linearShapes(c) {
			name := layerName(i, l.name)
			need(name+".weight", "i8", l.out, l.in)
			need(name+".scale", "f32", l.out)
			need(name+".bias", "f32", l.out)
		}
		norm(layerName(i, "attn_norm"))
		norm(layerName(i, "ffn_norm"))
	}
	return err
}

type linearShape struct {
	name    string
	out, in int
}

// linearShapes are the linear maps of one layer.
func linearShapes(c *Config) [6]linearShape {
	h, f := c.Hidden, c.FFN
	return [6]linearShape{{"q", h, h}, {"k", h, h}, {"v", h, h}, {"o", h, h}, {"ffn_in", f, h}, {"ffn_out", h, f}}
}

func layerName(i int, name string) string { return fmt.Sprintf("layer%d.%s", i, name) }

// Tensor returns a tensor by its full name, such as "heads.names.weight".
func (w *Weights) Tensor(name string) (Tensor, bool) {
	t, ok := w.tensors[name]
	return t, ok
}

// Names returns how many tensors' names start with prefix, and which, in no order.
func (w *Weights) Names(prefix string) []string {
	var names []string
	for name := range w.tensors {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return names
}

// Bytes returns the tensor as it lies in the file. It must not be changed.
func (t Tensor) Bytes() []byte { return t.data }

// int8s returns an i8 tensor without copying.
func (t Tensor) int8s() []int8 {
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(t.data))), len(t.data))
}

// Float32 returns an f32 or f16 tensor's values, or those of an i8 or u8 tensor as they are, unscaled. The
// slice may lie in the file's bytes and must not be changed.
func (t Tensor) Float32() []float32 {
	if t.DType == "f32" && littleEndian && uintptr(unsafe.Pointer(unsafe.SliceData(t.data)))%4 == 0 {
		return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(t.data))), len(t.data)/4)
	}
	size := elementSize[t.DType]
	out := make([]float32, len(t.data)/max(size, 1))
	for i := range out {
		p := t.data[i*size:]
		switch t.DType {
		case "f32":
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(p))
		case "f16":
			out[i] = float16(binary.LittleEndian.Uint16(p))
		case "i8":
			out[i] = float32(int8(p[0]))
		case "u8":
			out[i] = float32(p[0])
		}
	}
	return out
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// float16 widens an IEEE 754 half-precision number.
func float16(h uint16) float32 {
	sign, exponent, fraction := uint32(h&0x8000)<<16, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exponent {
	case 0: // zero and subnormal: fraction * 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)*0x1p-24))
	case 0x1f:
		return math.Float32frombits(sign | 0x7f800000 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}
