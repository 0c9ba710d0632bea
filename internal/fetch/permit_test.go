package fetch

import (
	"net/netip"
	"testing"
)

func TestPublicAddresses(t *testing.T) {
	cases := []struct {
		ip   string
		want bool
		what string
	}{
		{"93.184.216.34", true, "an ordinary host"},
		{"8.8.8.8", true, "an ordinary host"},
		{"1.1.1.1", true, "an ordinary host"},
		{"100.63.255.255", true, "just below carrier-grade NAT"},
		{"100.128.0.1", true, "just above carrier-grade NAT"},
		{"172.15.255.255", true, "just below private"},
		{"172.32.0.1", true, "just above private"},
		{"169.253.255.255", true, "just below link-local"},
		{"198.17.255.255", true, "just below benchmarking"},
		{"198.20.0.1", true, "just above benchmarking"},
		{"223.255.255.254", true, "just below multicast"},
		{"2606:2800:220:1:248:1893:25c8:1946", true, "an ordinary IPv6 host"},
		{"2a00:1450:4001:81b::200e", true, "an ordinary IPv6 host"},
		{"2001:200::1", true, "just above 2001::/23"},
		{"::ffff:93.184.216.34", true, "IPv4-mapped public"},
		{"64:ff9b::5db8:d822", true, "NAT64 of a public host"},
		{"2a00:1450::5efe:5db8:d822", true, "ISATAP of a public host"},

		{"0.0.0.0", false, "this host"},
		{"0.1.2.3", false, "this network"},
		{"10.0.0.1", false, "private"},
		{"10.255.255.255", false, "private"},
		{"100.64.0.1", false, "carrier-grade NAT"},
		{"100.100.100.200", false, "a cloud's metadata"},
		{"100.127.255.255", false, "carrier-grade NAT"},
		{"127.0.0.1", false, "loopback"},
		{"127.255.255.254", false, "loopback"},
		{"168.63.129.16", false, "a cloud's own services"},
		{"169.254.169.254", false, "cloud metadata"},
		{"169.254.0.1", false, "link-local"},
		{"172.16.0.1", false, "private"},
		{"172.31.255.255", false, "private"},
		{"192.0.0.1", false, "protocol assignments"},
		{"192.0.0.192", false, "a cloud's metadata"},
		{"192.0.2.1", false, "documentation"},
		{"192.31.196.1", false, "AS112"},
		{"192.52.193.1", false, "AMT"},
		{"192.88.99.1", false, "6to4 relay"},
		{"192.168.1.1", false, "private"},
		{"192.175.48.1", false, "AS112"},
		{"198.18.0.1", false, "benchmarking"},
		{"198.19.255.255", false, "benchmarking"},
		{"198.51.100.1", false, "documentation"},
		{"203.0.113.1", false, "documentation"},
		{"224.0.0.1", false, "multicast"},
		{"239.255.255.250", false, "multicast"},
		{"240.0.0.1", false, "reserved"},
		{"255.255.255.255", false, "broadcast"},
		{"::", false, "unspecified"},
		{"::1", false, "loopback"},
		{"::7f00:1", false, "IPv4-compatible loopback"},
		{"::5db8:d822", false, "IPv4-compatible, out of use"},
		{"::ffff:127.0.0.1", false, "mapped loopback"},
		{"::ffff:10.0.0.1", false, "mapped private"},
		{"::ffff:169.254.169.254", false, "mapped metadata"},
		{"::ffff:0:127.0.0.1", false, "IPv4-translated"},
		{"64:ff9b::a9fe:a9fe", false, "NAT64 of metadata"},
		{"64:ff9b::7f00:1", false, "NAT64 of loopback"},
		{"64:ff9b::a00:1", false, "NAT64 of private"},
		{"64:ff9b:1::a00:1", false, "local-use NAT64"},
		{"100::1", false, "discard"},
		{"2001::1", false, "Teredo"},
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", false, "Teredo of a private host"},
		{"2001:2::1", false, "benchmarking"},
		{"2001:10::1", false, "ORCHID"},
		{"2001:20::1", false, "ORCHIDv2"},
		{"2001:db8::1", false, "documentation"},
		{"2002:a9fe:a9fe::", false, "6to4 of metadata"},
		{"2002:7f00:1::1", false, "6to4 of loopback"},
		{"2002:5db8:d822::1", false, "6to4, out of use"},
		{"2620:4f:8000::1", false, "AS112"},
		{"2a00:1450::5efe:a00:1", false, "ISATAP of a private host"},
		{"2a00:1450::200:5efe:7f00:1", false, "ISATAP of loopback"},
		{"3ffe::1", false, "6bone"},
		{"3fff::1", false, "documentation"},
		{"4000::1", false, "outside global unicast"},
		{"5f00::1", false, "SRv6"},
		{"fc00::1", false, "unique local"},
		{"fd00:ec2::254", false, "a cloud's metadata"},
		{"fe80::1", false, "link-local"},
		{"fe80::1%eth0", false, "link-local with zone"},
		{"fec0::1", false, "site-local"},
		{"ff02::1", false, "multicast"},
		{"ff0e::1", false, "multicast"},
	}
	for _, c := range cases {
		if got := public(netip.MustParseAddr(c.ip)); got != c.want {
			t.Errorf("%s (%s): public = %v, want %v", c.ip, c.what, got, c.want)
		}
	}
	if public(netip.Addr{}) {
		t.Error("the zero address is public")
	}
	if len(cases) < 60 {
		t.Errorf("only %d addresses", len(cases))
	}
}

func FuzzPublic(f *testing.F) {
	f.Add([]byte{127, 0, 0, 1})
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		ip, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		// Whatever is public must pass the standard library's weaker tests too.
		if public(ip) && (!ip.IsGlobalUnicast() || ip.Unmap().IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()) {
			t.Errorf("%s is taken for public", ip)
		}
	})
}
