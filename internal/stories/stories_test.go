package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading"
)

var day = time.Date(2025, 11, 30, 9, 0, 0, 0, time.UTC)

func sketchOf(text string, at time.Time) *Sketch {
	return Make(reading.Read(&rapporteur.Article{Text: text, Published: rapporteur.Stamp{Time: at}}))
}

// Two quakes of one week, two thefts of one kind, and a vote: reports of each in other words.
var press = []struct {
	event string
	hours int
	text  string
}{
	{"aceh", 0, "Quake kills six in Aceh\n\nA magnitude 6.1 earthquake struck Aceh province on Indonesia's Sumatra island on Sunday, killing six people and damaging hundreds of houses, the disaster agency said.\n\nThe tremor was centred near the town of Blangpidie. Rescuers were digging through the rubble of a mosque."},
	{"qeshm", 3, "Iranian island shaken\n\nA magnitude 5.6 earthquake struck the island of Qeshm off Iran's southern coast on Sunday, injuring five people and damaging houses in the town of Dargahan, state television reported.\n\nThe tremor was felt in Bandar Abbas."},
	{"aceh", 5, "Death toll rises after Sumatra tremor\n\nAt least nine people died when an earthquake of magnitude 6.1 hit the Indonesian province of Aceh, officials said.\n\nMany villagers around Blangpidie spent the night outdoors. A mosque collapsed."},
	{"vote", 6, "Bulgarian parliament passes budget\n\nLawmakers in Sofia adopted next year's budget by 131 votes to 98 after a night of debate. Finance Minister Temenuzhka Petkova said the deficit would stay at 3 percent."},
	{"qeshm", 7, "Five hurt in southern Iran quake\n\nFive people were injured when a 5.6 magnitude tremor jolted Qeshm island in the Gulf, the student news agency said. Residents of Dargahan fled their homes."},
	{"louvre", 8, "Thieves take jewels from Paris museum\n\nFour robbers took eight jewels from the Louvre in Paris on Sunday morning and fled on scooters, the culture minister said. The raid on the Apollo gallery lasted seven minutes."},
	{"dresden", 9, "Jewel theft in Dresden\n\nThieves broke into the Green Vault in Dresden early on Sunday and took diamonds from the royal collection, police in Saxony said. They had cut the power first."},
	{"louvre", 12, "Louvre robbery: scooters found\n\nFrench police found two scooters used by the robbers who stole eight jewels from the Apollo gallery of the Louvre, prosecutors in Paris said."},
	{"vote", 13, "Sofia adopts budget after night session\n\nBulgaria's parliament approved the budget with 131 votes in favour and 98 against. Petkova, the finance minister, defended a deficit of 3 percent."},
}

func TestEventsOfOneKindAreKeptApart(t *testing.T) {
	w := NewWindow()
	first := map[string]int64{}
	for _, a := range press {
		w.Add(sketchOf(a.text, day.Add(time.Duration(a.hours)*time.Hour)), day.Add(time.Duration(a.hours)*time.Hour))
	}
	events := map[int64]string{}
	for i, a := range press {
		story := w.Story(i)
		if first[a.event] == 0 {
			first[a.event] = story
		}
		if events[story] == "" {
			events[story] = a.event
		}
		if story != first[a.event] || events[story] != a.event {
			t.Errorf("article %d of %s is in the story of %s", i, a.event, events[story])
		}
	}
}

func TestTimeKeepsApart(t *testing.T) {
	w := NewWindow()
	a := w.Add(sketchOf(press[0].text, day), day)
	b := w.Add(sketchOf(press[2].text, day.AddDate(1, 0, 0)), day.AddDate(1, 0, 0))
	c := w.Add(sketchOf(press[2].text, day.AddDate(0, 0, -2)), day.AddDate(0, 0, -2)) // it comes late
	if w.Story(a) == w.Story(b) || w.Story(a) != w.Story(c) {
		t.Error(w.Story(a), w.Story(b), w.Story(c))
	}
}

