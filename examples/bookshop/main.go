package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/seed83105465/duet/examples/bookshop/shop"
	"github.com/seed83105465/duet/orm"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stderr)
	stop()
	os.Exit(code)
}

// settings are what the program is told.
type settings struct {
	addr, db    string
	development bool
	grace       time.Duration
}

// run is main without the process.
func run(ctx context.Context, args []string, env func(string) string, stderr io.Writer) int {
	set, err := settingsOf(args, env, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "bookshop:", err)
		return 2
	}
	logger := slog.New(slog.NewJSONHandler(stderr, nil))
	if err := serve(ctx, set, logger); err != nil {
		logger.Error("failed", "error", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, set settings, logger *slog.Logger) (err error) {
	db, err := shop.Open(ctx, set.db, orm.WithLogger(logger))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", set.addr)
	if err != nil {
		return err
	}
	logger.Info("serving", "addr", l.Addr().String(), "db", db.Driver().Dialect().Name())
	handler := shop.New(shop.Config{DB: db, Logger: logger, Development: set.development})
	return shop.Serve(ctx, l, handler, logger, set.grace)
}

// settingsOf reads the environment, and then the flags.
func settingsOf(args []string, env func(string) string, stderr io.Writer) (settings, error) {
	set := settings{addr: "127.0.0.1:8080", db: "bookshop.db", grace: 10 * time.Second}
	var err error
	if v := env("BOOKSHOP_ADDR"); v != "" {
		set.addr = v
	}
	for _, name := range []string{"DATABASE_URL", "BOOKSHOP_DB"} {
		if v := env(name); v != "" {
			set.db = v
		}
	}
	if v := env("BOOKSHOP_DEV"); v != "" {
		if set.development, err = strconv.ParseBool(v); err != nil {
			return set, fmt.Errorf("BOOKSHOP_DEV is %q, not true or false", v)
		}
	}
	if v := env("BOOKSHOP_GRACE"); v != "" {
		if set.grace, err = time.ParseDuration(v); err != nil {
			return set, fmt.Errorf("BOOKSHOP_GRACE is %q, not a duration like 10s", v)
		}
	}
	flags := flag.NewFlagSet("bookshop", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&set.addr, "addr", set.addr, "where to listen")
	flags.StringVar(&set.db, "db", set.db, "the database: a file of SQLite, which is made when it is not there, or a postgres:// URL")
	flags.BoolVar(&set.development, "dev", set.development, "show clients the text of every error")
	flags.DurationVar(&set.grace, "grace", set.grace, "how long requests may go on when the service ends")
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	if flags.NArg() > 0 {
		return set, fmt.Errorf("there are no arguments, only flags: %q", flags.Args())
	}
	return set, nil
}
