package speed

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // database/sql's driver, and the one below Duet
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/speed/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

const (
	sqliteBooks = `CREATE TABLE books (
		id INTEGER PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER NOT NULL, publisher_id INTEGER,
		price_cents INTEGER NOT NULL, published_on DATETIME NOT NULL)`
	sqliteGet = "SELECT id, title, author_id, publisher_id, price_cents, published_on FROM books WHERE id = ?"
)

// sqliteSides are a file with books as Duet has it open, and a statement of database/sql that reads one by its key.
func sqliteSides(t testing.TB) (*sql.Stmt, duet) {
	t.Helper()
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "books.db")
	db, err := sqlite.Open(ctx, path, sqlite.Create())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, orm.Script(ctx, db, sqliteBooks))
	books := make([]*models.Book, 20000)
	for i := range books {
		books[i] = &models.Book{ID: int64(i + 1), Title: "The Old Book of Things", AuthorID: int64(1000 + i%1000),
			PublisherID: orm.Some(int64(1000 + i%50)), PriceCents: int64(1000 + i), PublishedOn: time.Date(2010, 1, 1+i%3000, 9, 30, 0, 0, time.UTC)}
	}
	require.NoError(t, models.Books.Using(db).BulkCreate(ctx, books))

	hand, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_foreign_keys=1")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, hand.Close()) })
	get, err := hand.PrepareContext(ctx, sqliteGet)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, get.Close()) })
	return get, duet{db}
}

func sqliteBook(ctx context.Context, get *sql.Stmt, id int64) (*plainBook, error) {
	b := new(plainBook)
	err := get.QueryRowContext(ctx, id).Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn)
	return b, err
}

// TestSameRowOfSQLite: what is compared asks for the same, and gets it.
func TestSameRowOfSQLite(t *testing.T) {
	t.Parallel()
	get, d := sqliteSides(t)
	hand, err := sqliteBook(t.Context(), get, 4711)
	require.NoError(t, err)
	ours, err := d.get(t.Context(), 4711)
	require.NoError(t, err)
	require.Equal(t, *hand, plain(ours))
}

// TestCallsServeAgain: calls that follow each other, and run side by side, share what they are made of; each has its own answer,
// which stays as it was, and none the condition, the order or the limit of another.
func TestCallsServeAgain(t *testing.T) {
	t.Parallel()
	_, d := sqliteSides(t)
	for worker := range int64(8) {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			var kept []*models.Book
			for i := range int64(100) {
				id := 1 + worker*100 + i
				b, err := d.get(ctx, id)
				require.NoError(t, err)
				kept = append(kept, b)
				_, err = d.get(ctx, -id)
				require.ErrorIs(t, err, orm.ErrNotFound)
				page, err := models.Books.Using(d.db).Filter(models.Books.ID.Gt(id)).OrderBy(models.Books.ID.Desc()).Limit(3).All(ctx)
				require.NoError(t, err)
				require.Len(t, page, 3)
				require.EqualValues(t, 20000, page[0].ID)
			}
			for i, b := range kept {
				id := 1 + worker*100 + int64(i)
				require.Equal(t, id, b.ID)
				require.Equal(t, 999+id, b.PriceCents)
			}
		})
	}
}

// TestAllocationsOfSQLite is TestAllocations for SQLite: a statement that SQLite plans anew for each run would take twice as many.
func TestAllocationsOfSQLite(t *testing.T) { //nolint:paralleltest // what others allocate counts, too
	if raceEnabled {
		t.Skip("the race detector drops what is pooled at random: CI runs this test without it, too")
	}
	get, d := sqliteSides(t)
	ctx, calls := context.Background(), 0
	hand := allocationsOf(t, &calls, func(i int) error { return first(sqliteBook(ctx, get, int64(i))) })
	ours := allocationsOf(t, &calls, func(i int) error { return first(d.get(ctx, int64(i))) })
	t.Logf("get by key: %.1f allocations, %.1f by hand: %.2f times", ours, hand, ours/hand)
	require.LessOrEqual(t, ours, 14.5, "more than it is known to take")
	require.Less(t, ours, hand)
}
