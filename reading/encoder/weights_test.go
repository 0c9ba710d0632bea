package encoder

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// file assembles a weights file.
type file struct {
	config  map[string]any
	tensors []Tensor
	payload []byte
}

func (f *file) add(name, dtype string, data []byte, shape ...int) {
	for len(f.payload)%alignment != 0 {
		f.payload = append(f.payload, 0)
	}
	f.tensors = append(f.tensors, Tensor{Name: name, DType: dtype, Shape: shape, Offset: len(f.payload), Size: len(data)})
	f.payload = append(f.payload, data...)
}

func (f *file) bytes() []byte {
	header, err := json.Marshal(map[string]any{"version": "test", "config": f.config, "sha256": "0", "tensors": f.tensors})
	if err != nil {
		panic(err)
	}
	for (headerAt+len(header))%alignment != 0 {
		header = append(header, ' ')
	}
	body := append(header, f.payload...)
	out := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(header)))
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
	return append(out, body...)
}

// randomFile has random weights of the sizes real ones have.
func randomFile(c Config, seed uint64) *file {
	rng := rand.New(rand.NewPCG(seed, 1))
	f := &file{config: map[string]any{
		"layers": c.Layers, "hidden": c.Hidden, "ffn": c.FFN, "vocab": c.Vocab,
		"max_positions": c.MaxPositions, "features": c.Features, "heads": []any{},
	}}
	f32 := func(name string, mean, deviation float64, shape ...int) {
		n := 1
		for _, d := range shape {
			n *= d
		}
		var b []byte
		for range n {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(mean+deviation*rng.NormFloat64())))
		}
		f.add(name, "f32", b, shape...)
	}
	i8 := func(name string, out, in int) {
		b := make([]byte, out*in)
		for i := range b {
			b[i] = byte(int8(max(-127, min(127, 40*rng.NormFloat64()))))
		}
		f.add(name, "i8", b, out, in)
	}
	norm := func(name string) {
		f32(name+".weight", 1, 0.1, c.Hidden)
		f32(name+".bias", 0, 0.1, c.Hidden)
	}
	i8("embeddings.word", c.Vocab, c.Hidden)
	f32("embeddings.word.scale", 0.001, 0.0001, c.Vocab)
	half := make([]byte, 2*c.MaxPositions*c.Hidden)
	for i := 0; i < len(half); i += 2 { // between 2^-7 and 2^-5, of either sign
		binary.LittleEndian.PutUint16(half[i:], uint16(rng.Uint32())&0x87ff|0x2000)
	}
	f.add("embeddings.position", "f16", half, c.MaxPositions, c.Hidden)
	f32("embeddings.token_type0", 0, 0.02, c.Hidden)
	norm("embeddings.norm")
	for _, feature := range c.Features {
		f32("embeddings.feature."+feature.Name, 0, 0.02, feature.Size, c.Hidden)
	}
	for i := range c.Layers {
		for _, l := range linearShapes(&c) {
			i8(layerName(i, l.name)+".weight", l.out, l.in)
			f32(layerName(i, l.name)+".scale", 1.25/math.Sqrt(float64(l.in))/40, 0.0001, l.out)
			f32(layerName(i, l.name)+".bias", 0, 0.1, l.out)
		}
		norm(layerName(i, "attn_norm"))
		norm(layerName(i, "ffn_norm"))
	}
	f32("heads.example.weight", 0, 0.05, 9, c.Hidden)
	f32("heads.example.bias", 0, 0.1, 9)
	return f
}

