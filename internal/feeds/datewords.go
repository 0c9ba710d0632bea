package feeds

import (
	"strings"
	"sync"
	"time"
)

// The words of dates in the languages of the listings we follow. They are written as they are printed and folded (lower
// case, no accents) when first used.

// monthNames gives the twelve months of a language, each as its forms with "|" between: the plain name, the inflected
// form beside a day, and abbreviations that are no beginnings of either.
var monthNames = []struct{ language, months string }{
	{"en", "january february march april may june july august september october november december"},
	{"de", "januar|jänner februar|feber märz|mrz april mai juni juli august september oktober november dezember"},
	{"fr", "janvier février mars avril mai juin juillet|jul août septembre octobre novembre décembre"},
	{"es", "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre"},
	{"it", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"},
	{"pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"},
	{"nl", "januari februari maart|mrt april mei juni juli augustus september oktober november december"},
	{"pl", "styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maj|maja czerwiec|czerwca lipiec|lipca sierpień|sierpnia wrzesień|września październik|października listopad|listopada grudzień|grudnia"},
	{"ru", "январь|января февраль|февраля март|марта апрель|апреля май|мая июнь|июня июль|июля август|августа сентябрь|сентября октябрь|октября ноябрь|ноября декабрь|декабря"},
	{"uk", "січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня липень|липня серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня"},
	{"cs", "leden|ledna únor|února březen|března duben|dubna květen|května červen|června červenec|července|čvc srpen|srpna září říjen|října listopad|listopadu prosinec|prosince"},
	{"sk", "január|januára február|februára marec|marca apríl|apríla máj|mája jún|júna júl|júla august|augusta september|septembra október|októbra november|novembra december|decembra"},
	{"sv", "januari februari mars april maj juni juli augusti september oktober november december"},
	{"da", "januar februar marts april maj juni juli august september oktober november december"},
	{"nb", "januar februar mars april mai juni juli august september oktober november desember"},
	{"is", "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember"},
	{"fi", "tammikuu|tammikuuta helmikuu|helmikuuta maaliskuu|maaliskuuta huhtikuu|huhtikuuta toukokuu|toukokuuta kesäkuu|kesäkuuta heinäkuu|heinäkuuta elokuu|elokuuta syyskuu|syyskuuta lokakuu|lokakuuta marraskuu|marraskuuta joulukuu|joulukuuta"},
	{"et", "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember"},
	{"lv", "janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā jūlijs|jūlijā augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī decembris|decembrī"},
	{"lt", "sausis|sausio vasaris|vasario kovas|kovo balandis|balandžio gegužė|gegužės birželis|birželio liepa|liepos rugpjūtis|rugpjūčio rugsėjis|rugsėjo spalis|spalio lapkritis|lapkričio gruodis|gruodžio"},
	{"tr", "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"},
	{"ro", "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"},
	{"hu", "január február március április május június július augusztus szeptember október november december"},
	{"el", "ιανουάριος|ιανουαρίου φεβρουάριος|φεβρουαρίου μάρτιος|μαρτίου απρίλιος|απριλίου μάιος|μαΐου ιούνιος|ιουνίου ιούλιος|ιουλίου αύγουστος|αυγούστου σεπτέμβριος|σεπτεμβρίου οκτώβριος|οκτωβρίου νοέμβριος|νοεμβρίου δεκέμβριος|δεκεμβρίου"},
	{"bg", "януари февруари март април май юни юли август септември октомври ноември декември"},
	{"sr", "januar|јануар februar|фебруар mart|март april|април maj|мај jun|јун jul|јул avgust|август septembar|септембар oktobar|октобар novembar|новембар decembar|децембар"},
	{"sl", "januar|januarja februar|februarja marec|marca april|aprila maj|maja junij|junija julij|julija avgust|avgusta september|septembra oktober|oktobra november|novembra december|decembra"},
	{"hr", "siječanj|siječnja veljača|veljače ožujak|ožujka travanj|travnja svibanj|svibnja lipanj|lipnja srpanj|srpnja kolovoz|kolovoza rujan|rujna listopad|listopada studeni|studenoga|studenog prosinac|prosinca"},
	{"ca", "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"},
	{"id", "januari februari maret april mei juni juli agustus september oktober november desember"},
	{"ar", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"},
	{"he", "ינואר|בינואר פברואר|בפברואר מרץ|במרץ אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר"},
}

// calendar is the folded forms of the months of one language, January first.
type calendar struct {
	language string
	months   [12][]string
}

var calendars = sync.OnceValue(func() []calendar {
	var out []calendar
	for _, l := range monthNames {
		c := calendar{language: l.language}
		for i, forms := range strings.Fields(l.months) {
			c.months[i] = strings.Split(fold(forms), "|")
		}
		out = append(out, c)
	}
	return out
})

// find gives the month (1 to 12) of which the word is a form or, unless whole, the first three or more letters; 0 for none.
func (c *calendar) find(word string, whole bool) int {
	for i, forms := range c.months {
		for _, f := range forms {
			if f == word || !whole && len([]rune(word)) >= 3 && strings.HasPrefix(f, word) {
				return i + 1
			}
		}
	}
	return 0
}

// monthNamed gives the month (1 to 12) that a folded word names, 0 for none: in the listing's language, else in English,
// else in any; whole names go before abbreviations.
func monthNamed(word, language string) int {
	language, _, _ = strings.Cut(language, "-")
	all := calendars()
	for _, l := range []string{language, "en"} {
		for i := range all {
			if all[i].language != l {
				continue
			}
			if m := max(all[i].find(word, true), all[i].find(word, false)); m > 0 {
				return m
			}
		}
	}
	for _, whole := range []bool{true, false} {
		for i := range all {
			if m := all[i].find(word, whole); m > 0 {
				return m
			}
		}
	}
	return 0
}

// zones gives minutes east of Greenwich. Of ambiguous names the sense is the one the news uses most.
var zones = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
	"eet": 120, "eest": 180, "sast": 120, "msk": 180, "мск": 180, "trt": 180, "gst": 240, "pkt": 300, "ist": 330, "ict": 420, "wib": 420,
	"hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
	"brt": -180, "art": -180, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
	"mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}

// american gives the names that stand for standard and summer time alike, in minutes east of Greenwich of standard time.
var american = map[string]int{"et": -300, "ct": -360, "mt": -420, "pt": -480}

const (
	unitMonth time.Duration = -1 // of no fixed length
	unitYear  time.Duration = -2
)

// units gives the beginnings of the names of units, folded; of several the longest counts.
var units = []struct {
	unit   time.Duration
	starts string
}{
	{time.Second, "sec sek seg секунд δευτερολ saniye masodperc"},
	{time.Minute, "min мин хвилин λεπτ dakika dk perc"},
	{time.Hour, "h hr hour std stund heure hora ora ore uur uren godz час годин hodin hod tim tunti saat ωρ"},
	{24 * time.Hour, "d day tag jour j dia giorn dag dni dzien день дня дней дни дн ден den dny dnem dnu paiv gun zi nap ημερ μερ"},
	{7 * 24 * time.Hour, "w week woche semaine semana settiman weken tydzien tygod недел тижд тижн tyden tydn veck uge uke viikko hafta saptaman het εβδομ"},
	{unitMonth, "month monat mois mes maand miesi месяц місяц mesic manad maned kuukau ay lun honap μην"},
	{unitYear, "year jahr an annee ano jaar rok lat год лет рік рок ar vuo yil ev χρον"},
}

// unitNamed gives 0 for a word that names no unit.
func unitNamed(word string) time.Duration {
	var found time.Duration
	longest := 0
	for _, u := range units {
		for _, s := range strings.Fields(u.starts) {
			s = fold(s)
			if len(s) > longest && strings.HasPrefix(word, s) && (len(s) > 1 || word == s) {
				found, longest = u.unit, len(s)
			}
		}
	}
	return found
}

// agoWords point back from now, folded.
var agoWords = []string{
	"ago", "vor", "hace", "ha", "fa", "geleden", "temu", "назад", "тому", "pred", "sedan", "siden", "sitten", "once", "acum", "ezelott", "πριν",
}

// dayWords gives how many days before today a folded word names.
var dayWords = map[string]int{
	"today": 0, "heute": 0, "aujourd": 0, "hoy": 0, "oggi": 0, "hoje": 0, "vandaag": 0, "dzis": 0, "dzisiaj": 0, "сегодня": 0,
	"сьогодні": 0, "dnes": 0, "idag": 0, "tanaan": 0, "bugun": 0, "azi": 0, "σημερα": 0,
	"yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1, "ieri": 1, "ontem": 1, "gisteren": 1, "wczoraj": 1, "вчера": 1,
	"вчора": 1, "vcera": 1, "igar": 1, "eilen": 1, "dun": 1, "tegnap": 1, "χθες": 1, "χτες": 1,
}
