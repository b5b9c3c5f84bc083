package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long the server may take for one thing; loading a template is the longest.
const patience = 2 * time.Minute

// admin makes and drops databases. It has one connection, to the database of its DSN.
type admin struct {
	dsn      *url.URL
	run      string // in the names of databases, so that two test binaries do not choose the same
	last     atomic.Int64
	strategy string // STRATEGY option of CREATE DATABASE, where the server has it

	mu   sync.Mutex
	conn *pgx.Conn
}

func newAdmin(dsn string) (*admin, error) {
	parsed, err := url.Parse(dsn)
	if err != nil || parsed.Scheme != "postgres" && parsed.Scheme != "postgresql" {
		return nil, errors.New("DUET_TEST_DSN must be a URL, postgres://user:password@host:port/database")
	}
	a := &admin{dsn: parsed, run: strings.ToLower(rand.Text()[:10])}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if a.conn, err = pgx.Connect(ctx, dsn); err != nil {
		return nil, fmt.Errorf("connect to the server for tests: %w", err)
	}
	var version int
	if err := a.conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return nil, errors.Join(fmt.Errorf("version of the server for tests: %w", err), a.close())
	}
	if version >= 150000 {
		a.strategy = " STRATEGY file_copy" // without fsync three times as fast as the default
	}
	return a, nil
}

// name gives a name that no other database has.
func (a *admin) name() string { return fmt.Sprintf("duet_test_%s_%d", a.run, a.last.Add(1)) }

// dsnOf is the DSN of a database.
func (a *admin) dsnOf(database string) string {
	dsn := *a.dsn
	dsn.Path = "/" + database
	return dsn.String()
}

// create makes a database, a copy of a template's.
func (a *admin) create(database, template string) error {
	return a.exec("CREATE DATABASE " + database + " TEMPLATE " + template + a.strategy)
}

// drop drops a database, with whoever is connected to it.
func (a *admin) drop(database string) error {
	return a.exec("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)")
}

func (a *admin) exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, err := a.conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}

// load runs scripts in a database, one after the other, in one session.
func (a *admin) load(database string, scripts []string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, a.dsnOf(database))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	for _, script := range scripts {
		if err := run(ctx, conn.PgConn(), script); err != nil {
			return err
		}
	}
	return nil
}

func (a *admin) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.conn.Close(ctx)
}
