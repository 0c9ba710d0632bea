package dossiers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/dossiers"
)

// desk files short articles on a shelf and remembers under which subject each name went.
type desk struct {
	t     *testing.T
	shelf dossiers.Shelf
	day   time.Time
}

// entity is "Name|alias|alias (role)"; a name that begins with "@" is a place's, with "&" a body's; "she"/"he" after "~".
func (d *desk) tell(entities ...string) map[string]int64 {
	d.t.Helper()
	if d.day.IsZero() {
		d.day = time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)
	}
	d.day = d.day.AddDate(0, 0, 1)
	doc := &rapporteur.Document{Article: &rapporteur.Article{Published: rapporteur.Stamp{Time: d.day}}}
	var text strings.Builder
	write := func(s string) rapporteur.Span {
		at := text.Len()
		text.WriteString(s)
		span := rapporteur.Span{Start: at, End: text.Len()}
		text.WriteString(" . ")
		return span
	}
	var names []string
	for _, x := range entities {
		e := rapporteur.Entity{Kind: rapporteur.Person}
		x, pronoun, _ := strings.Cut(x, "~")
		x, role, _ := strings.Cut(strings.TrimSuffix(x, ")"), " (")
		if rest, ok := strings.CutPrefix(x, "@"); ok {
			x, e.Kind = rest, rapporteur.Place
		}
		if rest, ok := strings.CutPrefix(x, "&"); ok {
			x, e.Kind = rest, rapporteur.Organisation
		}
		all := strings.Split(x, "|")
		e.Name, e.Aliases = all[0], all[1:]
		for _, n := range all {
			e.Mentions = append(e.Mentions, rapporteur.Mention{Span: write(n), Form: rapporteur.Proper})
		}
		if role != "" {
			e.Roles = []rapporteur.Role{{Span: write(role)}}
		}
		if pronoun != "" {
			e.Mentions = append(e.Mentions, rapporteur.Mention{Span: write(pronoun), Form: rapporteur.Pronoun})
		}
		names = append(names, e.Name)
		doc.Entities = append(doc.Entities, e)
	}
	doc.Article.Text = text.String()
	ids, _, err := d.shelf.File(doc)
	if err != nil {
		d.t.Fatal(err)
	}
	out := map[string]int64{}
	for i, n := range names {
		out[n] = ids[i]
	}
	return out
}

func TestSpellingsOfOneName(t *testing.T) {
	for _, names := range []string{
		"Volodymyr Zelensky, Volodymyr Zelenskyy, Volodymyr Zelenskiy, Volodymyr Zelenskyi, Wolodymyr Selenskyj",
		"Alexander Lukashenko, Alexander Lukashenka, Aleksandr Lukashenko, Александр Лукашенко",
		"Muammar Gaddafi, Muammar Qaddafi, Moammar Gadhafi, Muammar Kadhafi, Moamer Kadhafi",
		"Łukasz Nowak, Lukasz Nowak",
		"Mikhail Gorbachev, Mikhail Gorbatschow, Mikhail Gorbachov",
		"Yevgeny Prigozhin, Evgeny Prigozhin, Yevgeniy Prigozhin",
		"Sergei Lavrov, Sergey Lavrov, Sergej Lawrow",
		"Recep Tayyip Erdoğan, Recep Tayyip Erdogan",
		"Robert Müller, Robert Mueller",
		"Joseph R. Biden Jr., Joe Biden, Joseph Biden",
		"William Clinton, Bill Clinton",
		"Abdel Fattah al-Sisi, Abdel Fattah el-Sisi, Abdel-Fattah el-Sissi",
		"Ban Ki-moon, Ban Ki Moon",
	} {
		d := &desk{t: t}
		var first int64
		for i, n := range strings.Split(names, ", ") {
			id := d.tell(n+" (president)", "@Moscow", "&European Union")[n]
			if i == 0 {
				first = id
			}
			if id != first {
				t.Errorf("%s is not %s", n, names)
			}
		}
	}
}

func TestNamesOfBodiesAndPlaces(t *testing.T) {
	for _, names := range []string{
		"@Kyiv, @Kiev", "&EU, &European Union, &E.U.", "&United Nations, &UN, &U.N.", "@United States, @U.S., @America, @USA", "&Kremlin, @Russia", "@N.C., @North Carolina",
		"&Justice Department, &Department of Justice, &U.S. Justice Department", "&Tax Foundation, &conservative Tax Foundation, &The Tax Foundation", "&Acme Steel Inc., &Acme Steel",
		"&Defence Procurement Organisation, &Defense Procurement Organization", "@White House, &White House",
		"&U.S. Air Force, &United States Air Force, &Air Force", "&Hillary Clinton's campaign, &Clinton campaign, &Clinton team", "&Saudi government, @Saudi Arabia",
		"&Security Action for Europe or SAFE, &SAFE, &Security Action for Europe",
	} {
		d := &desk{t: t}
		var first int64
		for i, n := range strings.Split(names, ", ") {
			id := d.tell(n)[strings.TrimLeft(n, "@&")]
			if i == 0 {
				first = id
			}
			if id != first {
				t.Errorf("%s is not among %s", n, names)
			}
		}
	}
}

