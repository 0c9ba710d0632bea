package fetch

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"golang.org/x/net/html"
)

// marks are the traces by which the pages of bot-protection services can be told, from their own public pages. A trace
// in the header is proof; one in the body counts only on a page with hardly any text, since the same scripts also
// stand in ordinary pages.
var marks = []struct {
	vendor        string
	header, value string // header present and, where value is set, containing it
	body          []string
}{
	{"Cloudflare", "Cf-Mitigated", "challenge", []string{"/cdn-cgi/challenge-platform/", "cf-browser-verification", "cf_chl_opt", "cf-challenge"}},
	{"DataDome", "", "", []string{"captcha-delivery.com", "geo.captcha-delivery", "datadome"}},
	{"Akamai", "", "", []string{"errors.edgesuite.net", "sec-if-cpt-container", "/_sec/cp_challenge", "ak_bmsc"}},
	{"AWS WAF", "X-Amzn-Waf-Action", "", []string{"awswafcookiedomainlist", "token.awswaf.com"}},
	{"Imperva", "", "", []string{"_incapsula_resource", "incapsula incident id"}},
	{"HUMAN", "", "", []string{"px-captcha", "captcha.px-cdn.net"}},
	{"Sucuri", "", "", []string{"sucuri_cloudproxy_js", "sucuri website firewall"}},
	{"DDoS-Guard", "", "", []string{"ddos-guard/js-challenge", "check.ddos-guard.net"}},
	{"Anubis", "", "", []string{"/.within.website/x/cmd/anubis"}},
	{"Vercel", "X-Vercel-Mitigated", "challenge", nil},
	{"reCAPTCHA", "", "", []string{"google.com/recaptcha/api.js"}},
	{"hCaptcha", "", "", []string{"hcaptcha.com/1/api.js"}},
}

// asks are the words with which a page says that it wants a browser rather than a reader.
var asks = []string{
	"enable javascript", "javascript is disabled", "javascript is required", "requires javascript", "turn on javascript", "enable js and",
	"checking your browser", "verify you are human", "verifying you are human", "are you a robot", "not a robot", "just a moment...", "unusual traffic",
}

// fewWords is how much visible text a challenge page has at most; the shortest news items have more.
const fewWords = 120

// challenge names whose challenge page an answer is, "" when it is none. "JavaScript" stands for one nobody signed.
func challenge(status int, h http.Header, body []byte) string {
	for _, m := range marks {
		if m.header != "" && h.Get(m.header) != "" && strings.Contains(strings.ToLower(h.Get(m.header)), m.value) {
			return m.vendor
		}
	}
	if !looksLikeHTML(h, body) {
		return ""
	}
	text, short := visible(body, fewWords)
	if !short {
		return ""
	}
	page := strings.ToLower(string(body[:min(len(body), 256<<10)]))
	asked := containsAny(text, asks)
	for _, m := range marks {
		// On a page that the server calls a success, a script's name is not enough: the page must ask as well.
		if containsAny(page, m.body) && (status != http.StatusOK || asked) {
			return m.vendor
		}
	}
	if asked {
		return "JavaScript"
	}
	return ""
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func looksLikeHTML(h http.Header, body []byte) bool {
	if strings.Contains(h.Get("Content-Type"), "html") {
		return true
	}
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// visible gives a page's words in lower case, those for browsers without scripts included; short is false as soon as
// there are more than most.
func visible(body []byte, most int) (text string, short bool) {
	z := html.NewTokenizer(bytes.NewReader(body))
	z.SetMaxBuf(1 << 20)
	var words []string
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(words, " "), errors.Is(z.Err(), io.EOF)
		case html.StartTagToken:
			if name, _ := z.TagName(); hidden == "" && (string(name) == "script" || string(name) == "style") {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		case html.TextToken:
			if hidden == "" {
				words = append(words, strings.Fields(strings.ToLower(string(z.Text())))...)
			}
			if len(words) > most {
				return "", false
			}
		}
	}
}
