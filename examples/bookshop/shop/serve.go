package shop

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// lastGrace is how long requests have to notice that their context has ended.
const lastGrace = time.Second

// Serve answers requests on a listener until ctx ends. It then takes no new ones, gives those that run the grace to end,
// and ends the rest. Its error is nil when every request came to its own end. The listener is closed.
func Serve(ctx context.Context, l net.Listener, h http.Handler, logger *slog.Logger, grace time.Duration) error {
	// What is left of the requests after the grace is ended by their context: their queries stop, and nothing is committed.
	requests, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	server := &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	logger.Info("shutting down", "grace", grace.String())
	ctx = context.WithoutCancel(ctx)
	within, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	err := server.Shutdown(within)
	if err != nil {
		err = fmt.Errorf("requests were still running after %v: %w", grace, err)
		end()
		last, cancel := context.WithTimeout(ctx, lastGrace)
		defer cancel()
		if server.Shutdown(last) != nil {
			err = errors.Join(err, server.Close())
		}
	}
	if stopped := <-failed; !errors.Is(stopped, http.ErrServerClosed) {
		err = errors.Join(err, stopped)
	}
	return err
}
