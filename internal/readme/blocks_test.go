package readme

import (
	"fmt"
	"regexp"
	"strings"
)

// block is a fenced block of a Markdown text.
type block struct {
	language string
	text     string
	line     int // of its fence
}

// blocksOf are the blocks of a text in order. A fence that is not closed is an error.
func blocksOf(markdown string) ([]block, error) {
	var blocks []block
	var open *block
	for i, line := range strings.Split(markdown, "\n") {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open == nil:
			open = &block{language: language, line: i + 1}
		case fence:
			blocks = append(blocks, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	if open != nil {
		return nil, fmt.Errorf("line %d: the block is not closed", open.line)
	}
	return blocks, nil
}

// fragment is a block of Go, and what it prints.
type fragment struct {
	block
	output string // of the block of text behind it
	runs   bool   // there is one
}

// fragmentsOf are the blocks of Go. A block of text belongs to the block of Go before it.
func fragmentsOf(blocks []block) ([]fragment, error) {
	var fragments []fragment
	for i, b := range blocks {
		switch b.language {
		case "go":
			fragments = append(fragments, fragment{block: b})
		case "text":
			if i == 0 || blocks[i-1].language != "go" {
				return nil, fmt.Errorf("line %d: a block of text that no block of Go prints", b.line)
			}
			last := &fragments[len(fragments)-1]
			last.output, last.runs = b.text, true
		}
	}
	return fragments, nil
}

// separator stands between the outputs of fragments.
const separator = "---- end of fragment ----\n"

// packages are what a fragment may use by its last name.
var packages = []string{
	"context", "encoding/json", "errors", "fmt", "log/slog", "net/http", "os", "strconv",
	"github.com/seed83105465/duet/models",
	"github.com/seed83105465/duet/orm",
	"github.com/seed83105465/duet/orm/ormhttp",
	"github.com/seed83105465/duet/orm/postgres",
	"github.com/seed83105465/duet/orm/sqlite",
	"github.com/seed83105465/duet/query",
	"github.com/seed83105465/duet/safety",
	"github.com/seed83105465/duet/testdata",
}

var qualifier = regexp.MustCompile(`\b([a-z]\w*)\.[A-Z]`)

// program is a main package that has every fragment as a function, and calls those that print something. To its call
// sites, a fragment is the file shop/list.go.
func program(fragments []fragment) string {
	var body strings.Builder
	var calls strings.Builder
	for i, f := range fragments {
		fmt.Fprintf(&body, "\nfunc fragment%d(ctx context.Context, db *orm.DB) error {\n//line shop/list.go:1\n%s\n", i, f.text)
		body.WriteString("return nil\n}\n")
		if f.runs {
			fmt.Fprintf(&calls, "\tcheck(fragment%d(ctx, db))\n\tfmt.Print(%q)\n", i, separator)
		}
	}
	body.WriteString(`
//line main.go:1
func main() {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ":memory:")
	check(err)
	check(orm.Script(ctx, db, testdata.BookshopSchema))
	check(orm.Script(ctx, db, testdata.BookshopSeed))
` + calls.String() + `	check(db.Close())
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`)
	used := map[string]bool{}
	for _, m := range qualifier.FindAllStringSubmatch(body.String(), -1) {
		used[m[1]] = true
	}
	head := "package main\n\nimport (\n"
	for _, path := range packages {
		if used[path[strings.LastIndexByte(path, '/')+1:]] {
			head += fmt.Sprintf("\t%q\n", path)
		}
	}
	return head + ")\n" + body.String()
}
