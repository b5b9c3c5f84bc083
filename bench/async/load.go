package async

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/seed83105465/duet/bench/measure"
)

// Load is what many handlers at once did by one form.
type Load struct {
	Form           string
	Throughput     float64 // handlers in a second: the median of the rounds
	P50, P99       time.Duration
	Client, Server time.Duration // CPU time of a handler
}

// LoadOptions say how long to load.
type LoadOptions struct {
	Handlers  int // at once
	Questions int // of each
	Round     time.Duration
	Rounds    int
}

// Load has handlers ask by each form in turn, in random order, several times. Each handler asks as soon as it has got its
// answers; the first fifth of a round does not count.
func (n *Network) Load(meter *measure.Meter, o LoadOptions) ([]Load, error) {
	forms := n.Forms()
	of := make([]loaded, len(forms))
	for range o.Rounds {
		for _, k := range rand.Perm(len(forms)) {
			if err := of[k].round(meter, forms[k], o); err != nil {
				return nil, err
			}
		}
	}
	loads := make([]Load, len(forms))
	for k, l := range of {
		loads[k] = Load{
			Form: forms[k].Name, Throughput: measure.Median(l.throughput),
			P50: time.Duration(measure.Percentile(l.latencies, 0.5)), P99: time.Duration(measure.Percentile(l.latencies, 0.99)),
			Client: time.Duration(l.client / l.handlers), Server: time.Duration(l.server / l.handlers),
		}
	}
	return loads, nil
}

// loaded collects rounds of a form.
type loaded struct {
	throughput, latencies    []float64
	client, server, handlers float64
}

func (l *loaded) round(meter *measure.Meter, f Form, o LoadOptions) error {
	start := time.Now()
	counted, end := start.Add(o.Round/5), start.Add(o.Round)
	latencies, errs, done := make([][]float64, o.Handlers), make([]error, o.Handlers), make([]int, o.Handlers)
	meter.Start()
	var all sync.WaitGroup
	for h := range o.Handlers {
		all.Go(func() {
			r := seeded(uint64(h))
			for {
				asked := time.Now()
				if asked.After(end) {
					return
				}
				if errs[h] = f.Ask(mixed(o.Questions, r)); errs[h] != nil {
					return
				}
				done[h]++
				if asked.After(counted) {
					latencies[h] = append(latencies[h], float64(time.Since(asked)))
				}
			}
		})
	}
	all.Wait()
	client, server := meter.Stop()
	n := 0
	for h := range o.Handlers {
		l.latencies = append(l.latencies, latencies[h]...)
		n += len(latencies[h])
		l.handlers += float64(done[h])
	}
	l.throughput = append(l.throughput, float64(n)/end.Sub(counted).Seconds())
	l.client += float64(client)
	l.server += float64(server)
	return errors.Join(errs...)
}
