package figures

import "strings"

// currency is a money: its ISO 4217 code, the names it goes by, and its abbreviations. A name that several share stands
// with the one that news means by it alone; family and dollars tell them apart.
type currency struct {
	code  string
	names string // lower case; a hundredth's names stand behind a slash
	codes string // abbreviations used like the code
}

// currencies are those of ISO 4217 in use, those that news of this century's first years still names, and bitcoin.
var currencies = []currency{
	{"USD", "dollar dollars buck bucks / cent cents", ""},
	{"EUR", "euro euros / eurocent eurocents", ""},
	{"GBP", "pound pounds sterling quid / penny pence", "STG"},
	{"JPY", "yen 円", ""},
	{"CNY", "yuan renminbi kuai 元", "RMB CNH"},
	{"CHF", "franc francs", "SFr"},
	{"INR", "rupee rupees / paise", "Rs Re"},
	{"RUB", "ruble rubles rouble roubles", "RUR"},
	{"UAH", "hryvnia hryvnias hryvnya hryven", ""},
	{"TRY", "lira liras lire", "TL"},
	{"KRW", "won", ""},
	{"KPW", "", ""},
	{"SEK", "krona kronor", ""},
	{"DKK", "kroner krone", ""},
	{"NOK", "", ""},
	{"ISK", "", ""},
	{"CZK", "koruna korunas koruny crown crowns", "Kc"},
	{"PLN", "zloty zlotys zlotych złoty złotys", ""},
	{"HUF", "forint forints", ""},
	{"RON", "leu lei", ""},
	{"MDL", "", ""},
	{"BGN", "lev leva", ""},
	{"RSD", "dinar dinars", ""},
	{"KWD", "", "KD"},
	{"IQD", "", ""},
	{"JOD", "", "JD"},
	{"BHD", "", "BD"},
	{"DZD", "", ""},
	{"TND", "", ""},
	{"LYD", "", ""},
	{"MKD", "denar denars", ""},
	{"ALL", "lek", ""},
	{"BAM", "", ""},
	{"AED", "dirham dirhams", "Dh Dhs"},
	{"MAD", "", ""},
	{"SAR", "riyal riyals", "SR"},
	{"QAR", "", "QR"},
	{"IRR", "rial rials toman tomans", ""},
	{"OMR", "", ""},
	{"YER", "", ""},
	{"ILS", "shekel shekels", "NIS"},
	{"EGP", "", "LE"},
	{"LBP", "", ""},
	{"SYP", "", ""},
	{"SDG", "", ""},
	{"SSP", "", ""},
	{"MXN", "peso pesos", ""},
	{"ARS", "", ""},
	{"CLP", "", ""},
	{"COP", "", ""},
	{"PHP", "", ""},
	{"CUP", "", ""},
	{"UYU", "", ""},
	{"DOP", "", ""},
	{"BRL", "real reais reals", ""},
	{"PEN", "sol soles", ""},
	{"BOB", "boliviano bolivianos", ""},
	{"VES", "bolivar bolivars bolivares bolívar bolívares", ""},
	{"PYG", "guarani guaranis", ""},
	{"GTQ", "quetzal quetzals", ""},
	{"HNL", "lempira lempiras", ""},
	{"NIO", "cordoba cordobas", ""},
	{"CRC", "colon colones", ""},
	{"PAB", "balboa balboas", ""},
	{"HTG", "gourde gourdes", ""},
	{"ZAR", "rand rands", "R"},
	{"NGN", "naira nairas", ""},
	{"GHS", "cedi cedis", ""},
	{"KES", "shilling shillings", "KSh Ksh Sh"},
	{"UGX", "", "USh"},
	{"TZS", "", "TSh"},
	{"SOS", "", ""},
	{"ETB", "birr birrs", ""},
	{"ERN", "nakfa", ""},
	{"ZMW", "kwacha kwachas", ""},
	{"MWK", "", ""},
	{"AOA", "kwanza kwanzas", ""},
	{"MZN", "metical meticais", ""},
	{"BWP", "pula", ""},
	{"XOF", "", "CFA FCFA"},
	{"XAF", "", ""},
	{"CDF", "", ""},
	{"RWF", "", ""},
	{"GMD", "dalasi dalasis", ""},
	{"PKR", "", ""},
	{"LKR", "", ""},
	{"NPR", "", ""},
	{"MUR", "", ""},
	{"BDT", "taka takas", "Tk"},
	{"AFN", "afghani afghanis", ""},
	{"IDR", "rupiah rupiahs", "Rp"},
	{"MYR", "ringgit ringgits", "RM"},
	{"THB", "baht bahts", ""},
	{"VND", "dong dongs", ""},
	{"MMK", "kyat kyats", ""},
	{"KHR", "riel riels", ""},
	{"LAK", "kip kips", ""},
	{"MNT", "tugrik tugriks togrog", ""},
	{"KZT", "tenge tenges", ""},
	{"UZS", "", ""},
	{"KGS", "som soms", ""},
	{"TJS", "somoni somonis", ""},
	{"TMT", "manat manats", ""},
	{"AZN", "", ""},
	{"GEL", "lari laris", ""},
	{"AMD", "dram drams", ""},
	{"BYN", "", ""},
	{"CAD", "", ""},
	{"AUD", "", ""},
	{"NZD", "", ""},
	{"HKD", "", ""},
	{"SGD", "", ""},
	{"TWD", "", ""},
	{"JMD", "", ""},
	{"FJD", "", ""},
	{"NAD", "", ""},
	{"LRD", "", ""},
	{"ZWL", "", ""},
	{"TTD", "", ""},
	{"BBD", "", ""},
	{"DEM", "deutschmark deutschmarks", "DM"},
	{"ITL", "", ""},
	{"FRF", "", "FFr"},
	{"ESP", "peseta pesetas", ""},
	{"PTE", "escudo escudos", ""},
	{"NLG", "guilder guilders", ""},
	{"FIM", "markka markkaa", ""},
	{"HRK", "kuna kunas", ""},
	{"GRD", "drachma drachmas", ""},
	{"BTC", "bitcoin bitcoins", ""},
}

