package golang_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/orm"
)

// TestReservedNames: what a table variable has by itself is not hidden by a column of that name.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	type row struct{}
	table := reflect.TypeFor[orm.Table[row]]()
	have := []string{"Table"}
	for i := range table.NumField() {
		if f := table.Field(i); f.IsExported() {
			have = append(have, f.Name)
		}
	}
	for i := range reflect.PointerTo(table).NumMethod() {
		have = append(have, reflect.PointerTo(table).Method(i).Name)
	}
	require.ElementsMatch(t, have, golang.TableMembers(), "tableMembers in fields.go has to list what orm.Table has")
}
