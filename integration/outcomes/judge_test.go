package outcomes

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/orm"
)

// judge makes the calls of a program one by one, and holds the outcomes of its futures against theirs. A write that says
// that it was stopped is not made: it is to have done nothing.
//
// migrated says that what was known of statements may be out of date.
//
// It returns the lures that may have been sprung once more than by the judge.
func judge(t *rapid.T, p program, got []became, s orm.Session, migrated bool) (perhaps []string) {
	stops, unasked := p.stops(), p.unasked()
	t.Log(p.told(got))
	for i := range got { // fewer than there are when the scope ended before they were made
		f, got := p.futures[i], got[i]
		switch {
		case migrated && got.source.retry && (f.writes || p.barrierBeside(i)):
			// It met a stale statement, in a transaction of its own, or with something behind it that was done already and
			// that it must not come after. So it says that nothing was done.
			continue
		case stops[i] && got.source.stopped:
			for _, lure := range f.lures {
				perhaps = append(perhaps, fmt.Sprint(lure))
			}
			if !got.stopped {
				t.Errorf("future %d (%s) answers\n\t%s\nalthough what it was made of was stopped:\n\t%s", i, f.name, got.text, got.source.text)
			}
			continue
		}
		unread := migrated && strings.Contains(got.source.text, "was altered between")
		plain, dressed := f.on(s).ask(context.Background(), f.dress)
		for range 3 {
			if migrated && plain.retry {
				plain, dressed = f.on(s).ask(context.Background(), f.dress)
			}
		}
		if unread = unread || migrated && strings.Contains(plain.text, "was altered between"); unread {
			continue // it is done, and what it gave back could not be read by what was known of the table
		}
		if plain.text != got.source.text {
			t.Errorf("future %d (%s) answers\n\t%s\nand by itself\n\t%s", i, f.name, got.source.text, plain.text)
		}
		if dressed.text != got.text && !(got.stopped && (stops[i] || unasked[i])) {
			t.Errorf("future %d (%s%s) answers\n\t%s\nand by itself\n\t%s", i, f.name, f.dress, got.text, dressed.text)
		}
	}
	return perhaps
}

// sameTables holds what is left in a database against what the judge's calls have left.
func sameTables(t *rapid.T, got, want *database, perhaps []string) {
	if is, was := got.state(t), want.state(t); !slices.Equal(is, was) {
		t.Errorf("the tables have more: %q\nand less: %q", without(is, was), without(was, is))
	}
	if !got.postgres {
		return
	}
	left, perhaps := slices.Clone(got.effects(t)), slices.Clone(perhaps)
	for _, line := range want.effects(t) {
		i := slices.Index(left, line)
		if i < 0 {
			t.Errorf("no effect %q among %q", line, left)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, line := range left {
		lure, _, _ := strings.Cut(line, " ")
		i := slices.Index(perhaps, lure)
		if i < 0 {
			t.Errorf("effect %q has no cause, or twice", line)
			continue
		}
		perhaps = slices.Delete(perhaps, i, i+1)
	}
}

// without are the lines that others do not have.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}
