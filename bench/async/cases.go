package async

import (
	"github.com/seed83105465/duet/bench/measure"
)

func median(values []float64) float64 { return measure.Median(values) }

// IdleName is the name of [Network.Idle] on a network.
func IdleName(network string) string { return "10 futures, idle, " + network }

// LookupsName is the name of [Network.Lookups] on a network.
func LookupsName(network string) string { return "50 lookups by key in one scope, " + network }

// Idle is ten questions at once, again and again, by one handler. The sequential form is there twice: what its two times
// differ by is noise.
func (n *Network) Idle() measure.Case {
	r := seeded(7)
	forms := n.Forms()
	again := forms[0]
	again.Name = measure.Again
	return n.measured(IdleName(n.Name), append(forms, again), func() []question { return mixed(10, r) })
}

// Lookups is fifty books by their keys.
func (n *Network) Lookups() measure.Case {
	r := seeded(8)
	h := byHand{n.pool}
	forms := n.Forms()
	forms = append(forms[:len(forms)-1:len(forms)-1], Form{Any, h.any}, forms[len(forms)-1])
	return n.measured(LookupsName(n.Name), forms, func() []question { return byKey(50, r) })
}

func (n *Network) measured(name string, forms []Form, questions func() []question) measure.Case {
	c := measure.Case{Name: name}
	for _, f := range forms {
		c.Entries = append(c.Entries, measure.Entry{Name: f.Name, Run: func(int) error { return f.Ask(questions()) }})
	}
	return c
}

// Futures is so many questions at once, in a pgx batch and with Duet.
func (n *Network) Futures(k int) measure.Case {
	r := seeded(6)
	forms := n.Forms()
	return n.measured("", forms[len(forms)-2:], func() []question { return mixed(k, r) })
}
