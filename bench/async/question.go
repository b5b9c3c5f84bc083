// Package async has the experiments with several queries at once: ways to ask ten of them, over networks that are near and
// far, idle and under load.
package async

import (
	"math/rand/v2"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/models"
)

// question is a query of a handler: a book by its key, or a publisher's latest ten. The answer is in rows, or in books for
// Duet.
type question struct {
	byKey          bool
	key, publisher int64
	rows           []data.Book
	books          []*models.Book
}

// minPrice is a condition of the latest ten.
const minPrice = 1500

// mixed is n questions, every other one by key.
func mixed(n int, r *rand.Rand) []question {
	qs := make([]question, n)
	for i := range qs {
		qs[i] = question{byKey: i%2 == 0, key: 1 + r.Int64N(data.Books), publisher: 1 + r.Int64N(data.Publishers)}
	}
	return qs
}

// byKey is n questions by key.
func byKey(n int, r *rand.Rand) []question {
	qs := make([]question, n)
	for i := range qs {
		qs[i] = question{byKey: true, key: 1 + r.Int64N(data.Books)}
	}
	return qs
}

// seeded is a source that gives the same each time.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// Form is a way to ask questions at once. Ask is for any number of goroutines.
type Form struct {
	Name string
	Ask  func(qs []question) error
}

// The names of the forms.
const (
	Sequential = "sequential"
	Goroutines = "goroutine per query"
	Batch      = "pgx batch"
	Any        = "one = ANY by hand"
	Duet       = "duet"
)
