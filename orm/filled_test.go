package orm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/query"
)

// ticket is a row whose database fills more than its key.
type ticket struct {
	ID     int64
	Number int64    // left to the database while it is 0
	Always int64    // never written
	Tags   []string // has a default; nil leaves it to that

	h orm.Handle
}

// ticketTable is a table of tickets, as ormgen would write it.
type ticketTable struct {
	orm.Table[ticket]
	ID     *query.Int[ticket]
	Number *query.Int[ticket]
	Always *query.Int[ticket]
	Tags   *query.Coded[ticket, []string]
}

func newTickets() (*ticketTable, *orm.Rows[ticket]) {
	t := &ticketTable{Tags: &query.Coded[ticket, []string]{Coding: query.ArrayCoding(query.TextCoding())}}
	rows := orm.Define(&t.Table, t, &query.Table{
		Name: "tickets", Model: "Ticket", Var: "models.Tickets", Key: []int{0}, Identity: 0,
		Columns: []query.Column{
			{Name: "id", Field: "ID", Type: query.IntType, Default: true},
			{Name: "number", Field: "Number", Type: query.IntType, Default: true, Numbered: true},
			{Name: "always", Field: "Always", Type: query.IntType, ReadOnly: true},
			{Name: "tags", Field: "Tags", Default: true},
		},
		Rules: []query.Rule{
			{Column: 0, Op: query.OpGt, Value: query.IntArg(0), Text: "id > 0"},
			{Column: 1, Op: query.OpGt, Value: query.IntArg(0), Text: "number > 0"},
			{Column: 2, Op: query.OpGt, Value: query.IntArg(0), Text: "always > 0"},
		},
	}, orm.RowOps[*ticket]{New: func(n int) *ticket { return &make([]ticket, n)[0] }, Assign: func(to, from *ticket) { *to = *from }, Scan: t.scan, Value: t.value,
		Handle: func(m *ticket) *orm.Handle { return &m.h }})
	return t, rows
}

func (t *ticketTable) scan(m *ticket, r orm.Row, at int, columns []int) {
	for i, c := range columns {
		i += at
		switch c {
		case 0:
			m.ID = r.Int64(i)
		case 1:
			m.Number = r.Int64(i)
		case 2:
			m.Always = r.Int64(i)
		case 3:
			orm.ReadCoded(r, i, t.Tags.Coding, &m.Tags)
		}
	}
}

func (t *ticketTable) value(m *ticket, c int) orm.Value {
	switch c {
	case 0:
		return query.IntArg(m.ID)
	case 1:
		return query.IntArg(m.Number)
	case 2:
		return query.IntArg(m.Always)
	case 3:
		return orm.CodedOrDefault(t.Tags.Coding, m.Tags)
	}
	return orm.Value{}
}

// TestFilledByTheDatabase: what the database fills is left to it, by insert, by update and by Validate.
func TestFilledByTheDatabase(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(t.Context(), ":memory:")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, orm.Script(t.Context(), db, `CREATE TABLE tickets (id INTEGER PRIMARY KEY, number INTEGER NOT NULL DEFAULT 7,
		always INTEGER NOT NULL DEFAULT 9, tags TEXT NOT NULL DEFAULT '{new}')`))
	tickets, rows := newTickets()
	tags := tickets.Tags

	left := &ticket{Always: 1}
	require.NoError(t, rows.Validate(left), "rules are not for what the database fills")
	require.NoError(t, tickets.Using(db).Create(t.Context(), left))
	require.Equal(t, []any{int64(1), int64(7), int64(9), []string{"new"}}, []any{left.ID, left.Number, left.Always, left.Tags})

	given := &ticket{Number: -3, Tags: []string{}}
	require.ErrorContains(t, rows.Validate(given), "Number does not satisfy number > 0")
	require.NoError(t, tickets.Using(db).Create(t.Context(), given))
	require.Equal(t, []any{int64(2), int64(-3), int64(9), []string{}}, []any{given.ID, given.Number, given.Always, given.Tags})

	given.Always, given.Tags = 1, []string{"a b", `"`}
	require.NoError(t, tickets.Using(db).Save(t.Context(), given))
	back, err := tickets.Using(db).Filter(tags.Eq([]string{"a b", `"`})).Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{int64(2), int64(9), given.Tags}, []any{back.ID, back.Always, back.Tags})
	require.True(t, rows.Equal(back, &ticket{ID: 2, Number: -3, Always: 9, Tags: []string{"a b", `"`}}))

	_, err = tickets.Using(db).Filter(query.ArrayContains(tags, "a b")).All(t.Context())
	require.Error(t, err, "SQLite has no arrays")
	_, err = tickets.Using(db).Filter(tags.Eq(nil)).Get(t.Context())
	require.ErrorIs(t, err, orm.ErrNotFound)
}
