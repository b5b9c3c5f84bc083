package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

const (
	mostLines    = 14  // of an answer that is no JSON
	mostElements = 2   // of a list that does not fit on a line
	mostColumns  = 110 // of a line
)

// shortened is the beginning of an answer, in lines. JSON is laid out; of an error, the message is shown.
func shortened(body []byte) []string {
	var failure struct{ Error string }
	if json.Unmarshal(body, &failure) == nil && failure.Error != "" {
		return strings.Split(failure.Error, "\n")
	}
	var compact bytes.Buffer
	if json.Compact(&compact, body) == nil {
		return strings.Split(laidOut(compact.Bytes(), ""), "\n")
	}
	lines := strings.Split(strings.TrimRight(string(body), "\n"), "\n")
	if more := len(lines) - mostLines; more > 0 {
		lines = append(lines[:mostLines:mostLines], fmt.Sprintf("... and %s more", plural(more, "line", "lines")))
	}
	return lines
}

// laidOut puts a value on a line if it fits, and else its parts beneath each other, the members of an object in the order
// that they have.
func laidOut(value json.RawMessage, indent string) string {
	if len(indent)+len(value) <= mostColumns || value[0] != '[' && value[0] != '{' {
		return string(value)
	}
	d := json.NewDecoder(bytes.NewReader(value))
	_, _ = d.Token() // the bracket
	var parts []string
	rest := 0
	for d.More() {
		name := ""
		if value[0] == '{' {
			key, _ := d.Token()
			name = fmt.Sprintf("%q: ", key)
		}
		var part json.RawMessage
		if d.Decode(&part) != nil {
			return string(value)
		}
		if value[0] == '[' && len(parts) == mostElements {
			rest++
			continue
		}
		parts = append(parts, indent+"  "+name+laidOut(part, indent+"  "))
	}
	if rest > 0 {
		parts = append(parts, fmt.Sprintf("%s  ... and %d more", indent, rest))
	}
	closing := map[byte]string{'[': "]", '{': "}"}[value[0]]
	return string(value[:1]) + "\n" + strings.Join(parts, ",\n") + "\n" + indent + closing
}

func indented(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("    " + line + "\n")
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