func randomWeights(t testing.TB, c Config) *Weights {
	t.Helper()
	w, err := Open(randomFile(c, 7).bytes())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// small is the least shape that has everything: several layers, attention heads and features, panels part full.
var small = Config{
	Layers: 2, Hidden: 96, FFN: 160, Vocab: 50, MaxPositions: 80,
	Features: []Feature{{"shape", 4}, {"gap", 3}},
}

// miniLM is the shape of the weights in use.
var miniLM = Config{
	Layers: 6, Hidden: 384, FFN: 1536, Vocab: 1000, MaxPositions: 512,
	Features: []Feature{{"shape", 16}, {"gap", 8}},
}

func TestOpenRefusesWhatIsAmiss(t *testing.T) {
	good := randomFile(small, 7).bytes()
	change := func(do func(f *file)) []byte {
		f := randomFile(small, 7)
		do(f)
		return f.bytes()
	}
	flipped := append([]byte(nil), good...)
	flipped[len(flipped)-100] ^= 1
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "does not begin with RAPPENC1"},
		"other file":        {[]byte("PK\x03\x04 and so on, at length"), "does not begin with RAPPENC1"},
		"short":             {good[:100], "is cut short"},
		"shorter":           {good[:len(good)-1], "checksum"},
		"one bit":           {flipped, "checksum"},
		"type":              {change(func(f *file) { f.tensors[0].DType = "i4" }), `unknown type "i4"`},
		"shape":             {change(func(f *file) { f.tensors[0].Shape = []int{3, 3} }), "where its shape [3 3] takes 9"},
		"negative":          {change(func(f *file) { f.tensors[0].Shape = []int{-3, -3} }), "impossible shape"},
		"overflow":          {change(func(f *file) { f.tensors[0].Shape = []int{1 << 40, 1 << 40} }), "impossible shape"},
		"unaligned":         {change(func(f *file) { f.tensors[1].Offset += 4 }), "out of bounds"},
		"beyond":            {change(func(f *file) { f.tensors[1].Offset += 1 << 30 }), "out of bounds"},
		"twice":             {change(func(f *file) { f.tensors[1] = f.tensors[0] }), "two tensors embeddings.word"},
		"missing":           {change(func(f *file) { f.tensors[5].Name = "x" }), "lacks tensor embeddings.norm.bias"},
		"transposed":        {change(func(f *file) { f.tensors[0].Shape = []int{96, 50} }), "lacks tensor embeddings.word i8 [50 96]"},
		"hidden":            {change(func(f *file) { f.config["hidden"] = 100 }), "impossible shape"},
		"features negative": {change(func(f *file) { f.config["features"] = []Feature{{"shape", -1}} }), "lacks tensor embeddings.feature.shape"},
		"feature unknown":   {change(func(f *file) { f.config["features"] = []Feature{{"colour", 2}} }), `feature "colour", which this version`},
		"header":            {change(func(f *file) { f.config["layers"] = "six" }), "bad header"},
	} {
		w, err := Open(test.data)
		if w != nil || !errors.Is(err, ErrWeights) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want ErrWeights with %q", name, err, test.want)
		}
	}
}

func TestTensorsAreReadWhereverTheyLie(t *testing.T) {
	data := randomFile(small, 7).bytes()
	shifted := append(make([]byte, 1, len(data)+1), data...)[1:]
	a, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(shifted)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range a.Names("") {
		x, _ := a.Tensor(name)
		y, _ := b.Tensor(name)
		xs, ys := x.Float32(), y.Float32()
		for i := range xs {
			if xs[i] != ys[i] {
				t.Fatalf("%s[%d] is %v at an odd address, %v at an even one", name, i, ys[i], xs[i])
			}
		}
	}
}

func TestFloat16(t *testing.T) {
	for h, want := range map[uint16]float32{
		0: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: 0x1p-24, 0x03ff: 0x1.ff8p-15, 0x8400: -0x1p-14,
		0x3555: 0.333251953125, 0x7c00: float32(math.Inf(1)), 0xfc00: float32(math.Inf(-1)),
	} {
		if got := float16(h); got != want {
			t.Errorf("%#04x is %v, want %v", h, got, want)
		}
	}
	if got := float16(0x7e00); got == got {
		t.Errorf("0x7e00 is %v, want NaN", got)
	}
}

func FuzzOpen(f *testing.F) {
	good := randomFile(Config{Layers: 1, Hidden: 32, FFN: 32, Vocab: 2, MaxPositions: 2}, 1).bytes()
	f.Add(good[headerAt:headerAt+int(binary.LittleEndian.Uint32(good[8:]))], good[len(good)-4096:])
	f.Fuzz(func(t *testing.T, header, payload []byte) { // the checksum is made to agree, so that the rest is tried
		body := append(append([]byte(nil), header...), payload...)
		data := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(header)))
		data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
		w, err := Open(append(data, body...))
		if (w == nil) == (err == nil) {
			t.Fatalf("weights %v with error %v", w, err)
		}
	})
}
