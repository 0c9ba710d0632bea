package fetch

import (
	"net/netip"
	"slices"

	"rapporteur"
)

// offLimits are the ranges that are no part of the public internet: the IANA special-purpose address registries of
// IPv4 and IPv6 (RFC 6890 and its successors), multicast, and the one public address that clouds use for themselves.
// IPv6 outside 2000::/3 is refused as a whole and needs no rows here.
var offLimits = prefixes(
	"0.0.0.0/8",         // this network
	"10.0.0.0/8",        // private
	"100.64.0.0/10",     // shared, carrier-grade NAT
	"127.0.0.0/8",       // loopback
	"168.63.129.16/32",  // Azure's own services, inside its machines
	"169.254.0.0/16",    // link-local, cloud metadata
	"172.16.0.0/12",     // private
	"192.0.0.0/24",      // IETF protocol assignments
	"192.0.2.0/24",      // documentation
	"192.31.196.0/24",   // AS112
	"192.52.193.0/24",   // AMT
	"192.88.99.0/24",    // 6to4 relays
	"192.168.0.0/16",    // private
	"192.175.48.0/24",   // AS112
	"198.18.0.0/15",     // benchmarking
	"198.51.100.0/24",   // documentation
	"203.0.113.0/24",    // documentation
	"224.0.0.0/4",       // multicast
	"240.0.0.0/4",       // reserved, broadcast
	"2001::/23",         // IETF protocol assignments: Teredo, ORCHID, benchmarking
	"2001:db8::/32",     // documentation
	"2002::/16",         // 6to4: a wrapper of IPv4, out of use
	"2620:4f:8000::/48", // AS112
	"3ffe::/16",         // 6bone, returned
	"3fff::/20",         // documentation
)

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	nat64         = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// permit is the one function that decides which addresses are off limits. The dialer asks it about the address it is
// about to connect to, so that neither a redirect nor a change of DNS gets by.
func (f *Fetcher) permit(ap netip.AddrPort) error {
	if slices.Contains(f.allow, netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())) {
		return nil
	}
	if !public(ap.Addr()) {
		return fail(rapporteur.OutcomeRefused, nil,
			"%s is not on the public internet; only the operator can allow an address of their own network", ap.Addr())
	}
	if !slices.Contains(openPorts, ap.Port()) {
		return fail(rapporteur.OutcomeRefused, nil, "port %d is not one the web is read from", ap.Port())
	}
	return nil
}

// public reports whether an address is global unicast, after taking IPv4 addresses out of their IPv6 wrappers.
// IPv4-compatible, 6to4 and Teredo addresses are refused whatever they hold, since nothing is published on them;
// NAT64 and ISATAP are as good as the IPv4 address inside.
func public(ip netip.Addr) bool {
	if !ip.IsValid() || ip.Zone() != "" {
		return false
	}
	ip = ip.Unmap()
	if ip.Is6() {
		b := ip.As16()
		if nat64.Contains(ip) {
			return public(netip.AddrFrom4([4]byte(b[12:])))
		}
		if !globalUnicast.Contains(ip) {
			return false
		}
		// ISATAP (RFC 5214): interface identifier 0000:5efe or 0200:5efe, then the IPv4 address.
		if b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe && !public(netip.AddrFrom4([4]byte(b[12:]))) {
			return false
		}
	}
	return !slices.ContainsFunc(offLimits, func(p netip.Prefix) bool { return p.Contains(ip) })
}
