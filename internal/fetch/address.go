package fetch

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"rapporteur"
)

// maxURL bounds the length of an address in bytes, as browsers' own limits do.
const maxURL = 8 << 10

// openPorts are the ports an address may name besides the operator's exceptions: those on which the web is served.
// Everything else (mail, databases, consoles) is nobody's newspaper.
var openPorts = []uint16{80, 443, 8000, 8008, 8080, 8081, 8443, 8888}

// address is a URL that has passed the rules of form. It is parsed once, here, and nowhere again, so that no two
// parsers can disagree about which host is meant.
type address struct {
	*url.URL
	host string // lower case, ASCII, without port, brackets and final dot
	port uint16
}

// shown is the address for messages: without its query, which may hold a key.
func (a *address) shown() string { return a.Scheme + "://" + a.Host + a.EscapedPath() }

// origin is scheme, host and port: what a robots.txt and a set of credentials are good for.
func (a *address) origin() string {
	return a.Scheme + "://" + strings.ToLower(a.Host)
}

// parseAddress checks the form of an address. base is the page it was found on, nil for one that stands alone.
func (f *Fetcher) parseAddress(raw string, base *address) (*address, error) {
	if why := badText(raw); why != "" {
		return nil, fail(rapporteur.OutcomeInvalid, nil, "the address %q %s", shorten(raw), why)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fail(rapporteur.OutcomeInvalid, nil, "the address %q can't be read", shorten(raw))
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	u.Scheme, u.Fragment, u.RawFragment = strings.ToLower(u.Scheme), "", ""
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fail(rapporteur.OutcomeRefused, nil, "the address %q is not of the web: only http and https are read", shorten(raw))
	case u.User != nil:
		return nil, fail(rapporteur.OutcomeRefused, nil, "the address names a user or password; give them apart from the address")
	case u.Host == "" || u.Opaque != "":
		return nil, fail(rapporteur.OutcomeInvalid, nil, "the address %q names no host", shorten(raw))
	}
	a := &address{URL: u}
	if err := a.readHost(); err != nil {
		return nil, err
	}
	if u.Path == "" {
		u.Path = "/"
	}
	if !slices.Contains(openPorts, a.port) && !f.portAllowed(a) {
		return nil, fail(rapporteur.OutcomeRefused, a, "port %d is not one the web is read from", a.port)
	}
	return a, f.checkLiteral(a)
}

// badText finds what has no place in an address and what parsers read differently.
func badText(raw string) string {
	switch {
	case raw == "":
		return "is empty"
	case len(raw) > maxURL:
		return "is longer than " + size(maxURL)
	case strings.Contains(raw, `\`):
		return "has a backslash in it"
	case strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xFFFD }):
		return "has a space or control character in it"
	}
	return ""
}

func shorten(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}

// readHost brings host and port to the one form in which they are compared, dialled and sent.
func (a *address) readHost() error {
	host := a.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return fail(rapporteur.OutcomeRefused, nil, "the address %q is of one machine's own network", shorten(host))
		}
		a.host = ip.String()
	} else if a.host, err = hostName(host); err != nil {
		return err
	}
	port := a.Port()
	if port == "" {
		a.port = map[string]uint16{"http": 80, "https": 443}[a.Scheme]
	} else {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return fail(rapporteur.OutcomeInvalid, nil, "%q is not a port", port)
		}
		a.port = uint16(n)
	}
	a.Host = a.host
	if strings.Contains(a.host, ":") {
		a.Host = "[" + a.host + "]"
	}
	if a.port != map[string]uint16{"http": 80, "https": 443}[a.Scheme] {
		a.Host += ":" + strconv.Itoa(int(a.port))
	}
	return nil
}

// hostName checks a name and gives its ASCII form. A last label that is a number would be taken for an IPv4 address in
// one of its old shapes (127.1, 0x7f000001, 2130706433) by some resolvers and for a name by others: refused.
func hostName(host string) (string, error) {
	bad := func() (string, error) {
		return "", fail(rapporteur.OutcomeInvalid, nil, "%q is not the name of a host", shorten(host))
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if strings.ContainsFunc(name, func(r rune) bool { return r > '~' }) {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return bad()
		}
	}
	if name == "" || len(name) > 253 || strings.ContainsFunc(name, notInName) || strings.Contains(name, "..") {
		return bad()
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last == "" || '0' <= last[0] && last[0] <= '9' && isNumber(last) {
		return bad()
	}
	return name, nil
}

// notInName allows the underscore, which some outlets' hosts do have.
func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
}

func isNumber(label string) bool {
	if _, err := strconv.ParseUint(label, 0, 64); err == nil {
		return true
	}
	return !strings.ContainsFunc(label, func(r rune) bool { return r < '0' || r > '9' }) || strings.HasPrefix(label, "0x")
}

// checkLiteral refuses an off-limits IP address at once, with a clearer message than the dialer's. The dialer's check
// is the one that counts.
func (f *Fetcher) checkLiteral(a *address) error {
	if ip, err := netip.ParseAddr(a.host); err == nil {
		if err := f.permit(netip.AddrPortFrom(ip, a.port)); err != nil {
			return byCause(context.Background(), a, err)
		}
	}
	return nil
}

// hostPort is how an address is named in Config.Hosts.
func (a *address) hostPort() string { return net.JoinHostPort(a.host, strconv.Itoa(int(a.port))) }

// own reports whether the address is one of the operator's exceptions by its name: a literal, a pinned host, or a name
// under localhost with an allowed port.
func (f *Fetcher) own(a *address) bool {
	if _, ok := f.cfg.Hosts[a.hostPort()]; ok {
		return true
	}
	if ip, err := netip.ParseAddr(a.host); err == nil {
		return slices.Contains(f.allow, netip.AddrPortFrom(ip, a.port))
	}
	return isLocalhost(a.host) && slices.ContainsFunc(loopback, func(ip netip.Addr) bool {
		return slices.Contains(f.allow, netip.AddrPortFrom(ip, a.port))
	})
}

// isLocalhost tells the names that mean this machine, whatever a name server says (RFC 6761, 6.3).
func isLocalhost(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

var loopback = []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()}

// portAllowed reports whether an exception of the operator's is at that port, or pins the host.
func (f *Fetcher) portAllowed(a *address) bool {
	_, pinned := f.cfg.Hosts[a.hostPort()]
	return pinned || slices.ContainsFunc(f.allow, func(ap netip.AddrPort) bool { return ap.Port() == a.port })
}
