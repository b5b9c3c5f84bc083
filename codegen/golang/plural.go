package golang

import "strings"

// uncountable are words whose plural is no other word, or that only look like one.
var uncountable = setOf(`advice aircraft analytics audio aws baggage chaos cors cosmos css data deer dns electronics equipment evidence feedback firmware
	fish furniture gps hardware homework html http https information intelligence jeans js knowledge kudos logistics luggage mathematics media
	metadata money moose music news offspring pants physics police politics postgres progress rice rss salmon scissors series sheep sms software
	spam species sql ssl staff stuff swine thanks tls traffic trousers weather xss`)

// irregular are plurals with their singulars, where the rules below would be wrong. Where a singular has two plurals, the one to use
// is in preferred.
var irregular = pairs(`people person|men man|women woman|children child|feet foot|teeth tooth|geese goose|mice mouse|lice louse|oxen ox
	criteria criterion|phenomena phenomenon|schemata schema|strata stratum|bacteria bacterium|curricula curriculum|memoranda memorandum
	indices index|indexes index|matrices matrix|vertices vertex|appendices appendix|axes axis|quizzes quiz|alumni alumnus|cacti cactus
	foci focus|fungi fungus|nuclei nucleus|radii radius|stimuli stimulus|syllabi syllabus|larvae larva|formulae formula|antennae antenna
	leaves leaf|knives knife|wives wife|lives life|halves half|shelves shelf|wolves wolf|calves calf|loaves loaf|thieves thief|selves self
	elves elf|scarves scarf|hooves hoof|movies movie|cookies cookie|pies pie|ties tie|lies lie|dies die|zombies zombie|selfies selfie
	calories calorie|rookies rookie|brownies brownie|hoodies hoodie|genies genie|caches cache|aches ache|headaches headache
	avalanches avalanche|niches niche|heroes hero|potatoes potato|tomatoes tomato|echoes echo|vetoes veto|torpedoes torpedo|cargoes cargo
	mosquitoes mosquito|embargoes embargo|gases gas|aliases alias|biases bias|atlases atlas|canvases canvas|lenses lens|yeses yes
	taxis taxi|skis ski|kiwis kiwi|emojis emoji|menus menu|gnus gnu|tofus tofu|emus emu|gurus guru|analyses analysis|bases base
	crises crisis|diagnoses diagnosis|hypotheses hypothesis|oases oasis|parentheses parenthesis|prognoses prognosis|synopses synopsis
	theses thesis|syntheses synthesis|ellipses ellipsis|emphases emphasis|paralyses paralysis|nemeses nemesis|databases database|epochs epoch
	techs tech|stomachs stomach`)

// preferred are the plurals of singulars that follow no rule.
var preferred = map[string]string{
	"index": "indexes", "schema": "schemas", "basis": "bases", "formula": "formulas", "antenna": "antennas", "syllabus": "syllabuses",
	"cactus": "cactuses", "focus": "focuses", "appendix": "appendices", "axis": "axes",
}

// endsInUse are singulars with a silent e, unlike the plurals "buses" and "statuses".
var endsInUse = setOf(`abuse accuse amuse cause cruse clause confuse disuse douse excuse fuse hearse house muse misuse overuse pause refuse reuse ruse
	spouse use warehouse greenhouse lighthouse powerhouse clubhouse blouse mouse grouse`)

// pairs reads "plural singular" between bars and line ends.
func pairs(text string) map[string]string {
	all := map[string]string{}
	for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '\n' }) {
		two := strings.Fields(pair)
		all[two[0]] = two[1]
	}
	return all
}

// singular gives the singular of a word in small letters; a singular gives itself, for the words that databases have names from.
func singular(word string) string {
	if uncountable[word] || initialisms[word] {
		return word
	}
	if one, ok := irregular[word]; ok {
		return one
	}
	for _, many := range []string{"people", "children", "women", "smen", "feet", "mice"} {
		if stem, ok := strings.CutSuffix(word, many); ok {
			return stem + map[string]string{"people": "person", "children": "child", "women": "woman", "smen": "sman", "feet": "foot", "mice": "mouse"}[many]
		}
	}
	ends := func(suffixes ...string) bool {
		for _, s := range suffixes {
			if strings.HasSuffix(word, s) {
				return true
			}
		}
		return false
	}
	cut := func(n int) string { return word[:len(word)-n] }
	switch {
	case len(word) < 3 || !ends("s"):
		return word
	case initialisms[cut(1)]: // apis
		return cut(1)
	case isSingularInS(word):
		return word
	case ends("ies") && len(word) > 4:
		return cut(3) + "y"
	case ends("uses"):
		if endsInUse[cut(1)] {
			return cut(1)
		}
		return cut(2)
	case ends("sses", "shes", "ches", "xes", "zzes"):
		return cut(2)
	}
	return cut(1)
}

// isSingularInS tells of a word that ends in s whether it is a singular: status, address, analysis, alias.
func isSingularInS(word string) bool {
	for _, suffix := range []string{"ss", "us", "is"} {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return irregular[word+"es"] == word
}

// plural gives the plural of a singular in small letters.
func plural(word string) string {
	if uncountable[word] {
		return word
	}
	if many, ok := preferred[word]; ok {
		return many
	}
	for many, one := range irregular {
		if one == word {
			return many // preferred has those with two
		}
	}
	for _, pair := range [][2]string{{"person", "people"}, {"child", "children"}, {"woman", "women"}, {"sman", "smen"}} {
		if stem, ok := strings.CutSuffix(word, pair[0]); ok {
			return stem + pair[1]
		}
	}
	vowel := func(i int) bool { return i >= 0 && strings.IndexByte("aeiou", word[i]) >= 0 }
	ends := func(suffix string) bool { return strings.HasSuffix(word, suffix) }
	switch {
	case ends("y") && len(word) > 1 && !vowel(len(word)-2):
		return word[:len(word)-1] + "ies"
	case ends("sis"):
		return word[:len(word)-2] + "es"
	case ends("s"), ends("sh"), ends("ch"), ends("x"), ends("z"):
		return word + "es"
	}
	return word + "s"
}

// lastWord gives the words with another last one.
func lastWord(words []string, change func(string) string) []string {
	n := len(words) - 1
	last := words[n]
	changed := change(strings.ToLower(last))
	if changed == strings.ToLower(last) {
		changed = last // with its capitals
	}
	return append(append(make([]string, 0, n+1), words[:n]...), changed)
}

// singularOf and pluralOf give the words of a name with the last one in that number.
func singularOf(words []string) []string { return lastWord(words, singular) }
func pluralOf(words []string) []string   { return lastWord(singularOf(words), plural) }
