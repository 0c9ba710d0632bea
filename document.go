package rapporteur

import "time"

// Document is an article while the engine works on it: its sentences, and the record found so far.
type Document struct {
	Article   *Article
	Sentences []Sentence
	Record
}

// Sentence is a stretch of text with its tokens, in order. A sentence never crosses a [Part].
type Sentence struct {
	Span
	Tokens []Token
}

// Token is a word, a number or a mark, as Universal Dependencies cuts English ("do" "n't", "EU" "'s", "€" "150"): a span in 32 bits an end, since
// a long text has millions of them.
type Token struct {
	Start, End int32
}

// TokenAt makes a token of a span.
func TokenAt(s Span) Token { return Token{int32(s.Start), int32(s.End)} }

// Span is where the token stands.
func (t Token) Span() Span { return Span{int(t.Start), int(t.End)} }

// Of returns the token's words in text.
func (t Token) Of(text string) string { return text[t.Start:t.End] }

// Record is what the engine found in one article, stamped with the engine's version. References between findings
// are indexes into the record's own slices; [None] stands for no reference.
type Record struct {
	Engine       string
	Entities     []Entity
	Attributions []Attribution
	Figures      []Figure
	Dates        []Date
	Commitments  []Commitment
}

// None is the index that refers to nothing.
const None = -1

// EntityKind is the kind of thing an entity is.
type EntityKind string

const (
	Person       EntityKind = "person"
	Organisation EntityKind = "organisation"
	Place        EntityKind = "place"
)

// Form is the form of a mention.
type Form string

const (
	Proper  Form = "proper"  // Kaja Kallas
	Nominal Form = "nominal" // the top diplomat
	Pronoun Form = "pronoun" // she
)

// Mention is one place where an entity is spoken of.
type Mention struct {
	Span
	Form Form
}

// Role is a title or function given to an entity in this article, as printed: "EU Defense Commissioner".
type Role struct {
	Span
	Former  bool // "the former", "ex-"
	Body    Span // the organisation it is held in, inside or near the role; empty where none is printed
	Country Span // the country, likewise
}

// Entity is a person, organisation or place, with all its mentions in one article, in order of their spans.
type Entity struct {
	Kind     EntityKind
	Name     string // the fullest proper form in the article, without title
	Aliases  []string
	Roles    []Role
	Mentions []Mention
}

// SpeakerClass says what the source of an attribution is.
type SpeakerClass string

const (
	SpeakerNamed   SpeakerClass = "named"   // one entity the article names
	SpeakerUnnamed SpeakerClass = "unnamed" // a group or person it does not name ("officials")
	SpeakerSeveral SpeakerClass = "several" // several named ("Trump and Clinton")
	SpeakerAuthor  SpeakerClass = "author"  // the writer of the article
	SpeakerNone    SpeakerClass = "none"    // no source ("reportedly")
)

// SpeechKind tells direct from reported speech.
type SpeechKind string

const (
	Direct   SpeechKind = "direct"   // all inside quotation marks
	Indirect SpeechKind = "indirect" // reported, no quotation marks
	Mixed    SpeechKind = "mixed"    // reported, with words quoted inside
)

// Act is what the speaker does by speaking.
type Act string

const (
	Says           Act = "says"
	Claims         Act = "claims"
	AsksFor        Act = "asks for"
	Proposes       Act = "proposes"
	Promises       Act = "promises"
	Commits        Act = "commits"
	Accepts        Act = "accepts"
	Rejects        Act = "rejects"
	Denies         Act = "denies"
	Warns          Act = "warns"
	Threatens      Act = "threatens"
	Confirms       Act = "confirms"
	Praises        Act = "praises"
	Blames         Act = "blames"
	DeclinesAnswer Act = "declines to answer"
	Asks           Act = "asks"
)

