package orm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

type note struct {
	ID   int64
	Text string
	h    orm.Handle
}

func noteOps() orm.RowOps[*note] {
	return orm.RowOps[*note]{
		New:    func(n int) *note { return &make([]note, n)[0] },
		Assign: func(to, from *note) { *to = *from },
		Scan:   func(*note, orm.Row, int, []int) {},
		Value: func(n *note, column int) orm.Value {
			if column == 0 {
				return query.IntArg(n.ID)
			}
			return query.TextArg(n.Text)
		},
		Handle: func(n *note) *orm.Handle { return &n.h },
	}
}

func noteTable() *query.Table {
	return &query.Table{Name: "notes", Model: "note", Var: "x.Notes", Key: []int{0},
		Columns: []query.Column{
			{Name: "id", Field: "ID", Type: query.IntType},
			{Name: "text", Field: "Text", Type: query.TextType, MaxLen: 3},
		}}
}

// TestDefine fills a variable as generated code does.
func TestDefine(t *testing.T) {
	t.Parallel()
	var notes struct {
		orm.Table[note]
		ID   *query.Int[note]
		Text *query.Text[note]
	}
	rows := orm.Define(&notes.Table, &notes, noteTable(), noteOps())
	require.Same(t, &notes.Desc.Columns[1], notes.Text.Column)
	require.Same(t, &notes.Desc, notes.Text.Column.Table)
	require.Same(t, notes.Text.Column, notes.Text.Contains("x").Node.Col)
	require.True(t, rows.Equal(&note{ID: 1, Text: "a"}, &note{ID: 1, Text: "a"}))
	require.False(t, rows.Equal(&note{ID: 1, Text: "a"}, &note{ID: 1, Text: "b"}))
	require.NoError(t, rows.Validate(&note{Text: "abc"}))
	require.ErrorContains(t, rows.Validate(&note{Text: "abcd"}), "Text has 4 characters, at most 3 fit")
}

// TestDefineOtherOrder: models of another version of ormgen are found out when the program starts.
func TestDefineOtherOrder(t *testing.T) {
	t.Parallel()
	var notes struct {
		orm.Table[note]
		Text *query.Text[note]
		ID   *query.Int[note]
	}
	require.PanicsWithValue(t, "orm: field Text of a table's variable stands where its description has ID: let ormgen write the models again",
		func() { orm.Define(&notes.Table, &notes, noteTable(), noteOps()) })
}
