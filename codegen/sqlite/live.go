package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// Live reads a database file, opened read-only: nothing is created, written or locked for longer than a read. The data source is a path, a
// file: URI as SQLite has them, or a sqlite: or sqlite3: URL of a path (sqlite:///var/shop.db, sqlite:shop.db).
//
// It returns what Parse returns, without positions. A view that cannot be read (its tables are gone, or its module is not built in) is a
// warning. Errors say whether the file is missing, is not a database, or holds no tables (ErrNoTables). A context that ends, ends the reading
// with its error.
func Live(ctx context.Context, dsn string) (*schema.Schema, []schema.Warning, error) {
	path, uri := fileOf(dsn)
	info, err := os.Stat(path)
	switch {
	case path == "" || path == ":memory:":
		return nil, nil, fmt.Errorf("sqlite: %q names no file; give the path of a database file", dsn)
	case err != nil:
		return nil, nil, fmt.Errorf("sqlite: %w", err)
	case info.IsDir():
		return nil, nil, fmt.Errorf("sqlite: %s is a folder; give a database file, or use --schema for a folder of sql files", path)
	}
	db, err := open(ctx, uri)
	if err != nil {
		return nil, nil, fmt.Errorf("sqlite: opening %s: %w", path, readable(err))
	}
	defer db.close()
	c := &catalog{db: db, live: true}
	s, err := c.read(ctx)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("sqlite: reading %s: %w", path, readable(err))
	}
	if len(s.Tables) == 0 {
		return nil, nil, source.NoTables(path)
	}
	return finish(s, c.warnings)
}

// fileOf gives the path of a data source, for messages, and the URI that opens it read-only.
func fileOf(dsn string) (path, uri string) {
	for _, scheme := range []string{"sqlite3://", "sqlite://", "sqlite3:", "sqlite:"} {
		if rest, ok := strings.CutPrefix(dsn, scheme); ok {
			dsn = rest
			break
		}
	}
	path, query := dsn, ""
	if rest, ok := strings.CutPrefix(dsn, "file:"); ok {
		path, query, _ = strings.Cut(rest, "?")
		path = strings.TrimPrefix(path, "//")
		if p, err := url.PathUnescape(path); err == nil {
			path = p
		}
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		values = url.Values{}
	}
	values.Set("mode", "ro")
	values.Set("_query_only", "1")
	return path, "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + values.Encode()
}

// readable says in plain words what SQLite's shortest errors mean.
func readable(err error) error {
	if strings.Contains(err.Error(), "file is not a database") {
		return errors.New("it is not a SQLite database, or an encrypted one")
	}
	return err
}