// Attribution is one statement: who (Source), by which words (Cue), said what (Content). Each is a list of spans in order,
// because cues interrupt contents. Spans hold no quotation marks at their edges beyond those the convention of the
// Political News Attribution Relations Corpus keeps (see docs/record.md).
type Attribution struct {
	Source, Cue, Content []Span

	Speakers     []int  // indexes of Entities; empty unless the class is named or several
	SpeakerName  string // the speakers' fullest names in the article, joined by "; "
	SpeakerClass SpeakerClass
	Why          []Reason // how the speaker was resolved, from the source to the name

	Kind       SpeechKind
	Act        Act
	Negated    bool    // "did not rule out"
	Hedged     bool    // "reportedly", "may"
	Behalf     int     // entity whose position is reported ("reiterated the EU's position"), or None
	Within     int     // index of the enclosing attribution, or None
	Confidence float64 // 0 to 1: the share of findings with this value that readers accept
}

// Reason is one step of a resolution: this span stands for that one, by this rule.
type Reason struct {
	Span Span   // the mention being explained
	To   Span   // the mention it refers to; equal to Span where the rule needs no other
	Rule string // in plain words: "pronoun: the last person who spoke", "surname of"
}

// Sense says how a figure bounds what it counts.
type Sense string

const (
	Exactly Sense = ""
	About   Sense = "about"
	AtLeast Sense = "at least"
	AtMost  Sense = "at most"
)

// Figure is an amount, a share, a count or a measure.
type Figure struct {
	Span
	Value  string // decimal text, point as separator, no grouping: "150000000000", "-2.5"; "" where the words are vague
	High   string // the upper end of a range, else ""
	Unit   string // ISO 4217 code, "%", "pp" (percentage points), a measure's symbol, "" for a plain count
	Sense  Sense
	Change string // "up", "down" where the figure is a difference ("up 5 %"), else ""
	Of     Span   // the noun phrase that is counted; empty where none is printed
	PartOf string // the whole that it is a part of, as decimal text: "27" in "19 of the 27"
	Same   int    // index of the figure that this one restates ("€150 billion ($174 billion)"), or None
	AsOf   int    // index of the date at which it holds, or None
}

// Grain is the unit a date is given in.
type Grain string

const (
	GrainSecond  Grain = "second"
	GrainMinute  Grain = "minute"
	GrainHour    Grain = "hour"
	GrainPartDay Grain = "part of day"
	GrainDay     Grain = "day"
	GrainWeek    Grain = "week"
	GrainMonth   Grain = "month"
	GrainQuarter Grain = "quarter"
	GrainSeason  Grain = "season"
	GrainYear    Grain = "year"
	GrainDecade  Grain = "decade"
	GrainCentury Grain = "century"
)

// DateKind follows TIMEX3: a point (DATE, TIME), a DURATION or a SET.
type DateKind string

const (
	Point    DateKind = "point"
	Duration DateKind = "duration"
	Set      DateKind = "set"
)

// Date is an expression of time. From and To are a half-open interval, in UTC where no zone is printed; both zero where
// the expression names none ("recently", "three years").
type Date struct {
	Span
	Value  string // TIMEX3 value: "2025-12-01", "2025-W49", "PAST_REF", "P3Y"
	Mod    string // TIMEX3 mod: APPROX, START, MID, END, BEFORE, AFTER, LESS_THAN ... or ""
	ISO    string // ISO 8601 date, time, interval or duration; "" where there is none
	From   time.Time
	To     time.Time
	Grain  Grain
	Kind   DateKind
	Anchor string // what it was reckoned from: "published", "caption", "spoken", "text", or "" for absolute ones
	Event  Span   // what the sentence dates by it; empty where it does not say
}

// CommitmentKind tells what binds.
type CommitmentKind string

const (
	Pledge   CommitmentKind = "pledge"
	Deadline CommitmentKind = "deadline"
	Meeting  CommitmentKind = "meeting"
	Vote     CommitmentKind = "vote"
	Expiry   CommitmentKind = "expiry"
)

// Commitment is something that somebody is bound to do, or that is set to happen.
type Commitment struct {
	Span        // the clause it stands in
	Kind        CommitmentKind
	Attribution int   // index of the attribution whose content binds, or None
	Who         Span  // as printed; empty where none is
	Entities    []int // who they are, where the article names them
	What        Span  // the action
	Due         int   // index of the date, or None
	Figures     []int // indexes of the figures inside
	Condition   Span  // "if ...", empty where none is printed
}
