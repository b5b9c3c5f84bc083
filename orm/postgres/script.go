package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
)

// alone reports whether an op has a protocol of its own, and so cannot be in a flight.
func alone(op *driver.Op) bool { return op.Plan.Script || op.Plan.Copy }

// split runs ops in order: each script and copy by itself, and what is between two in one flight. Those that it returns
// did nothing, and are to be run again; why says so.
func (c *conn) split(ctx context.Context, ops []*driver.Op, how manner) (again []*driver.Op, why error) {
	tx := how == inTx
	for len(ops) > 0 {
		if !alone(ops[0]) {
			n := 1
			for n < len(ops) && !alone(ops[n]) {
				n++
			}
			again, why = c.run(ctx, ops[:n], how)
			if failed := failure(ops[:n]); failed != nil && tx || len(again) > 0 || c.doomed {
				if tx && failed != nil {
					abort(ops[n:], txFailed(failed))
				}
				if why == nil {
					why = failed
				}
				return append(again, pending(ops[n:])...), why
			}
			ops = ops[n:]
			continue
		}
		if c.begin != "" {
			if err := c.start(ctx); c.pg.IsClosed() {
				return ops, err
			} else if err != nil {
				abort(ops, err)
				return nil, nil
			}
		}
		var out driver.Outcome
		if ops[0].Plan.Copy {
			out = c.copy(ctx, ops[0], tx)
		} else {
			out = c.script(ctx, ops[0], tx)
		}
		ops[0].Finish(out)
		ops = ops[1:]
		err := out.Err
		if err != nil && tx {
			abort(ops, txFailed(err))
			return nil, nil
		}
		if c.doomed {
			return ops, err
		}
	}
	return nil, nil
}

// failure is the error of the first op that failed.
func failure(ops []*driver.Op) error {
	for _, op := range ops {
		if op.Outcome.Err != nil {
			return op.Outcome.Err
		}
	}
	return nil
}

func pending(ops []*driver.Op) (rest []*driver.Op) {
	for _, op := range ops {
		if op.Outcome.State == driver.Pending {
			rest = append(rest, op)
		}
	}
	return rest
}

// script runs several statements in one text: as one transaction, unless the text has transactions of its own.
func (c *conn) script(ctx context.Context, op *driver.Op, tx bool) driver.Outcome {
	switch err := c.text(ctx, op, tx); {
	case err == nil:
		return driver.Outcome{State: driver.OK}
	case !c.doomed:
		return driver.Outcome{State: driver.Failed, Err: err}
	case tx:
		return driver.Outcome{State: driver.Failed, Err: c.unsent(err)}
	default: // some of its own transactions may be done
		return driver.Outcome{State: driver.Unknown, Err: unknown(err)}
	}
}

func (c *conn) text(ctx context.Context, op *driver.Op, tx bool) error {
	if len(op.Args) > 0 {
		return fmt.Errorf("postgres: several statements in one text take no arguments: run them one by one")
	}
	op.Trip = driver.NewRoundTrip(ctx, 1, "")
	_, err := c.simple(ctx, op.Plan.SQL)
	if err != nil && c.pg.IsClosed() {
		c.doomed = true
		return err
	}
	switch status := c.pg.TxStatus(); {
	case tx && status == 'I':
		return errors.Join(err, errors.New("postgres: the script ended the transaction it was run in: take its COMMIT or ROLLBACK out"))
	case !tx && status != 'I': // it began one, and did not end it
		_, e := c.exec(context.WithoutCancel(ctx), "ROLLBACK")
		if err == nil {
			err = errors.New("postgres: the script began a transaction and did not end it; it was rolled back")
		}
		return errors.Join(err, e)
	}
	return err
}
