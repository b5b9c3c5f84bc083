package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/driver"
)

// Notification is what was sent with NOTIFY.
type Notification struct {
	Channel string
	Payload string // "" when there was none
	PID     uint32 // of the server's process that sent it
}

// Listen waits for notifications on channels, whose names are taken as they are, and gives one after another, in the order
// in which they were committed. It has a connection of its own, which counts as one of [Cursors], from the first step of
// the loop until the loop is left. It ends with an error alone: the context's, when that ends; ErrUnavailable when the
// connection is lost, after which notifications may have been missed; ErrClosed. Each range over the iterator listens
// anew.
//
// Nothing is missed that is committed after listening has begun, which is when the function given to [OnListening] is
// called: read there what was there before. Behind PgBouncer it is ErrUnsupported: open the database past it.
func Listen(ctx context.Context, db *orm.DB, channels ...string) iter.Seq2[Notification, error] {
	return func(yield func(Notification, error) bool) {
		l, err := orm.Native(ctx, db, "postgres", "Listen", listen(channels))
		if err != nil {
			yield(Notification{}, err)
			return
		}
		defer l.shut()
		listening(ctx)
		l.each(yield, func() (Notification, error) { return l.wait(ctx) })
	}
}

// ListenAsync is the asynchronous Listen. Each wait is a future of the scope.
func ListenAsync(ac orm.AsyncContext, db *orm.DB, channels ...string) iter.Seq2[Notification, error] {
	return func(yield func(Notification, error) bool) {
		opening := orm.NativeAsync(ac, db, "postgres", "Listen", listen(channels))
		l, err := opening.Await(ac)
		if err != nil {
			opening.Cancel()
			<-opening.Done()
			if l, err := opening.Await(ac); err == nil { // it was quicker than whoever gave up
				l.shut()
			}
			yield(Notification{}, err)
			return
		}
		defer l.shut()
		listening(ac.Context())
		wait := func(ctx context.Context, _ driver.Conn) (Notification, error) { return l.wait(ctx) }
		l.each(yield, func() (Notification, error) {
			return orm.NativeAsync(ac, db, "postgres", "Listen", wait).Await(ac)
		})
	}
}

type listeningKey struct{}

// OnListening returns a context with which [Listen] calls f when the server listens, before it waits for the first time:
// what is committed from then on is not missed. With [ListenAsync] the context is the one that the scope was opened with.
// f runs on the goroutine of the loop.
func OnListening(ctx context.Context, f func()) context.Context {
	return context.WithValue(ctx, listeningKey{}, f)
}

func listening(ctx context.Context) {
	if f, ok := ctx.Value(listeningKey{}).(func()); ok {
		f()
	}
}

// Notify sends a notification to whoever listens on the channel: when the transaction commits that the session is, else at
// once. The payload has less than 8,000 bytes. The server sends one only of several that are the same in a transaction.
func Notify(ctx context.Context, s orm.Session, channel, payload string) error {
	_, err := orm.Native(ctx, s, "postgres", "Notify", notify(channel, payload))
	return err
}

// NotifyAsync is the asynchronous Notify.
func NotifyAsync(ac orm.AsyncContext, s orm.Session, channel, payload string) *orm.Future[struct{}] {
	return orm.NativeAsync(ac, s, "postgres", "Notify", notify(channel, payload))
}

func notify(channel, payload string) orm.NativeFunc[struct{}] {
	return func(ctx context.Context, c driver.Conn) (struct{}, error) {
		if err := ours(c); err != nil {
			return struct{}{}, err
		}
		if strings.IndexByte(channel+payload, 0) >= 0 {
			return struct{}{}, errors.New("a notification cannot have a zero byte in it")
		}
		sql := "SELECT pg_notify(" + literal(channel) + ", " + literal(payload) + ")"
		op := &driver.Op{Plan: &driver.Plan{SQL: sql, Write: true, Script: true}}
		c.Pipeline(ctx, []*driver.Op{op})
		return struct{}{}, op.Outcome.Err
	}
}

var quoted = strings.NewReplacer(`'`, `''`, `\`, `\\`)

// literal is a text as SQL has it, whatever the server's settings.
func literal(s string) string { return " E'" + quoted.Replace(s) + "'" }

// ours refuses connections of other drivers.
func ours(c driver.Conn) error {
	switch c.(type) {
	case *database, *tx:
		return nil
	}
	return fmt.Errorf("%w: the database is not Postgres", orm.ErrUnsupported)
}

// listener is a connection that listens.
type listener struct {
	db   *database
	c    *conn
	conn *pgx.Conn
	done context.Context // ends with the database
	end  context.CancelCauseFunc
	turn chan struct{} // of whoever uses the connection
	over error         // why no wait is possible any more
}

// listen opens a connection that listens to channels.
func listen(channels []string) orm.NativeFunc[*listener] {
	return func(ctx context.Context, dc driver.Conn) (*listener, error) {
		db, ok := dc.(*database)
		switch {
		case !ok:
			return nil, ours(dc)
		case db.opts.bouncer:
			return nil, fmt.Errorf("%w: a connection behind PgBouncer is not one's own: open the database past it", orm.ErrUnsupported)
		case len(channels) == 0:
			return nil, errors.New("no channel: name one or more")
		}
		var sql strings.Builder
		for _, name := range channels {
			if name == "" || len(name) > 63 || strings.IndexByte(name, 0) >= 0 {
				return nil, fmt.Errorf("the channel %q: a name has 1 to 63 bytes, none of them zero", name)
			}
			sql.WriteString("LISTEN " + identifier(name) + ";")
		}
		c, err := db.beside(ctx)
		if err != nil {
			return nil, err
		}
		l := &listener{db: db, c: c, conn: c.lease.Conn(), turn: make(chan struct{}, 1)}
		l.done, l.end = context.WithCancelCause(context.Background())
		if _, err = c.exec(ctx, sql.String()); err == nil && !db.enlist(l) {
			err = driver.ErrClosed
		}
		if err != nil {
			l.release(err)
			return nil, err
		}
		return l, nil
	}
}

// each hands out notifications until there are no more.
func (l *listener) each(yield func(Notification, error) bool, next func() (Notification, error)) {
	for {
		n, err := next()
		if err != nil {
			err = fmt.Errorf("postgres.Listen: %w", err)
		}
		if !yield(n, err) || err != nil {
			return
		}
	}
}

// wait is the next notification.
func (l *listener) wait(ctx context.Context) (Notification, error) {
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	if l.over != nil {
		return Notification{}, l.over
	}
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.done, cancel)()
	n, err := l.conn.WaitForNotification(both)
	switch {
	case n != nil: // though the connection may be lost behind it
		return Notification{Channel: n.Channel, Payload: n.Payload, PID: n.PID}, nil
	case ctx.Err() != nil:
		return Notification{}, contextError(ctx)
	case l.done.Err() != nil:
		return Notification{}, driver.ErrClosed
	}
	err = retryable(typed(err))
	if !errors.Is(err, driver.ErrUnavailable) {
		err = &driver.Error{Kind: driver.ErrUnavailable, Err: err, Retry: true}
	}
	return Notification{}, err
}

// shut implements closer. It ends a wait that is under way.
func (l *listener) shut() {
	l.end(driver.ErrClosed)
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	l.release(driver.ErrClosed)
}

// release closes the connection: another one who gets it must hear nothing.
func (l *listener) release(why error) {
	if l.over != nil {
		return
	}
	l.over = why
	l.end(why)
	l.db.delist(l)
	l.c.doomed = true
	l.c.release()
}
