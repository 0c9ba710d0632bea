package tokens

import "strings"

// clitics follow an apostrophe: they's, we'll. "n't" is found apart, since its apostrophe stands inside.
var clitics = set("s re ve ll d m S RE VE LL D M")

// contracted words are cut without an apostrophe, after this many bytes.
var contracted = map[string]int{"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "thats": 4, "youre": 3}

// elided words keep the apostrophe they begin with.
var elided = set("em til tis twas cause cuz bout round n")

// prefixes keep their hyphen and the word after it; other hyphens are tokens of their own. From the words that the
// training halves of EWT and GUM keep whole.
var prefixes = set(`anti co counter cross e ex inter intra mid mini multi non neo over post pre pro proto pseudo psycho re
	semi socio sub super trans ultra un vice`)

// unitsAfterDigits are cut from the number they are written against: "5pm", "150bn". Ordinals and decades stay whole.
var unitsAfterDigits = set(`am pm a p k m b bn mn mln tn t M K B BN AM PM MM mm cm km kg g lb lbs oz ft in sq mph kph mb gb kb
	hz khz mhz ghz Hz kW MW GW kWh MWh GWh TWh C F x hrs mins min sec percent million billion trillion`)

// titles stand before a name, so that a full stop after them never ends a sentence.
var titles = set(`mr mrs ms messrs mx dr prof rev hon fr sr sen sens rep reps gov govs gen adm col lt maj capt cmdr sgt cpl pvt
	brig pres amb st ft mt vs v cf fig figs art arts sec secs ch viz approx est supt det insp gens cols lts mgr msgr ald asst
	dep dept pp eds attn atty univ p.s`)

// stopped abbreviations may end a sentence.
var stopped = set(`jr inc corp co ltd llc plc bros etc al jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed
	thu thur thurs fri sat ave blvd rd assn assoc intl natl govt esp ed eds no nos vol ext est ariz ark calif colo conn del
	fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex vt va wash wis wyo que ont
	lb lbs oz hr hrs min mins yr yrs ph esq ret dist rm gmbh bhd pty sa nv ag e.g i.e u.s`)

// words are also words of their own: they are abbreviations only when what follows fits ("No. 5", "Wash. (AP)").
var words = set("no nos co mar sat sun mon wed fri la ill ind miss mass pa ga mo del wash ore ext ed min art sec fig in am est gen ch fr dec col rep")

// starters are capitalised words that begin a sentence far more often than a name, so that "U.S. The" is two sentences.
var starters = set(`A After All Although Among An And Another Any As At Because Before Both But By Despite Does During Each Even
	Every Few For From Had Has Have He Her Here His How However I If In Instead Is It Its Just Last Later Like Many Meanwhile
	More Moreover Most Much My Nevertheless No None Nor Not Nothing Now Of On Once One Only Or Other Others Our Over Perhaps
	She Since So Some Still Such That The Their Then There These They This Those Though Through Thus To Today Under Unlike Until
	Was We Were What When Where Whether Which While Who Whoever Why With Without Would Yes Yet You Your`)

// verbsOfSpeech follow a name after a quotation that ends in ? or !, so that “Why?” Kallas asked. is one sentence.
var verbsOfSpeech = set(`said says asked asks told added adds replied wrote writes tweeted continued declared shouted exclaimed
	warned insisted concluded joked quipped wondered explained argued noted responded demanded inquired cried recalled`)

// domains end a host's name that is printed without http.
var domains = set("com org net gov edu mil int info eu uk de fr co us ca au io tv ru ua cn in ie nl be ch it es")

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
