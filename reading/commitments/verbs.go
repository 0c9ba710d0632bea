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
visit wage waive withdraw withhold work write
attack strike commence revise display use manufacture delist demote infuse license assemble bail bomb buy capture carry collect connect control
defer demand detain dispatch disrupt divest dock enact engineer equip erect evict exchange execute extradite facilitate field fill fix fly
forgive furnish garrison govern guard haul insure integrate intercept interview lobby loan log mail maintain man march merge mine modernise modernize mothball
nationalise nationalize offload operate organise organize overturn pass patrol penalise penalize phase plead promote pump question raid rebuild recall recruit refer refit refinance
refuel regulate rehire reinstate reinvest relax relocate rescind rescue restructure retire retool roll scrutinise scrutinize secure seize serve sign slap solicit stay streamline subpoena
sue summon switch tighten tour trade tweak underwrite upgrade vaccinate veto void vow widen wind
assess evaluate examine study weigh fit make go hold run tell endorse break campaign ask reveal choose save deport force agree name handle direct rule recommend advise undo reward award shield advocate balance correct oversee
tackle thwart embrace head root protest caucus confirm kill convert outsource deal focus welcome pick select air place feed encourage keep turn sit stand skip adhere allot amass annex assign auction axe
boost broadcast brief cap channel clarify clear compel concentrate confiscate contest counter deactivate decommission decrease dedicate demilitarise demobilise denuclearise devote diversify double-check
ease elevate embed empower enlarge enlist enrich entrust exonerate expedite expropriate fence ferry foot formalise formalize forgo formulate furlough garrison grill hasten heed hoist inspect install intensify
intervene jail knock launder legislate liberate liquidate list man mediate mint monitor mount muster notify nullify obey oblige outline overrule pack patch pen petition pilot plug police pool
postpone prolong prop prune quarantine quash ratify rearm reassess rebrand rebuff recapture recommit reconvene rectify redeploy redirect redouble reelect reschedule reroute resubmit retest revamp
revert screen scrub second seek segregate separate shelve shore shoulder shrink sideline siphon spearhead sponsor stockpile surrender table tailor team transmit transport trim trial undertake unload unlock uphold vacate vet visit`)

// meeting are verbs of coming together, with what must follow them where they have other senses.
var meeting = map[string][]string{
	"meet": nil, "gather": nil, "convene": nil, "assemble": nil, "travel": {"to"}, "fly": {"to"}, "visit": nil, "appear": {"court", "before", "judge", "magistrates", "committee", "tribunal"}, "return": {"for"}, "attend": nil, "host": nil, "reconvene": nil,
	"hold":   {"talks", "meeting", "meetings", "summit", "hearing", "hearings", "conference", "consultations", "negotiations", "session", "discussions", "briefing", "rally", "ceremony"},
	"arrive": {"in", "on", "for", "at"}, "address": {"conference", "convention", "parliament", "congress", "assembly", "summit", "session", "nation", "meeting", "forum"}, "chair": nil, "testify": nil, "receive": {"president", "minister"},
}

// presents are the forms of those verbs that stand with a day in the present tense.
var presents = map[string]string{"meets": "meet", "meet": "meet", "arrives": "arrive", "arrive": "arrive", "travels": "travel", "visits": "visit", "gathers": "gather", "hosts": "host", "holds": "hold", "convenes": "convene", "gather": "gather"}

// Words that the rules look at, by what they are.
var (
	// events are subjects that are held or take place; ballots are those of a vote.
	events = set(`summit summits meeting meetings talks conference conferences hearing hearings trial session round negotiations visit forum ceremony competition
debate consultations gathering workshop event launch flight inauguration parade drills exercises exercise roadshows
event rally convention congress tour exhibition congress festival gala tournament match parley symposium seminar retreat assembly briefing review inquest appeal`)
	ballots = set(`vote votes referendum referendums election elections ballot poll polls runoff run-off by-election primary plebiscite`)
	// terms are what expires: things that hold for a while.
	terms = set(`sanctions sanction mandate treaty agreement deal truce ceasefire licence license ban contract waiver decree rule rules emergency lines moratorium pact permit
