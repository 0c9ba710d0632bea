package rapporteur

import "time"

// Subject is someone or something on file across articles: what the entities of single articles are filed under. Its ID is
// never given to another one.
type Subject struct {
	ID       int64
	Whole    int64 // the subject that it was merged into by hand, else ID
	Kind     EntityKind
	Name     string   // the name it is shown by
	Names    []string // names it was printed under
	Articles int      // that mention it
}

// SubjectName is a name of a subject with the keys under which that name is found.
type SubjectName struct {
	Text string
	Rank int // how good it is for showing, the higher the better: a full name before a surname
	Keys []string
}

// Company is what the articles nearest in time say around a subject: evidence for telling it from a namesake.
type Company struct {
	Articles int           // that were looked at
	Roles    []string      // titles and functions as printed, one for each article that prints one
	He, She  int           // articles that refer to it by either pronoun, or by Mr, Ms and the like
	Gap      time.Duration // to the nearest of them
}

// Identity says which subject an entity of one article is.
type Identity struct {
	Entity  int   // index of the record's Entities; [None] for a speaker that is named and is no entity
	Subject int64 // 0 for one that is not on file yet; identities of one article with equal New are then one subject
	New     int
	Kind    EntityKind
	Names   []SubjectName // every name the article gives it; first the one it goes by, made regular: "European Union" for "EU"
	Role    Span          // the first role printed, empty where none is
	He, She bool          // how the article refers to a person
	// Claims are keys of subjects of whom less is known, and who may turn out to be this one as it gets better known.
	Claims []string
	Why    string // in plain words: how it was recognised
	// Doubt is 0 where the name alone decides, up to 1; Rival is the subject that it might be instead, 0 where there is none.
	Doubt float64
	Rival int64
}
