package dates

import "strings"

// word is an entry of the lexicon: everything a word can be in an expression of time.
type word struct {
	text         string
	unit         unit   // "year", "days"
	plural       bool   // of a unit
	month        int    // 1 to 12
	weekday      int    // 1, Monday, to 7
	season       string // SP SU FA WI
	part         string // of the day: MO AF EV NI MI DT
	number       int    // cardinal, else 0
	ordinal      int    // "third", else 0
	ref          string // PAST_REF ...
	set          string // "daily": P1D
	tense        tense  // what the word says of the time of its clause
	zone         *zone
	holiday      bool // a holiday's name may begin with it
	abbreviation bool // of a month or weekday: takes a point
	temporal     bool // speaks of time by itself, as most words that an expression may begin with do not
	starts       bool // an expression may begin with it
}

type zone struct{ minutes int }

type unit int

const (
	noUnit unit = iota
	second
	minute
	hour
	day
	week
	month
	quarter
	half
	year
	decade
	century
	millennium
	weekend
	night
	season
	fortnight
	period // "the year-earlier period"
	moment // "the same time"
)

// tense is the time of a clause as one word shows it.
type tense int

const (
	noTense tense = iota
	past
	present
	future
	plan // "scheduled", "expected": future when it governs an infinitive or a date
	be   // "be", "been", "being"
	been
)

const longestWord = 16

// lexicon is every word the scanner knows, in lower case.
var lexicon = makeLexicon()

// beginnings tells, by the first two letters of a word, how long the lexicon's words are that begin so (bit n: of length n): it spares most
// words the look-up.
var beginnings = func() (b [1 << 10]uint32) {
	for s := range lexicon {
		if len(s) > 1 {
			b[pair(s[0], s[1])] |= 1 << len(s)
		}
	}
	return b
}()

func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

type entries map[string]*word

func (e entries) at(s string) *word {
	if w := e[s]; w != nil {
		return w
	}
	w := &word{text: s}
	e[s] = w
	return w
}

func makeLexicon() entries {
	e := entries{}
	e.addCalendar()
	e.addNumbers()
	e.addUnits()
	e.addTenses()
	for s, ref := range vague {
		e.at(s).ref = ref
		e.at(s).starts = true
	}
	for s, v := range sets {
		e.at(s).set = v
		e.at(s).starts = true
	}
	for s := range decadeNames {
		e.at(s)
	}
	for s, m := range zones {
		e.at(s).zone = &zone{m}
	}
	for _, s := range starters {
		e.at(s).starts = true
	}
	for _, s := range functional {
		e.at(s)
	}
	for i := range holidays {
		for _, s := range holidays[i].first() {
			e.at(s).starts, e.at(s).holiday = true, true
		}
		for _, s := range holidays[i].rest() {
			e.at(s)
		}
	}
	for _, s := range temporal {
		e.at(s).temporal = true
	}
	for _, w := range e {
		w.temporal = w.temporal || w.unit != noUnit || w.month > 0 || w.weekday > 0 || w.season != "" || w.part != "" || w.set != "" || w.ref != "" || w.holiday
	}
	return e
}

func (e entries) addCalendar() {
	for i, names := range monthNames {
		for k, s := range names {
			w := e.at(s)
			w.month, w.abbreviation, w.starts = i+1, k > 0 && s != "sept" || s == "sept", true
			if k == 0 {
				w.abbreviation = false
			}
		}
	}
	for i, names := range dayNames {
		for k, s := range names {
			w := e.at(s)
			w.weekday, w.abbreviation, w.starts = i+1, k > 0, true
		}
		w := e.at(names[0] + "s")
		w.weekday, w.plural, w.starts = i+1, true, true
	}
	for s, v := range seasons {
		e.at(s).season = v
		e.at(s).starts = true
	}
	for s, v := range parts {
		e.at(s).part = v
		e.at(s).plural = strings.HasSuffix(s, "s")
		e.at(s).starts = true
	}
}

func (e entries) addNumbers() {
	for i, s := range small {
		e.at(s).number = i + 1
		e.at(s).starts = true
	}
	for i, s := range tens {
		e.at(s).number = 10 * (i + 2)
		e.at(s).starts = true
	}
	for s, n := range bigNumbers {
		e.at(s).number = n
		e.at(s).starts = true
	}
	for i, s := range ordinals {
		e.at(s).ordinal = i + 1
		e.at(s).starts = true
	}
	e.at("twentieth").ordinal, e.at("thirtieth").ordinal = 20, 30
	e.at("twentieth").starts, e.at("thirtieth").starts = true, true
}

