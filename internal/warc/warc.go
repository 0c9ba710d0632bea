// Package warc reads web archives (WARC 1.0 and 1.1, ISO 28500), plain or with gzip around the whole or around each record.
// It promises that a record's head takes a bounded amount of memory and its block none, however large; that a damaged archive
// gives every record before the damage, then an error that says where it is and what to do; and that nothing panics.
package warc

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// Limits of a record's head, beyond which an archive counts as damaged.
const (
	maxLine = 64 << 10
	maxHead = 256 << 10
)

// Record is one record of an archive.
type Record struct {
	Type        string // "response", "resource", "metadata", "request", "revisit", "warcinfo" ...; as printed
	ID          string
	URL         string // WARC-Target-URI, without the angle brackets that some writers put
	ContentType string // of the block
	Date        time.Time
	About       []string  // IDs of records that it refers to or was made together with
	Length      int64     // of the block, in bytes
	Block       io.Reader // holds until the next record is asked for; ends with io.ErrUnexpectedEOF where the archive is cut
}

// Reader reads records one after the other.
type Reader struct {
	in    *bufio.Reader
	block *block // what is left of the last record's
	count int
}

// Looks reports whether a file begins as an archive does; the beginning of a gzip file may be one, too.
func Looks(head []byte) bool {
	return strings.HasPrefix(string(head), "WARC/")
}

// Packed reports whether a file begins as gzip does.
func Packed(head []byte) bool { return len(head) > 1 && head[0] == 0x1f && head[1] == 0x8b }

// NewReader reads an archive; gzip around it is undone, one member or many.
func NewReader(r io.Reader) (*Reader, error) {
	in := bufio.NewReaderSize(r, maxLine)
	head, err := in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(head) == "\x28\xb5\x2f\xfd" {
		return nil, fmt.Errorf("%w: this web archive is packed with zstd; unpack it first (zstd -d FILE)", rapporteur.ErrInvalid)
	}
	if !Packed(head) {
		return &Reader{in: in}, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("%w: the gzip of this web archive is damaged at its beginning (%v)", rapporteur.ErrInvalid, err)
	}
	return &Reader{in: bufio.NewReaderSize(z, maxLine)}, nil
}

// Next gives the next record, io.EOF after the last. Any other error wraps rapporteur.ErrInvalid, and nothing comes after it.
func (r *Reader) Next() (*Record, error) {
	if r.block != nil {
		if _, err := io.Copy(io.Discard, r.block); err != nil {
			return nil, r.damaged(err)
		}
		r.block = nil
	}
	version, err := r.firstLine()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, r.damaged(err)
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, r.damaged(fmt.Errorf("a record should begin with WARC/1.0 or WARC/1.1, this one with %.40q", version))
	}
	fields, err := r.head()
	if err != nil {
		return nil, r.damaged(err)
	}
	rec, err := recordOf(fields)
	if err != nil {
		return nil, r.damaged(err)
	}
	r.block = &block{r.in, rec.Length}
	rec.Block = r.block
	r.count++
	return rec, nil
}

func (r *Reader) damaged(err error) error {
	at := r.count + 1
	if r.block != nil {
		at = r.count
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: the web archive ends in the middle of record %d; what came before it is whole: copy the file again for the rest", rapporteur.ErrInvalid, at)
	}
	return fmt.Errorf("%w: the web archive is damaged at record %d (%v); what came before it is whole", rapporteur.ErrInvalid, at, err)
}

// block is the rest of a record's block. Unlike an io.LimitedReader it tells one that was cut from one that ends.
type block struct {
	in   io.Reader
	left int64
}

func (b *block) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	n, err := b.in.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	if errors.Is(err, io.EOF) && b.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// firstLine passes over the empty lines that end a record.
func (r *Reader) firstLine() (string, error) {
	for range 64 {
		line, err := r.line()
		if line != "" || err != nil {
			return line, err
		}
	}
	return "", errors.New("only empty lines where a record should begin")
}

// line reads one line without its end; io.EOF only where nothing is left.
func (r *Reader) line() (string, error) {
	b, err := r.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", fmt.Errorf("a line of more than %d KB", maxLine>>10)
	case errors.Is(err, io.EOF) && len(b) > 0:
		return "", io.ErrUnexpectedEOF
	case err != nil:
		return "", err
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// head reads the named fields of a record, up to the empty line. Lines that begin with a blank go on with the one before.
func (r *Reader) head() (textproto.MIMEHeader, error) {
	fields, last, size := textproto.MIMEHeader{}, "", 0
	for {
		line, err := r.line()
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case line == "":
			return fields, nil
		}
		if size += len(line); size > maxHead {
			return nil, fmt.Errorf("a head of more than %d KB", maxHead>>10)
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" {
			values := fields[last]
			values[len(values)-1] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("a line without a name in its head: %.40q", line)
		}
		last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
		fields.Add(last, strings.TrimSpace(value))
	}
}

func recordOf(fields textproto.MIMEHeader) (*Record, error) {
	length, err := strconv.ParseInt(fields.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, fmt.Errorf("its length is %.40q", fields.Get("Content-Length"))
	}
	rec := &Record{
		Type: strings.ToLower(fields.Get("WARC-Type")), ID: fields.Get("WARC-Record-ID"), URL: strings.Trim(fields.Get("WARC-Target-URI"), "<>"),
		ContentType: fields.Get("Content-Type"), Length: length,
	}
	// A date that can't be read is left out: the page itself may say more.
	rec.Date, _ = time.Parse(time.RFC3339, fields.Get("WARC-Date"))
	rec.About = append(rec.About, fields.Values("WARC-Concurrent-To")...)
	rec.About = append(rec.About, fields.Values("WARC-Refers-To")...)
	return rec, nil
}