func TestCopies(t *testing.T) {
	body := strings.Repeat("The ministers met in Brussels on Monday to discuss the plan, and Kaja Kallas said that nothing was decided before the member states had read it. ", 1) +
		"Officials from Belgium asked for guarantees that the risks would be shared by all, which Germany and the Netherlands had offered in a letter of last week. " +
		"Euroclear holds most of the assets, and its chief executive warned of lawsuits in Hong Kong and Dubai. The Commission wants an agreement before Christmas. " +
		"A diplomat who asked not to be named called the talks slow but useful, and expected another round on Thursday in Luxembourg."
	w := NewWindow()
	a := w.Add(sketchOf("Ministers meet on assets\n\n"+body, day), day)
	b := w.Add(sketchOf("EU talks go on\n\n(Reuters) - "+body[:len(body)*2/3], day.Add(time.Hour)), day.Add(time.Hour))
	c := w.Add(sketchOf("Belgium asks for guarantees\n\nBelgium wants all member states to share the risks of using assets held at Euroclear, diplomats said before ministers met in Brussels. Kallas said there was no decision. Germany has sent a letter. A further round is planned in Luxembourg on Thursday.", day.Add(2*time.Hour)), day.Add(2*time.Hour))
	if w.Story(a) != w.Story(b) || w.Original(b) != a {
		t.Errorf("cut agency copy is not a copy: stories %d and %d, original %d", w.Story(a), w.Story(b), w.Original(b))
	}
	if w.Original(c) != -1 {
		t.Error("a report of its own is taken for a copy of", w.Original(c))
	}
}

func TestPack(t *testing.T) {
	for _, text := range []string{"", "x", "\x00\xff bad", press[0].text, strings.Repeat(press[1].text, 400), strings.Repeat("9", 5000)} {
		s := sketchOf(text, day)
		got, err := Unpack(s.Pack())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s.Pack(), got.Pack()); d != "" {
			t.Error(d)
		}
		if n := len(s.Pack()); n > 4096 {
			t.Errorf("%d bytes", n)
		}
	}
	for _, bad := range [][]byte{nil, {1}, {2, 0, 0, 0, 0, 0, 0, 0}, sketchOf(press[0].text, day).Pack()[:40]} {
		if _, err := Unpack(bad); err == nil {
			t.Errorf("%v is taken for a sketch", bad)
		}
	}
}

func TestAloneWithoutWords(t *testing.T) {
	w := NewWindow()
	a, b := w.Add(sketchOf("", day), day), w.Add(sketchOf("...", day), day)
	if w.Story(a) == w.Story(b) {
		t.Error("two articles without words are one story")
	}
}

// A great story takes articles in, and is not parted by what a few of them look like.
func TestDecideLeavesGreatStoriesAlone(t *testing.T) {
	candidates := []Candidate{
		{Number: 1, Story: 7, Size: 500, Sketch: sketchOf(press[0].text, day)},
		{Number: 2, Story: 7, Size: 500, Sketch: sketchOf(press[1].text, day)},
		{Number: 3, Story: 8, Size: 1, Sketch: sketchOf(press[2].text, day)},
		{Number: 4, Story: 9, Size: 1, Fixed: true, Sketch: sketchOf(press[2].text, day)},
	}
	d := Decide(sketchOf(press[2].text, day), day, candidates)
	if d.Story != 7 || !cmp.Equal(d.Moves, []Move{{3, 7}}) || d.Original != 3 {
		t.Errorf("%+v", d)
	}
}

// Two stories that are larger than what is looked at come together, where all that is seen of them does.
func TestDecideMergesGreatStories(t *testing.T) {
	candidates := func(second string) (out []Candidate) {
		for i := range int64(18) {
			text, story := press[0].text, int64(7)
			if i%2 == 1 {
				text, story = second, 8
			}
			out = append(out, Candidate{Number: i + 1, Story: story, Size: 300, At: day, Sketch: sketchOf(fmt.Sprintf("%s The army sent %d tents.", text, i), day)})
		}
		return out
	}
	if d := Decide(sketchOf(press[2].text, day), day, candidates(press[2].text)); !cmp.Equal(d.Merges, []Merge{{8, 7}}) || len(d.Moves) > 0 {
		t.Errorf("two stories of one quake: %+v", d)
	}
	if d := Decide(sketchOf(press[2].text, day), day, candidates(press[1].text)); len(d.Merges) > 0 || d.Story != 7 {
		t.Errorf("two quakes: %+v", d)
	}
}

