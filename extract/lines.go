package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// Small languages of the trade: what a line by itself tells of its kind.

var (
	byWords = pattern(`^(?i:by|byline:|von|par|por|text by|story by|words by|written by|автор:?) +(\p{Lu}.*)$`)
	// A byline is names and small words; a paragraph that begins with "By" has verbs.
	bylineWord = pattern(`^(?:\p{Lu}[\p{L}\p{M}.'’-]*|and|und|et|y|in|of|for|at|the|de|da|di|du|del|van|von|der|den|bin|al|el|le|la|und|with|&|\||-|–|—|/|•|·|@\w+|\S+@\S+|Ph\.?D\.?)[,;:.]*$`)
	notNames   = pattern(`^(?:The|This|That|These|Those|Now|Then|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)\b`)

	// photoCredit is a line that only credits a picture; endCredit is the credit at the end of a caption. Both look at
	// the end of a line, so they are asked about its last bytes only.
	photoCredit = pattern(`(?i)(?:getty images|\b(?:reuters|afp|epa|ap|epa-efe|european pressphoto agency|dpa|shutterstock|wikimedia commons)(?: ?(?:photo|image|file)s?)?)[)\].]*$|^\(?(?:photo|image|picture|foto|photograph)s?(?: by| credit|:)|\b(?:photo|images?)[)\].]+$`)
	endCredit   = pattern(`(?i)(?:[(\[](?:[^()\[\]]{0,80}\b)?(?:photo|images?|reuters|afp|epa|ap|getty(?: images)?|dpa|pool|file|via [^()]{1,40}|(?:photo |image )?credit[^()]*)\.?[)\]]\.?|[.!?”"’)] ?(?:photo|image|picture|foto)(?: credit| by)?: ?[^.!?]{2,80}\.?|[^ .!?]{1,30}/(?:AFP|Getty Images|Reuters|AP|EPA|dpa)\.?|\bvia Getty Images\.?|\b(?:AP|EPA|AFP|Reuters) Photo(?:/[^.]{2,60})?\.?)$`)
	fileCaption = pattern(`^(?:FILE PHOTO:|FILE ?[-–—]|File photo:|Photo:|PHOTO:|Image:|Caption:|Pictured:|In this (?:photo|image|picture)|A handout (?:photo|picture|image))`)
	deskCredit  = pattern(`^[(\[]?(?i:(?:additional )?(?:reporting|writing|editing|compiled|translated|translation|edited|written|report|photos?|graphics?|research) (?:by|from) \p{L}|(?:our )?source: |©|\(c\) ?(?:19|20)\d\d|copyright\b|all rights reserved|with (?:agency|agencies|material|files|reporting)\b)`)
	contributed = pattern(`^[\[(]?(?:\p{Lu}[\p{L}.'’-]*|[Aa]nd|also|in|of|the|at|a|an|staff|writers?|reporters?|[,;]| )+ ?(?:contributed(?: to (?:this|the) (?:report|story|article)|(?: to)? reporting\b|from )|reported from [\p{Lu}]).{0,120}$`)

	datePrefix = pattern(`(?i)^(?:(?:first |last )?(?:published|posted|updated|modified|issued|released|date|press release|for (?:immediate )?release)(?: (?:on|at))?[:\s,|–-]*)+`)
	clock      = pattern(`(?i)^[\s,|•·@–—-]*(?:at )?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)?\s*(?:GMT|UTC|EST|EDT|CET|CEST|ET|BST|PT|PST|PDT)?[\s,|•·.()–—-]*$`)
)

func byline(s string) (name string, ok bool) {
	m := byWords().FindStringSubmatch(s)
	if m == nil || len(s) > 140 || notNames().MatchString(m[1]) {
		return "", false
	}
	words := strings.Fields(m[1])
	if len(words) > 16 || len(words) > 1 && strings.HasSuffix(s, ".") && len(words) > 6 {
		return "", false
	}
	for _, w := range words {
		if !bylineWord().MatchString(w) {
			return "", false
		}
	}
	return strings.TrimRight(m[1], " ,;:|"), true
}