// addCurrency enters the words of a currency.
func addCurrency(add func(string, entry), c currency) {
	strict := c.code
	if strings.Contains(" USD EUR GBP CNY SEK NZD MXN CAD AUD CHF JPY HKD SGD INR RUB UAH ", " "+c.code+" ") {
		strict = "" // no English word: any case will do
	}
	if c.code != "ALL" {
		add(strings.ToLower(c.code), entry{role: currencyCode, money: c.code, strict: strict, prefix: true})
	}
	for _, w := range strings.Fields(c.codes) {
		strict := w
		if w == "RMB" {
			strict = ""
		}
		add(strings.ToLower(w), entry{role: currencyCode, money: c.code, strict: strict, prefix: true})
	}
	whole, part, _ := strings.Cut(c.names, "/")
	for _, w := range strings.Fields(whole) {
		add(w, entry{role: currencyName, money: c.code})
	}
	for _, w := range strings.Fields(part) {
		add(w, entry{role: hundredth, money: c.code})
	}
}

// symbols are the marks of money.
var symbols = map[rune]string{
	'$': "USD", '€': "EUR", '£': "GBP", '¥': "JPY", '₹': "INR", '₨': "INR", '₽': "RUB", '₴': "UAH", '₺': "TRY", '₩': "KRW", '₪': "ILS", '₦': "NGN",
	'฿': "THB", '₫': "VND", '₱': "PHP", '₡': "CRC", '₲': "PYG", '₵': "GHS", '₸': "KZT", '₼': "AZN", '₾': "GEL", '₿': "BTC", '₭': "LAK", '₮': "MNT",
	'៛': "KHR", '﷼': "IRR", '元': "CNY", '円': "JPY", '＄': "USD", '￡': "GBP", '￥': "JPY", '¢': "USD",
}

// signed are the letters before a symbol that say whose money it is: "C$", "CN¥".
var signed = map[string]string{
	"US$": "USD", "U.S.$": "USD", "U.S$": "USD", "USD$": "USD", "C$": "CAD", "CA$": "CAD", "CAN$": "CAD", "CAD$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "AUS$": "AUD",
	"NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "R$": "BRL", "MEX$": "MXN", "MX$": "MXN", "J$": "JMD", "FJ$": "FJD", "N$": "NAD", "L$": "LRD", "Z$": "ZWL",
	"TT$": "TTD", "BDS$": "BBD", "CN¥": "CNY", "RMB¥": "CNY", "E£": "EGP", "LE£": "EGP", "GB£": "GBP", "UK£": "GBP", "TL₺": "TRY",
}

