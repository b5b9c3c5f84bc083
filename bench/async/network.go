package async

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/delayproxy"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// Network is a way to the server that takes so long there and back, and pools on it.
type Network struct {
	Name      string
	RoundTrip time.Duration // 0 is the machine's own
	proxy     *delayproxy.Proxy
	pool      *pgxpool.Pool
	db        *orm.DB
}

var distances = []Network{{Name: "loopback"}, {Name: "1 ms", RoundTrip: time.Millisecond}, {Name: "4 ms", RoundTrip: 4 * time.Millisecond}}

// NetworkNames are those of [Networks].
func NetworkNames() (names []string) {
	for _, n := range distances {
		names = append(names, n.Name)
	}
	return names
}

// Networks are the machine's own, and two with a delay proxy between. Each has a pool of pgx's and one of Duet's, of so
// many connections. Close them, also after an error.
func Networks(dsn string, connections int) ([]*Network, error) {
	var all []*Network
	for _, n := range distances {
		n := &n
		all = append(all, n)
		if err := n.open(dsn, connections); err != nil {
			return all, fmt.Errorf("network of %s: %w", n.Name, err)
		}
	}
	return all, nil
}

func (n *Network) open(dsn string, connections int) error {
	if n.RoundTrip > 0 {
		address, err := url.Parse(dsn)
		if err != nil {
			return err
		}
		host, err := net.ResolveTCPAddr("tcp4", address.Host)
		if err != nil {
			return err
		}
		if n.proxy, err = delayproxy.Start(host.String(), n.RoundTrip/2); err != nil {
			return err
		}
		address.Host = n.proxy.Address
		dsn = address.String()
	}
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	config.MaxConns, config.MinConns = int32(connections), int32(connections)
	if n.pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		return err
	}
	if err := n.warm(connections); err != nil {
		return err
	}
	n.db, err = postgres.Open(context.Background(), dsn, postgres.Connections(connections))
	return err
}

// warm opens all connections of pgx's pool, and has each prepare the statements.
func (n *Network) warm(connections int) error {
	var all sync.WaitGroup
	errs := make([]error, connections)
	held := make([]*pgxpool.Conn, connections)
	for i := range held {
		all.Go(func() {
			if held[i], errs[i] = n.pool.Acquire(context.Background()); errs[i] != nil {
				return
			}
			for _, sql := range []string{sqlByKey, sqlLatest, sqlAny} {
				_, err := held[i].Conn().Prepare(context.Background(), sql, sql)
				errs[i] = errors.Join(errs[i], err)
			}
		})
	}
	all.Wait()
	for _, c := range held {
		if c != nil {
			c.Release()
		}
	}
	return errors.Join(errs...)
}

// Close ends its connections and its proxy.
func (n *Network) Close() error {
	var err error
	if n.pool != nil {
		n.pool.Close()
	}
	if n.db != nil {
		err = n.db.Close()
	}
	if n.proxy != nil {
		err = errors.Join(err, n.proxy.Close())
	}
	return err
}

// Processes are those besides ours and the server's that are part of the experiment.
func (n *Network) Processes() []int {
	if n.proxy == nil {
		return nil
	}
	return []int{n.proxy.PID()}
}

// Trip measures what a round trip takes: the median of some, on one connection.
func (n *Network) Trip() (time.Duration, error) {
	conn, err := n.pool.Acquire(context.Background())
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	var took []float64
	for range 200 {
		start := time.Now()
		if err := conn.Ping(context.Background()); err != nil {
			return 0, err
		}
		took = append(took, float64(time.Since(start)))
	}
	return time.Duration(median(took)), nil
}

// Forms are the ways to ask on it, the sequential one first.
func (n *Network) Forms() []Form {
	h := byHand{n.pool}
	return []Form{{Sequential, h.sequential}, {Goroutines, h.goroutines}, {Batch, h.batch}, {Duet, futures(n.db)}}
}
