package pgtest

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// copyLine is the line before data, as pg_dump writes it; the data end with a line that is \. alone.
var copyLine = regexp.MustCompile(`(?mi)^COPY [^;\n]+ FROM stdin;?[ \t]*\r?\n`)

// run sends a script: what is between two COPYs as one message, and the data of each COPY behind it.
func run(ctx context.Context, conn *pgconn.PgConn, script string) error {
	for {
		at := copyLine.FindStringIndex(script)
		if at == nil {
			_, err := conn.Exec(ctx, script).ReadAll()
			return err
		}
		if _, err := conn.Exec(ctx, script[:at[0]]).ReadAll(); err != nil {
			return err
		}
		statement := strings.TrimSpace(script[at[0]:at[1]])
		data, rest, ended := data(script[at[1]:])
		if !ended {
			return fmt.Errorf(`%s: its data do not end: write a line \. behind them`, statement)
		}
		if _, err := conn.CopyFrom(ctx, strings.NewReader(data), statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
		script = rest
	}
}

// data cuts the lines up to \. off a script.
func data(script string) (lines, rest string, ended bool) {
	at := 0
	for line := range strings.Lines(script) {
		if strings.TrimRight(line, "\r\n") == `\.` {
			return script[:at], script[at+len(line):], true
		}
		at += len(line)
	}
	return "", "", false
}
