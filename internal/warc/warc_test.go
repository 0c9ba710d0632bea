package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"rapporteur"
)

func record(kind, url, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: <%s>\r\nWARC-Date: 2025-12-01T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Concurrent-To: <urn:uuid:0>\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, kind, len(block), block)
}

func members(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		if _, err := io.WriteString(z, p); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// read gives what an archive holds, as "type url block", and how it ended.
func read(t testing.TB, data []byte, blocks bool) (out []string, end error) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for {
		rec, err := r.Next()
		if err != nil {
			return out, err
		}
		block := []byte{}
		if blocks {
			if block, err = io.ReadAll(rec.Block); err != nil {
				return out, err
			}
		}
		out = append(out, strings.TrimSpace(rec.Type+" "+rec.URL+" "+string(block)))
	}
}

func TestArchives(t *testing.T) {
	one, two := record("response", "https://example.org/a", "first\r\n\r\nblock"), record("Metadata", "https://example.org/a", "via: x")
	want := "response https://example.org/a first\r\n\r\nblock|metadata https://example.org/a via: x"
	for name, data := range map[string][]byte{
		"plain": []byte(one + two), "a member each": members(t, one, two), "one member": members(t, one+two),
		"bare line feeds": []byte(strings.ReplaceAll(strings.Replace(one+two, "first\r\n\r\nblock", "first\x00block..", 1), "\r\n", "\n")),
	} {
		got, end := read(t, data, true)
		if joined := strings.ReplaceAll(strings.Join(got, "|"), "first\x00block..", "first\r\n\r\nblock"); joined != want || !errors.Is(end, io.EOF) {
			t.Errorf("%s: %q, %v", name, joined, end)
		}
		if got, end := read(t, data, false); len(got) != 2 || !errors.Is(end, io.EOF) {
			t.Errorf("%s: %d records without their blocks, %v", name, len(got), end)
		}
	}
	r, err := NewReader(strings.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if !rec.Date.Equal(time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)) || rec.ID != "<urn:uuid:response>" || rec.ContentType != "text/plain; charset=utf-8" || len(rec.About) != 1 {
		t.Errorf("the head is read as %+v", rec)
	}
}

func TestDamage(t *testing.T) {
	good := record("response", "https://example.org/a", strings.Repeat("words ", 100))
	packed := members(t, good, good)
	for name, c := range map[string]struct {
		data []byte
		well int
		says string
	}{
		"cut in a block":       {[]byte(good + good[:len(good)-300]), 2, "in the middle of record 2"},
		"cut in a head":        {[]byte(good + good[:40]), 1, "in the middle of record 2"},
		"cut in a member":      {packed[:len(packed)-20], 2, "record"},
		"no archive":           {[]byte("Dear Sir,\nthank you"), 0, `begin with WARC/1.0`},
		"rubbish between":      {[]byte(good + "rubbish\r\n" + good), 1, "damaged at record 2"},
		"no length":            {[]byte(strings.Replace(good, "Content-Length", "Length", 1)), 0, "its length is"},
		"a negative length":    {[]byte(strings.Replace(good, "Content-Length: ", "Content-Length: -", 1)), 0, "its length is"},
		"an endless line":      {[]byte("WARC/1.0\r\nX: " + strings.Repeat("x", 1<<20)), 0, "a line of more than"},
		"an endless head":      {[]byte("WARC/1.0\r\n" + strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 1000)), 0, "a head of more than"},
		"nothing but newlines": {bytes.Repeat([]byte("\r\n"), 1000), 0, "empty lines"},
		"zstd":                 {[]byte("\x28\xb5\x2f\xfdxxxxx"), 0, "zstd -d"},
		"damaged gzip":         {[]byte("\x1f\x8bxxxxxxxxxxxxxxxxxx"), 0, "gzip"},
	} {
		got, err := read(t, c.data, false)
		if !errors.Is(err, rapporteur.ErrInvalid) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: the error is %v", name, err)
		}
		if len(got) > c.well {
			t.Errorf("%s: %d records are given, %d were to be", name, len(got), c.well)
		}
		if got, err := read(t, c.data, true); err == nil || errors.Is(err, io.EOF) || len(got) > c.well {
			t.Errorf("%s: with their blocks read, %d records and %v", name, len(got), err)
		}
	}
}

// A member that unpacks to far more than its size costs no memory: its block is passed over.
func TestBombIsPassedOver(t *testing.T) {
	const size = 64 << 20
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprintf(z, "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n", size)
	zeros := make([]byte, 1<<20)
	for range size / len(zeros) {
		if _, err := z.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if allocated := testing.AllocsPerRun(1, func() {
		if got, err := read(t, b.Bytes(), false); len(got) != 1 || !errors.Is(err, io.EOF) {
			t.Errorf("%d records, %v", len(got), err)
		}
	}); allocated > 500 {
		t.Errorf("%v allocations to pass over one record", allocated)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(record("response", "https://example.org/a", "x")))
	f.Add(members(f, record("response", "https://example.org/a", "x")))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := read(t, data, true)
		quiet, again := read(t, data, false)
		if err == nil || again == nil || len(quiet) < len(got) {
			t.Errorf("%d records and %v; without reading their blocks %d and %v", len(got), err, len(quiet), again)
		}
	})
}
