package main

import (
	"context"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// compared are the modules whose versions matter.
var compared = []string{
	"github.com/jackc/pgx/v5", "entgo.io/ent", "github.com/uptrace/bun", "gorm.io/gorm", "github.com/stephenafamo/bob",
	"github.com/aarondl/sqlboiler/v4", "github.com/Masterminds/squirrel", "github.com/mattn/go-sqlite3",
}

// versions are those that this program was built with. sqlc is a generator: its version stands in what it wrote.
func versions() []string {
	all := []string{"sqlc v1.31.1"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return all
	}
	for _, m := range info.Deps {
		if slices.Contains(compared, m.Path) {
			all = append(all, strings.TrimPrefix(m.Path, "github.com/")+" "+m.Version)
		}
	}
	return all
}

// serverVersion is what the server says of itself.
func serverVersion(ctx context.Context, conn *pgx.Conn) (v string, err error) {
	err = conn.QueryRow(ctx, "SELECT 'PostgreSQL ' || current_setting('server_version')").Scan(&v)
	return v, err
}
