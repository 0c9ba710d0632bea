package outlettest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// Content answers with a body of a content type, right or wrong.
func Content(contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	})
}

// Status answers with a status and header fields given as pairs: Status(429, "Retry-After", "120").
func Status(code int, fields ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(code)
		if code != http.StatusNoContent && code != http.StatusNotModified {
			fmt.Fprintf(w, "%d %s\n", code, http.StatusText(code))
		}
	})
}

// Once answers with the first handler the first time and with the second from then on.
func Once(first, then http.Handler) http.Handler {
	asked := make(chan struct{}, 1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case asked <- struct{}{}:
			first.ServeHTTP(w, r)
		default:
			then.ServeHTTP(w, r)
		}
	})
}

// Redirect leads to an address, absolute or relative.
func Redirect(code int, to string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(code)
	})
}

// EndlessRedirect leads from each address to a new one: /x?n=1, /x?n=2 ...
func EndlessRedirect() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		w.Header().Set("Location", fmt.Sprintf("%s?n=%d", r.URL.Path, n+1))
		w.WriteHeader(http.StatusFound)
	})
}

// Slow sends the body one byte at a time, until the other side has had enough.
func Slow(body string, every time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusOK)
		for i := range len(body) {
			if _, err := io.WriteString(w, body[i:i+1]); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(every):
			}
		}
	})
}

// SlowHeader sends the answer's header one byte at a time and never ends it.
func SlowHeader(every time.Duration) http.Handler {
	return raw(func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nX-Slow: ")
		for {
			if _, err := io.WriteString(conn, "a"); err != nil {
				return
			}
			time.Sleep(every)
		}
	})
}

// Silent takes the request and never answers.
func Silent() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// GiantHeader answers with so many bytes of header.
func GiantHeader(n int) http.Handler {
	return raw(func(conn net.Conn) {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nX-Giant: %s\r\n\r\n", strings.Repeat("a", n))
	})
}

// Truncated announces a longer body than it sends.
func Truncated(body string) http.Handler {
	return raw(func(conn net.Conn) {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(body)+100, body)
	})
}

// Reset breaks the connection with a TCP reset in the middle of the answer.
func Reset() http.Handler {
	return raw(func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf a")
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
	})
}

// Garbage answers with something that is not HTTP.
func Garbage() http.Handler {
	return raw(func(conn net.Conn) { fmt.Fprint(conn, "220 mail.example ESMTP\r\n") })
}

// raw hands the connection to a function and closes it afterwards.
func raw(talk func(net.Conn)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		talk(conn)
	})
}

// Encoded answers with a body in a content encoding: gzip, br, zstd, deflate, or raw-deflate (bare deflate that says deflate).
func Encoded(encoding, contentType string, body []byte) http.Handler {
	packed := Pack(encoding, body)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Encoding", strings.TrimPrefix(encoding, "raw-"))
		_, _ = w.Write(packed)
	})
}

// Bomb answers with few bytes that decode to n.
func Bomb(encoding string, n int) http.Handler {
	return Encoded(encoding, "text/html", bytes.Repeat([]byte{'a'}, n))
}

// Pack encodes a body; an encoding it does not know leaves it as it is.
func Pack(encoding string, body []byte) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw-deflate":
		w, _ = flate.NewWriter(&b, flate.DefaultCompression)
	default:
		return body
	}
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

// LyingETag answers 304 to every request that has a validator, whatever has changed since.
func LyingETag(tag string, current func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, current())
	})
}

// Challenge answers with the kind of page a bot-protection service puts before an outlet: cloudflare, datadome, akamai,
// or anything else for an unsigned one that asks for JavaScript with status 200.
func Challenge(vendor string) http.Handler {
	status, body := http.StatusForbidden, ""
	switch vendor {
	case "cloudflare":
		body = `<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>`
	case "datadome":
		body = `<html><head><title>outlet.example</title></head><body><p id="cmsg">Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script></body></html>`
	case "akamai":
		body = `<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access this page.<p>Reference #18.1<p>https://errors.edgesuite.net/18.1</body></html>`
	default:
		status, body = http.StatusOK, `<html><body><div id="app"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	})
}
