package chinook

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/mattn/go-sqlite3" // asks what is expected
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/corpus"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

// script is where Chinook's schema and data are.
func script(t testing.TB) string {
	t.Helper()
	return filepath.Join(corpus.Dir(t), "chinook_sqlite_auto", "ChinookDatabase", "DataSources", "Chinook_Sqlite_AutoIncrementPKs.sql")
}

// template is a file with Chinook in it, loaded once, by us. Every test gets a copy.
var template struct {
	once sync.Once
	dir  string
	err  error
}

func load(ctx context.Context, text string) (err error) {
	if template.dir, err = os.MkdirTemp("", "chinook"); err != nil {
		return err
	}
	db, err := sqlite.Open(ctx, filepath.Join(template.dir, "chinook.db"), sqlite.Create())
	if err != nil {
		return err
	}
	if err := orm.Script(ctx, db, text); err != nil {
		_ = db.Close() // the script's error says more
		return err
	}
	return db.Close()
}

func removeTemplate() error {
	if template.dir == "" {
		return nil
	}
	return os.RemoveAll(template.dir)
}

// store is a Chinook database of the test's own.
type store struct {
	*orm.DB
	path string
}

func open(t *testing.T) *store {
	t.Helper()
	file := script(t)
	template.once.Do(func() {
		var text []byte
		if text, template.err = os.ReadFile(file); template.err == nil {
			template.err = load(context.Background(), string(text))
		}
	})
	require.NoError(t, template.err, "loading Chinook")
	content, err := os.ReadFile(filepath.Join(template.dir, "chinook.db"))
	require.NoError(t, err)
	s := &store{path: filepath.Join(t.TempDir(), "chinook.db")}
	require.NoError(t, os.WriteFile(s.path, content, 0o600))
	s.DB, err = sqlite.Open(t.Context(), s.path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// sqlite3 asks SQLite itself, past all of our code, and gives each row as a line.
func (s *store) sqlite3(t *testing.T, query string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+s.path+"?mode=ro")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	lines := []string{}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		require.NoError(t, rows.Scan(targets...))
		lines = append(lines, line(values...))
	}
	require.NoError(t, rows.Err())
	return lines
}

// line is a row of an answer, in a form in which ours and SQLite's can be compared. NULL is an empty text.
func line(values ...any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
		case float64:
			texts[i] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			texts[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(texts, " | ")
}

// lines makes a line of each row.
func lines[R any](rows []R, write func(R) string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = write(r)
	}
	return out
}

// voices asks a question in both voices, counts the statements that each took, and has both answers checked: in what
// is shown to work here, the voices do not differ.
func voices[T any](t *testing.T, statements int, blocking func(context.Context) (T, error),
	async func(orm.AsyncContext) *orm.Future[T], check func(t *testing.T, answer T)) {
	t.Helper()
	t.Run("blocking", func(t *testing.T) {
		ctx, sent := counted(t)
		answer, err := blocking(ctx)
		require.NoError(t, err)
		require.Equal(t, statements, sent(), "statements")
		check(t, answer)
	})
	t.Run("async", func(t *testing.T) {
		ctx, sent := counted(t)
		var answer T
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
			answer, err = async(ac).Await(ac)
			return err
		}))
		require.Equal(t, statements, sent(), "statements")
		check(t, answer)
	})
}

// counted is a context, and how many statements were sent with it.
func counted(t *testing.T) (context.Context, func() int) {
	t.Helper()
	var n atomic.Int64
	ctx := orm.Observe(t.Context(), func(e orm.Event) {
		t.Logf("%d rows: %s", e.Rows, e.SQL)
		n.Add(1)
	})
	return ctx, func() int { return int(n.Load()) }
}

// got is what an accessor gives of what was loaded: got(t, track.Album).
func got[T any](t *testing.T, accessor func() (T, error)) T {
	t.Helper()
	v, err := accessor()
	require.NoError(t, err)
	return v
}