func TestReview(t *testing.T) {
	var members []Candidate
	for i := range int64(12) {
		text := press[0].text
		if i%4 == 3 {
			text = press[3].text
		}
		members = append(members, Candidate{Number: i + 1, Story: 7, Size: 12, At: day, Fixed: i == 11, Sketch: sketchOf(fmt.Sprintf("%s A spokesman named %d reasons.", text, i), day)})
	}
	others := []Candidate{}
	for i, a := range press {
		if a.event != "aceh" && a.event != "vote" {
			others = append(others, Candidate{Number: int64(100 + i), Story: int64(20 + i), Size: 1, At: day, Sketch: sketchOf(a.text, day)})
		}
	}
	moves := Review(members, others)
	if len(moves) != 2 || moves[0].Number != 4 || moves[1].Number != 8 || moves[0].Story >= 0 || moves[0].Story != moves[1].Story {
		t.Errorf("the vote does not leave the story of the quake, or what a person fixed does: %+v", moves)
	}
	if got := Review(members[:3], others); len(got) > 0 {
		t.Errorf("a story of one event parts: %+v", got)
	}
	if got := Review(members, others[:2]); len(got) > 0 {
		t.Errorf("a story parts where nothing shows which of its words tell: %+v", got)
	}
	if !ReviewAt(12) || !ReviewAt(whole) || ReviewAt(13) {
		t.Error("a story is looked at as a whole when it has grown by half")
	}
}

// What a person took out of a story takes the articles that are most like it along, and nothing brings the two together.
func TestDecideKeepsApart(t *testing.T) {
	candidates := []Candidate{
		{Number: 1, Story: 7, Size: 2, Apart: []int64{8}, Sketch: sketchOf(press[0].text, day)},
		{Number: 2, Story: 7, Size: 2, Apart: []int64{8}, Sketch: sketchOf(press[0].text+" It was felt in Medan.", day)},
		{Number: 3, Story: 8, Size: 1, Apart: []int64{7}, Sketch: sketchOf(press[2].text, day)},
	}
	for text, want := range map[string]int64{press[0].text + " The army sent tents.": 7, press[2].text + " The army sent tents.": 8} {
		if d := Decide(sketchOf(text, day), day, candidates); d.Story != want || len(d.Moves) > 0 {
			t.Errorf("%+v, want story %d", d, want)
		}
	}
}

func TestCluster(t *testing.T) {
	l := []float32{0, 3, -2, -2, 3, 0, -2, -2, -2, -2, 0, 1, -2, -2, 1, 0}
	if got := cluster(l, 4, 0); !cmp.Equal(got, []int{0, 0, 2, 2}) {
		t.Error(got)
	}
	if got := cluster(l, 4, 2); !cmp.Equal(got, []int{0, 0, 2, 3}) {
		t.Error(got)
	}
	if got := cluster(nil, 0, 0); len(got) != 0 {
		t.Error(got)
	}
}

func ExampleWindow() {
	w := NewWindow()
	for _, a := range press[:3] {
		w.Add(sketchOf(a.text, day), day)
	}
	fmt.Println(w.Story(0) == w.Story(2), w.Story(0) == w.Story(1))
	// Output: true false
}

