package parity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed83105465/duet/internal/compilefail/exportdata"
)

// fake is a package with every kind of twin, good ones first.
const fake = `package fake

import (
	"context"
	"iter"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

type Q[P any] struct{}
type Pair[P any] struct { Row P; Created bool }
type Option func()

func (q *Q[P]) All(ctx context.Context) ([]P, error)                         { return nil, nil }
func (q *Q[R]) AllAsync(ac orm.AsyncContext) *orm.Future[[]R]                { return nil }
func (q *Q[P]) Create(ctx context.Context, row P, os ...Option) error        { return nil }
func (q *Q[P]) CreateAsync(ac safety.AsyncContext, r P, os ...Option) *orm.Future[struct{}] { return nil }
func (q *Q[P]) Make(ctx context.Context) (row P, created bool, err error)    { return row, false, nil }
func (q *Q[P]) MakeAsync(ac orm.AsyncContext) *orm.Future[Pair[P]]           { return nil }
func (q *Q[P]) Each(ctx context.Context) iter.Seq2[P, error]                 { return nil }
func (q *Q[P]) EachAsync(ac orm.AsyncContext) iter.Seq2[P, error]            { return nil }
func Bulk[P any, K comparable](ctx context.Context, q *Q[P], k ...K) (map[K]P, error)   { return nil, nil }
func BulkAsync[A any, B comparable](ac orm.AsyncContext, q *Q[A], k ...B) *orm.Future[map[B]A] { return nil }
func Atomic(ctx context.Context, f func(ctx context.Context, n int) error) error        { return nil }
func AtomicAsync(ac orm.AsyncContext, f func(ac orm.AsyncContext, n int) error) *orm.Future[struct{}] { return nil }
func Race(ac orm.AsyncContext)                  {}
func Plain(n int)                               {}
func hidden(ctx context.Context) error          { return nil }
func (q *Q[P]) hidden(ctx context.Context)      {}

func Lonely(ctx context.Context) error                              { return nil }
func AloneAsync(ac orm.AsyncContext) *orm.Future[int]               { return nil }
func Misnamed(ac orm.AsyncContext) *orm.Future[int]                 { return nil }
func Wrong(ctx context.Context) error                               { return nil }
func WrongAsync(ctx context.Context) error                          { return nil }
func Fewer(ctx context.Context, n int) error                        { return nil }
func FewerAsync(ac orm.AsyncContext) *orm.Future[struct{}]          { return nil }
func List(ctx context.Context, n ...int) error                      { return nil }
func ListAsync(ac orm.AsyncContext, n []int) *orm.Future[struct{}]  { return nil }
func Back(ctx context.Context, f func(context.Context)) error       { return nil }
func BackAsync(ac orm.AsyncContext, f func(context.Context)) *orm.Future[struct{}] { return nil }
func Answer(ctx context.Context) (int, error)                       { return 0, nil }
func AnswerAsync(ac orm.AsyncContext) *orm.Future[string]           { return nil }
func Now(ctx context.Context) (int, error)                          { return 0, nil }
func NowAsync(ac orm.AsyncContext) (int, error)                     { return 0, nil }
func Mute(ctx context.Context)                                      {}
func MuteAsync(ac orm.AsyncContext) *orm.Future[struct{}]           { return nil }
func Two(ctx context.Context) (int, bool, error)                    { return 0, false, nil }
func TwoAsync(ac orm.AsyncContext) *orm.Future[Pair[string]]        { return nil }
func Keys[K comparable](ctx context.Context, k K) error             { return nil }
func KeysAsync[K any](ac orm.AsyncContext, k K) *orm.Future[struct{}] { return nil }
func None(ctx context.Context) error                                { return nil }
func NoneAsync() *orm.Future[struct{}]                              { return nil }
type Asker interface { Ask(ctx context.Context) error }
`

// TestCheck shows that the check can fail, and what it says.
func TestCheck(t *testing.T) {
	t.Parallel()
	fset := token.NewFileSet()
	importer, err := exportdata.Importer(fset, module+"/orm", module+"/safety", "context", "iter")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(fset, "fake.go", fake, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{Importer: importer}).Check("fake", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const futureOf = "*" + module + "/safety.Future"
	want := []string{
		"AloneAsync has no blocking twin Alone",
		"Answer: the twin answers (" + futureOf + "[string]), want " + futureOf + "[int]",
		"Asker.Ask has no asynchronous twin Asker.AskAsync",
		"Back: the parameters differ: (func(" + async + ") ()) and (func(" + blocking + ") ())",
		"Fewer: the parameters differ: (int) and ()",
		"Gone is an exception (it went), and no call",
		"Keys: the parameters differ: ([$0 comparable], $0) and ([$0 any], $0)",
		"List: the parameters differ: ([]int, ...) and ([]int)",
		"Lonely has no asynchronous twin LonelyAsync",
		"Misnamed: a name ends in Async exactly when the first parameter is an AsyncContext",
		"Mute: the results are neither an iterator nor end in an error",
		"NoneAsync: a name ends in Async exactly when the first parameter is an AsyncContext",
		"Now: the twin answers (int, error), want " + futureOf + "[int]",
		"Plain is an exception (it asks nothing), and no call",
		"Two: the twin answers (" + futureOf + "[fake.Pair[string]]), want " + futureOf + "[...] or a future of a struct of int, bool",
		"Wrong: the twin answers (error), want " + futureOf + "[struct{}]",
		"WrongAsync: a name ends in Async exactly when the first parameter is an AsyncContext",
	}
	got := check(calls(pkg), map[string]string{"Race": "waits for futures", "Gone": "it went", "Plain": "it asks nothing"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
