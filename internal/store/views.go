package store

import (
	"time"

	"rapporteur"
)

// Cursor is a place in a list, to go on from: pass Next of one answer as Before of the following question. The empty
// Cursor is the newest end; an empty Next says that nothing older is left. It can stand in an address: it has no
// character that needs escaping.
type Cursor string

// PageSize is how many rows a list gives where the filter's Limit is 0; MaxPageSize is the most it gives.
const (
	PageSize    = 50
	MaxPageSize = 500
)

// ArticleFilter chooses articles. Its zero value is all of them, newest first. What is set must all hold.
type ArticleFilter struct {
	Outlet  string    // host of the outlet
	From    time.Time // half-open [From, To) over ArticleRow.At
	To      time.Time
	Speaker string // somebody whose statement the article carries: a name in any spelling, or the beginnings of its words
	Subject int64  // that the article mentions
	Called  string // by this name, as printed
	Role    string // with this role, as printed
	Query   string // as in Search
	Story   int64  // that the article tells
	Before  Cursor
	Limit   int
}

// ArticleRow is one line in a list of articles.
type ArticleRow struct {
	ID         string
	Revision   int // the latest
	Title      string
	Lead       string // the standfirst, else the first paragraph's beginning, as printed
	Outlet     string // as the outlet names itself
	OutletHost string
	URL        string
	Byline     string
	Wire       string
	Language   string
	Published  rapporteur.Stamp // as claimed
	Seen       time.Time        // when it first came to this desk
	At         time.Time        // what the list is ordered by: Published where that can be, else Seen
	Statements int
	Story      int64 // the story it tells, 0 where it is not grouped yet
}

// DateDoubted reports that the article's claimed date can't be (1970, the year 2099), so that Seen stands for it.
func (r *ArticleRow) DateDoubted() bool {
	return !r.Published.Time.IsZero() && !Plausible(r.Published, r.Seen)
}

// ArticleList is one page of a list.
type ArticleList struct {
	Rows    []ArticleRow
	Next    Cursor
	Reached time.Time // where not zero, no older articles were looked at: hardly any fits, and Next goes on from there
}

// ArticleView is one revision of an article with what was found in it and where it came from.
type ArticleView struct {
	Document *rapporteur.Document // sentences carry no tokens: they are not kept
	Row      ArticleRow           // of the latest revision
	Provenance
	Subjects map[int]SubjectRef // of the entities, by their index; of the latest revision only
	Rulings  map[int]RulingRow  // what people said of the statements, by their index
}

// RulingRow is what a person said of a statement.
type RulingRow struct {
	ID      int64 // of the correction, to undo it
	What    CorrectionKind
	Speaker SubjectRef // of RuleSpeaker; ID 0 for nobody whom the article names
	At      time.Time
}

// Provenance says where a revision came from and who read it.
type Provenance struct {
	PageHash  string // SHA-256 of the bytes kept, in hexadecimal
	PageSize  int    // bytes before compression
	PageURL   string // as asked for
	FinalURL  string // after redirects
	Fetched   time.Time
	Extractor string // version of the extractor
	Engine    string // version of the reading engine
	Read      time.Time
	Revisions []RevisionRow // oldest first
	// IndexedBytes is how much of Text the search index holds; less than len(Text) for very long ones.
	IndexedBytes int
}

// RevisionRow is one line in an article's history.
type RevisionRow struct {
	Revision int
	Fetched  time.Time // when it was first seen
	Last     time.Time // when it was last found unchanged
	URL      string    // of the page
	PageHash string
	Bytes    int    // of Text
	Engine   string // that read it, "" where it was not read yet
}

// StatementFilter chooses statements. Its zero value is all of them, newest article first. What is set must all hold.
type StatementFilter struct {
	Speaker   string // a name in any spelling, or the beginnings of its words ("kallas")
	Subject   int64  // that says it
	About     int64  // the subject that is named in it
	Outlet    string // host
	From, To  time.Time
	Kind      rapporteur.SpeechKind
	Act       rapporteur.Act
	ArticleID string
	Query     string // over the words of the statement, as in Search
	Before    Cursor
	Limit     int
}

