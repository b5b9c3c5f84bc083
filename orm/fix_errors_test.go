package orm_test

import (
	"context"
	"errors"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// guardError is a mistake that is really made, with what its error must say, and the programs that its fix is put into.
type guardError struct {
	name string
	make func(ctx context.Context, db *orm.DB) error
	text string
	// fixes are the expressions that the text tells to write, and the way in which the program tries each of them.
	fixes []fix
}

// fix is an expression, and the name of the trial in fix_program_test.go that it is pasted into; reads says what must work afterwards.
type fix struct{ expression, trial, reads string }

var errNone = errors.New("the mistake was no error")

// inScope makes a mistake with rows that an async scope has loaded and that is still open.
func inScope(ctx context.Context, db *orm.DB, mistake func(ac orm.AsyncContext, book *models.Book) error) error {
	var found error
	err := orm.Async(ctx, func(ac orm.AsyncContext) error {
		rows, err := models.Books.Using(db).Limit(2).AllAsync(ac).Await(ac)
		if err == nil {
			found = mistake(ac, rows[0])
			// The text is taken while the scope is open: that decides which voice the fix is written in.
			if found != nil {
				found = errors.New(found.Error())
			}
		}
		return err
	})
	return errors.Join(err, found)
}

// loaded makes a mistake with a row that blocking code has loaded.
func loaded(ctx context.Context, q *orm.Query[models.Book], mistake func(book *models.Book) error) error {
	rows, err := q.Limit(2).All(ctx)
	if err != nil {
		return err
	}
	return mistake(rows[0])
}

func guardErrors() []guardError {
	b := &models.Books
	return []guardError{
		{"lazy load of a to-one relation", func(ctx context.Context, db *orm.DB) error {
			return inScope(ctx, db, func(ac orm.AsyncContext, book *models.Book) error {
				_, err := book.LoadAuthor(ac.Context())
				return err
			})
		}, `safety: lazy load of Book.Author in an async context
    rows loaded at  FILE:LINE (Books.All)
    scope opened at FILE:LINE
  fix: add SelectRelated(models.Books.Author) to the query at FILE:LINE,
       or await book.LoadAuthorAsync(ac)`, []fix{
			{"SelectRelated(models.Books.Author)", "eager", "Author"},
			{"book.LoadAuthorAsync(ac)", "await", "Author"},
		}},
		{"lazy load of a to-many relation", func(ctx context.Context, db *orm.DB) error {
			return inScope(ctx, db, func(_ orm.AsyncContext, book *models.Book) error {
				_, err := book.LoadTags(context.Background())
				return err
			})
		}, `safety: lazy load of Book.Tags in an async context
    rows loaded at  FILE:LINE (Books.All)
    scope opened at FILE:LINE
    context         does not belong to the scope that the rows came out of
  fix: add PrefetchRelated(models.Books.Tags) to the query at FILE:LINE,
       or await book.LoadTagsAsync(ac)`, []fix{
			{"PrefetchRelated(models.Books.Tags)", "eager", "Tags"},
			{"book.LoadTagsAsync(ac)", "await", "Tags"},
		}},
		{"blocking call", func(ctx context.Context, db *orm.DB) error {
			return inScope(ctx, db, func(ac orm.AsyncContext, _ *models.Book) error {
				_, err := models.Books.Using(db).All(ac.Context())
				return err
			})
		}, `safety: blocking call Books.All in an async context
    called at       FILE:LINE
    scope opened at FILE:LINE
  fix: use AllAsync(ac) instead of All, and await its future`, []fix{{"AllAsync(ac)", "twin", ""}}},
		{"not loaded, to-one, in blocking code", func(ctx context.Context, db *orm.DB) error {
			return loaded(ctx, models.Books.Using(db), func(book *models.Book) error {
				_, err := book.Publisher()
				return err
			})
		}, `safety: Book.Publisher is not loaded
    rows loaded at FILE:LINE (Books.All)
  fix: add SelectRelated(models.Books.Publisher) to the query at FILE:LINE,
       or call book.LoadPublisher(ctx)`, []fix{
			{"SelectRelated(models.Books.Publisher)", "eager", "Publisher"},
			{"book.LoadPublisher(ctx)", "call", "Publisher"},
		}},
		{"not loaded, to-many, in an open scope", func(ctx context.Context, db *orm.DB) error {
			return inScope(ctx, db, func(_ orm.AsyncContext, book *models.Book) error {
				_, err := book.Reviews()
				return err
			})
		}, `safety: Book.Reviews is not loaded
    rows loaded at FILE:LINE (Books.All)
  fix: add PrefetchRelated(models.Books.Reviews) to the query at FILE:LINE,
       or await book.LoadReviewsAsync(ac)`, []fix{
			{"PrefetchRelated(models.Books.Reviews)", "eager", "Reviews"},
			{"book.LoadReviewsAsync(ac)", "await", "Reviews"},
		}},
		{"not loaded, of a row made by hand", func(context.Context, *orm.DB) error {
			_, err := (&models.Book{ID: 1, AuthorID: 1}).Author()
			return err
		}, `safety: Book.Author is not loaded
  fix: the row was not loaded by a query: use orm.Load(ctx, db, rows, models.Books.Author),
       or await orm.LoadAsync(ac, db, rows, models.Books.Author)`, []fix{
			{"orm.Load(ctx, db, rows, models.Books.Author)", "load", "Author"},
			{"orm.LoadAsync(ac, db, rows, models.Books.Author)", "awaitLoad", "Author"},
		}},
		{"field not loaded", func(ctx context.Context, db *orm.DB) error {
			return loaded(ctx, models.Books.Using(db).Only(b.Title), func(book *models.Book) error {
				return orm.Loaded(book, b.Stock)
			})
		}, `safety: Book.Stock is not loaded
    rows loaded at FILE:LINE (Books.All)
  fix: add models.Books.Stock to Only, or take it out of Defer, in the query at FILE:LINE`, []fix{
			{"models.Books.Stock", "only", ""},
		}},
		{"stale relation", func(ctx context.Context, db *orm.DB) error {
			return loaded(ctx, models.Books.Using(db).SelectRelated(b.Author), func(book *models.Book) error {
				book.AuthorID++
				_, err := book.Author()
				return err
			})
		}, `safety: Book.Author is stale: Book.AuthorID was changed after it was loaded
    rows loaded at FILE:LINE (Books.All)
  fix: call book.LoadAuthor(ctx) after the change`, []fix{{"book.LoadAuthor(ctx)", "stale", "Author"}}},
		{"orphan", func(ctx context.Context, db *orm.DB) error {
			return orm.Async(ctx, func(ac orm.AsyncContext) error {
				models.Books.Using(db).CountAsync(ac)
				f := models.Books.Using(db).Filter(b.ID.Eq(1)).UpdateAsync(ac, b.Stock.Set(1))
				_ = orm.Send(ac)
				<-f.Done()
				return nil
			})
		}, `safety: 2 futures were never awaited
    Books.Count     created at FILE:LINE: executed
    Books.Update    created at FILE:LINE: executed
    scope opened at FILE:LINE
  fix: await each of them (Await, Gather), or say that its answer is not needed:
       Discard has it done, Cancel (or defer f.Cancel()) drops it`, []fix{
			{"f.Cancel()", "orphan", ""},
		}},
		{"orphan that was not sent", func(ctx context.Context, db *orm.DB) error {
			return orm.Async(ctx, func(ac orm.AsyncContext) error {
				models.Books.Using(db).Filter(query.Condition[models.Book]{}).DeleteAsync(ac)
				return nil
			})
		}, `safety: 1 future was never awaited
    Books.Delete    created at FILE:LINE: not sent
    scope opened at FILE:LINE
  fix: await each of them (Await, Gather), or say that its answer is not needed:
       Discard has it done, Cancel (or defer f.Cancel()) drops it`, []fix{
			{"f.Cancel()", "orphan", ""},
		}},
	}
}

// TestGuardErrorTexts makes each mistake and compares what its error says. The scope's own site and those of the rows are this file's.
func TestGuardErrorTexts(t *testing.T) {
	t.Parallel()
	db, _ := seeded(t)
	for _, e := range guardErrors() {
		t.Run(e.name, func(t *testing.T) {
			err := e.make(t.Context(), db)
			if err == nil {
				err = errNone
			}
			if got := withoutSites(err.Error()); got != e.text {
				t.Errorf("got:\n%s\nwant:\n%s", got, e.text)
			}
		})
	}
}
