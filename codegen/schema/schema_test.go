package schema_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/schema"
)

func table(name string, line int, columns ...string) *schema.Table {
	t := &schema.Table{Schema: "main", Name: name, Kind: schema.KindTable, Dialect: schema.SQLite, Pos: schema.Pos{File: "s.sql", Line: line}}
	for _, c := range columns {
		t.Columns = append(t.Columns, &schema.Column{Name: c, Pos: schema.Pos{File: "s.sql", Line: line}})
	}
	return t
}

func sqlite(tables ...*schema.Table) *schema.Schema {
	return &schema.Schema{Dialect: schema.SQLite, Default: "main", Tables: tables}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	refers := func(from *schema.Table, columns []string, to string, refs ...string) *schema.Table {
		from.ForeignKeys = append(from.ForeignKeys, &schema.ForeignKey{Columns: columns, RefSchema: "main", RefTable: to, RefColumns: refs})
		return from
	}
	view := table("seen", 3, "id")
	view.Kind = schema.KindView
	keyed := table("keyed", 2, "id")
	keyed.PrimaryKey = &schema.PrimaryKey{Columns: []string{"key"}}

	for name, c := range map[string]struct {
		schema *schema.Schema
		want   string
	}{
		"nothing":          {sqlite(), ""},
		"fine":             {sqlite(refers(table("a", 1, "id", "b_id"), []string{"b_id"}, "B", "ID"), table("b", 2, "id")), ""},
		"table twice":      {sqlite(table("a", 1, "id"), table("A", 5, "id")), `s.sql:5: table "A" is declared twice, first at s.sql:1; rename or remove one of them`},
		"column twice":     {sqlite(table("a", 1, "id", "ID")), `s.sql:1: table "a" has two columns named "ID", first at s.sql:1; rename or remove one of them`},
		"no table":         {sqlite(refers(table("a", 1, "b_id"), []string{"b_id"}, "b", "id")), `s.sql:1: foreign key of table "a" refers to table "b", which is not in the schema; declare it, or remove the reference`},
		"no column":        {sqlite(refers(table("a", 1, "b_id"), []string{"b_id"}, "b", "key"), table("b", 2, "id")), `s.sql:1: foreign key of table "a" refers to column "key" of table "b", which that table does not have; it has id`},
		"no own column":    {sqlite(refers(table("a", 1, "id"), []string{"b_id"}, "b", "id"), table("b", 2, "id")), `s.sql:1: a foreign key of table "a" names column "b_id", which the table does not have; it has id`},
		"no key":           {sqlite(refers(table("a", 1, "b_id"), []string{"b_id"}, "b"), table("b", 2, "id")), `s.sql:1: foreign key of table "a" refers to table "b", which has no primary key; name the columns it refers to: references b (column)`},
		"too few":          {sqlite(refers(table("a", 1, "x", "y"), []string{"x", "y"}, "b", "id"), table("b", 2, "id")), `s.sql:1: foreign key of table "a" has 2 columns (x, y) but refers to 1 of table "b" (id); name as many on both sides`},
		"to a view":        {sqlite(refers(table("a", 1, "x"), []string{"x"}, "seen", "id"), view), `s.sql:1: foreign key of table "a" refers to "seen", which is a view; refer to a table`},
		"key on no column": {sqlite(keyed), `s.sql:2: the primary key of table "keyed" names column "key", which the table does not have; it has id`},
		"two":              {sqlite(table("a", 1, "x", "X"), table("a", 2, "x")), "s.sql:2: table \"a\" is declared twice, first at s.sql:1; rename or remove one of them\ns.sql:1: table \"a\" has two columns named \"X\", first at s.sql:1; rename or remove one of them"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.schema.Validate()
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
			var one *schema.Error
			require.True(t, errors.As(err, &one))
			assert.Equal(t, "s.sql", one.File)
		})
	}
}

func TestPostgresComparesExactly(t *testing.T) {
	t.Parallel()
	a, b := table("a", 1, "id", "ID"), table("A", 2, "id")
	a.Dialect, b.Dialect = schema.Postgres, schema.Postgres
	s := &schema.Schema{Dialect: schema.Postgres, Default: "main", Tables: []*schema.Table{a, b}}
	require.NoError(t, s.Validate())
	assert.Same(t, b, s.Table("A"))
	assert.Nil(t, a.Column("Id"))
}

func TestLookups(t *testing.T) {
	t.Parallel()
	a, other := table("Books", 1, "id", "Ä", "isbn"), table("books", 2, "id")
	other.Schema = "temp"
	s := sqlite(other, a)
	s.Enums = []*schema.Enum{{Name: "state"}}
	s.Domains = []*schema.Domain{{Name: "email"}}
	a.PrimaryKey = &schema.PrimaryKey{Columns: []string{"ID"}}
	a.Uniques = []*schema.Unique{{Columns: []string{"isbn", "id"}}, {Columns: []string{"isbn"}, Where: "id > 1"}}

	assert.Same(t, a, s.Table("BOOKS"), "the default namespace goes first")
	assert.Same(t, other, s.TableIn("TEMP", "books"))
	assert.Nil(t, s.Table("none"))
	assert.Nil(t, s.TableIn("none", "books"))
	assert.Same(t, a, s.Target(&schema.ForeignKey{RefTable: "books"}))
	assert.Nil(t, a.Column("ä"), "SQLite folds ASCII alone")
	assert.NotNil(t, s.Enum("STATE"))
	assert.NotNil(t, s.Domain("Email"))
	assert.Nil(t, s.Enum("none"))
	assert.Nil(t, s.Domain("none"))

	assert.True(t, a.IsKey("iD"))
	assert.False(t, other.IsKey("id"))
	assert.Len(t, a.KeyColumns(), 1)
	assert.Empty(t, other.KeyColumns())
	assert.True(t, a.IsUnique([]string{"id"}))
	assert.True(t, a.IsUnique([]string{"id", "ISBN"}))
	assert.False(t, a.IsUnique([]string{"isbn"}), "a partial one holds for some rows only")
}

func TestPositions(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a.sql:3", schema.Pos{File: "a.sql", Line: 3}.String())
	assert.Equal(t, "a.sql", schema.Pos{File: "a.sql"}.String())
	assert.Equal(t, "odd", (&schema.Error{Msg: "odd"}).Error())
	assert.Equal(t, "a.sql: odd", (&schema.Error{File: "a.sql", Msg: "odd"}).Error())
	assert.Equal(t, "a.sql:3: odd 1", schema.Errorf(schema.Pos{File: "a.sql", Line: 3}, "odd %d", 1).Error())
	assert.Equal(t, "a.sql:3: odd", schema.Warning{Pos: schema.Pos{File: "a.sql", Line: 3}, Msg: "odd"}.String())
	require.NoError(t, schema.Errors(nil).Err())
}