// dateLine reports whether the whole line is a day (perhaps with "Published", a weekday and a time).
func dateLine(s string) (found, bool) {
	if len(s) > 80 {
		return found{}, false
	}
	cut := len(datePrefix().FindString(s))
	days := findDays(s[cut:], 2)
	if len(days) == 0 || days[0].year == 0 {
		return found{}, false
	}
	d := days[0]
	d.Start, d.End = d.Start+cut, d.End+cut
	rest := s[d.End:]
	if before := strings.TrimSpace(s[cut:d.Start]); before != "" || !clock().MatchString(rest) {
		return found{}, false
	}
	return d, true
}

// captionLine reports whether a line by itself shows that it stands under a photo.
func captionLine(s string) bool {
	if fileCaption().MatchString(s) {
		return true
	}
	return len(s) <= 600 && !quoted(s) && credited(s) && endCredit().MatchString(tail(s, 160))
}

// credited is a quick look for the words of a picture credit, before the expressions are asked.
func credited(s string) bool {
	end := strings.ToLower(tail(s, 120))
	for _, w := range creditWords {
		if strings.Contains(end, w) {
			return true
		}
	}
	return false
}

var creditWords = []string{"photo", "image", "picture", "foto", "getty", "reuters", "afp", "epa", "ap)", "ap photo", "/ap", "/dpa", "dpa)", "pool", "file)", "credit", "via ", "shutterstock", "wikimedia"}

// tail is the end of s, of at most n bytes, cut on a rune border.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := len(s) - n
	for i < len(s) && s[i]&0xc0 == 0x80 {
		i++
	}
	return s[i:]
}

func quoted(s string) bool {
	return strings.HasPrefix(s, "\"") || strings.HasPrefix(s, "“") || strings.HasPrefix(s, "'")
}

// creditLine reports whether a line names who made the report or the picture, and says nothing else.
func creditLine(s string) bool {
	switch {
	case len(s) > 240:
		return false
	case deskCredit().MatchString(s):
		return true
	case contributed().MatchString(s):
		return !strings.ContainsAny(s, "\"“")
	}
	bare := strings.Trim(s, "()[]. ")
	return len(bare) <= 70 && words(bare) <= 7 && strings.IndexAny(s, "([") <= 0 && credited(s) && !strings.Contains(s, "://") && photoCredit().MatchString(s)
}

func words(s string) int { return len(strings.Fields(s)) }

// boilerplate lines are no part of an article wherever they stand alone.
var boilerplate = pattern(`(?i)^(?:(?:share|tweet|print|e-?mail|save|comment|copy link|link copied|advert(?:isement)?|sponsored|listen(?: to (?:this )?(?:article|story))?|watch(?: live)?|play video|close|menu|skip to (?:content|main content)|back to top|loading\.*|facebook|twitter|whatsapp|linkedin|x|read (?:more|also|next|full story)|see also|related(?: (?:articles?|stories|topics|content|links))?|more on this(?: story)?|recommended|most read|trending|tags|topics|story continues(?: below)?|article continues.*|continue reading.*|\d+ min(?:ute)?s? read)[.:!]?` +
	`|auch interessant|mehr zum thema|lesen sie (?:auch|mehr).{0,200}|lire aussi.{0,200}|à lire aussi.{0,200}|(?:leer|lea) también.{0,200}|leggi anche.{0,200}|читайте также.{0,200}|читайте також.{0,200}` +
	`|(?:read (?:more|also|next)|see also|related|more|watch|listen|also read|don[’']t miss|explore more)\s*[:>»|].{0,200}` +
	`|(?:share|tweet) (?:this|on|via).{0,60}` +
	`|(?:sign|signed) up (?:for|to|here|now)\b.{0,200}|subscribe (?:to|now|here|for)\b.{0,200}|(?:get|receive) (?:our|the|your|daily) .{0,80}(?:newsletter|inbox|alerts?|emails?)\b.{0,100}|.{0,80}\b(?:our|the|free|daily|weekly) (?:[a-z]+ )?newsletters?\b.{0,80}(?:sign|subscribe|inbox|click).{0,80}` +
	`|follow (?:us|our|\S+) on (?:twitter|facebook|instagram|x|telegram|whatsapp|linkedin|google).{0,120}|like us on facebook.{0,80}|download (?:our|the) .{0,30}app\b.{0,80}|join (?:our|the) (?:whatsapp|telegram) .{0,80}` +
	`|click here (?:to|for) .{0,120}|(?:view|leave) (?:all )?comments?.{0,40}|(?:we|this (?:site|website)) uses? cookies.{0,300}|enable javascript.{0,100}|your browser does not support.{0,100}` +
	`|the (?:european )?(?:press|news) ?letter .{0,20}|image (?:source|caption)|getty images)$`)

