package compilefail

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"sync"
	"testing"

	"github.com/seed83105465/duet/internal/compilefail/exportdata"
)

// module is the module's path.
const module = "github.com/seed83105465/duet"

// preamble is what every program begins with: the names that its one line may use.
const preamble = `package program

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"` + module + `/models"
	"` + module + `/orm"
	"` + module + `/query"
	"` + module + `/safety"
)

var (
	_ context.Context
	_ time.Time
	_ decimal.Decimal
	_ models.Book
	_ orm.AsyncContext
	_ query.Value
	_ safety.Rule
)

func program(ctx context.Context, ac orm.AsyncContext, db *orm.DB, tx *orm.Tx, book *models.Book, books []*models.Book) {
	q := models.Books.Using(db)
	_ = q
	`

// checker type-checks programs. An importer serves one goroutine at a time.
type checker struct {
	mu   sync.Mutex
	fset *token.FileSet
	from types.Importer
}

var newChecker = sync.OnceValues(func() (*checker, error) {
	fset := token.NewFileSet()
	from, err := exportdata.Importer(fset, module+"/models", module+"/orm", module+"/query", module+"/safety", "context", "time",
		"github.com/shopspring/decimal")
	return &checker{fset: fset, from: from}, err
})

// check is every error of a program that consists of these statements.
func (c *checker) check(statements string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	file, err := parser.ParseFile(c.fset, "program.go", preamble+statements+"\n}\n", parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	var all []string
	conf := types.Config{Importer: c.from, GoVersion: "go1.26", Error: func(err error) {
		if e := (types.Error{}); errors.As(err, &e) {
			all = append(all, e.Msg)
		}
	}}
	_, _ = conf.Check("program", c.fset, []*ast.File{file}, nil) // each error was given to Error
	return all
}

// builds are statements that must build.
type builds []string

// fails are statements that must not, with what the compiler must say.
type fails []struct{ statements, says string }

func check(t *testing.T, good builds, bad fails) {
	t.Helper()
	c, err := newChecker()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range good {
		if errs := c.check(s); len(errs) > 0 {
			t.Errorf("does not build:\n\t%s\n%s", s, strings.Join(errs, "\n"))
		}
	}
	for _, b := range bad {
		errs := c.check(b.statements)
		switch {
		case len(errs) == 0:
			t.Errorf("builds:\n\t%s", b.statements)
		case len(errs) != 1 || !strings.Contains(errs[0], b.says):
			t.Errorf("\n\t%s\ngot:  %s\nwant: %s", b.statements, strings.Join(errs, "\n      "), b.says)
		}
	}
}
