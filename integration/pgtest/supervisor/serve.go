package supervisor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/seed83105465/duet/integration/pgtest/cluster"
)

// Serve does nothing in a usual process. In one that Launch started it is the supervisor, and does not return.
func Serve() {
	if os.Getenv(variable) == "" {
		return
	}
	// Servers end with the thread that started them (see cluster's attributes): it must be one that stays.
	runtime.LockOSThread()
	// Only the end of the other process ends this one. Ignoring the signals would be inherited by the programs that are
	// started here.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGPIPE)
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve answers requests until the input ends, then removes what was started. The error is that of removing.
func serve(in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	requests := make(chan request)
	go func() {
		// Reads on while a request is answered: an end of the input stops what is being started.
		defer cancel()
		defer close(requests)
		for decoder := json.NewDecoder(in); ; {
			var r request
			if decoder.Decode(&r) != nil {
				return
			}
			select {
			case requests <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	k := keeper{options: cluster.FromEnvironment()}
	encoder := json.NewEncoder(out)
	for r := range requests {
		answer, err := k.do(ctx, r)
		var unavailable *cluster.UnavailableError
		if err != nil {
			answer = reply{Error: err.Error(), Unavailable: errors.As(err, &unavailable)}
		}
		if encoder.Encode(answer) != nil {
			break // nobody listens: the input has ended too
		}
	}
	return k.remove(context.Background())
}

// keeper has what a supervisor started: one thing at most.
type keeper struct {
	options cluster.Options
	server  cluster.Server
	bouncer cluster.Bouncer
}

func (k *keeper) do(ctx context.Context, r request) (reply, error) {
	var err error
	switch {
	case k.server == nil && k.bouncer == nil && r.Op == startServer:
		options := k.options
		options.Fixed, options.PreferLocal, options.Settings = r.Fixed, r.PreferLocal, r.Settings
		if k.server, err = cluster.Start(ctx, options); err != nil {
			k.server = nil
			return reply{}, err
		}
		return reply{DSN: k.server.DSN(), Container: k.server.Container()}, nil
	case k.server == nil && k.bouncer == nil && r.Op == startBouncer:
		if k.bouncer, err = cluster.StartBouncer(ctx, r.DSN, r.Container, k.options); err != nil {
			k.bouncer = nil
			return reply{}, err
		}
		return reply{DSN: k.bouncer.DSN()}, nil
	case k.server != nil && r.Op == stopServer:
		return reply{}, k.server.Stop(ctx)
	case k.server != nil && r.Op == killServer:
		return reply{}, k.server.Kill(ctx)
	case k.server != nil && r.Op == againServer:
		return reply{}, k.server.Start(ctx)
	default:
		return reply{}, fmt.Errorf("supervisor: %q is not possible now", r.Op)
	}
}

func (k *keeper) remove(ctx context.Context) error {
	var err error
	if k.bouncer != nil {
		err = errors.Join(err, k.bouncer.Remove(ctx))
	}
	if k.server != nil {
		err = errors.Join(err, k.server.Remove(ctx))
	}
	return err
}