// datelinePattern reads the opening of a report: place in capitals, or a place with a day or an agency, then a dash.
// Groups: place, day, agency.
var datelinePattern = pattern(`^(?:(\p{Lu}[\p{L}\p{M}.'’/-]*(?: ?/ ?| |, ?)?(?:(?:\p{Lu}|d[eu]\b|of\b|la\b|the\b|am\b|on\b)[\p{L}\p{M}.'’-]*(?: ?/ ?|, | )?){0,6}?)[,.:;]? ?)?` +
	`((?:(?:` + weekdayWords + `)\.?,? )?(?:(?:` + monthWords + `)\.? \d{1,2}(?:,? (?:19|20)\d\d)?|\d{1,2}\.? (?:` + monthWords + `)\.?(?:,? (?:19|20)\d\d)?|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d))?[,.]? ?` +
	`((?:[(\[|/] ?[\p{L}/ .-]{2,40}[)\]|/] ?))?(?:[—–:]|--?|―)(?: |$|\p{Lu})`)

// dateline reads the dateline at the start of a paragraph. Its span runs to the dash, included, in bytes of s.
func dateline(s string) (d rapporteur.Dateline, agency string, ok bool) {
	head := s[:min(len(s), 160)]
	for !utf8.ValidString(head) {
		head = head[:len(head)-1]
	}
	m := datelinePattern().FindStringSubmatchIndex(head)
	if m == nil {
		return d, "", false
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return strings.Trim(head[m[2*i]:m[2*i+1]], " ,/-")
	}
	d.Place, d.Day = strings.TrimRight(group(1), ":;"), group(2)
	credit := strings.Trim(group(3), "()[]|/ ")
	if agency = wire(credit); agency == "" && acronym().MatchString(credit) && believable(d, "") {
		agency = credit // one that the table does not list
	}
	if !believable(d, agency) {
		return rapporteur.Dateline{}, "", false
	}
	end := m[1]
	if r, n := utf8.DecodeLastRuneInString(head[:end]); unicode.IsUpper(r) {
		end -= n // the pattern looks one letter ahead
	}
	d.Span = rapporteur.Span{Start: 0, End: len(strings.TrimRight(head[:end], " "))}
	return d, agency, true
}

var acronym = pattern(`^\p{Lu}{2,7}$`)

