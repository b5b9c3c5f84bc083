package postgres

import (
	"slices"
	"strings"
)

// stmtClass is what a statement means for a schema.
type stmtClass int

const (
	classShape   stmtClass = iota // it makes or changes tables or types; so does, for safety, what is not known
	classRoutine                  // it makes a function, whose result views may have
	classPassed                   // it does not matter
	classWarned                   // it may matter, and nobody can tell
	classRefused                  // it matters and cannot be followed
)

// passedFirst are the first words of statements that shape no tables.
var passedFirst = wordSet(`INSERT UPDATE DELETE MERGE COPY GRANT REVOKE VACUUM ANALYZE ANALYSE EXPLAIN BEGIN START SAVEPOINT RELEASE LOCK SHOW
	DISCARD NOTIFY LISTEN UNLISTEN CALL TRUNCATE REFRESH REINDEX CLUSTER CHECKPOINT LOAD PREPARE EXECUTE DEALLOCATE DECLARE FETCH MOVE CLOSE SECURITY
	REASSIGN VALUES`)

// passedObjects are what CREATE, ALTER and DROP may be about without shaping tables.
var passedObjects = wordSet(`TRIGGER CONSTRAINT RULE POLICY ROLE USER GROUP DATABASE TABLESPACE PUBLICATION SUBSCRIPTION EVENT LANGUAGE TRUSTED PROCEDURAL
	CAST OPERATOR COLLATION CONVERSION TEXT SERVER STATISTICS ACCESS TRANSFORM DEFAULT SYSTEM LARGE ROUTINE OWNED`)

func wordSet(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// classify tells from the first words. For what is refused or warned of it gives the reason.
func (s statement) classify() (class stmtClass, reason string) {
	if len(s.words) == 0 {
		return classShape, ""
	}
	first := s.words[0]
	switch {
	case strings.HasPrefix(first, `\`):
		return s.classifyCommand()
	case passedFirst[first]:
		return classPassed, ""
	}
	switch first {
	case "SELECT", "WITH":
		if !s.mentions("SET_CONFIG") && !s.mentions("INTO") {
			return classPassed, ""
		}
	case "ROLLBACK", "ABORT":
		return classRefused, "rollback in a schema is not followed; leave out the transaction that it undoes"
	case "DO":
		return classWarned, "what a DO block does is not followed; if it makes or changes tables, write these statements outside of it"
	case "IMPORT":
		return classWarned, "the tables of import foreign schema are not known; write create foreign table for those that models are wanted of"
	case "CREATE", "ALTER", "DROP":
		return s.classifyDDL()
	}
	return classShape, ""
}

func (s statement) classifyDDL() (class stmtClass, reason string) {
	rest := s.words[1:]
	if len(rest) > 1 && rest[0] == "OR" && rest[1] == "REPLACE" {
		rest = rest[2:]
	}
	if len(rest) == 0 {
		return classShape, ""
	}
	switch object := rest[0]; {
	case s.words[0] == "CREATE" && (object == "FUNCTION" || object == "AGGREGATE"):
		return classRoutine, ""
	case object == "RULE" && s.mentions("_RETURN"):
		return classRefused, "a view that is made by create rule is not followed; write create view"
	case object == "FUNCTION" || object == "AGGREGATE" || object == "PROCEDURE" || passedObjects[object]:
		return classPassed, ""
	case object == "FOREIGN" && !slices.Contains(rest, "TABLE"):
		return classPassed, "" // data wrappers
	case object == "EXTENSION" && s.words[0] != "CREATE":
		return classPassed, ""
	}
	return classShape, ""
}

func (s statement) classifyCommand() (class stmtClass, reason string) {
	switch name := strings.TrimRight(strings.ToLower(s.words[0]), "+"); name {
	case `\i`, `\ir`, `\include`, `\include_relative`:
		return classRefused, name + " is not followed; give ormgen the file that it names, or a folder of all files"
	case `\gexec`:
		return classWarned, `what \gexec runs is not known; if it makes or changes tables, write these statements themselves`
	}
	return classPassed, ""
}

// mentions reports whether a word is anywhere in the text, in any case.
func (s statement) mentions(word string) bool {
	sc := scanner{text: s.text, line: 1}
	for sc.blank(); sc.i < len(sc.text); sc.blank() {
		start := sc.i
		if found := sc.token(); found == word || strings.EqualFold(strings.Trim(sc.text[start:sc.i], `"`), word) {
			return true
		}
	}
	return false
}
