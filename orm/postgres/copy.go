package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// copyChunk is how many bytes of rows are handed on at a time.
const copyChunk = 32 << 10

var errCopyOver = errors.New("the COPY is over")

// copy sends the rows of an op's Source as a COPY, which is a transaction of its own or a part of one. The rows are made
// on this goroutine, where they may panic, while others send them.
func (c *conn) copy(ctx context.Context, op *driver.Op, tx bool) driver.Outcome {
	if op.Source == nil {
		return driver.Outcome{State: driver.Failed, Err: errors.New("postgres: a COPY without a Source of rows")}
	}
	c.guard(ctx)
	defer c.unguard()
	op.Trip = driver.NewRoundTrip(ctx, 1, "") // pgx does not wait until the server is ready for the rows
	from, to := io.Pipe()
	var tag pgconn.CommandTag
	var err error
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		tag, err = c.pg.CopyFrom(context.Background(), from, op.Plan.SQL)
		_ = from.CloseWithError(errCopyOver) // nobody reads any more, it says to both ends
	}()
	w := &copyWriter{source: op.Source, to: to, stopped: c.why}
	failed := errPanicked
	defer func() { // also when the source panics, or ends the goroutine
		_ = to.CloseWithError(failed)
		<-sent
		c.doomed = c.doomed || c.pg.IsClosed()
	}()
	failed = w.write()
	all := failed == nil
	if errors.Is(failed, errCopyOver) {
		failed = nil // what the server said is on its way
	}
	_ = to.CloseWithError(failed) // nil is the end of the rows
	<-sent
	switch {
	case failed != nil: // the server was told to give up
		return driver.Outcome{State: driver.Failed, Err: failed}
	case err == nil:
		return driver.Outcome{State: driver.OK, Rows: tag.RowsAffected()}
	case !broken(err):
		return driver.Outcome{State: driver.Failed, Err: c.explain(err)}
	case !all || tx || dismissed(err):
		return driver.Outcome{State: driver.Failed, Err: c.unsent(err)}
	}
	return driver.Outcome{State: driver.Unknown, Err: unknown(c.explain(err))}
}

// copyWriter writes rows in COPY's text format.
type copyWriter struct {
	source  func() ([]driver.Value, bool, error)
	to      *io.PipeWriter
	stopped func() error
	buf     []byte
	text    []byte
	row     int
}

// write writes all rows.
func (w *copyWriter) write() error {
	for more := true; more; {
		err := w.stopped()
		if err == nil {
			more, err = w.next()
		}
		if err != nil {
			return err
		}
		if len(w.buf) >= copyChunk || !more && len(w.buf) > 0 {
			if _, err := w.to.Write(w.buf); err != nil {
				return err
			}
			w.buf = w.buf[:0]
		}
	}
	return nil
}

// next writes the next row of the source; false when there are no more.
func (w *copyWriter) next() (more bool, err error) {
	values, more, err := w.source()
	if err != nil || !more {
		return false, err
	}
	w.row++
	for i := range values {
		if i > 0 {
			w.buf = append(w.buf, '\t')
		}
		v := &values[i]
		if v.IsNull() {
			w.buf = append(w.buf, `\N`...)
			continue
		}
		if w.text, err = appendText(w.text[:0], v); err != nil {
			return false, fmt.Errorf("postgres: row %d, column %d: %w", w.row, i+1, err)
		}
		for _, c := range w.text {
			switch c {
			case '\\':
				w.buf = append(w.buf, '\\', '\\')
			case '\t':
				w.buf = append(w.buf, '\\', 't')
			case '\n':
				w.buf = append(w.buf, '\\', 'n')
			case '\r':
				w.buf = append(w.buf, '\\', 'r')
			default:
				w.buf = append(w.buf, c)
			}
		}
	}
	w.buf = append(w.buf, '\n')
	return true, nil
}
