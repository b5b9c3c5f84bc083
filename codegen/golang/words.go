package golang

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// initialisms are written in capitals, as Go's own names are.
var initialisms = setOf(`acl api ascii aws bic cdn cpu css csv dns ean eof faq fk gps guid html http https iban id imap ip isbn iso issn
	json jwt lhs mfa otp pdf pk pop3 qps ram rgb rhs rpc rss sku sla sms smtp sql ssh ssl ssn sso svg tcp tls tsv ttl udp ui uid upc uri url
	usb utc utf uuid vat vm vpn xml xmpp xsrf xss`)

// spellings are words that are written in a way of their own.
var spellings = map[string]string{"ipv": "IPv", "oauth": "OAuth"}

// symbols are what a name is called that has no letter and no digit.
var symbols = map[rune]string{
	'%': "Percent", '#': "Number", '$': "Dollar", '@': "At", '&': "And", '+': "Plus", '-': "Minus", '*': "Star", '/': "Slash",
	'!': "Bang", '?': "Question", '<': "Less", '>': "Greater", '=': "Equals", '.': "Dot", ',': "Comma", '_': "Underscore", ' ': "Space",
}

// setOf makes a set of the words in a text.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// split takes a database name apart into words: at everything that is no letter or digit, and where small letters turn into
// capitals: "order_items", "OrderItems" and "Order Items" are two words each, "HTTPServers" too. Marks on letters
// and apostrophes are dropped. A name without letters or digits has no words.
func split(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words, word = append(words, string(word)), nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case unicode.IsMark(r) || r == '\'' || r == '’':
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		default:
			if startsWord(runes, i) {
				end()
			}
			word = append(word, r)
		}
	}
	end()
	return words
}

// startsWord tells whether the capital at i begins a word: after a small letter or a digit, or as the last capital of several that a
// small letter follows. The s of a plural ("APIs") is no such letter.
func startsWord(runes []rune, i int) bool {
	if i == 0 || !unicode.IsUpper(runes[i]) {
		return false
	}
	lower := func(j int) bool { return j < len(runes) && unicode.IsLower(runes[j]) }
	switch before := runes[i-1]; {
	case unicode.IsLower(before) || unicode.IsDigit(before):
		return true
	case unicode.IsUpper(before):
		plural := i+1 < len(runes) && runes[i+1] == 's' && !lower(i+2)
		return lower(i+1) && !plural
	}
	return false
}

// capital writes a word with its first letter as a capital, and as Go does: "Id" is ID, "urls" is URLs, "id2" is ID2.
func capital(word string) string {
	lower := strings.ToLower(word)
	stem := strings.TrimRightFunc(lower, unicode.IsDigit)
	digits := lower[len(stem):]
	if initialisms[lower] || initialisms[stem] {
		return strings.ToUpper(lower)
	}
	if as, ok := spellings[stem]; ok {
		return as + digits
	}
	if one, ok := strings.CutSuffix(stem, "s"); ok && initialisms[one] {
		return strings.ToUpper(one) + "s" + digits
	}
	runes := []rune(word)
	if strings.ToUpper(word) == word {
		runes = []rune(lower) // SHOUTED
	}
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// camel joins words to an exported Go identifier. Two digits that would meet are kept apart by an underscore.
func camel(words []string) string {
	var b strings.Builder
	last := rune(0)
	for _, word := range words {
		word = capital(word)
		runes := []rune(word)
		if unicode.IsDigit(last) && unicode.IsDigit(runes[0]) {
			b.WriteByte('_')
		}
		b.WriteString(word)
		last = runes[len(runes)-1]
	}
	return exportable(b.String())
}

// exportable puts an X before what does not begin with a capital: a digit, or a letter of a script that has none.
func exportable(name string) string {
	if first, _ := utf8.DecodeRuneInString(name); unicode.IsUpper(first) {
		return name
	}
	return "X" + name
}

// wordsOf is split for names that must have words: symbols are spelled out where there is nothing else.
func wordsOf(name string) []string {
	if words := split(name); len(words) > 0 {
		return words
	}
	words := spelled(name)
	if len(words) == 0 {
		return []string{"Unnamed"}
	}
	return words
}

// spelled gives the words of a name with its symbols among them.
func spelled(name string) []string {
	var words []string
	rest := strings.Builder{}
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			rest.WriteRune(r)
			continue
		}
		words = append(words, split(rest.String())...)
		rest.Reset()
		if as, ok := symbols[r]; ok {
			words = append(words, as)
		} else {
			words = append(words, fmt.Sprintf("U%04X", r))
		}
	}
	return append(words, split(rest.String())...)
}

// Identifier gives the exported Go identifier for a name in the database. It always is one, but two names may have the same: "a_b"
// and "a b".
func Identifier(name string) string { return camel(wordsOf(strings.ToValidUTF8(name, ""))) }

// snake gives a name in small letters with underscores, for files and JSON.
func snake(name string) string {
	return strings.ToLower(strings.Join(wordsOf(strings.ToValidUTF8(name, "")), "_"))
}
