package async

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
)

const (
	columns   = "id, title, author_id, publisher_id, price_cents, published_on"
	sqlByKey  = "SELECT " + columns + " FROM books WHERE id = $1"
	sqlLatest = "SELECT " + columns + " FROM books WHERE publisher_id = $1 AND price_cents >= $2 ORDER BY published_on DESC, id DESC LIMIT 10"
	sqlAny    = "SELECT " + columns + " FROM books WHERE id = ANY($1)"
)

// ctx is that of a request which nobody cancels: pgx needs a goroutine for each statement whose context can be.
var ctx = context.Background()

// byHand asks with pgx.
type byHand struct{ pool *pgxpool.Pool }

// sequential asks one question after the other.
func (h byHand) sequential(qs []question) error {
	for i := range qs {
		if err := h.ask(&qs[i]); err != nil {
			return err
		}
	}
	return nil
}

// goroutines asks each question in a goroutine of its own, on a connection of the pool.
func (h byHand) goroutines(qs []question) error {
	var all sync.WaitGroup
	errs := make([]error, len(qs))
	for i := range qs {
		all.Go(func() { errs[i] = h.ask(&qs[i]) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// batch asks all in one pgx.Batch: one round trip, one transaction, one fate.
func (h byHand) batch(qs []question) error {
	var b pgx.Batch
	for i := range qs {
		if qs[i].byKey {
			b.Queue(sqlByKey, qs[i].key)
		} else {
			b.Queue(sqlLatest, qs[i].publisher, minPrice)
		}
	}
	answers := h.pool.SendBatch(ctx, &b)
	for i := range qs {
		rows, err := answers.Query()
		if err == nil {
			err = qs[i].scan(rows)
		}
		if err != nil {
			return errors.Join(err, answers.Close())
		}
	}
	return answers.Close()
}

// any asks questions by key in one query.
func (h byHand) any(qs []question) error {
	keys := make([]int64, len(qs))
	for i := range qs {
		keys[i] = qs[i].key
	}
	rows, err := h.pool.Query(ctx, sqlAny, keys)
	if err != nil {
		return err
	}
	var all question
	if err := all.scan(rows); err != nil {
		return err
	}
	at := make(map[int64]*data.Book, len(qs))
	for i := range all.rows {
		at[all.rows[i].ID] = &all.rows[i]
	}
	for i := range qs {
		b := at[qs[i].key]
		if b == nil {
			return fmt.Errorf("there is no book %d", qs[i].key)
		}
		qs[i].rows = append(qs[i].rows[:0], *b)
	}
	return nil
}

func (h byHand) ask(q *question) error {
	var rows pgx.Rows
	var err error
	if q.byKey {
		rows, err = h.pool.Query(ctx, sqlByKey, q.key)
	} else {
		rows, err = h.pool.Query(ctx, sqlLatest, q.publisher, minPrice)
	}
	if err != nil {
		return err
	}
	return q.scan(rows)
}

// scan reads an answer, of which there has to be one.
func (q *question) scan(rows pgx.Rows) error {
	defer rows.Close()
	q.rows = q.rows[:0]
	for rows.Next() {
		q.rows = append(q.rows, data.Book{})
		b := &q.rows[len(q.rows)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return err
		}
	}
	if len(q.rows) == 0 && rows.Err() == nil {
		return errors.New("no rows")
	}
	return rows.Err()
}
