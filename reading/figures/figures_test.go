package figures_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/figures"
)

func at(text string) *rapporteur.Article {
	return &rapporteur.Article{Text: text, Language: "en", Published: rapporteur.Stamp{Time: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), DateOnly: true, From: rapporteur.FromGiven}}
}

// show prints figures one a line: words, value, range, unit, sense, change, what is counted, of how many.
func show(doc *rapporteur.Document) string {
	var lines []string
	for _, f := range doc.Figures {
		line := f.Span.Of(doc.Article.Text) + " = " + f.Value
		if f.High != "" {
			line += ".." + f.High
		}
		line += " " + f.Unit
		for _, s := range []string{string(f.Sense), f.Change} {
			if s != "" {
				line += " " + s
			}
		}
		if !f.Of.Empty() {
			line += " of " + f.Of.Of(doc.Article.Text)
		}
		if f.PartOf != "" {
			line += " /" + f.PartOf
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Join(lines, "; ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Money.
		{"It paid €150 billion.", "€150 billion = 150000000000 EUR"},
		{"It paid EUR 1.2bn.", "EUR 1.2bn = 1200000000 EUR"},
		{"It cost 12,50 € there.", "12,50 € = 12.5 EUR"},
		{"It paid 90 billion euros.", "90 billion euros = 90000000000 EUR"},
		{"It paid Rs 3 crore.", "Rs 3 crore = 30000000 INR"},
		{"It paid US$ 7.2 bn.", "US$ 7.2 bn = 7200000000 USD"},
		{"It paid C$5m.", "C$5m = 5000000 CAD"},
		{"It paid £20.1bn.", "£20.1bn = 20100000000 GBP"},
		{"It paid 500 million yuan.", "500 million yuan = 500000000 CNY"},
		{"It cost fifteen cents.", "fifteen cents = 0.15 USD"},
		{"It paid billions of dollars.", "billions of dollars = 2000000000 USD at least"},
		{"It paid 3 million Canadian dollars.", "3 million Canadian dollars = 3000000 CAD"},
		{"It paid 2 billion Swiss francs.", "2 billion Swiss francs = 2000000000 CHF"},
		{"It paid 16 billion Norwegian kroner.", "16 billion Norwegian kroner = 16000000000 NOK"},
		{"It paid $9.99 US dollars.", "$9.99 US dollars = 9.99 USD"},
		{"All figures are in Australian dollars. It paid $5 million.", "$5 million = 5000000 AUD"},
		// Shares and changes.
		{"Support fell by 3.2 per cent.", "3.2 per cent = 3.2 % down"},
		{"Tariffs went up 5 % to 20 %.", "5 % = 5 % up; 20 % = 20 %"},
		{"The rate is down 0.5 percentage points.", "0.5 percentage points = 0.5 pp down"},
		{"It gained half a percent.", "half a percent = 0.5 % up"},
		{"Losses of between three and seven percent were seen.", "between three and seven percent = 3..7 %"},
		// Counts, parts, ranges, bounds.
		{"Fifteen EU countries joined.", "Fifteen = 15  of EU countries"},
		{"All 19 out of the bloc's 27 members joined.", "19 out of the bloc's 27 = 19  of members /27"},
		{"It was 19 of the 27 states.", "19 of the 27 = 19  of states /27"},
		{"Two in three agree.", "Two in three = 2  /3"},
		{"About two-thirds of voters agree.", "About two-thirds = 0.666666666666667  about of voters"},
		{"Half of the members left.", "Half = 0.5  of members"},
		{"At least 300 people, 40 of whom were children, died.", "At least 300 = 300  at least of people; 40 = 40  of people /300"},
		{"They saw up to 60 jets.", "up to 60 = 60  at most of jets"},
		{"Nearly a thousand guests came.", "Nearly a thousand = 1000  about of guests"},
		{"Between 10 and 20 people came.", "Between 10 and 20 = 10..20  of people"},
		{"It needs 10 to 15 million tonnes.", "10 to 15 million tonnes = 10000000..15000000 t"},
		{"Several hundred soldiers and a dozen drones came.", "Several hundred = 200  at least of soldiers; a dozen = 12  of drones"},
		{"Tens of thousands of people marched.", "Tens of thousands = 20000  at least of people"},
		{"Half a million people marched.", "Half a million = 500000  of people"},
		{"Two hundred and fifty-four thousand men left.", "Two hundred and fifty-four thousand = 254000  of men"},
		{"One and a half million men left.", "One and a half million = 1500000  of men"},
		{"The Senate voted 52-48 for it.", "52 = 52 vote; 48 = 48 vote"},
		{"The 27-member bloc agreed.", "27 = 27  of member"},
		{"One in every five, eight in 10 people, 34 in 100 firms.", "One in every five = 1  /5; eight in 10 = 8  of people /10; 34 in 100 = 34  of firms /100"},
		{"A third are against; it fell by a quarter.", "A third = 0.333333333333333; a quarter = 0.25  down"},
		{"It was $137 billion, of which 90 billion came late.", "$137 billion = 137000000000 USD; 90 billion = 90000000000 USD /137000000000"},
		{"The number of refugees fell from 1.2 million to 900,000.", "1.2 million = 1200000  of refugees; 900,000 = 900000  of refugees"},
		{"In June 31 people died.", "31 = 31  of people"},
		{"The bank cut its key rate by 25 basis points; a margin of plus or minus 3%.", "25 basis points = 25 bp down; 3% = 3 %"},
		{"It spends 82.7 billion euros ($95.7 billion), up 20.2 billion.", "82.7 billion euros = 82700000000 EUR; $95.7 billion = 95700000000 USD; 20.2 billion = 20200000000 EUR up"},
		{"Prices tripled from 70 to 200 dollars.", "70 = 70 USD; 200 dollars = 200 USD"},
		{"It wounded 37, nine of them badly.", "37 = 37; nine = 9  /37"},
		{"It passed by 52 votes to 48.", "52 = 52  of votes; 48 = 48  of votes"},
		{"The committee backed it 14-0.", "14 = 14 vote; 0 = 0 vote"},
		{"Growth of 1.4 to 1.6 per cent is seen; bids ranged from $12 to $15.", "1.4 to 1.6 per cent = 1.4..1.6 % up; $12 to $15 = 12..15 USD"},
		{"Prices rose 2 per cent year on year; a 2 million-strong force; a $2bn-a-year programme.", "2 per cent = 2 % up; 2 million = 2000000  of force; $2bn = 2000000000 USD of programme"},
		{"It has 28 points; the 28-point plan; the index fell 250 points; the rate fell 0.2 points to 5.9%.", "28 = 28  of points; 28 = 28  of point; 250 points = 250 pt down; 0.2 points = 0.2 pp down; 5.9% = 5.9 %"},
		{"It paid Rs 12 crore 50 lakh.", "Rs 12 crore 50 lakh = 125000000 INR"},
		{"It rose above the 5,000 mark.", "5,000 mark = 5000"},
		{"He scored one or two points for the three-nation alliance.", "one or two = 1..2  of points; three = 3  of nation"},
		{"It fell by 1.5 and 3 percent; it rose nearly nine points; at one point it was up.", "1.5 = 1.5 % down; 3 percent = 3 %; nearly nine points = 9 pt about up"},
		{"It fell 678 points or more than 7.3%.", "678 points = 678 pt down; more than 7.3% = 7.3 % at least"},
		{"The number of passengers will jump to 70m.", "70m = 70000000  of passengers"},
		{"Three major United States stock market indexes fell.", "Three = 3  of major United States stock market indexes"},
		// Measures.
		{"It is 500km off and 200 square kilometres wide.", "500km = 500 km; 200 square kilometres = 200 km²"},
		{"It makes 1.2 million barrels a day and 30 GWh.", "1.2 million barrels a day = 1200000 bpd; 30 GWh = 30 GWh"},
		{"It was -12 °C with 60 mph winds.", "-12 °C = -12 °C; 60 mph = 60 mph of winds"},
		{"He is 5 feet 3 inches tall.", "5 feet 3 inches = 5.25 ft"},
		{"John Smith, 55, and Ann, aged 7, came.", "55 = 55 year; 7 = 7 year"},
		{"When she was six, until he was eighteen; at the age of 56.", "six = 6 year; eighteen = 18 year; 56 = 56 year"},
		{"It is 0.68 in (1.73 cm) thick.", "0.68 in = 0.68 in; 1.73 cm = 1.73 cm"},
		{"The minister, 54, has 155mm shells.", "54 = 54 year; 155mm = 155 mm of shells"},
		{"A 500-pound bomb fell.", "500-pound = 500 lb of bomb"},
		{"They counted 40 000 and 1\u202f234\u202f567.89 units.", "40 000 = 40000; 1\u202f234\u202f567.89 = 1234567.89  of units"},
		// No figures.
		{"Article 5, Resolution 2231, the F-16, the Boeing 737, the Group of Seven and the G7.", ""},
		{"10 Downing Street, COVID-19, Channel 4, Apollo 11, No. 3.", ""},
		{"Arsenal beat Chelsea 3-2. Call 555-123-4567 or +1-202-555-0143.", ""},
		{"See http://example.org/20%25/300?x=5 and version 1.2.3 at 6:40.", ""},
		{"The ranking: Paul (9.) and Sweden 1 – 0 Panama, the tag id=\"671442\".", ""},
		{"No one knew; one of the men, the one you met, said he was second.", ""},
		{"The new Safari 4.0 browser; serial number 001; Boeing said the 787 and the 777 fly; it took five, six, seven years.", ""},
		{"On 31 February, Sept. 31 and June 31; call +44 20 7946 0958, ext 12; in the year 9999.", ""},
		{"A six-figure sum, split fifty-fifty; point 7 of the plan.", ""},
		{"The 20th century, the 5th floor, on Nov. 5, in 2025, on 9/11.", ""},
	} {
		if diff := cmp.Diff(c.want, show(read(at(c.text)))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.text, diff)
		}
	}
}

func TestReferences(t *testing.T) {
	doc := read(at("The EU's flagship €150 billion ($174 billion) defence fund had 19 applicants as of Monday."))
	if len(doc.Figures) != 3 {
		t.Fatalf("found %s", show(doc))
	}
	if a, b := doc.Figures[0], doc.Figures[1]; a.Same != rapporteur.None || b.Same != 0 || a.Of.Of(doc.Article.Text) != "defence fund" {
		t.Errorf("restatement: %+v, %+v", a, b)
	}
	if f := doc.Figures[2]; f.AsOf < 0 || doc.Dates[f.AsOf].Value != "2025-12-01" {
		t.Errorf("as of %d, dates %+v", f.AsOf, doc.Dates)
	}
}

// TestDecimalComma reads a point before three digits by the article's language.
func TestDecimalComma(t *testing.T) {
	for lang, want := range map[string]string{"en": "1.5", "de": "1500"} {
		a := at("It cost 1.500 euros.")
		a.Language = lang
		if doc := read(a); len(doc.Figures) != 1 || doc.Figures[0].Value != want {
			t.Errorf("%s: %s, want %s", lang, show(doc), want)
		}
	}
}

// TestLongDigits keeps every digit of an amount of 400.
func TestLongDigits(t *testing.T) {
	digits := strings.Repeat("7", 400)
	doc := read(at("It cost $" + digits + " billion."))
	if len(doc.Figures) != 1 || doc.Figures[0].Value != digits+strings.Repeat("0", 9) {
		t.Fatalf("found %s", show(doc))
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "€150 billion ($174 billion)", "19 out of the bloc's 27", "two-thirds of", "-½ %", "between 3 and 5", "US$", "Rs.", "1,2,3,4", "a half a million", "5 ft 2 in", "point five", "12-12-12", "one and a", "40 000", "\u00a01\u202f234", "9,99.9,9", "three lakh crore crore crore"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			t.Skip()
		}
		doc := read(at(text))
		check(t, doc)
		if diff := cmp.Diff(doc.Figures, figures.Find(doc)); diff != "" {
			t.Fatal("two readings differ", diff)
		}
	})
}

