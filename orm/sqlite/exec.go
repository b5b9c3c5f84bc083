package sqlite

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/orm/driver"
)

// errAborted is what keeps the ops behind a scan function that panicked from running.
var errAborted = errors.New("sqlite: an earlier statement of the pipeline panicked")

// newArgs is the space for n arguments.
func newArgs(n int) []sqldriver.NamedValue {
	args := make([]sqldriver.NamedValue, n)
	for i := range args {
		args[i].Ordinal = i + 1
	}
	return args
}

// allowed refuses a statement that would write unseen: beside open cursors, or on a reader.
func (s *stmt) allowed(plan *driver.Plan) error {
	if s.writes && !plan.Write {
		return &driver.Error{Kind: driver.ErrReadOnly, Err: errors.New("sqlite: the statement writes, and its plan says that it reads: set Plan.Write")}
	}
	return nil
}

// bind puts the arguments where start finds them.
func (s *stmt) bind(args []driver.Value) error {
	if len(args) != len(s.args) {
		return fmt.Errorf("sqlite: the statement has %d placeholders and was given %d arguments", len(s.args), len(args))
	}
	for i := range args {
		v, err := bind(&args[i])
		if err != nil {
			return fmt.Errorf("sqlite: argument %d: %w", i+1, err)
		}
		s.args[i].Value = v
	}
	return nil
}

// raw makes rows give SQLite's values as they are, and dest as wide as they. By itself go-sqlite3 converts by declared
// type: a BOOLEAN column's 5 becomes true and its -1 false, a DATE column's text that is no date becomes the year 1.
// It looks the declared types up in the very slice that DeclTypes returns, so there they are forgotten.
func raw(rows *sqlite3.SQLiteRows, dest []sqldriver.Value) []sqldriver.Value {
	types := rows.DeclTypes()
	for i := range types {
		types[i] = ""
	}
	if len(dest) != len(types) {
		return make([]sqldriver.Value, len(types))
	}
	return dest
}

// perform runs an op, on this connection that is the caller's, and finishes it. It reports whether the op failed.
func (c *conn) perform(ctx context.Context, op *driver.Op) (failed bool) {
	out := driver.Outcome{State: driver.Failed, Err: errAborted}
	defer func() { op.Finish(out) }()
	op.Trip = driver.NewRoundTrip(ctx, 1, "") // nothing is shared in the process
	n, err := c.op(ctx, op)
	if err != nil {
		out.Err = err
		return true
	}
	out = driver.Outcome{State: driver.OK, Rows: n}
	return false
}

func (c *conn) op(ctx context.Context, op *driver.Op) (n int64, err error) {
	if op.Plan.Write {
		if err := c.settle(ctx); err != nil {
			return 0, err
		}
	}
	s, err := c.prepared(ctx, op.Plan.SQL)
	if err != nil {
		return 0, err
	}
	defer c.statements.give(s)
	if op.Source != nil {
		err = c.whole(ctx, func() error {
			n, err = c.source(ctx, s, op)
			return err
		})
		return n, err
	}
	if op.Times <= 1 {
		return c.once(ctx, s, op.Plan, op.Args, op.Scan)
	}
	if !op.Plan.Write {
		return c.times(ctx, s, op)
	}
	err = c.whole(ctx, func() error {
		n, err = c.times(ctx, s, op)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// source runs an op for whatever its Source gives.
func (c *conn) source(ctx context.Context, s *stmt, op *driver.Op) (n int64, err error) {
	for {
		if err := c.stopped(ctx); err != nil {
			return 0, err
		}
		args, more, err := op.Source()
		if err != nil || !more {
			return n, err
		}
		if _, err := c.once(ctx, s, op.Plan, args, nil); err != nil {
			return 0, err
		}
		n++
	}
}

// times runs an op that is repeated with different arguments.
func (c *conn) times(ctx context.Context, s *stmt, op *driver.Op) (n int64, err error) {
	if len(op.Args)%op.Times != 0 {
		return 0, fmt.Errorf("sqlite: %d arguments cannot be shared out to %d runs of one statement", len(op.Args), op.Times)
	}
	each := len(op.Args) / op.Times
	for i := range op.Times {
		op.Run = i
		if err := c.stopped(ctx); err != nil {
			return 0, err
		}
		more, err := c.once(ctx, s, op.Plan, op.Args[i*each:(i+1)*each], op.Scan)
		if err != nil {
			return 0, err
		}
		n += more
	}
	return n, nil
}

// whole runs do in a transaction or, inside of one, in a savepoint: all or nothing.
func (c *conn) whole(ctx context.Context, do func() error) (err error) {
	begin, end, undo := "BEGIN IMMEDIATE", "COMMIT", []string{"ROLLBACK"}
	if !c.raw.AutoCommit() {
		name := identifier("duet whole")
		begin, end = "SAVEPOINT "+name, "RELEASE "+name
		undo = []string{"ROLLBACK TO " + name, end}
	}
	if err := c.run(ctx, begin); err != nil {
		return err
	}
	done := false
	defer func() {
		c.tainted = false
		if done || c.raw.AutoCommit() { // SQLite undoes everything by itself when it is interrupted or has no room
			return
		}
		for _, sql := range undo {
			if e := c.run(context.Background(), sql); e != nil {
				err = errors.Join(err, e)
			}
		}
	}()
	if err := do(); err != nil {
		return err
	}
	if err := c.run(context.Background(), end); err != nil {
		return err
	}
	done = true
	return nil
}

// script runs several statements in one text, all or nothing unless the text begins transactions of its own.
func (c *conn) script(ctx context.Context, plan *driver.Plan, args []driver.Value) error {
	switch {
	case !plan.Write:
		return fmt.Errorf("sqlite: a statement that reads must be alone: the text holds several")
	case len(args) > 0:
		return fmt.Errorf("sqlite: several statements in one text take no arguments: run them one by one")
	}
	do := func() error {
		w := c.watching()
		w.begun = false
		_, err := c.raw.ExecContext(w, plan.SQL, nil)
		if err != nil {
			return c.explain(ctx, err)
		}
		return nil
	}
	if !c.raw.AutoCommit() || !begins(plan.SQL) {
		return c.whole(ctx, do)
	}
	err := do() // the text has transactions of its own, as dumps do
	if !c.raw.AutoCommit() {
		err = errors.Join(err, c.run(context.Background(), "ROLLBACK"))
	}
	return err
}
