package rights

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Reservation is one rule of a site's tdmrep.json: what it says about text and data mining of what its location fits. Of several that fit
// an address the first one holds (TDM Reservation Protocol, W3C Community Group report of 10 May 2024, 6.1).
type Reservation struct {
	Location string // a pattern of paths, as in robots.txt
	Reserved bool
	Policy   string // address of the terms, "" for none
}

// maxReservations is how many rules are read.
const maxReservations = 1000

// Reservations reads a tdmrep.json: a list of rules, or, as some write it, one rule alone. A rule whose value the protocol does not know
// says nothing. It is an error where the file is no such list; a page in its place is no file.
func Reservations(body []byte) ([]Reservation, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 || body[0] == '<' {
		return nil, nil
	}
	type rule struct {
		Location    string          `json:"location"`
		Reservation json.RawMessage `json:"tdm-reservation"`
		Policy      string          `json:"tdm-policy"`
	}
	var list []rule
	if body[0] == '{' {
		body = append(append([]byte("["), body...), ']')
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("tdmrep.json can't be read: %w", err)
	}
	var out []Reservation
	for _, r := range list[:min(len(list), maxReservations)] {
		switch strings.Trim(string(r.Reservation), `" `) {
		case "1", "true":
			out = append(out, Reservation{location(r.Location), true, r.Policy})
		case "0", "false":
			out = append(out, Reservation{location(r.Location), false, r.Policy})
		}
	}
	return out, nil
}

func location(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return "/"
	}
	return s
}

// everywhere reports whether a rule holds for all of a site.
func (r *Reservation) everywhere() bool {
	return r.Location == "/" || r.Location == "/*" || r.Location == "*"
}

// shownReservations is how many rules are worded one by one.
const shownReservations = 4

// ReservationLines words rules, for [Words]. shut and of say how many of some addresses the rules reserve, of how many that were asked about.
func ReservationLines(list []Reservation, shut, of int) []string {
	var out []string
	for i := range list {
		r := &list[i]
		if i == shownReservations {
			out = append(out, fmt.Sprintf("%d more rules about text and data mining stand in its tdmrep.json", len(list)-i))
			break
		}
		where, says := " of "+r.Location, "does not reserve"
		if r.everywhere() {
			where = ""
		}
		if r.Reserved {
			says = "reserves"
		}
		out = append(out, says+" text and data mining"+where+" (TDMRep)")
		if r.Policy != "" {
			out = append(out, "its terms for text and data mining"+where+": "+r.Policy)
		}
	}
	if len(list) > 1 && of > 0 {
		out = append([]string{fmt.Sprintf("by its rules, text and data mining is reserved for %d of the %d newest (TDMRep)", shut, of)}, out...)
	}
	return out
}