// reports are articles on one event of a kind: each has some of its sentences, in some order. Those of thirty readings come again
// and again, so that a test takes no time to read.
func reports(n int, first int64, story int64, hours int, sentences ...string) (out []Candidate) {
	var read []*Sketch
	for i := range min(n, 30) {
		var b strings.Builder
		for k := range 4 {
			fmt.Fprintf(&b, "%s ", sentences[(i*5+k*(1+i%3))%len(sentences)])
		}
		fmt.Fprintf(&b, "A spokesman named %d reasons.", i)
		read = append(read, sketchOf(b.String(), day))
	}
	for i := range n {
		out = append(out, Candidate{Number: first + int64(i), Story: story, Size: n, At: day.Add(time.Duration(hours*60+i) * time.Minute), Sketch: read[i%len(read)]})
	}
	return out
}

// background are articles of other stories.
func background() (out []Candidate) {
	for i, c := range reports(MaxOthers, 5000, 0, 0, press[3].text, press[5].text, press[6].text, press[7].text, press[8].text) {
		c.Story = int64(20 + i)
		out = append(out, c)
	}
	return out
}

// Two quakes that came to be one large story.
var (
	acehSentences = []string{
		"A magnitude 6.1 earthquake struck Aceh province on Indonesia's Sumatra island.", "Six people died near the town of Blangpidie, the disaster agency in Jakarta said.", "A mosque in Blangpidie collapsed on worshippers.",
		"The tremor was felt as far away as Medan and Banda Aceh.", "Rescuers from Meulaboh dug through the rubble with their hands.", "President Prabowo Subianto sent soldiers to Aceh.", "Villagers on Simeulue fled to the hills, fearing a tsunami.",
	}
	qeshmSentences = []string{
		"A magnitude 5.6 earthquake struck the island of Qeshm off Iran's southern coast.", "Five people were injured in the town of Dargahan, state television in Tehran reported.", "Houses in Dargahan lost their walls.",
		"The tremor was felt in Bandar Abbas and as far away as Dubai.", "The Iranian Red Crescent sent helicopters to Qeshm.", "Governor Mehdi Dousti told residents of Hormozgan to sleep outdoors.", "The student news agency showed cracked walls on Hengam.",
	}
)

func TestLargeStoriesPart(t *testing.T) {
	members := append(reports(180, 1, 7, 0, acehSentences...), reports(120, 1001, 7, 4, qeshmSentences...)...)
	members[200].Fixed = true
	others := background()
	if !ReviewAt(len(members)) {
		t.Fatal("a story of 300 is not looked at")
	}
	moves, to := Review(members, others), map[int64]int{}
	for _, m := range moves {
		if m.Number < 1000 || m.Number == members[200].Number {
			t.Fatalf("%+v leaves, of the event that most of the story tells, or fixed by a person", m)
		}
		to[m.Story]++
	}
	if len(moves) != 119 || len(to) != 1 {
		t.Errorf("%d reports of the other quake leave, for %v; want 119, for one", len(moves), to)
	}
	if got := Review(reports(300, 1, 7, 0, acehSentences...), others); len(got) > 0 {
		t.Errorf("%d articles leave a large story of one event", len(got))
	}
	for size, want := range map[int]bool{200: true, 201: false, 300: true, 450: true, 675: true, 676: false, 1012: true, 1518: true} {
		if ReviewAt(size) != want {
			t.Errorf("a story of %d is looked at: %v", size, !want)
		}
	}
}

// A window parts a story that has grown large by reports that link two events, and then reports of one of them only.
func TestLargeStoriesPartInTheirTurn(t *testing.T) {
	w := NewWindow()
	for _, c := range background() {
		w.place(c.Sketch, c.At, c.Story)
	}
	for _, c := range append(reports(170, 1, 7, 0, acehSentences...), reports(129, 1001, 7, 4, qeshmSentences...)...) {
		w.place(c.Sketch, c.At, 7)
	}
	last := reports(1, 2000, 0, 6, acehSentences...)[0]
	n := w.Add(last.Sketch, last.At)
	story := w.Story(n)
	sizes := map[int64]int{}
	for i := MaxOthers; i <= n; i++ {
		sizes[w.Story(i)]++
	}
	if len(sizes) != 2 || sizes[story] != 171 {
		t.Errorf("the two quakes are stories of %v, the newcomer in %d", sizes, story)
	}
}