// One of a name is not the other, where the articles say so.
func TestHomonyms(t *testing.T) {
	d := &desk{t: t}
	kaja := d.tell("Kaja Kallas|Kallas (EU foreign policy chief)~she", "&European Union", "@Ukraine")["Kaja Kallas"]
	siim := d.tell("Siim Kallas|Kallas (former prime minister)~he", "@Estonia")["Siim Kallas"]
	if kaja == siim {
		t.Error("two people of one surname are one")
	}
	if id := d.tell("Kallas (EU foreign policy chief)~she", "&European Union")["Kallas"]; id != kaja {
		t.Error("the surname with her role is not hers")
	}
	if id := d.tell("Kallas~he", "@Estonia")["Kallas"]; id == kaja {
		t.Error("he is Kaja Kallas")
	}
	washington := d.tell("George Washington (first president)")["George Washington"]
	if id := d.tell("@Washington")["Washington"]; id == washington {
		t.Error("the city is the president")
	}
	w, hw := d.tell("George W. Bush (president)")["George W. Bush"], d.tell("George H. W. Bush (president)")["George H. W. Bush"]
	if w == hw {
		t.Error("the father is the son")
	}
	barack, michelle := d.tell("Barack Obama|Obama (president)~he")["Barack Obama"], d.tell("Michelle Obama|Obama (first lady)~she")["Michelle Obama"]
	for range 3 {
		d.tell("Barack Obama|Obama (president)~he", "&Congress")
	}
	if id := d.tell("Obama~she", "@Ohio")["Obama"]; id == barack {
		t.Error("she is Barack Obama")
	}
	if id := d.tell("Obama (president)", "&Congress")["Obama"]; id != barack || barack == michelle {
		t.Error("President Obama is not Barack Obama")
	}
	ministry := d.tell("&Foreign Ministry", "@Russia|Moscow|Russian")["Foreign Ministry"]
	if id := d.tell("&Foreign Ministry", "@China|Beijing")["Foreign Ministry"]; id == ministry {
		t.Error("two countries share a foreign ministry")
	}
}

// A surname that came first finds its full name later, where role or company fit; and stays apart where they don't.
func TestOrphans(t *testing.T) {
	d := &desk{t: t}
	orphan := d.tell("Kubilius (EU Defense Commissioner)", "&European Commission")["Kubilius"]
	if id := d.tell("Andrius Kubilius (EU defence commissioner)", "&European Commission")["Andrius Kubilius"]; id != orphan {
		t.Error("the commissioner's full name is not the surname's")
	}
	if name := d.shelf.Subject(orphan).Name; name != "Andrius Kubilius" {
		t.Errorf("it is shown as %q", name)
	}
	smith := d.tell("Smith (goalkeeper)", "&Arsenal")["Smith"]
	if id := d.tell("Ann Smith (chemist)", "@Wales")["Ann Smith"]; id == smith {
		t.Error("a chemist is the goalkeeper")
	}
}

func TestWhatIsNoName(t *testing.T) {
	d := &desk{t: t}
	for _, n := range []string{"", "  ", "...", strings.Repeat("word ", 500), strings.Repeat("x", 4000)} {
		if id := d.tell(n)[n]; id != 0 {
			t.Errorf("%.20q has a subject", n)
		}
	}
	for _, n := range []string{"习近平", "محمد بن سلمان", "É", "Jr.", "de la", "al-", "\xff\xfe", "O'", "-", "A-B-C-"} {
		d.tell(n, "@"+n, "&"+n) // must not panic
		dossiers.Keys(n)
	}
}

func TestSameTwice(t *testing.T) {
	run := func() string {
		d := &desk{t: t}
		var out []string
		for i := range 30 {
			out = append(out, fmt.Sprint(d.tell("Ann Lee|Lee (minister)", "Lee", "Bob Lee (mayor)~he", "@Ohio", "&Congress", fmt.Sprintf("Person Number%c", 'a'+i%7))))
		}
		return strings.Join(out, "\n")
	}
	if a, b := run(), run(); a != b {
		t.Errorf("two runs differ:\n%s\n\n%s", a, b)
	}
}
