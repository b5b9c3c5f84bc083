package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"

	"github.com/seed83105465/duet/bench/delayproxy"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// config is what the flags say.
type config struct {
	cases, rivals *regexp.Regexp
	dsn           string
	checkOnly     bool
	quick         bool
	out           string
	measure.Options
}

func main() {
	supervisor.Serve() // this program once more is what removes the server,
	delayproxy.Serve() // and a network that is far away
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	c := config{Options: measure.Options{Warm: 6, Quiet: 0.12}}
	var err error
	cases := flag.String("case", "", "measure the `cases` whose names match this regular expression")
	impls := flag.String("impl", "", "measure the `libraries` whose names match this regular expression; raw always is, being the base")
	flag.StringVar(&c.dsn, "dsn", "", "use this empty PostgreSQL `database` and not a server of our own")
	flag.BoolVar(&c.checkOnly, "check", false, "only check that all libraries do the same")
	flag.BoolVar(&c.quick, "quick", false, "measure each case for a moment: that it runs, not how fast it is")
	flag.StringVar(&c.out, "out", "", "write RESULTS.md and load.svg into this `folder`; by default they are not written")
	flag.DurationVar(&c.Slice, "slice", 60*time.Millisecond, "how `long` a slice takes")
	flag.IntVar(&c.Want, "want", 30, "how many quiet `slices` of each library make a result")
	flag.DurationVar(&c.Max, "max", 30*time.Second, "how `long` a case may take")
	flag.Parse()
	if c.cases, err = regexp.Compile(*cases); err != nil {
		return err
	}
	if c.rivals, err = regexp.Compile(*impls); err != nil {
		return err
	}
	if c.quick {
		c.Options = measure.Options{Slice: 2 * time.Millisecond, Want: 1, Max: time.Second, Quiet: 1e9} // disturbed or not
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait for anything
	return c.run(ctx)
}
