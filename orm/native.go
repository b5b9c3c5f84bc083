package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/safety"
)

// NativeFunc is work that only one database can do, on a session's connection. It is given the driver, or the transaction
// that the driver has opened, and must be done with it when it returns.
type NativeFunc[T any] func(ctx context.Context, c driver.Conn) (T, error)

// Native runs work that only one database can do, for packages of drivers: with the guard, and in the session's turn. on
// and call name it in errors: "postgres", "Notify". What calls Native is called by the program.
func Native[T any](ctx context.Context, s Session, on, call string, f NativeFunc[T]) (T, error) {
	if err := guard(ctx, s, safety.Call{On: on, Name: call, Async: true, Site: safety.Caller(2)}); err != nil {
		return *new(T), err
	}
	return native(ctx, s, on+"."+call, f)
}

// NativeAsync is the asynchronous Native.
func NativeAsync[T any](ac AsyncContext, s Session, on, call string, f NativeFunc[T]) *Future[T] {
	name, site := on+"."+call, safety.Caller(2)
	if missing(s) {
		return failed[T](ac, name, site, fmt.Errorf("%s: %w", name, ErrNoSession))
	}
	return spawn(ac, s, name+"Async", site, func(ctx context.Context) (T, error) { return native(ctx, s, name, f) })
}

func native[T any](ctx context.Context, s Session, name string, f NativeFunc[T]) (v T, err error) {
	if err = s.enter(ctx); err == nil {
		var leave func()
		if leave, err = s.hold(ctx); err == nil {
			defer leave()
			v, err = f(ctx, s.conn())
		}
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return v, err
}
