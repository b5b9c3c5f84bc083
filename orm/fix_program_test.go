package orm_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var site = regexp.MustCompile(`\borm/\w+_test\.go:\d+`)

// withoutSites is an error's text with its call sites, which are all in this folder's tests, made the same.
func withoutSites(text string) string { return site.ReplaceAllString(text, "FILE:LINE") }

// expressions are what a text tells to write: Go calls and qualified names.
var expressions = regexp.MustCompile(`(?:\w+\.)*\w+\((?:\w|[.,]| \w)*\)|\bmodels\.\w+\.\w+`)

// trials are functions that try a fix, with EXPRESSION where the text of the error goes and READS where the accessor is named. Each
// is a function of (ctx, db) that answers an error.
var trials = map[string]string{
	"eager": `
	rows, err := models.Books.Using(db).EXPRESSION.Limit(2).All(ctx)
	if err != nil { return err }
	_, err = rows[0].READS()
	return err`,
	"call": `
	rows, err := models.Books.Using(db).Limit(2).All(ctx)
	if err != nil { return err }
	book := rows[0]
	if _, err = EXPRESSION; err != nil { return err }
	_, err = book.READS()
	return err`,
	"await": `
	return orm.Async(ctx, func(ac orm.AsyncContext) error {
		rows, err := models.Books.Using(db).Limit(2).AllAsync(ac).Await(ac)
		if err != nil { return err }
		book := rows[0]
		if _, err = EXPRESSION.Await(ac); err != nil { return err }
		_, err = book.READS()
		return err
	})`,
	"twin": `
	return orm.Async(ctx, func(ac orm.AsyncContext) error {
		_, err := models.Books.Using(db).EXPRESSION.Await(ac)
		return err
	})`,
	"load": `
	rows := []*models.Book{{ID: 1, AuthorID: 1}}
	if err := EXPRESSION; err != nil { return err }
	_, err := rows[0].READS()
	return err`,
	"awaitLoad": `
	rows := []*models.Book{{ID: 1, AuthorID: 1}}
	return orm.Async(ctx, func(ac orm.AsyncContext) error {
		if _, err := EXPRESSION.Await(ac); err != nil { return err }
		_, err := rows[0].READS()
		return err
	})`,
	"only": `
	rows, err := models.Books.Using(db).Only(models.Books.Title, EXPRESSION).Limit(2).All(ctx)
	if err != nil { return err }
	return orm.Loaded(rows[0], EXPRESSION)`,
	"stale": `
	rows, err := models.Books.Using(db).SelectRelated(models.Books.Author).Limit(2).All(ctx)
	if err != nil { return err }
	book := rows[0]
	book.AuthorID++
	if _, err = EXPRESSION; err != nil { return err }
	a, err := book.READS()
	if err == nil && a.ID != book.AuthorID { return errors.New("the old author") }
	return err`,
	"orphan": `
	return orm.Async(ctx, func(ac orm.AsyncContext) error {
		f := models.Books.Using(db).CountAsync(ac)
		EXPRESSION
		models.Books.Using(db).Filter(models.Books.ID.Eq(1)).UpdateAsync(ac, models.Books.Stock.Set(1)).Discard()
		return nil
	})`,
}

const program = `package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

var _ = errors.New

func main() {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, os.Args[1])
	if err != nil { panic(err) }
	defer db.Close()
	for i, try := range trials {
		fmt.Println(i, try(ctx, db))
	}
}

var trials = []func(ctx context.Context, db *orm.DB) error{
`

// TestPrintedFixes takes the fixes out of the errors' own texts, puts them into a program, and compiles and runs it.
func TestPrintedFixes(t *testing.T) {
	t.Parallel()
	db, file := seeded(t)
	var source strings.Builder
	source.WriteString(program)
	var names []string
	for _, e := range guardErrors() {
		err := e.make(t.Context(), db)
		if err == nil {
			t.Errorf("%s: no error", e.name)
			continue
		}
		_, advice, _ := strings.Cut(err.Error(), "  fix: ")
		printed := expressions.FindAllString(advice, -1)
		for _, f := range e.fixes {
			at := slices.IndexFunc(printed, func(p string) bool { return p == f.expression })
			if at < 0 {
				t.Errorf("%s: %q is not among what the error says to write: %q", e.name, f.expression, printed)
				continue
			}
			body := strings.NewReplacer("EXPRESSION", printed[at], "READS", f.reads).Replace(trials[f.trial])
			source.WriteString("func(ctx context.Context, db *orm.DB) error {" + body + "\n},\n")
			names = append(names, e.name+": "+f.expression)
		}
		for _, p := range printed {
			if !slices.ContainsFunc(e.fixes, func(f fix) bool { return f.expression == p }) {
				t.Errorf("%s: nothing tries the fix %s", e.name, p)
			}
		}
	}
	source.WriteString("}\n")
	out := runProgram(t, source.String(), file)
	for i, name := range names {
		if i >= len(out) || out[i] != fmt.Sprintf("%d <nil>", i) {
			t.Errorf("%s: %v", name, out[min(i, len(out)-1):])
		}
	}
}

// runProgram compiles a program in this module, runs it with an argument, and is the lines that it prints.
func runProgram(t *testing.T, source, arg string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", file, arg)
	cmd.Dir = ".." // packages are found in the module of the working directory
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go run: %v\n%s\n%s", err, out, source)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