func (e entries) addUnits() {
	for s, u := range unitNames {
		w := e.at(s)
		w.unit, w.starts = u, true
		p := e.at(pluralOf(s))
		p.unit, p.plural, p.starts = u, true, true
	}
	for s, u := range unitShort {
		e.at(s).unit = u
	}
}

func pluralOf(s string) string {
	switch s {
	case "century":
		return "centuries"
	case "half":
		return "halves"
	case "millennium":
		return "millennia"
	}
	return s + "s"
}

func (e entries) addTenses() {
	for t, words := range tenses {
		for _, s := range words {
			e.at(s).tense = t
		}
	}
}

var monthNames = [12][]string{
	{"january", "jan"}, {"february", "feb", "febr"}, {"march", "mar"}, {"april", "apr"}, {"may"}, {"june", "jun"},
	{"july", "jul"}, {"august", "aug"}, {"september", "sept", "sep"}, {"october", "oct"}, {"november", "nov"}, {"december", "dec"},
}

var dayNames = [7][]string{
	{"monday", "mon"}, {"tuesday", "tue", "tues"}, {"wednesday", "wed", "weds"}, {"thursday", "thu", "thur", "thurs"},
	{"friday", "fri"}, {"saturday", "sat"}, {"sunday", "sun"},
}

var seasons = map[string]string{"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
	"springtime": "SP", "summertime": "SU", "wintertime": "WI"}

var parts = map[string]string{"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI",
	"dawn": "MO", "dusk": "EV", "daytime": "DT", "overnight": "NI", "midmorning": "MO", "midafternoon": "AF", "lunchtime": "MI",
	"mornings": "MO", "afternoons": "AF", "evenings": "EV", "nights": "NI"}

var small = []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}

var tens = []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}

var bigNumbers = map[string]int{"hundred": 100, "thousand": 1000, "million": 1000000, "billion": 1000000000, "dozen": 12}

var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
	"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"}

var unitNames = map[string]unit{"second": second, "minute": minute, "hour": hour, "day": day, "week": week, "month": month,
	"quarter": quarter, "half": half, "year": year, "decade": decade, "century": century, "millennium": millennium, "weekend": weekend,
	"night": night, "season": season, "fortnight": fortnight, "period": period, "weekday": day, "moment": moment, "time": moment}

var unitShort = map[string]unit{"hr": hour, "hrs": hour, "min": minute, "mins": minute, "sec": second, "secs": second,
	"yr": year, "yrs": year, "wk": week, "wks": week, "mo": month, "mos": month, "qtr": quarter}

// Words that name the past, the present or the future and no day in it.
var vague = map[string]string{
	"now": "PRESENT_REF", "currently": "PRESENT_REF", "current": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
	"recently": "PAST_REF", "recent": "PAST_REF", "previously": "PAST_REF", "formerly": "PAST_REF", "lately": "PAST_REF",
	"soon": "FUTURE_REF", "shortly": "FUTURE_REF", "future": "FUTURE_REF",
}

var sets = map[string]string{"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y",
	"hourly": "PT1H", "nightly": "XXXX-XX-XXTNI", "biweekly": "P2W", "fortnightly": "P2W", "bimonthly": "P2M", "biannually": "P6M",
	"semiannually": "P6M", "biennially": "P2Y", "everyday": "P1D", "annual": "P1Y"}

// Offsets from UTC in minutes. Abbreviations with several meanings have the one that American and British news use.
var zones = map[string]int{"gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330, "jst": 540,
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "aest": 600, "aedt": 660,
	"et": -300, "ct": -360, "pt": -480, "hkt": 480, "sgt": 480, "kst": 540, "wet": 0, "z": 0}

var temporal = []string{"yesterday", "today", "tomorrow", "tonight", "noon", "midnight", "clock", "am", "pm", "fiscal", "fy", "q", "ago", "past", "present", "thousand", "s",
	"nineteen", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}

var starters = []string{"bi", "another", "present", "all", "yesterday", "today", "tomorrow", "tonight", "last", "this", "next", "the", "a", "an", "past", "coming", "previous",
	"following", "upcoming", "each", "every", "early", "late", "mid", "later", "earlier", "end", "start", "beginning", "middle", "about", "around",
	"nearly", "almost", "more", "less", "at", "over", "up", "some", "several", "few", "many", "couple", "roughly", "approximately", "no", "under",
	"noon", "midnight", "fiscal", "q", "h", "fy", "once", "twice", "these", "that", "those", "same", "eve", "per", "half", "sometime", "just", "much",
	"all", "other", "latest", "not", "as", "its", "their", "his", "her", "our", "my", "only", "well", "close", "any", "within", "one", "ago", "mid", "rest",
	"remainder", "eoy", "in", "immediate", "near", "foreseeable", "right", "long", "exactly", "dozens", "decades", "year", "week", "day", "first", "final", "earliest", "both"}

