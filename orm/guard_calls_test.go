package orm_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// guarded is a blocking call or a lazy load that the matrix makes.
type guarded struct {
	name string // as in the source: "QueryOf.All"
	lazy bool
	// call makes the call; book is a fresh row, which only a lazy load starts from.
	call func(ctx context.Context, db *orm.DB, book *models.Book) error
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
	isbns       atomic.Int64
)

// target is a book that has every relation that can be absent.
const target = 1

func newBook() *models.Book {
	n := isbns.Add(1)
	return &models.Book{AuthorID: 1, Title: "new", ISBN: fmt.Sprintf("matrix-%d", n), Price: decimal.NewFromInt(1), Status: models.BookStatusDraft}
}

// guardedCalls are all calls: the methods of queries and the loads of models as reflection finds them, and what has no receiver that
// reflection could start from, by hand. TestGuardedCallsAreAll holds the list to the source.
func guardedCalls() []guarded {
	calls := methods("QueryOf.", reflect.TypeFor[*orm.Query[models.Book]](), func(name string, db *orm.DB, _ *models.Book) any {
		if name == "Delete" {
			return models.Books.Using(db).Filter(models.Books.ID.Eq(-1)) // the target stays
		}
		return models.Books.Using(db).Filter(models.Books.ID.Eq(target))
	})
	loads := methods("Book.", reflect.TypeFor[*models.Book](), func(_ string, _ *orm.DB, book *models.Book) any { return book })
	for i := range loads {
		loads[i].lazy = true
	}
	var n int64
	bindCount := func(*int64) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.CountAll[models.Book]().Into(&n)}
	}
	inTx := func(ctx context.Context, tx *orm.Tx) error {
		_, err := models.Books.Using(tx).Count(ctx)
		return err
	}
	return slices.Concat(calls, loads, []guarded{
		{"ProjectionOf.All", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			_, err := orm.Project(models.Books.Using(db), bindCount).All(ctx)
			return err
		}},
		{"Aggregate", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			_, err := orm.Aggregate(ctx, models.Books.Using(db), bindCount)
			return err
		}},
		{"InBulk", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			_, err := orm.InBulk(ctx, models.Books.Using(db), models.Books.ID, target)
			return err
		}},
		{"Load", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			return orm.Load(ctx, db, []*models.Book{{ID: target, AuthorID: 1}}, models.Books.Author)
		}},
		{"CopyFrom", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			_, err := orm.CopyFrom(ctx, models.Authors.Using(db), func(yield func(*models.Author, error) bool) {
				yield(&models.Author{Name: "copied"}, nil)
			})
			return err
		}},
		{"Native", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			_, err := orm.Native(ctx, db, "driver", "Native", func(ctx context.Context, _ driver.Conn) (int64, error) {
				return models.Books.Using(db).Count(safety.AllowUnsafe(ctx, "Native was asked about already"))
			})
			return err
		}},
		{"Script", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			return orm.Script(ctx, db, "SELECT 1")
		}},
		{"DB.Atomic", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error { return db.Atomic(ctx, inTx) }},
		{"Tx.Atomic", false, func(ctx context.Context, db *orm.DB, _ *models.Book) error {
			return db.Atomic(context.Background(), func(_ context.Context, tx *orm.Tx) error { return tx.Atomic(ctx, inTx) })
		}},
	})
}

// methods are the methods of a type that take a context first, with arguments made up by their types.
func methods(prefix string, t reflect.Type, receiver func(name string, db *orm.DB, book *models.Book) any) []guarded {
	var out []guarded
	for m := range t.Methods() {
		if m.Type.NumIn() < 2 || m.Type.In(1) != contextType {
			continue
		}
		out = append(out, guarded{name: prefix + m.Name, call: func(ctx context.Context, db *orm.DB, book *models.Book) error {
			args := []reflect.Value{reflect.ValueOf(receiver(m.Name, db, book)), reflect.ValueOf(ctx)}
			for i := 2; i < m.Type.NumIn(); i++ {
				args = append(args, argument(m.Type.In(i), m.Type.IsVariadic() && i == m.Type.NumIn()-1)...)
			}
			return errorOf(m.Func.Call(args))
		}})
	}
	return out
}

// argument makes an argument up; a variadic one is left out, but for what an Update is nothing without.
func argument(t reflect.Type, variadic bool) []reflect.Value {
	for _, v := range []any{newBook(), []*models.Book{newBook()}} {
		if reflect.TypeOf(v) == t {
			return []reflect.Value{reflect.ValueOf(v)}
		}
	}
	set := reflect.ValueOf(models.Books.Stock.Set(5))
	switch {
	case variadic && t.Elem() == set.Type():
		return []reflect.Value{set}
	case variadic:
		return nil
	}
	panic("no argument of type " + t.String() + " is known: add one")
}

// errorOf is the error among a call's results; an iterator is read for it.
func errorOf(results []reflect.Value) error {
	if each, ok := results[0].Interface().(iter.Seq2[*models.Book, error]); ok {
		for _, err := range each {
			if err != nil {
				return err
			}
		}
		return nil
	}
	if last := results[len(results)-1]; last.Type() == errorType && !last.IsNil() {
		return last.Interface().(error)
	}
	return nil
}

// TestGuardedCallsAreAll reads the source of package orm for exported functions that take a context first.
func TestGuardedCallsAreAll(t *testing.T) {
	t.Parallel()
	skip := map[string]string{
		"Async": "opens a scope", "Observe": "asks nothing", "ObserveRoundTrips": "asks nothing",
		"LoadOne": "is the body of the loads", "LoadMany": "is the body of the loads",
	}
	known := map[string]bool{}
	for _, g := range guardedCalls() {
		known[g.name] = true
	}
	noTests := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
	packages, err := parser.ParseDir(token.NewFileSet(), ".", noTests, parser.SkipObjectResolution) //nolint:staticcheck // build tags do not matter here
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range packages["orm"].Files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() || !takesContext(f) {
				continue
			}
			name := receiverOf(f) + f.Name.Name
			if !ast.IsExported(name) {
				continue // of a type that no program has
			}
			found++
			if !known[name] && skip[name] == "" {
				t.Errorf("%s takes a context first, and the guard matrix does not call it", name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d functions were found", found)
	}
}

func takesContext(f *ast.FuncDecl) bool {
	ps := f.Type.Params.List
	if len(ps) == 0 {
		return false
	}
	s, ok := ps[0].Type.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Context"
}

// receiverOf is "QueryOf." for a method, "" for a function.
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	var name string
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return true
	})
	return name + "."
}
