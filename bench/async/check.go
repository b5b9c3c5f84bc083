package async

import (
	"fmt"

	"github.com/google/go-cmp/cmp"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals/duet"
)

// Check asks the same questions by each form and compares the answers with those of the sequential one.
func (n *Network) Check() error {
	forms := append(n.Forms(), Form{Any, byHand{n.pool}.any})
	for _, questions := range []func() []question{
		func() []question { return mixed(40, seeded(3)) }, func() []question { return byKey(40, seeded(4)) },
	} {
		var want [][]data.Book
		for _, f := range forms {
			qs := questions()
			if f.Name == Any && !qs[1].byKey {
				continue
			}
			if err := f.Ask(qs); err != nil {
				return fmt.Errorf("%s, %s: %w", n.Name, f.Name, err)
			}
			got := answers(qs)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				return fmt.Errorf("%s: %s does not read what %s reads:\n%.2000s", n.Name, f.Name, forms[0].Name, diff)
			}
		}
	}
	return nil
}

// answers are the rows of each question, whoever read them.
func answers(qs []question) [][]data.Book {
	all := make([][]data.Book, len(qs))
	for i := range qs {
		all[i] = append(all[i], qs[i].rows...)
		for _, b := range qs[i].books {
			all[i] = append(all[i], duet.Plain(b))
		}
		for k := range all[i] {
			all[i][k].PublishedOn = all[i][k].PublishedOn.UTC()
		}
	}
	return all
}