func check(t *testing.T, doc *rapporteur.Document) {
	t.Helper()
	text, last := doc.Article.Text, 0
	on := func(i int) bool { return i == len(text) || i >= 0 && i < len(text) && utf8.RuneStart(text[i]) }
	for n, f := range doc.Figures {
		if f.Empty() || f.Start < last || f.End > len(text) || !on(f.Start) || !on(f.End) || !on(f.Of.Start) || !on(f.Of.End) || f.Of.End < f.Of.Start {
			t.Fatalf("spans: %+v after %d", f, last)
		}
		last = f.End
		for _, v := range []string{f.Value, f.High, f.PartOf} {
			if strings.Trim(v, "0123456789.-") != "" || strings.Count(v, ".") > 1 || strings.LastIndexByte(v, '-') > 0 {
				t.Fatalf("no decimal text: %q", v)
			}
		}
		if f.Same >= n || f.Same < rapporteur.None || f.AsOf >= len(doc.Dates) || f.AsOf < rapporteur.None {
			t.Fatalf("dangling reference: %+v", f)
		}
	}
}

// TestHostile reads texts made to be slow; a rule that is not linear would not come back.
func TestHostile(t *testing.T) {
	for _, unit := range []string{"1,", "1.", "1-", "one hundred ", "$", "1 000 ", "a ", "hundreds of ", "3 of the ", "between 3 and ", "half of ", "(€5) ", "-", "two and ", "million ", "+1", "5%", "1/", "U.S.", "U.", "up by of ", "5 million ", "9"} {
		check(t, read(at(strings.Repeat(unit, 20000/len(unit)+1))))
	}
}

func TestNothing(t *testing.T) {
	if got := figures.Find(&rapporteur.Document{}); got != nil {
		t.Errorf("found %v in nothing", got)
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The EU's flagship €150 billion ($174 billion) defence fund is open to 19 of the 27 members, officials in Brussels said on Monday. The minister said that the talks had been difficult and that prices rose 3.2 per cent last year, the highest in a decade. ", 18)
	doc := read(at(text))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		figures.Find(doc)
	}
}
