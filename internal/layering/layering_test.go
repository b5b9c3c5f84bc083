package layering

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule is one row of the table: what the non-test files of a folder may import. The standard library always may be;
// cgo (import "C") never.
type rule struct {
	// Folder is relative to the module's root; a trailing "/..." takes in what is below it. The most specific row
	// wins. Packages below Folder/internal are part of Folder and follow its row.
	Folder string
	// Own lists folders of this module, in the same spelling as Folder.
	Own []string
	// Others lists modules of others, by path; their packages are taken in.
	Others []string
	// Anything is for folders that nobody imports and that may use everything.
	Anything bool
}

const (
	squirrel  = "github.com/Masterminds/squirrel"
	pgx       = "github.com/jackc/pgx/v5"
	goSQLite3 = "github.com/mattn/go-sqlite3"
	meyer     = "github.com/sqlc-dev/meyer"
	oliphant  = "github.com/sqlc-dev/oliphant"
	protobuf  = "google.golang.org/protobuf"
	kong      = "github.com/alecthomas/kong"
	yaml      = "gopkg.in/yaml.v3"
	tools     = "golang.org/x/tools"
	decimal   = "github.com/shopspring/decimal"
	uuid      = "github.com/google/uuid"
	testify   = "github.com/stretchr/testify"
	goCmp     = "github.com/google/go-cmp"
	goleak    = "go.uber.org/goleak"
)

// rules is the table. Its words are in docs/design.md, "Who may import whom"; a change here is a change there.
var rules = []rule{
	{Folder: "query", Others: []string{squirrel}},
	{Folder: "safety"},
	{Folder: "safety/analyzer", Others: []string{tools}},
	{Folder: "orm", Own: []string{"query", "safety", "orm/driver"}},
	{Folder: "orm/driver", Own: []string{"query"}},
	{Folder: "orm/driver/drivertest", Own: []string{"query", "orm/driver"}, Others: []string{testify, goCmp, goleak}},
	{Folder: "orm/sqlite", Own: []string{"orm", "orm/driver"}, Others: []string{goSQLite3}},
	{Folder: "orm/postgres", Own: []string{"orm", "orm/driver"}, Others: []string{pgx}},
	{Folder: "orm/ormhttp", Own: []string{"orm", "safety"}},
	{Folder: "orm/ormtest", Own: []string{"orm"}},

	// The generator writes text that names orm and query; it never needs them to do so.
	{Folder: "codegen/...", Own: []string{"codegen/..."}, Others: []string{yaml}},
	{Folder: "codegen/schema"},
	{Folder: "codegen/source", Own: []string{"codegen/schema"}},
	{Folder: "codegen/sqlite", Own: []string{"codegen/schema", "codegen/source"}, Others: []string{meyer, goSQLite3}},
	{Folder: "codegen/postgres", Own: []string{"codegen/schema", "codegen/source"}, Others: []string{oliphant, protobuf, pgx}},
	{Folder: "codegen/golang", Own: []string{"codegen/schema"}},
	{Folder: "cmd/ormgen", Own: []string{"codegen/...", "safety/analyzer"}, Others: []string{kong, yaml}},

	// What a user has, or writes: no folder of ours that a user could not import, and nothing beneath orm.
	{Folder: "models", Own: []string{"orm", "query"}, Others: []string{decimal, uuid}},
	{
		Folder: "examples/...",
		Own: []string{
			"examples/...", "models", "testdata", "orm", "orm/sqlite", "orm/postgres", "orm/ormhttp", "orm/ormtest", "query", "safety",
		},
		Others: []string{decimal, uuid},
	},

	// Nobody imports these.
	{Folder: "integration/...", Anything: true},
	{Folder: "scripts/...", Anything: true},
	{Folder: "internal/layering"},
	{Folder: "internal/parity"},
	{Folder: "internal/compilefail/..."},
}

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	module, _, files := readModule(t)
	for _, problem := range check(rules, module, files) {
		t.Error(problem)
	}
}

// TestTableIsInTheDesign keeps the table that people read in step with the one that is enforced.
func TestTableIsInTheDesign(t *testing.T) {
	t.Parallel()
	_, root, _ := readModule(t)
	text, err := os.ReadFile(filepath.Join(root, "docs", "design.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rules {
		name := "`" + strings.TrimSuffix(row.Folder, "/...") + "/`"
		if !strings.Contains(string(text), name) {
			t.Errorf("docs/design.md does not say what %s is: add it to the table of folders", name)
		}
	}
}

// check returns what the non-test files import against the rules, and the folders that have no rule: a message each,
// in the order of the files.
func check(rules []rule, module string, files []goFile) []string {
	var problems []string
	unknown := map[string]bool{}
	for _, file := range files {
		if file.Test {
			continue
		}
		folder := file.Folder()
		row, ok := find(rules, folder)
		if !ok {
			if !unknown[folder] {
				unknown[folder] = true
				problems = append(problems, fmt.Sprintf("%s: no row says what this package may import: decide what it is, "+
					"then add a row to internal/layering/layering_test.go and to the table in docs/design.md", folder))
			}
			continue
		}
		for _, imported := range file.Imports {
			if !row.allows(module, imported) {
				problems = append(problems, fmt.Sprintf("%s: imports %q; %s may import %s",
					file.Path, imported, row.Folder, row.words()))
			}
		}
	}
	return problems
}

// find returns the most specific row for a folder.
func find(rules []rule, folder string) (best rule, ok bool) {
	folder = withoutInternal(folder)
	for _, row := range rules {
		if row.Folder == folder {
			return row, true
		}
		if covers(row.Folder, folder) && len(row.Folder) > len(best.Folder) {
			best, ok = row, true
		}
	}
	return best, ok
}

// withoutInternal gives the folder that an internal package is a part of; internal packages of the root are nobody's
// part and keep their name.
func withoutInternal(folder string) string {
	owner, _, _ := strings.Cut(folder+"/", "/internal/")
	return strings.TrimSuffix(owner, "/")
}

// covers tells whether a folder is the pattern's, or below it if the pattern ends in "/...".
func covers(pattern, folder string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return folder == base || strings.HasPrefix(folder, base+"/")
	}
	return folder == pattern
}

// allows tells whether the row lets its folder import a path.
func (r rule) allows(module, imported string) bool {
	switch {
	case imported == "C":
		return false // even where anything goes: cgo is for go-sqlite3 alone
	case r.Anything:
		return true
	case covers(module+"/...", imported):
		folder := withoutInternal(strings.TrimPrefix(strings.TrimPrefix(imported, module), "/"))
		own := func(pattern string) bool { return covers(pattern, folder) }
		return own(r.Folder) || slices.ContainsFunc(r.Own, own)
	case !strings.Contains(strings.Split(imported, "/")[0], "."):
		return true // the standard library: no dot in the first element
	default:
		return slices.ContainsFunc(r.Others, func(other string) bool { return covers(other+"/...", imported) })
	}
}

// words says what the row allows.
func (r rule) words() string {
	if r.Anything {
		return "anything but C"
	}
	return strings.Join(slices.Concat([]string{"the standard library"}, r.Own, r.Others), ", ")
}
