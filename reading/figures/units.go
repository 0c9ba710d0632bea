package figures

// measures are units by their symbol: SI and its prefixes, those of trade, energy and information, and the customary ones.
var measures = []struct {
	symbol string
	words  string // in any case
	exact  string // symbols, whose case counts
	glued  bool   // symbols that count only where no space stands before them
}{
	{"km", "kilometer kilometers kilometre kilometres kms", "km Km KM", false},
	{"m", "meter meters metre metres", "m", true},
	{"cm", "centimeter centimeters centimetre centimetres", "cm", false},
	{"dm", "decimeter decimeters decimetre decimetres", "dm", false},
	{"mm", "millimeter millimeters millimetre millimetres", "mm", false},
	{"mi", "mile miles", "mi", false},
	{"yd", "yard yards", "yd yds", false},
	{"ft", "foot feet", "ft", false},
	{"in", "inch inches", "", false},
	{"nmi", "", "nmi nm", false},
	{"ha", "hectare hectares", "ha", false},
	{"acre", "acre acres", "", false},
	{"t", "tonne tonnes ton tons", "t", true},
	{"kt", "kiloton kilotons kilotonne kilotonnes", "kt", false},
	{"Mt", "megaton megatons megatonne megatonnes", "Mt", false},
	{"kg", "kilogram kilograms kilo kilos kilogramme kilogrammes", "kg", false},
	{"g", "gram grams gramme grammes", "g", true},
	{"mg", "milligram milligrams", "mg", false},
	{"µg", "microgram micrograms microgramme microgrammes", "μg µg mcg", false},
	{"lb", "lbs lb", "", false},
	{"oz", "ounce ounces", "oz", false},
	{"L", "liter liters litre litres", "L l", true},
	{"mL", "milliliter milliliters millilitre millilitres", "ml mL", false},
	{"gal", "gallon gallons", "gal", false},
	{"bbl", "barrel barrels", "bbl", false},
	{"bpd", "", "bpd", false},
	{"bu", "bushel bushels", "", false},
	{"W", "watt watts", "W", false},
	{"kW", "kilowatt kilowatts", "kW", false},
	{"MW", "megawatt megawatts", "MW", false},
	{"GW", "gigawatt gigawatts", "GW", false},
	{"TW", "terawatt terawatts", "TW", false},
	{"kWh", "kilowatt-hours", "kWh", false},
	{"MWh", "", "MWh", false},
	{"GWh", "", "GWh", false},
	{"TWh", "", "TWh", false},
	{"V", "volt volts", "V", true},
	{"kV", "kilovolt kilovolts", "kV", false},
	{"Hz", "hertz", "Hz", false},
	{"kHz", "kilohertz", "kHz", false},
	{"MHz", "megahertz", "MHz", false},
	{"GHz", "gigahertz", "GHz", false},
	{"hp", "horsepower", "hp", false},
	{"J", "joule joules", "", false},
	{"kB", "kilobyte kilobytes", "KB kB", false},
	{"MB", "megabyte megabytes", "MB", false},
	{"GB", "gigabyte gigabytes", "GB", false},
	{"TB", "terabyte terabytes", "TB", false},
	{"Mbit", "megabit megabits", "Mb mb", false},
	{"Gbit", "gigabit gigabits", "Gb", false},
	{"B", "byte bytes", "", false},
	{"mph", "", "mph MPH", false},
	{"km/h", "kph kmph kmh", "", false},
	{"kn", "knot knots", "", false},
	{"°C", "celsius celcius centigrade centigrate", "C", true},
	{"°F", "fahrenheit farenheit", "F", true},
	{"°", "degree degrees deg", "", false},
	{"dB", "decibel decibels", "dB", false},
	{"Bq", "becquerel becquerels", "", false},
	{"Sv", "sievert sieverts", "", false},
	{"mSv", "millisievert millisieverts", "mSv", false},
	{"px", "pixel pixels", "", false},
	{"pt", "point points", "", false},
	{"km²", "km2", "", false},
	{"m²", "m2 sqm", "", false},
	{"m³", "m3", "", false},
	{"bit", "bit bits", "", false},
	{"bcm", "", "bcm", false},
	{"TEU", "", "TEU TEUs", false},
	{"cup", "cup cups", "", false},
	{"tbsp", "tablespoon tablespoons", "", false},
	{"tsp", "teaspoon teaspoons", "", false},
	{"pm", "picometer picometers", "", false},
	{"rad", "radian radians", "rad", false},
}

// rates are the words behind a unit that make it one of speed or flow, by the symbol of the unit of time.
var rates = map[string]string{
	"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a", "hr": "h", "h": "h", "s": "s", "sec": "s", "millisecond": "ms", "ms": "ms",
}

// rated lists the units that a rate changes; "20 tonnes a year" stays 20 tonnes.
var rated = map[string]bool{"km": true, "m": true, "cm": true, "mi": true, "ft": true, "bbl": true, "L": true, "Mbit": true, "Gbit": true, "MB": true, "GB": true, "nmi": true, "mm": true}

// squared and cubed name the symbols behind "square" and "cubic".
var (
	squared = map[string]string{"km": "km²", "m": "m²", "mi": "sq mi", "ft": "sq ft", "in": "sq in", "yd": "sq yd", "cm": "cm²"}
	cubed   = map[string]string{"km": "km³", "m": "m³", "ft": "cu ft", "yd": "cu yd", "cm": "cm³", "in": "cu in"}
)
