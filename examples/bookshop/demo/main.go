package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/seed83105465/duet/examples/bookshop/shop"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

// longest is when a demonstration that does not end is given up.
const longest = time.Minute

func main() {
	signal.Ignore(syscall.SIGPIPE) // `make demo | head` must not leave the database behind
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, steps(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process.
func run(ctx context.Context, steps []step, stdout, stderr io.Writer) int {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	if err := demonstrate(ctx, steps, stdout); err != nil {
		fmt.Fprintln(stderr, "demo:", err)
		return 1
	}
	return 0
}

// demonstrate runs the service and the steps, and leaves nothing behind.
func demonstrate(ctx context.Context, steps []step, out io.Writer) (err error) {
	folder, err := os.MkdirTemp("", "bookshop-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()

	where := cmp.Or(os.Getenv("DATABASE_URL"), filepath.Join(folder, "bookshop.db"))
	db, err := shop.Open(ctx, where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	// Requests are made one after another, so that the next number is that of the request that was just answered.
	queries := make(chan int, len(steps))
	count := ormhttp.Observe(func(_ *http.Request, events []orm.Event) { queries <- len(events) })
	silent := slog.New(slog.DiscardHandler)
	handler := count(shop.New(shop.Config{DB: db, Logger: silent, Development: true}))

	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- shop.Serve(serving, l, handler, silent, time.Second) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended)
	}()

	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	v := visitor{out: out, base: "http://" + l.Addr().String(), client: &http.Client{Transport: transport}, queries: queries}
	fmt.Fprintf(out, "The bookshop is open at %s, its database is %s\n", v.base, filepath.Join(folder, "bookshop.db"))
	if err := v.visit(ctx, steps); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d requests, each answered as expected. `go run ./examples/bookshop` opens the shop for you.\n", len(steps))
	return nil
}
