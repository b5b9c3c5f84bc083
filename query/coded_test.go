package query_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

type film struct{}

// films describes a table with a column of each sort that is compared otherwise than as a whole.
func films() *query.Table {
	t := &query.Table{Schema: "shop", Name: "films", Model: "Film", Var: "models.Films", Columns: []query.Column{
		{Name: "tags", Field: "Tags", Cast: "text[]"},
		{Name: "seats", Field: "Seats", Nullable: true, Cast: "int4range"},
		{Name: "fulltext", Field: "Fulltext", Cast: "tsvector"},
		{Name: "title", Field: "Title", Type: query.TextType},
		{Name: "ip", Field: "IP", Cast: "inet"},
	}}
	for i := range t.Columns {
		t.Columns[i].Table, t.Columns[i].Index = t, i
	}
	return t
}

// coded is a column with its operations, as orm.Define makes it.
func coded[V any](c *query.Column, coding *query.Coding[V]) *query.Coded[film, V] {
	column := &query.Coded[film, V]{Column: c, Coding: coding}
	column.Of(nil)
	return column
}

func text(c *query.Column) *query.Text[film] {
	column := &query.Text[film]{Column: c}
	column.Of(nil)
	return column
}

func TestCoded(t *testing.T) {
	t.Parallel()
	table := films()
	tags := coded(&table.Columns[0], query.ArrayCoding(query.TextCoding()))
	seats := coded(&table.Columns[1], query.RangeCoding(query.IntCoding()))
	fulltext, title := text(&table.Columns[2]), text(&table.Columns[3])
	a := []string{"a b", "c"}
	for _, test := range []struct {
		name string
		c    query.Condition[film]
		op   query.Op
		text string
	}{
		{"Eq", tags.Eq(a), query.OpEq, `{"a b",c}`},
		{"Eq of nil", tags.Eq(nil), query.OpEq, `{}`},
		{"Ne", tags.Ne(a), query.OpNe, `{"a b",c}`},
		{"Lt", tags.Lt(a), query.OpLt, `{"a b",c}`},
		{"Le", tags.Le(a), query.OpLe, `{"a b",c}`},
		{"Gt", seats.Gt(query.NewRange[int64](1, 2)), query.OpGt, `[1,2)`},
		{"Ge", seats.Ge(query.EmptyRange[int64]()), query.OpGe, `empty`},
		{"ArrayContains", query.ArrayContains(tags, "a b"), query.OpArrayContains, `{"a b"}`},
		{"ArrayContains of nothing", query.ArrayContains(tags), query.OpArrayContains, `{}`},
		{"ArrayContainedBy", query.ArrayContainedBy(tags, a...), query.OpArrayContainedBy, `{"a b",c}`},
		{"ArrayOverlaps", query.ArrayOverlaps(tags, a...), query.OpArrayOverlaps, `{"a b",c}`},
		{"RangeContains", query.RangeContains(seats, 5), query.OpRangeContains, `[5,5]`},
		{"RangeCovers", query.RangeCovers(seats, query.RangeFrom[int64](5)), query.OpRangeContains, `[5,)`},
		{"RangeOverlaps", query.RangeOverlaps(seats, query.NewRange[int64](1, 2)), query.OpRangeOverlaps, `[1,2)`},
		{"Search of a tsvector", query.Search(fulltext, `"x y" or z`), query.OpSearch, `"x y" or z`},
		{"Search of a text", query.Search(title, "x"), query.OpSearchText, "x"},
		{"Search of an expression", query.Search(query.Lower(fulltext), "x"), query.OpSearchText, "x"},
	} {
		require.Equal(t, test.op, test.c.Node.Op, test.name)
		require.Equal(t, query.TextValue, test.c.Node.Val.Kind(), test.name)
		require.Equal(t, test.text, test.c.Node.Val.Text(), test.name)
	}
	in := tags.In(a, nil).Node
	require.Equal(t, query.OpIn, in.Op)
	require.Equal(t, []query.Value{query.TextArg(`{"a b",c}`), query.TextArg("{}")}, in.Val.List())
	require.Equal(t, query.OpNotIn, tags.NotIn().Node.Op)
	require.Equal(t, query.OpIsNull, seats.IsNull().Node.Op)
	require.Equal(t, `{"a b",c}`, tags.Set(a).Node.Val.Text())
	require.True(t, query.SetNull(seats).Node.Val.IsNull())
	require.False(t, tags.Asc().Order.Desc)
	require.True(t, tags.Desc().Order.Desc)
	require.NoError(t, tags.Into(new([]string)).Err)
	require.ErrorContains(t, seats.Into(new(query.Range[int64])).Err, "can be NULL")
}

// TestCodedErrors: what is wrong with a value says in which column, and what to write.
func TestCodedErrors(t *testing.T) {
	t.Parallel()
	table := films()
	tags := coded(&table.Columns[0], query.ArrayCoding(query.TextCoding()))
	ip := coded(&table.Columns[4], query.InetCoding())
	_, err := tags.Coding.Parse("{a,NULL}")
	require.EqualError(t, err, "column films.tags: an element of the array is NULL: in ormgen.yaml set columns: {shop.films.tags: {null_elements: true}}")
	_, err = tags.Coding.Parse("{{a}}")
	require.ErrorContains(t, err, "column films.tags: an array of 2 dimensions is read as one of 1")
	_, err = ip.Coding.Parse("x")
	require.EqualError(t, err, `column films.ip: "x" is no address`)

	bad := ip.Eq(netip.Prefix{}).Node.Val
	require.NotEqual(t, query.TextValue, bad.Kind(), "an argument that could not be made")
	require.Contains(t, bad.Text(), "column films.ip: the netip.Prefix is not valid")

	r := &oneRow{text: "{a,NULL}"}
	got := []string{"before"}
	query.ScanCoded(r, 0, tags.Coding, &got)
	require.ErrorContains(t, r.err, "null_elements")
	require.Equal(t, []string{"before"}, got)
	r = &oneRow{null: true}
	query.ScanCoded(r, 0, tags.Coding, &got)
	require.NoError(t, r.err)
	require.Equal(t, []string{"before"}, got, "NULL leaves it alone")
}

// oneRow is a row of one text.
type oneRow struct {
	query.Row
	text string
	null bool
	err  error
}

func (r *oneRow) IsNull(int) bool   { return r.null }
func (r *oneRow) String(int) string { return r.text }
func (r *oneRow) Fail(err error)    { r.err = err }
