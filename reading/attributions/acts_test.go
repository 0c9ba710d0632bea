package attributions

import (
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/reading/names"
)

// marked puts together a statement from "source | cue | content", where the content may come first: "content < source | cue".
func marked(t *testing.T, line string) (*rapporteur.Document, []rapporteur.Attribution) {
	t.Helper()
	var parts []string
	var x rapporteur.Attribution
	content, rest, first := strings.Cut(line, " < ")
	if first {
		parts = append(strings.Split(rest, " | "), content)
	} else {
		parts = strings.Split(line, " | ")
	}
	text := "Intro line here.\n"
	put := func(i int) []rapporteur.Span {
		if parts[i] == "" {
			return nil
		}
		s := rapporteur.Span{Start: len(text), End: len(text) + len(parts[i])}
		text += parts[i] + " "
		return []rapporteur.Span{s}
	}
	if first {
		x.Content = put(2)
	}
	x.Source, x.Cue = put(0), put(1)
	if !first {
		x.Content = put(2)
	}
	doc := document(text)
	doc.Entities = names.Find(doc)
	return doc, []rapporteur.Attribution{x}
}

// TestActsOfCues holds the table to how ministers are reported: one line a statement, written for this test.
func TestActsOfCues(t *testing.T) {
	for act, lines := range map[rapporteur.Act]string{
		rapporteur.DeclinesAnswer: `Berg | would not be drawn on | whether the deal was dead
			Berg | brushed off | questions about her future
			The ministry | did not immediately respond to | a request for comment
			Berg | has not said | why the envoy was recalled
			Berg | sidestepped | a question on the talks
			The White House | had no comment on | the report
			Officials | declined | to specify how many troops would leave
			Berg | refused | to be drawn on the timing
			The army | remained tight-lipped about | the losses`,
		rapporteur.Threatens: `The government | said | it would strike back if the shelling goes on
			Berg | threatened | to walk out of the talks
			The general | vowed | to retaliate
			The premier | warned | that his government would quit the pact unless the tariffs are lifted`,
		rapporteur.Warns: `Berg | sounded the alarm over | the state of the talks
			The envoy | cautioned | that time was running out
			The ministry | issued a warning | that the ceasefire could collapse
			The bank's | warning | that growth may stall`,
		rapporteur.Denies: `Berg | walked back | her remarks on the treaty
			The Kremlin | flatly denied | any role in the attack
			The envoy | brushed aside | accusations of spying
			Berg | backtracked on | the promise
			The embassy | dismissed | claims that it had been warned`,
		rapporteur.Rejects: `Berg | shot down | the idea of an early vote
			The Kremlin | poured cold water on | talk of a summit
			Hungary | balked at | the package
			Berg | played down | the prospect of a deal
			The court | threw out | the complaint
			Berg | ruled out | sending troops
			The minister | said no to | the extension
			The bloc | will not accept | a deal made over its head`,
		rapporteur.Confirms: `Berg | conceded | that mistakes had been made
			The ministry | has now acknowledged | the loss of two aircraft
			The general's | admission | that the raid had failed`,
		rapporteur.Commits: `Norway | said | it will send ten tanks
			Norwegian Prime Minister Anna Berg | said | Norway would double its aid
			Berg | signalled | that she would stand down in May
			The chancellor | has decided | to call a vote of confidence
			“Next month we are going to present a plan,” < Berg | told reporters
			The bloc | agreed | to extend the sanctions
			Berg | is ready | to meet the rebels
			The two sides | announced plans | to reopen the border`,
		rapporteur.Promises: `Berg | vowed | to stay the course
			The lender | has offered | to extend the loan
			The prime minister's | pledge | to cut taxes
			Japan | gave its word | that the funds would come`,
		rapporteur.Accepts: `Berg | threw her weight behind | the compromise
			The cabinet | signed off on | the purchase
			The party | came out in favour of | a ban
			Moscow | gave its blessing to | the plan
			Leaders | have signalled support for | the candidate
			Parliament's | approval of | the treaty`,
		rapporteur.AsksFor: `Berg | urged | both sides to show restraint
			The pope | renewed his appeal for | a truce
			The bloc | demanded | that the troops withdraw
			Ministers | piled pressure on | Budapest to lift its veto
			“We call on all parties to return to the table,” < Berg | said
			Berg | stressed the need for | a lasting peace
			The general | ordered | his men to hold fire
			Ankara | wants | the group to lay down its arms`,
		rapporteur.Proposes: `Berg | floated | the idea of a joint fund
			The commission | has tabled | a new proposal
			Paris | put forward | a plan for a force
			The envoy | suggested | that both sides should pull back
			“We propose a third way,” < Berg | said
			The senator | introduced | a bill to end the ban`,
		rapporteur.Claims: `Berg | insisted | that the plan was legal
			The army | alleged | that shots had been fired first
			The firm | contends | the rule is void
			Berg | made the case that | the tax pays for itself`,
		rapporteur.Praises: `Berg | welcomed | the ruling
			The envoy | called | the talks a breakthrough
			The president | heaped praise on | the troops
			Berg | paid tribute to | the victims' courage
			“I thank our partners for their patience,” < Berg | said`,
		rapporteur.Blames: `Berg | hit out at | the veto
			The minister | condemned | the strike in the strongest terms
			Beijing | described | the sale as a serious provocation
			The opposition | pinned the blame on | the treasury
			Berg | took aim at | the bank
			The bloc's | criticism of | the law
			Berg | was scathing about | the offer
			“We condemn this cowardly act,” < the council | said`,
		rapporteur.Asks: `Berg | wondered | whether the fund was needed
			“Who will pay for this?” < Berg | said
			Lawmakers | quizzed | the minister about the sale`,
		rapporteur.Says: `Berg | said | that the talks had been difficult but productive
			“It was a long night,” < Berg | told journalists
			Berg | said | the economy will grow next year
			Berg | shot back | that nobody had asked her
			Analysts | expect | the bank to cut rates
			“We would love to see peace,” < Berg | said
			Berg | told | the press it was a good day
			Berg | described | the talks as difficult but historic
			“I would absolutely not support them,” < Berg | said
			Berg | called | those asking for more troops generous
			Berg | offered | her opinion on the race
			“It was late. We all were tired. Who is to blame?” < Berg | wrote`,
	} {
		for line := range strings.Lines(lines) {
			line = strings.TrimSpace(line)
			doc, x := marked(t, line)
			got := Complete(doc, x)
			if len(got) == 0 {
				t.Errorf("%s: no statement", line)
			} else if got[0].Act != act {
				t.Errorf("%s: %s, want %s", line, got[0].Act, act)
			}
		}
	}
}