var functional = []string{"of", "to", "and", "or", "until", "till", "through", "since", "by", "for", "from", "between", "during", "after", "before", "on",
	"into", "throughout", "am", "pm", "ago", "hence", "old", "longer", "long", "than", "least", "most", "whole", "full", "straight", "consecutive", "trading",
	"business", "working", "calendar", "additional", "further", "another", "extra", "so", "times", "time", "o", "clock", "st", "nd", "rd", "th", "s", "ad", "bc", "bce", "ce",
	"standard", "daylight", "local", "eastern", "central", "pacific", "mountain", "moscow", "greenwich", "mean", "london", "beijing", "tokyo", "term", "part", "good",
	"way", "point", "with", "a", "to", "ending", "ended", "ends", "end", "comes", "came", "come", "coming", "deadline", "ie", "but", "when", "while", "that", "which", "who", "as",
	"number", "numerous", "various", "countless", "consecutive", "successive", "eve", "wake", "prior", "thereafter", "afterward", "afterwards", "now", "then", "very", "too", "well",
	"age", "aged", "turn", "moment", "present", "date", "again", "ever", "never", "yet", "already", "there", "it", "they", "he", "she", "we", "i", "you", "under", "above", "below", "against", "without",
	"tax", "school", "financial", "academic", "election", "corresponding", "comparable", "entire", "given", "beyond", "onwards", "onward", "like", "ii", "iii", "at", "hundred", "per", "cent", "mid",
	"son", "daughter", "baby", "boy", "girl", "child", "infant", "twins", "brother", "sister", "grandson", "granddaughter", "lasts", "high", "take", "been", "cent", "hours", "christmas", "hours", "christmas", "previous", "starting", "commencing", "another", "present", "most", "all", "happened", "occurred", "happens", "follows", "place", "taking", "served", "resolution", "article", "section", "chapter", "room", "flight", "number", "rule", "route", "highway", "page", "model", "boeing", "apollo", "psalm", "russell", "nikkei", "law", "decree", "convoy", "preceding", "handful", "percent", "arab", "prague", "fewer", "little", "lasted", "took", "takes", "single", "usa", "post", "pre", "close", "middle", "those",
	"day", "special", "holy", "good", "past", "annum", "opening", "closing", "beginning", "near", "distant", "immediate", "foreseeable", "according", "reported", "said", "not", "is", "are", "was", "were",
	"could", "originally", "initially", "ahead", "orthodox", "lunar", "chinese", "attacks", "attack", "can", "effective"}

var tenses = map[tense][]string{
	future: {"will", "shall", "ll", "wo", "going", "upcoming", "tomorrow"},
	plan: {"scheduled", "expected", "expects", "expect", "due", "plans", "plan", "planned", "set", "slated", "intends", "intend", "hopes", "hope", "agrees", "vows",
		"pledges", "promises", "wants", "want", "prepares", "preparing", "would", "may", "might", "should", "must", "could", "likely", "decides", "poised", "planning", "hoping", "intending", "expecting", "vowing", "aims", "aiming", "seeks", "seeking", "forthcoming"},
	present: {"is", "are", "am", "says", "say", "has", "have", "opens", "starts", "begins", "ends", "meets", "expires", "closes", "votes", "runs", "takes", "comes", "goes", "faces", "holds",
		"arrives", "visits", "hosts", "travels", "heads", "resumes", "convenes", "gathers", "leaves", "returns", "decides", "flies", "debates", "addresses", "receives", "welcomes", "departs", "reconvenes"},
	past: {"was", "were", "had", "did", "said", "told", "met", "held", "went", "came", "took", "made", "began", "fell", "rose", "won", "lost", "gave", "found", "saw", "left", "got",
		"became", "kept", "brought", "led", "sent", "built", "spoke", "broke", "wrote", "ran", "paid", "sold", "bought", "shot", "struck", "sought", "grew", "drew", "flew", "drove", "thought",
		"felt", "knew", "stood", "sat", "heard", "meant", "dealt", "swept", "slipped", "sank", "threw", "chose", "withdrew", "overthrew", "awoke", "fought", "caught", "taught", "laid", "spent",
		"lent", "bent", "stole", "swore", "tore", "wore", "hung", "stuck", "rang", "sang", "swam", "arose", "rode", "hid", "bid", "shook", "forgot", "undertook", "overcame", "told", "been",
		"ended", "reported", "lasted", "served", "occurred", "happened", "agreed", "vowed", "pledged", "promised", "died", "hit", "cut", "put", "quit", "wed"},
	be: {"be"},
}
