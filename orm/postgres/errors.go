package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// contextError is what a context that has ended means for a statement: its own error, and driver.ErrTimeout besides when
// it was a deadline.
func contextError(ctx context.Context) error {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &driver.Error{Kind: driver.ErrTimeout, Err: err}
	}
	return err
}

// typed makes one of driver's errors of what Postgres, or the network, said.
func typed(err error) error {
	if err == nil {
		return nil
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return said(pg, err)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) || broken(err) {
		return &driver.Error{Kind: driver.ErrUnavailable, Err: fmt.Errorf("postgres: %w", err)}
	}
	return fmt.Errorf("postgres: %w", err)
}

// said is the meaning of an error that the server sent. See "PostgreSQL Error Codes" in its manual, appendix A.
func said(pg *pgconn.PgError, err error) error {
	kind := error(nil)
	hint := ""
	switch pg.Code {
	case "23505":
		return constraint(pg, driver.Unique)
	case "23503":
		return constraint(pg, driver.ForeignKey)
	case "23514":
		return constraint(pg, driver.Check)
	case "23502":
		return constraint(pg, driver.NotNull)
	case "23P01":
		return constraint(pg, driver.Exclusion)
	case "23000", "23001":
		return constraint(pg, driver.OtherConstraint)
	case "40001":
		kind = driver.ErrSerialization
	case "40P01":
		kind = driver.ErrDeadlock
	case "55P03":
		kind, hint = driver.ErrLocked, "another transaction holds the lock"
	case "57014", "25P03", "25P04", "57P05": // cancelled, by statement_timeout among others; idle for too long
		kind = driver.ErrTimeout
	case "25006":
		kind = driver.ErrReadOnly
	case "53300":
		kind = driver.ErrTooManyConnections
	case "53100":
		kind = driver.ErrFull
	case "57P01", "57P02", "57P03", "57P04", "53200", "53000", "53400", "58000", "58030", "08000", "08003", "08006", "08001", "08004",
		"08007", "08P01", "28000", "28P01", "3D000", "XX000", "XX001", "XX002":
		kind = driver.ErrUnavailable
	case "42P01", "42703", "3F000":
		kind = driver.ErrSchema
	case "25P02":
		kind = driver.ErrTxFailed
	case "26000", "42P05":
		hint = "prepared statements are not where they were prepared: behind a pooler, open the database with postgres.PgBouncer()"
	case "22P05", "22021":
		hint = "a text or JSON document has a character that Postgres cannot store, such as \\u0000"
	}
	if hint != "" {
		err = fmt.Errorf("%s: %w", hint, err)
	}
	if kind == nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return &driver.Error{Kind: kind, Err: fmt.Errorf("postgres: %w", err)}
}

// constraint names what was violated as far as Postgres tells: columns of a key stand in the detail only, "Key (a, b)=(1,
// 2) already exists.", and in the language of the server.
func constraint(pg *pgconn.PgError, kind driver.ConstraintKind) error {
	e := &driver.ConstraintError{Kind: kind, Table: pg.TableName, Constraint: pg.ConstraintName, Err: pg}
	if pg.ColumnName != "" {
		e.Columns = []string{pg.ColumnName}
	} else if kind == driver.Unique || kind == driver.ForeignKey || kind == driver.Exclusion {
		e.Columns = keyColumns(pg.Detail)
	}
	return e
}

// keyColumns reads the columns out of `Key (a, "B c")=(1, 2) ...`; none when a part is an expression.
func keyColumns(detail string) (columns []string) {
	_, rest, _ := strings.Cut(detail, "(")
	for {
		m := keyColumn.FindStringSubmatch(rest)
		if m == nil {
			return nil
		}
		name := m[1]
		if quoted, ok := strings.CutPrefix(name, `"`); ok {
			name = strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `""`, `"`)
		}
		columns = append(columns, name)
		if m[2] != ", " {
			return columns
		}
		rest = rest[len(m[0]):]
	}
}

// keyColumn is an identifier as the server quotes it, and what is behind it in the list.
var keyColumn = regexp.MustCompile(`^("(?:[^"]|"")*"|[^"(): ',]+)(, |\)=\()`)

// retryable is err, marked as one after which the same call may be made again.
func retryable(err error) error {
	var e *driver.Error
	if !errors.As(err, &e) || e.Retry {
		return err
	}
	again := *e
	again.Retry = true
	return &again
}

// unknown is the error of a write whose answer never came.
func unknown(err error) error {
	return &driver.Error{Kind: driver.ErrCommitUnknown, Err: fmt.Errorf("whether the statement was done is unknown: %w", err)}
}

// dismissed reports whether the server, and no pooler before it, said that it ends the connection. It says so between
// two statements, or instead of finishing one, and never after a transaction was committed and before that was answered.
func dismissed(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || !broken(err) {
		return false
	}
	switch pg.Code {
	case "57P01", "57P04", "57P05", "25P03", "25P04": // terminated; idle, in a transaction or not, or in one for too long
		return true
	}
	return false
}

// broken reports whether an error means that the connection is of no use any more.
func broken(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Severity == "FATAL" || pg.Severity == "PANIC" || pg.SeverityUnlocalized == "FATAL" || pg.SeverityUnlocalized == "PANIC"
	}
	return err != nil
}
