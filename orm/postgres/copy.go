package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed83105465/duet/orm/driver"
)

// copy sends the rows of an op's Source as a COPY, which is a transaction of its own or a part of one.
func (c *conn) copy(ctx context.Context, op *driver.Op) (rows int64, err error) {
	if op.Source == nil {
		return 0, errors.New("postgres: a COPY without a Source of rows")
	}
	unguard := c.guard(ctx)
	defer unguard()
	r := &copyReader{source: op.Source, stopped: c.why}
	tag, err := c.pg.CopyFrom(context.Background(), r, op.Plan.SQL)
	switch {
	case r.err != nil: // the server was told to give up
		return 0, r.err
	case err != nil:
		if broken(err) {
			c.doomed = true
		}
		return 0, c.explain(err)
	}
	return tag.RowsAffected(), nil
}

// copyReader is rows in COPY's text format, read while they are made.
type copyReader struct {
	source  func() ([]driver.Value, bool, error)
	stopped func() error
	buf     []byte
	text    []byte
	row     int
	over    bool
	err     error // of the source
}

// Read implements io.Reader.
func (r *copyReader) Read(p []byte) (int, error) {
	for len(r.buf) < len(p) && !r.over && r.err == nil {
		if r.err = r.stopped(); r.err == nil {
			r.err = r.next()
		}
	}
	if r.err != nil {
		return 0, r.err
	}
	n := copy(p, r.buf)
	r.buf = r.buf[:copy(r.buf, r.buf[n:])]
	if n == 0 && r.over {
		return 0, io.EOF
	}
	return n, nil
}

func (r *copyReader) next() error {
	values, more, err := r.source()
	if err != nil || !more {
		r.over = true
		return err
	}
	r.row++
	for i := range values {
		if i > 0 {
			r.buf = append(r.buf, '\t')
		}
		v := &values[i]
		if v.IsNull() {
			r.buf = append(r.buf, `\N`...)
			continue
		}
		if r.text, err = appendText(r.text[:0], v); err != nil {
			return fmt.Errorf("postgres: row %d, column %d: %w", r.row, i+1, err)
		}
		for _, c := range r.text {
			switch c {
			case '\\':
				r.buf = append(r.buf, '\\', '\\')
			case '\t':
				r.buf = append(r.buf, '\\', 't')
			case '\n':
				r.buf = append(r.buf, '\\', 'n')
			case '\r':
				r.buf = append(r.buf, '\\', 'r')
			default:
				r.buf = append(r.buf, c)
			}
		}
	}
	r.buf = append(r.buf, '\n')
	return nil
}
