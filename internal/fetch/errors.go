package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"rapporteur"
)

// Error says why a page could not be had. It wraps one of the sentinels of package rapporteur, which names what the
// caller does next, and carries what an [rapporteur.Outcome] needs.
type Error struct {
	Kind       rapporteur.OutcomeKind
	Status     int           // of HTTP, 0 where no answer came
	RetryAfter time.Duration // how long the other side, or our politeness, asks to wait; 0 where nobody said
	Waiting    bool          // nothing was sent: it is not this host's turn yet, so this was no attempt
	URL        string        // scheme, host and path: never the query, which may hold a key
	Detail     string        // one line, in plain words
	cause      error
}

func (e *Error) Error() string {
	if e.URL == "" {
		return e.Detail
	}
	return e.Detail + ": " + e.URL
}

// Unwrap gives the sentinel and, where there is one, the error below it.
func (e *Error) Unwrap() []error {
	if e.cause != nil {
		return []error{sentinel(e.Kind), e.cause}
	}
	return []error{sentinel(e.Kind)}
}

func sentinel(k rapporteur.OutcomeKind) error {
	switch k {
	case rapporteur.OutcomeNotFound:
		return rapporteur.ErrNotFound
	case rapporteur.OutcomeGone:
		return rapporteur.ErrGone
	case rapporteur.OutcomeRefused, rapporteur.OutcomeBlocked:
		return rapporteur.ErrRefused
	case rapporteur.OutcomeInvalid:
		return rapporteur.ErrInvalid
	}
	return rapporteur.ErrTransient
}

// Outcome sorts what Get returned: OutcomeOK for nil, the kind an [Error] carries, and the kind of a bare sentinel.
// Anything else is transient.
func Outcome(err error) rapporteur.OutcomeKind {
	var e *Error
	switch {
	case err == nil:
		return rapporteur.OutcomeOK
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, rapporteur.ErrNotFound):
		return rapporteur.OutcomeNotFound
	case errors.Is(err, rapporteur.ErrGone):
		return rapporteur.OutcomeGone
	case errors.Is(err, rapporteur.ErrRefused):
		return rapporteur.OutcomeRefused
	case errors.Is(err, rapporteur.ErrInvalid):
		return rapporteur.OutcomeInvalid
	}
	return rapporteur.OutcomeTransient
}

// Status is the HTTP status behind an error of Get, 0 where none came.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// RetryAfter is how long to wait before the next try, as far as somebody said; else 0.
func RetryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// Waiting reports that Get sent nothing because the host's turn is further away than Config.MaxWait, and how long to
// come back in. Such a call was no attempt: put the work off, count nothing, and record no Outcome.
func Waiting(err error) (time.Duration, bool) {
	var e *Error
	if errors.As(err, &e) && e.Waiting {
		return e.RetryAfter, true
	}
	return 0, false
}

func fail(kind rapporteur.OutcomeKind, a *address, format string, args ...any) *Error {
	e := &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
	if a != nil {
		e.URL = a.shown()
	}
	return e
}

// byStatus sorts the statuses that bring no page. What the body says (a challenge page) has been looked at before.
func byStatus(a *address, status int) *Error {
	kind, what := rapporteur.OutcomeInvalid, "the server does not accept the request"
	switch {
	case status == http.StatusNotFound:
		kind, what = rapporteur.OutcomeNotFound, "no such page"
	case status == http.StatusGone:
		kind, what = rapporteur.OutcomeGone, "withdrawn by the publisher"
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusProxyAuthRequired:
		kind, what = rapporteur.OutcomeBlocked, "the server denies access"
	case status == http.StatusPaymentRequired:
		kind, what = rapporteur.OutcomeBlocked, "the server asks for payment"
	case status == http.StatusUnavailableForLegalReasons:
		kind, what = rapporteur.OutcomeBlocked, "withheld for legal reasons"
	case status == http.StatusTooManyRequests:
		kind, what = rapporteur.OutcomeRateLimited, "the server asks for fewer requests"
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		kind, what = rapporteur.OutcomeTransient, "the server is in trouble"
	case status >= 300 && status < 400:
		what = "a redirect that leads nowhere"
	case status < 300:
		what = "an answer without a page"
	}
	e := fail(kind, a, "%s (status %d)", what, status)
	e.Status = status
	return e
}

// Causes with which our own watch ends a request.
var (
	errSlow    = errors.New("the server sends too slowly")
	errTooLong = errors.New("the whole visit took too long")
)

// byCause sorts errors of the network. An Error that comes out of the dialer passes unchanged.
func byCause(ctx context.Context, a *address, err error) error {
	var own *Error
	if errors.As(err, &own) {
		if own.URL == "" {
			own.URL = a.shown()
		}
		return own
	}
	kind, what := networkCause(ctx, err)
	e := fail(kind, a, "%s", what)
	e.cause = err
	return e
}

func networkCause(ctx context.Context, err error) (rapporteur.OutcomeKind, string) {
	var (
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
		auth x509.UnknownAuthorityError
		ne   net.Error
	)
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errSlow), errors.Is(cause, errTooLong):
		return rapporteur.OutcomeTransient, cause.Error()
	case errors.Is(err, context.Canceled):
		return rapporteur.OutcomeTransient, "stopped before the answer came"
	case errors.As(err, &dns) && dns.IsNotFound:
		return rapporteur.OutcomeNotFound, "no host of that name; check the spelling"
	case errors.As(err, &dns):
		return rapporteur.OutcomeTransient, "the name of the host could not be looked up"
	case errors.As(err, &cert), errors.As(err, &auth):
		return rapporteur.OutcomeTransient, "the server's certificate is not valid (" + oneLine(err) + ")"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return rapporteur.OutcomeTransient, "the connection broke off midway"
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return rapporteur.OutcomeInvalid, "the answer's header is larger than " + size(maxHeader)
	case errors.As(err, &ne) && ne.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return rapporteur.OutcomeTransient, "the server did not answer in time"
	}
	return rapporteur.OutcomeTransient, "the connection failed (" + oneLine(err) + ")"
}

// oneLine keeps an error's innermost words, without line breaks and of a sensible length.
func oneLine(err error) string {
	s := strings.Join(strings.Fields(err.Error()), " ")
	if len(s) > 160 {
		s = strings.ToValidUTF8(s[:160], "") + "…"
	}
	return s
}

func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
