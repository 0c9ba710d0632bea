package fetch

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"golang.org/x/net/proxy"

	"rapporteur"
)

type dialFunc = func(ctx context.Context, network, addr string) (net.Conn, error)

// dialer gives the only function of the program that connects to the world. Names are resolved here; each address is
// judged again in Control, on the socket that is about to be connected.
func (f *Fetcher) dialer() (dialFunc, error) {
	connect := f.direct
	if f.cfg.Proxy != nil {
		tunnel, err := newTunnel(f.cfg.Proxy, f.cfg.ConnectTimeout, f.cfg.RootCAs)
		if err != nil {
			return nil, err
		}
		connect = func(ctx context.Context, ap netip.AddrPort) (net.Conn, error) {
			if err := f.permit(ap); err != nil {
				return nil, err
			}
			return tunnel(ctx, ap)
		}
	}
	return func(ctx context.Context, _, addr string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, f.cfg.ConnectTimeout)
		defer cancel()
		targets, err := f.lookup(ctx, addr)
		if err != nil {
			return nil, err
		}
		return dialFirst(ctx, targets, connect)
	}, nil
}

// direct connects without a proxy.
func (f *Fetcher) direct(ctx context.Context, ap netip.AddrPort) (net.Conn, error) {
	d := net.Dialer{
		Control: func(_, addr string, _ syscall.RawConn) error {
			real, err := netip.ParseAddrPort(addr)
			if err != nil {
				return fail(rapporteur.OutcomeRefused, nil, "%q is not an address that can be judged", addr)
			}
			return f.permit(real)
		},
	}
	return d.DialContext(ctx, "tcp", ap.String())
}

// lookup gives the addresses behind host:port.
func (f *Fetcher) lookup(ctx context.Context, addr string) ([]netip.AddrPort, error) {
	if ap, ok := f.cfg.Hosts[addr]; ok {
		return []netip.AddrPort{ap}, nil
	}
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		return []netip.AddrPort{ap}, nil
	}
	name, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	n, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, err
	}
	ips := loopback
	if !isLocalhost(name) {
		if ips, err = f.cfg.Resolve(ctx, name); err != nil {
			return nil, err
		}
	}
	if len(ips) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	var out []netip.AddrPort
	for _, ip := range ips {
		out = append(out, netip.AddrPortFrom(ip.Unmap(), uint16(n)))
	}
	return out, nil
}

// dialFirst tries the addresses of a host in turn. A refusal by our own rules wins over a failure of the network,
// since it is what a person must know.
func dialFirst(ctx context.Context, targets []netip.AddrPort, connect func(context.Context, netip.AddrPort) (net.Conn, error)) (net.Conn, error) {
	var refused, failed error
	for i, ap := range targets {
		conn, err := dialOne(ctx, ap, len(targets)-i, connect)
		var own *Error
		switch {
		case err == nil:
			return conn, nil
		case errors.As(err, &own):
			refused = err
		default:
			failed = err
		}
	}
	if refused != nil {
		return nil, refused
	}
	return nil, failed
}

// dialOne gives one address its share of the time that is left, so that a dead one does not use it all up.
func dialOne(ctx context.Context, ap netip.AddrPort, left int, connect func(context.Context, netip.AddrPort) (net.Conn, error)) (net.Conn, error) {
	if end, ok := ctx.Deadline(); ok && left > 1 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(end)/time.Duration(left))
		defer cancel()
	}
	return connect(ctx, ap)
}

// newTunnel connects through the operator's proxy, by CONNECT or SOCKS5, always to an address and never to a name.
func newTunnel(u *url.URL, timeout time.Duration, roots *x509.CertPool) (func(context.Context, netip.AddrPort) (net.Conn, error), error) {
	d := &net.Dialer{Timeout: timeout}
	if u.Host == "" {
		return nil, fmt.Errorf("%w: the proxy needs an address such as http://proxy.example:3128", rapporteur.ErrInvalid)
	}
	switch u.Scheme {
	case "http", "https":
		return func(ctx context.Context, ap netip.AddrPort) (net.Conn, error) {
			return connectVia(ctx, d, u, roots, ap)
		}, nil
	case "socks5", "socks5h":
		var auth *proxy.Auth
		if u.User != nil {
			pass, _ := u.User.Password()
			auth = &proxy.Auth{User: u.User.Username(), Password: pass}
		}
		s, err := proxy.SOCKS5("tcp", hostPort(u, "1080"), auth, d)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, ap netip.AddrPort) (net.Conn, error) {
			return s.(proxy.ContextDialer).DialContext(ctx, "tcp", ap.String())
		}, nil
	}
	return nil, fmt.Errorf("%w: a proxy is http, https or socks5, not %q", rapporteur.ErrInvalid, u.Scheme)
}

func hostPort(u *url.URL, otherwise string) string {
	port := u.Port()
	or(&port, otherwise)
	return net.JoinHostPort(u.Hostname(), port)
}

// connectVia opens a tunnel by the CONNECT method (RFC 9110, 9.3.6).
func connectVia(ctx context.Context, d *net.Dialer, u *url.URL, roots *x509.CertPool, ap netip.AddrPort) (net.Conn, error) {
	conn, err := d.DialContext(ctx, "tcp", hostPort(u, map[string]string{"http": "3128", "https": "443"}[u.Scheme]))
	if err != nil {
		return nil, fmt.Errorf("the proxy can't be reached: %w", err)
	}
	if u.Scheme == "https" {
		conn = tls.Client(conn, &tls.Config{ServerName: u.Hostname(), RootCAs: roots, MinVersion: tls.VersionTLS12})
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: ap.String()}, Host: ap.String(), Header: http.Header{}}
	if u.User != nil {
		pass, _ := u.User.Password()
		req.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+pass)))
	}
	if err := req.Write(conn); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("the proxy does not listen: %w", err)
	}
	in := bufio.NewReaderSize(conn, 4096)
	resp, err := http.ReadResponse(in, req) //nolint:bodyclose // the answer to CONNECT has no body: the connection is the tunnel
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("the proxy does not answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK || in.Buffered() > 0 {
		_ = conn.Close()
		return nil, fmt.Errorf("the proxy will not connect to %s (%s)", ap, resp.Status)
	}
	return conn, nil
}