// believable asks for a sign beyond a dash: capitals, an agency, or a day next to the place.
func believable(d rapporteur.Dateline, agency string) bool {
	switch {
	case agency != "", d.Day != "" && words(d.Place) <= 5:
		return true
	case d.Place == "" || words(d.Place) > 6:
		return false
	}
	first, _, _ := strings.Cut(d.Place, ",")
	if notPlaces[first] {
		return false
	}
	capitals := 0
	for _, r := range first {
		if unicode.IsLower(r) {
			// "Taipei, Taiwan —": town and country
			return strings.Contains(d.Place, ", ") && words(d.Place) <= 4
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals >= 3
}

// notPlaces are words in capitals that open headlines and labels.
var notPlaces = map[string]bool{
	"EXCLUSIVE": true, "BREAKING": true, "UPDATE": true, "UPDATED": true, "ANALYSIS": true, "OPINION": true, "WATCH": true, "VIDEO": true,
	"LIVE": true, "NEW": true, "NOTE": true, "EDITOR": true, "ABSTRACT": true, "PHOTO": true, "PHOTOS": true, "REPORT": true, "POLL": true,
	"FACT CHECK": true, "COMMENT": true, "COMMENTARY": true, "QUESTION": true, "ANSWER": true, "MODERATOR": true, "PRESIDENT": true, "REPORTER": true,
	"FILE PHOTO": true, "CORRECTION": true, "BYLINE": true, "TRUMP": true, "CLINTON": true, "HOST": true, "THE PRESIDENT": true, "SECRETARY": true,
}

// agencies gives the forms in which news agencies are credited, as regular expressions over a credit, not over prose.
var agencies = []struct {
	name  string
	words func() *regexp.Regexp
}{
	{"Reuters", pattern(`(?i)\b(?:thomson )?reuters\b`)},
	{"AP", pattern(`\bAP\b|(?i)\bassociated press\b`)},
	{"AFP", pattern(`\bAFP\b|(?i)\bagence france[- ]presse\b`)},
	{"dpa", pattern(`\b(?:dpa|DPA)\b|(?i)\bdeutsche presse-agentur\b`)},
	{"UPI", pattern(`\bUPI\b|(?i)\bunited press international\b`)},
	{"ANSA", pattern(`\bANSA\b`)},
	{"EFE", pattern(`\bEFE\b`)},
	{"APA", pattern(`\bAPA\b`)},
	{"PAP", pattern(`\bPAP\b`)},
	{"Xinhua", pattern(`(?i)\bxinhua\b`)},
	{"TASS", pattern(`(?i)\b(?:itar-)?tass\b|ТАСС`)},
	{"Interfax", pattern(`(?i)\binterfax(?:-ukraine)?\b|(?i)интерфакс`)},
	{"Ukrinform", pattern(`(?i)\bukrinform\b|(?i)укрінформ`)},
	{"RIA Novosti", pattern(`(?i)\bria novosti\b|РИА Новости`)},
	{"Anadolu", pattern(`(?i)\banadolu\b`)},
	{"Kyodo", pattern(`(?i)\bkyodo\b`)},
	{"Yonhap", pattern(`(?i)\byonhap\b`)},
	{"PTI", pattern(`\bPTI\b|(?i)\bpress trust of india\b`)},
	{"PA Media", pattern(`(?i)\bpa media\b|\bpress association\b`)},
	{"Bloomberg", pattern(`\bBloomberg(?: News)?\b`)},
	{"Belga", pattern(`(?i)\bbelga\b`)},
	{"ANP", pattern(`\bANP\b`)},
	{"TT", pattern(`\bTT News Agency\b`)},
	{"Keystone-SDA", pattern(`(?i)\bkeystone-(?:sda|ats)\b`)},
	{"Canadian Press", pattern(`(?i)\bcanadian press\b`)},
	{"AAP", pattern(`\bAAP\b`)},
}

// wire names the news agency that a credit names, "" where it names none.
func wire(credit string) string {
	if credit == "" || len(credit) > 600 {
		return ""
	}
	for _, a := range agencies {
		if a.words().MatchString(credit) {
			return a.name
		}
	}
	return ""
}

// houseStyle is how Reuters signs its reports without naming itself.
var houseStyle = pattern(`^\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting) (?:by|from) .*[;.] ?(?:[Ww]riting|[Ee]diting) by `)

// wireOfCredit names the agency that a credit line at the foot of a report names.
func wireOfCredit(line string) string {
	if name := wire(line); name != "" {
		return name
	}
	if houseStyle().MatchString(line) {
		return "Reuters"
	}
	return ""
}