func TestFlagsOfCues(t *testing.T) {
	for line, want := range map[string][2]bool{ // negated, hedged
		"Berg | did not rule out | a second vote":                      {true, true},
		"Berg | left the door open to | a second vote":                 {true, true},
		"Berg | stopped short of endorsing | the plan":                 {true, false},
		"None of the envoys | has endorsed | the plan":                 {true, false},
		"Berg | has not said | why the talks failed":                   {false, false},
		"Berg | would not accept | the plan":                           {false, false},
		" | reportedly | the talks failed":                             {false, true},
		"The fund | is said to be | worth five billion":                {false, true},
		"It | has been reported | that the talks failed":               {false, true},
		"Berg | may propose | a new fund":                              {false, true},
		"Berg | failed to condemn | the strike":                        {true, false},
		"Berg | said | that the plan may be too late, and is not hers": {false, false},
	} {
		doc, x := marked(t, line)
		got := Complete(doc, x)
		if len(got) != 1 || got[0].Negated != want[0] || got[0].Hedged != want[1] {
			t.Errorf("%s: %+v, want negated, hedged %v", line, got, want)
		}
	}
}

// TestTableIsSound catches slips of whoever mends acts.txt: an act that is none, a test that nobody puts.
func TestTableIsSound(t *testing.T) {
	known := map[rapporteur.Act]bool{}
	for _, a := range []rapporteur.Act{rapporteur.Says, rapporteur.Claims, rapporteur.AsksFor, rapporteur.Proposes, rapporteur.Promises, rapporteur.Commits,
		rapporteur.Accepts, rapporteur.Rejects, rapporteur.Denies, rapporteur.Warns, rapporteur.Threatens, rapporteur.Confirms, rapporteur.Praises,
		rapporteur.Blames, rapporteur.DeclinesAnswer, rapporteur.Asks} {
		known[a] = true
	}
	tests := set("<question> <self-will> <threat> <person-to> <doing> <should> <claim> <good> <bad>")
	for _, rules := range acts.rules {
		for _, r := range rules {
			if !known[r.act] {
				t.Errorf("%q is no act", r.act)
			}
			for _, c := range r.context {
				if c.test != "" && !tests[c.test] {
					t.Errorf("%s is no test", c.test)
				}
			}
		}
	}
}
