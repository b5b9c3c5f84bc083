package outcomes

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// program is what is done in one scope: futures are made, in this order, and seen to.
type program struct {
	area    int64
	futures []making
	middle  [][]action  // behind each making
	last    [2][]action // of two goroutines, once all are made
	ends    ending
}

// making makes a future of an op.
type making struct {
	op
	dress  dress
	within time.Duration // 0 is as long as it takes
}

// action sees to futures that are there.
type action struct {
	what  verb
	which []int
	pause time.Duration // before it
}

type verb string

const (
	awaits    verb = "await"
	sends     verb = "send"
	cancels   verb = "cancel"
	discards  verb = "discard"
	waitsAll  verb = "wait for all of"
	gathers   verb = "gather"
	gathersTo verb = "gather all of"
	races     verb = "race"
	leaves    verb = "leave"
)

// ending is how the function of a scope ends.
type ending string

const (
	well      ending = "well"
	withError ending = "with an error"
	cancelled ending = "with a context that is cancelled"
)

// programIn draws programs for an area of the database.
func programIn(in place, most int) *rapid.Generator[program] {
	return rapid.Custom(func(t *rapid.T) program { return drawProgram(t, in, most) })
}

func drawProgram(t *rapid.T, in place, most int) program {
	p := program{area: in.area, ends: rapid.SampledFrom([]ending{well, well, well, well, well, withError, cancelled}).Draw(t, "ends")}
	n := rapid.IntRange(1, most).Draw(t, "futures")
	writes := rapid.IntRange(0, 4).Draw(t, "writes of ten")
	gentle := rapid.Bool().Draw(t, "gentle") // nobody cancels: every answer is to be the one
	for i := range n {
		p.futures = append(p.futures, drawMaking(t, in, writes, gentle))
		var middle []action
		for rapid.IntRange(0, 5).Draw(t, "between") == 0 {
			middle = append(middle, drawAction(t, []int{rapid.IntRange(0, i).Draw(t, "which")}, gentle, false))
		}
		p.middle = append(p.middle, middle)
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	order := rapid.Permutation(all).Draw(t, "order")
	for len(order) > 0 {
		size := min(len(order), rapid.SampledFrom([]int{1, 1, 1, 2, 3, 5}).Draw(t, "group"))
		who := rapid.IntRange(0, 1).Draw(t, "who")
		p.last[who] = append(p.last[who], drawAction(t, order[:size], gentle, p.ends != well))
		order = order[size:]
	}
	return p
}

func drawMaking(t *rapid.T, in place, writes int, gentle bool) making {
	m := making{}
	if rapid.IntRange(0, 9).Draw(t, "read or write") < writes {
		m.op = drawWrite(t, in)
	} else {
		m.op = drawRead(t, in)
	}
	if rapid.IntRange(0, 3).Draw(t, "dressed") == 0 {
		m.dress = dress(rapid.IntRange(0, int(dresses)-1).Draw(t, "dress"))
	}
	if !gentle && rapid.IntRange(0, 9).Draw(t, "hurried") == 0 {
		m.within = rapid.SampledFrom([]time.Duration{time.Nanosecond, 300 * time.Microsecond, time.Millisecond, 4 * time.Millisecond, time.Minute}).Draw(t, "within")
	}
	return m
}

func drawAction(t *rapid.T, which []int, gentle, mayLeave bool) action {
	a := action{which: which}
	verbs := []verb{awaits, awaits, awaits, awaits, sends, discards, gathersTo}
	if !gentle {
		verbs = append(verbs, cancels, cancels, waitsAll, gathers, races)
	}
	if mayLeave {
		verbs = append(verbs, leaves, leaves)
	}
	a.what = rapid.SampledFrom(verbs).Draw(t, "what")
	if a.what == cancels || mayLeave {
		a.pause = rapid.SampledFrom([]time.Duration{0, 0, 200 * time.Microsecond, time.Millisecond, 3 * time.Millisecond}).Draw(t, "pause")
	}
	return a
}

// stops are the futures that something of the program may keep from giving their own answer.
func (p program) stops() []bool {
	out := make([]bool, len(p.futures))
	for i, f := range p.futures {
		out[i] = f.within > 0 && f.within < time.Minute || p.ends != well
	}
	p.each(func(a action) {
		switch a.what {
		case cancels, waitsAll, gathers, races:
			for _, i := range a.which {
				out[i] = true
			}
		}
	})
	return out
}

// unasked are the futures whose Map or Then nobody may have run.
func (p program) unasked() []bool {
	out := make([]bool, len(p.futures))
	p.each(func(a action) {
		if a.what == discards {
			for _, i := range a.which {
				out[i] = p.futures[i].dress != plain
			}
		}
	})
	return out
}

// barrierBeside reports whether future i may not change places with another one.
func (p program) barrierBeside(i int) bool {
	for j, f := range p.futures {
		if j != i && (f.writes || p.futures[i].writes) {
			return true
		}
	}
	return false
}

func (p program) each(f func(action)) {
	for _, actions := range append(p.middle[:len(p.middle):len(p.middle)], p.last[:]...) {
		for _, a := range actions {
			f(a)
		}
	}
}

// GoString is how rapid prints it.
func (p program) GoString() string {
	var b strings.Builder
	fmt.Fprintln(&b, "in area", p.area)
	line := func(indent string, actions []action) {
		for _, a := range actions {
			fmt.Fprintf(&b, "%s%s %v", indent, a.what, a.which)
			if a.pause > 0 {
				fmt.Fprint(&b, " after ", a.pause)
			}
			b.WriteByte('\n')
		}
	}
	for i, f := range p.futures {
		fmt.Fprintf(&b, "  %d: %s%s", i, f.name, f.dress)
		if f.within > 0 {
			fmt.Fprint(&b, ", within ", f.within)
		}
		b.WriteByte('\n')
		line("     ", p.middle[i])
	}
	for who, actions := range p.last {
		fmt.Fprintln(&b, "  goroutine", who)
		line("     ", actions)
	}
	fmt.Fprintln(&b, "  ends", p.ends)
	return b.String()
}