// dollars lists, by code, the words that before "dollars" tell whose they are.
var dollars = map[string]string{
	"USD": "us u.s american u.s.", "CAD": "canadian", "AUD": "australian aussie", "NZD": "zealand kiwi", "SGD": "singapore singaporean", "TWD": "taiwan taiwanese",
	"JMD": "jamaican", "FJD": "fijian", "NAD": "namibian", "LRD": "liberian", "ZWL": "zimbabwe zimbabwean", "TTD": "trinidadian", "BBD": "barbadian", "HKD": "kong",
	"GBP": "british", "EGP": "egyptian", "LBP": "lebanese", "SYP": "syrian", "SDG": "sudanese", "CHF": "swiss", "FRF": "french", "XOF": "cfa", "RWF": "rwandan", "CDF": "congolese",
	"INR": "indian", "PKR": "pakistani", "LKR": "lankan", "NPR": "nepalese nepali", "MUR": "mauritian", "RUB": "russian", "BYN": "belarusian belarusan", "TRY": "turkish", "ITL": "italian",
	"KRW": "korean", "SEK": "swedish", "NOK": "norwegian", "DKK": "danish", "ISK": "icelandic", "CZK": "czech", "RON": "romanian", "MDL": "moldovan", "RSD": "serbian", "KWD": "kuwaiti",
	"IQD": "iraqi", "JOD": "jordanian", "BHD": "bahraini", "DZD": "algerian", "TND": "tunisian", "LYD": "libyan", "AED": "uae emirati", "MAD": "moroccan", "SAR": "saudi", "QAR": "qatari",
	"IRR": "iranian", "OMR": "omani", "YER": "yemeni", "MXN": "mexican", "ARS": "argentine argentinian", "CLP": "chilean", "COP": "colombian", "PHP": "philippine", "CUP": "cuban",
	"UYU": "uruguayan", "DOP": "dominican", "BRL": "brazilian", "KES": "kenyan", "UGX": "ugandan", "TZS": "tanzanian", "SOS": "somali", "ZMW": "zambian", "MWK": "malawian", "AZN": "azerbaijani",
	"TMT": "turkmen", "KGS": "kyrgyz", "UZS": "uzbek", "CNY": "chinese", "NLG": "dutch", "FIM": "finnish", "ESP": "spanish", "DEM": "german", "PTE": "portuguese", "GRD": "greek", "PLN": "polish", "HUF": "hungarian", "BGN": "bulgarian", "UAH": "ukrainian",
	"HRK": "croatian", "GEL": "georgian", "KZT": "kazakh", "THB": "thai", "VND": "vietnamese", "MYR": "malaysian", "IDR": "indonesian", "NGN": "nigerian", "GHS": "ghanaian", "ETB": "ethiopian",
	"VES": "venezuelan", "PEN": "peruvian", "BDT": "bangladeshi", "AFN": "afghan", "MNT": "mongolian", "AMD": "armenian", "MMK": "burmese", "JPY": "japanese", "ILS": "israeli", "ZAR": "african",
}

// family groups the currencies that share a name, so that an adjective may choose among them.
var family = func() map[string]string {
	m := map[string]string{}
	for name, codes := range map[string]string{
		"dollar": "USD CAD AUD NZD SGD TWD JMD FJD NAD LRD ZWL TTD BBD HKD", "pound": "GBP EGP LBP SYP SDG SSP", "franc": "CHF FRF XOF RWF CDF",
		"rupee": "INR PKR LKR NPR MUR", "ruble": "RUB BYN", "lira": "TRY ITL", "won": "KRW KPW", "crown": "SEK NOK DKK ISK CZK", "leu": "RON MDL",
		"dinar": "RSD KWD IQD JOD BHD DZD TND LYD", "dirham": "AED MAD", "rial": "IRR OMR YER SAR QAR", "peso": "MXN ARS CLP COP PHP CUP UYU DOP",
		"shilling": "KES UGX TZS SOS", "kwacha": "ZMW MWK", "manat": "AZN TMT", "som": "KGS UZS", "yuan": "CNY", "yen": "JPY", "shekel": "ILS", "real": "BRL", "rand": "ZAR",
	} {
		for c := range strings.FieldsSeq(codes) {
			m[c] = name
		}
	}
	return m
}()
