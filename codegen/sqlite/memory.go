package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

// database is one connection to SQLite that learns the functions and collations it misses: a schema may use those of the program that it is
// for, and here none of them is ever called.
type database struct {
	pool *sql.DB
	conn *sql.Conn
}

// open connects to a data source of go-sqlite3. The caller closes what it gets.
func open(ctx context.Context, dsn string) (*database, error) {
	pool, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		_ = pool.Close()
		return nil, err
	}
	return &database{pool: pool, conn: conn}, nil
}

func (db *database) close() {
	_ = db.conn.Close()
	_ = db.pool.Close()
}

// slowest is how long one statement may take. Nothing that makes a schema takes long, but CREATE TABLE AS may run for ever.
const slowest = 10 * time.Second

// exec runs one statement.
func (db *database) exec(ctx context.Context, text string) error {
	return db.learning(ctx, func(ctx context.Context) error {
		_, err := db.conn.ExecContext(ctx, text)
		return err
	})
}

// query runs one statement and calls each for every row; scan is Rows.Scan.
func (db *database) query(ctx context.Context, text string, args []any, each func(scan func(...any) error) error) error {
	return db.learning(ctx, func(ctx context.Context) error {
		rows, err := db.conn.QueryContext(ctx, text, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := each(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

var (
	noFunction  = regexp.MustCompile(`no such function: (\S+)`)
	noCollation = regexp.MustCompile(`no such collation sequence: (\S+)`)
)

// learning does something, and does it again with a stub as long as all that is missing is a function or a collation. Such errors come
// before the first row, when the statement is prepared, so nothing is done twice.
func (db *database) learning(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, slowest)
	defer cancel()
	learned := map[string]bool{}
	for {
		err := do(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() == context.DeadlineExceeded {
			return fmt.Errorf("not done after %v", slowest)
		}
		missing := missingIn(err)
		if missing == "" || learned[missing] {
			return err
		}
		learned[missing] = true
		if err := db.conn.Raw(func(c any) error { return teach(c.(*sqlite3.SQLiteConn), missing) }); err != nil {
			return err
		}
	}
}

// missingIn gives what SQLite says it lacks: "function name" or "collation name", "" if it says anything else.
func missingIn(err error) string {
	if m := noFunction.FindStringSubmatch(err.Error()); m != nil {
		return "function " + m[1]
	}
	if m := noCollation.FindStringSubmatch(err.Error()); m != nil {
		return "collation " + m[1]
	}
	return ""
}

// teach gives a connection a function or collation that does nothing.
func teach(c *sqlite3.SQLiteConn, missing string) error {
	what, name, _ := strings.Cut(missing, " ")
	if what == "collation" {
		return c.RegisterCollation(name, strings.Compare)
	}
	// Pure, or it could not stand in an index or a generated column.
	return c.RegisterFunc(name, func(...any) any { return nil }, true)
}
