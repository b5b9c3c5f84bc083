package orm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// TxOption is a setting of a transaction.
type TxOption func(*txSettings)

type txSettings struct {
	driver.TxOptions
	attempts int
}

// ReadOnly makes a transaction in which writing fails. Defaults to reading and writing.
func ReadOnly() TxOption { return func(s *txSettings) { s.TxOptions.ReadOnly = true } }

// Isolated sets how much the transaction sees of others: Isolated(orm.Serializable). What a database does not have, it
// replaces by more: SQLite's transactions are always serializable. Defaults to the database's own level, which is
// ReadCommitted on Postgres.
func Isolated(level Isolation) TxOption { return func(s *txSettings) { s.Isolation = level } }

// Deferrable makes a transaction that is Serializable and ReadOnly wait until it can meet no conflict. Without those two
// it means nothing. Defaults to not waiting.
func Deferrable() TxOption { return func(s *txSettings) { s.TxOptions.Deferrable = true } }

// Durable says that what the transaction did is durable when Atomic returns, and so that it must not be a savepoint inside
// of another: tx.Atomic refuses it with ErrNotOutermost. db.Atomic is always durable; the option says that it is meant to
// be. It is Django's durable.
func Durable() TxOption { return func(*txSettings) {} }

// Retry runs the function again, in a new transaction, when the database ended the transaction for a conflict with another
// one (ErrSerialization) or to end a deadlock (ErrDeadlock): up to attempts times in all, with a pause that doubles from
// some milliseconds to a second, at random within its half. The function must not do anything outside of the database
// that may not be done twice. The last error is returned. Defaults to 1 attempt.
func Retry(attempts int) TxOption { return func(s *txSettings) { s.attempts = attempts } }

// CanRetry reports whether the call that gave err may be made again without doing anything twice: a read that lost its
// connection, a statement that was never sent, a transaction that was rolled back for a conflict or a deadlock.
func CanRetry(err error) bool { return driver.CanRetry(err) }

// Isolation is how much a transaction sees of others.
type Isolation = driver.Isolation

// The isolation levels; see package driver.
const (
	ReadCommitted  = driver.ReadCommitted
	RepeatableRead = driver.RepeatableRead
	Serializable   = driver.Serializable
)

func txOptions(options []TxOption) txSettings {
	var s txSettings
	for _, set := range options {
		set(&s)
	}
	return s
}

// retry runs f in a transaction, and again while the database says that it may do better.
func (db *DB) retry(ctx context.Context, s txSettings, f func(context.Context, *Tx) error) error {
	pause := 4 * time.Millisecond
	for attempt := 1; ; attempt++ {
		err := db.atomic(ctx, s.TxOptions, f)
		if attempt >= s.attempts || !errors.Is(err, ErrSerialization) && !errors.Is(err, ErrDeadlock) {
			if err != nil && attempt > 1 {
				return fmt.Errorf("after %d attempts: %w", attempt, err)
			}
			return err
		}
		select {
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
			return fmt.Errorf("%w, while waiting to try again after: %w", context.Cause(ctx), err)
		}
		pause = min(2*pause, time.Second)
	}
}