visa exemption embargo measures order lease accord term tariffs tariff restrictions suspension pause curfew embargoes programme program offer protection authorisation authorization arrangement freeze`)
	// lifeless subjects do not act: what they "will" do is a forecast.
	lifeless = set(`inflation prices price economy growth demand rain temperatures temperature war rules rule plan plans deal rates rate talks report population
sales costs cost unemployment losses debt deficit output market markets stocks shares oil gas weather consequences sanctions tariffs law bill conflict crisis election agreement it
this that there which product aircraft plane jet dreamliner iphone service phone system software resignation range what who storm measure measures weeks days decision model reduction
address speech airplane plane planes jets vessel ship car vehicle train leg tide legislation policies policy proposal proposals initiative act amendment budget tax taxes cuts spending news result results outcome move moves approach idea strategy victory loss race contest campaigns
delegates polls poll weather future past world history time day year night morning something nothing everything anything project projects program programme replacement restrictions`)
	// says are verbs before a reported pledge.
	says = set(`said says say told announced announces added adds stated confirmed confirms declared declares insisted insists reiterated reiterates wrote tweeted vowed vows pledged promised explained warned
replied saying adding announcing confirming argued suggested signaled signalled indicated indicates noted noting stating insisting explaining replying hinted revealed disclosed
announcement statement stressing stressed underlined emphasised emphasized repeated responded posted pledging promising vowing warning telling claimed`)
	// announces are verbs by which somebody makes known what he has the say in.
	announces = set(`announced announces announcing unveiled unveils unveiling confirmed confirms outlined outlines declared revealed pledged promised vowed`)
	// opinions are verbs before what others are thought to do.
	opinions = set(`predict predicts predicted predicting forecast forecasts believe believes believed think thinks thought expect expects expected fear fears feared hope hopes hoped worry worries
doubt doubts speculate speculated speculation suspect suspects assume assumes bet bets guess maintains unlikely possible chance risk signal suggest suggests likely sure worried imagine projected projects concern concerns concerned confident stunning doubtful convinced hopefully`)
	// vows are nouns by which a pledge is told, intending ones too.
	vows = set(`vow vows pledge pledges promise promises commitment commitments plan plans intention intentions decision`)
	// crowds are subjects of which one can only guess what they will do; electors are who is called to a vote.
	crowds   = set(`voters americans people consumers students users customers investors democrats republicans analysts critics men women buyers many some others everyone anyone somebody nobody fans percent % public viewers readers children families most`)
	electors = set(`voters insiders delegates lawmakers members electors citizens electorate parliament assembly congress party deputies mps legislators shareholders senators cardinals nation country`)
	// likeAdverbs end in -ly and are none.
	likeAdverbs = set(`apply supply comply rally reply rely fly italy family assembly july ally bully tally`)
	participles = map[string]string{"sent": "send", "given": "give", "cut": "cut", "put": "put", "built": "build", "paid": "pay", "sold": "sell", "bought": "buy", "held": "hold", "made": "make", "withdrawn": "withdraw", "brought": "bring", "taken": "take", "spent": "spend", "set": "set", "shut": "shut", "met": "meet", "kept": "keep", "left": "leave", "lent": "lend", "laid": "lay", "sought": "seek", "drawn": "draw", "written": "write", "begun": "begin", "frozen": "freeze", "unfrozen": "unfreeze", "fought": "fight", "shown": "show", "split": "split", "let": "let"}
	commissive  = set(`pledged pledges pledge pledging promised promises promise promising vowed vows vow vowing undertook undertaken undertakes committed commits commit committing
agreed agrees agree agreeing guaranteed guarantees guarantee swore sworn offered offers volunteered`)
	intending = set(`plans plan intends intend planned intended decided chosen resolved opted expects expect`)
	// soft are verbs of doing that things are said to do as well: they bind only where somebody is the subject.
	soft = set(`fit make go hold run break ask choose save force handle rule deal focus welcome head encourage turn sit stand keep direct balance clear boost ease counter list contest double decrease shrink save connect
capture carry govern drive control connect display use pump merge march maintain promote mine operate fill fix fly form plead pass extend expand complete deliver lift match face push pull pay
continue begin start allow support provide open prevent increase keep help end improve create cover include protect produce include remove replace cut limit reduce change move draw
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
