package commitments

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// doing are verbs of acts that one can promise, in their base form. What merely happens ("rise"), is ("remain", "cost") or is
// felt ("welcome") is not among them.
var doing = set(`abandon abide abolish accept accelerate acquire adopt advance allocate allow amend announce answer apologise apologize appeal apply appoint approve arm arrest assist
assume back ban bar begin bid block boost boycott build buy call cancel close cease cede chair change charge close collaborate commission compensate complete comply conduct consider construct
consult continue contribute convene cooperate coordinate cover create curb cut debate decide declare defend delay delist deliver demolish deny deploy destroy disband disclose discuss dismantle
dismiss dispatch donate double draft drop earmark eliminate end enforce engage ensure establish evacuate exclude exempt expand expel explore exit export extend extradite face file finance fight fire
form free freeze fulfil fulfill fund give grant guarantee halt halve hand help hike hire honour honor host impose implement import improve include increase inject install insist insure introduce
invest investigate invite issue join keep launch lay leave legalise legalize lend let levy lift limit lower maintain match mediate mobilise mobilize monitor move negotiate nominate notify
observe offer open oppose order oust outlaw overhaul pardon participate pause pay pledge postpone prepare present press prevent prioritise prioritize proceed procure produce
prohibit propose prosecute protect provide publish pull purchase pursue push put quit raise ratify reconsider recognise recognize reduce reform refund refuse reimburse reject release
remove renew renegotiate reopen repatriate repay repeal replace report reset resettle resign respect respond restore restrict resume retaliate retain return review revise revoke
sanction scale scrap seek sell send set settle share shift ship shut sign slash speak spend stage start station step stop strengthen submit subsidise subsidize sue
supply support suspend take talk target tax terminate tighten train transfer transition treat triple try unblock unfreeze unveil update uphold veto
visit wage waive withdraw withhold work write`)

// meeting are verbs of coming together, with what must follow them where they have other senses.
var meeting = map[string][]string{
	"meet": nil, "gather": nil, "convene": nil, "assemble": nil, "travel": {"to"}, "fly": {"to"}, "visit": nil, "attend": nil, "host": nil, "reconvene": nil,
	"hold":   {"talks", "meeting", "meetings", "summit", "hearing", "hearings", "conference", "consultations", "negotiations", "session", "discussions"},
	"arrive": nil, "address": nil, "chair": nil, "testify": nil, "receive": {"president", "minister"},
}

// presents are the forms of those verbs that stand with a day in the present tense.
var presents = map[string]string{"meets": "meet", "meet": "meet", "arrives": "arrive", "arrive": "arrive", "travels": "travel", "visits": "visit", "gathers": "gather", "hosts": "host", "holds": "hold", "convenes": "convene", "gather": "gather"}

// Words that the rules look at, by what they are.
var (
	// events are subjects that are held or take place; ballots are those of a vote.
	events = set(`summit summits meeting meetings talks conference conferences hearing hearings trial session round negotiations visit forum ceremony competition
debate consultations gathering workshop event launch flight inauguration parade drills exercises exercise roadshows`)
	ballots = set(`vote votes referendum referendums election elections ballot poll polls runoff run-off by-election primary plebiscite`)
	// terms are what expires: things that hold for a while.
	terms = set(`sanctions sanction mandate treaty agreement deal truce ceasefire licence license ban contract waiver decree rule rules emergency lines moratorium pact permit
visa exemption embargo measures order lease accord term tariffs tariff restrictions suspension pause curfew embargoes programme program offer protection authorisation authorization arrangement freeze`)
	// lifeless subjects do not act: what they "will" do is a forecast.
	lifeless = set(`inflation prices price economy growth demand rain temperatures temperature war rules rule plan plans deal rates rate talks report population
sales costs cost unemployment losses debt deficit output market markets stocks shares oil gas weather consequences sanctions tariffs law bill conflict crisis election agreement it
this that there which product aircraft plane jet dreamliner iphone service phone system software resignation range what who storm measure measures weeks days decision model reduction`)
	// says are verbs before a reported pledge.
	says       = set(`said says told announced added stated confirmed declared insisted reiterated wrote tweeted vowed pledged promised explained warned replied saying adding announcing confirming argued suggested`)
	commissive = set(`pledged pledges pledge pledging promised promises promise promising vowed vows vow vowing undertook undertaken undertakes committed commits commit committing
agreed agrees agree agreeing guaranteed guarantees guarantee swore sworn offered offers volunteered`)
	intending = set(`plans plan intends intend planned intended`)
	// soft are verbs of doing that things are said to do as well: they bind only where somebody is the subject.
	soft = set(`continue begin start allow support provide open prevent increase keep help end improve create cover include protect produce include remove replace cut limit reduce change move draw
restore show speak work transfer strengthen ensure spend`)
	// actors are nouns for people and bodies that can bind themselves.
	actors = set(`government governments ministry ministries minister ministers officials official president presidents chancellor premier company companies firm firms bank banks
countries country states state members allies bloc union commission council parliament congress senate leaders leader troops army forces police authorities authority agency regulators
regulator party parties opposition side sides team delegation parliamentarians lawmakers diplomats envoys envoy ambassador ambassadors commissioner secretary court judges judge workers union
unions airlines airline developers investors donors lenders lender fund committee board mayor governor king queen pope nations nation city administration executives spokesman
counterpart counterparts representatives dignitaries negotiators monitors inspectors group alliance coalition organisation organization manufacturer airframer home treasury office us`)
	adverbs  = set(`also not never now soon still then only again later finally immediately likely probably formally officially jointly both all each therefore nevertheless however further additionally once even shortly together`)
	bounds   = set(`if unless provided whether`)
	pronouns = set(`he she it they we i you`)
	denials  = set(`denied denies deny refused refuses declined declines failed fails rejected dismissed not never nobody without didn't doubt doubted`)
)
