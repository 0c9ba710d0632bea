package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// named lets through what is asked for under a name of ours. A page elsewhere can have its own name resolve to this machine
// and then reads the desk as if it were its own site; what it can't change is the name its browser sends along.
func named(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours(r.Host, hosts) {
			http.Error(w, "This desk is not served under that name. If it should be, start it with --host NAME.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ours says whether a Host header (name or address, perhaps with a port) is one to answer.
func ours(host string, hosts []string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if _, err := netip.ParseAddr(name); err == nil || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, name) })
}
