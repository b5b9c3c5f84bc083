package postgres

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// A value that is not as long as its type says, whatever has gone wrong, is an error in each way of reading it.
func TestMalformedValues(t *testing.T) {
	t.Parallel()
	for k := kindText; k <= kindUUID; k++ {
		for n := range 20 {
			if k.size() == 0 || n == k.size() {
				continue
			}
			for name, read := range map[string]func(*row){
				"Int64":   func(r *row) { r.Int64(0) },
				"Float64": func(r *row) { r.Float64(0) },
				"Time":    func(r *row) { r.Time(0) },
			} {
				r := &row{vals: [][]byte{make([]byte, n)}, kinds: []kind{k}}
				read(r)
				require.ErrorContains(t, r.err, fmt.Sprintf("found %d bytes", n), "%s of kind %d", name, k)
			}
		}
	}
}