// StatementRow is one attribution with what a list shows of it. All words are as printed.
type StatementRow struct {
	ArticleID    string
	Revision     int
	Index        int    // in the record's Attributions
	Speaker      string // full name; of several, joined by "; "; "" where none is named
	SpeakerClass rapporteur.SpeakerClass
	Subjects     []SubjectRef // those who speak, as far as they are on file
	Role         string       // first role printed for the speaker, "" where none is
	Source       string       // the source as printed ("she", "officials")
	Cue          string
	Quote        string // the content; where the cue interrupts it, its pieces joined by " … "
	Content      []rapporteur.Span
	Paragraph    int // of the content's start, counted from 1
	Kind         rapporteur.SpeechKind
	Act          rapporteur.Act
	Negated      bool
	Hedged       bool
	Confidence   float64
	Ruled        CorrectionKind // what a person said of it: RuleSpeaker, Accept; "" for nothing
	Title        string         // of the article
	Outlet       string
	OutletHost   string
	URL          string
	At           time.Time // the article's, see ArticleRow.At
}

// StatementList is one page of a list.
type StatementList struct {
	Rows    []StatementRow
	Next    Cursor
	Reached time.Time // as of ArticleList
}

// SpeakerRow is somebody with statements on file.
type SpeakerRow struct {
	Name       string
	Statements int
}

// SearchOptions narrow a search.
type SearchOptions struct {
	Outlet   string // host
	From, To time.Time
	Before   Cursor
	Limit    int
	Facets   bool // give the sides of what was found, too
}

// Hit is an article that a search found.
type Hit struct {
	ArticleRow
	Snippet Snippet
	Reasons []Reason // why it was found, condition by condition
}

// Snippet is a stretch of the article's text around the words that were found.
type Snippet struct {
	rapporteur.Span                   // where it stands in the article's Text
	Text            string            // those bytes, white space as printed
	Marks           []rapporteur.Span // what matched, as offsets into Snippet.Text
	Before, After   bool              // text was left out before, after
}

// SearchResult is one page of hits, newest first.
type SearchResult struct {
	Hits  []Hit
	Next  Cursor
	Total int  // over all pages, counted up to MaxTotal where an index alone knows, else up to 500
	More  bool // there are more than Total, or there may be
	// Reached is as of ArticleList.
	Reached time.Time
	Facets  *Facets // where they were asked for and something was found
	// Explain says in plain words how the query was understood; Readings, how words were taken that can be taken in two ways.
	Explain  string
	Readings []Reading
}

// MaxTotal is where counting hits stops.
const MaxTotal = 10_000

// Health sorts sources by what a person would do about them.
type Health string

const (
	HealthNew     Health = "new"     // not visited yet
	HealthOK      Health = "ok"      // last visit went well
	HealthSilent  Health = "silent"  // answers, but has brought nothing for much longer than it used to
	HealthTrouble Health = "trouble" // the last visits failed; they go on
	HealthBlocked Health = "blocked" // the outlet, or one of our rules, keeps us out
	HealthGone    Health = "gone"    // the outlet says that it is no longer there; still asked from time to time
)

// Source is a feed with its outlet and its health.
type Source struct {
	rapporteur.Feed
	Outlet     string // name of the outlet, else its host
	OutletHost string
	Articles   int // filed from this outlet
	Health     Health
	Words      string // the health in one plain sentence
	LastKind   rapporteur.OutcomeKind
	LastDetail string
	LastAt     time.Time // last visit, whatever came of it
	Added      time.Time
	Looks      bool // its articles are looked at again
}

// OutcomeFilter chooses outcomes, newest first.
type OutcomeFilter struct {
	FeedID int64
	URL    string
	Stage  rapporteur.Stage
	Kind   rapporteur.OutcomeKind
	Failed bool // only those that are neither "ok" nor "unchanged"
	Since  time.Time
	Before Cursor
	Limit  int
}

// OutcomeList is one page of outcomes.
type OutcomeList struct {
	Rows []rapporteur.Outcome
	Next Cursor
}

// Counts are the sizes of the archive, kept up to date as it grows.
type Counts struct {
	Outlets, Feeds, Articles, Statements, Pages int
}

// OutletRow is an outlet with the number of its articles, for pick lists.
type OutletRow struct {
	rapporteur.Outlet
	Articles int
}
