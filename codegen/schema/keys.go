package schema

// PrimaryKey is the key of a table. Its columns are NOT NULL for everyone who reads a schema, even where SQLite would let a NULL
// into a key that is not INTEGER: a row without a key cannot be a model.
type PrimaryKey struct {
	// Name is the constraint's, "" if it has none.
	Name string
	// Columns has at least one name, spelled as the column is.
	Columns []string
	Pos     Pos
}

// ForeignKey is a reference from columns of its table to columns of another one, or of the same.
type ForeignKey struct {
	// Name is the constraint's, "" if it has none.
	Name string
	// Columns and RefColumns are of one length, at least one. A front end spells the names as the columns are spelled, and fills
	// RefColumns with the target's primary key where the source left them out.
	Columns           []string
	RefSchema         string
	RefTable          string
	RefColumns        []string
	OnDelete          Action
	OnUpdate          Action
	Match             Match
	Deferrable        bool
	InitiallyDeferred bool
	Pos               Pos
}

// Action is what happens to a row when the row it refers to is deleted or changes its key. Its values are part of the format of
// `ormgen inspect`.
type Action string

// The actions. A foreign key that names none has NoAction.
const (
	NoAction   Action = "NO ACTION"
	Restrict   Action = "RESTRICT"
	Cascade    Action = "CASCADE"
	SetNull    Action = "SET NULL"
	SetDefault Action = "SET DEFAULT"
)

// Match says how a composite foreign key treats NULLs in some of its columns.
type Match string

// The sorts of match. SQLite reads the others, and does as if they were MatchSimple.
const (
	MatchSimple  Match = "SIMPLE"
	MatchFull    Match = "FULL"
	MatchPartial Match = "PARTIAL"
)

// Unique is a set of columns of which no two rows have the same values (NULLs aside).
type Unique struct {
	// Name is the constraint's or the index's, "" if it has none.
	Name    string
	Columns []string
	// Where is the condition of a partial unique index, "" for one that holds for all rows.
	Where string
	// FromIndex says that it was made by CREATE UNIQUE INDEX; it is then also among the table's Indexes.
	FromIndex bool
	// NullsNotDistinct says that two NULLs are the same value (Postgres).
	NullsNotDistinct bool
	Deferrable       bool
	Pos              Pos
}

// Partial reports whether only some rows are held to the unique.
func (u *Unique) Partial() bool { return u.Where != "" }

// Index is an index made by CREATE INDEX.
type Index struct {
	Name   string
	Parts  []IndexPart
	Unique bool
	// Where is the condition of a partial index, "" for one over all rows.
	Where string
	// Method is the access method in Postgres ("btree", "gin"), "" in SQLite.
	Method string
	// Include are columns that the index carries without ordering by them (Postgres).
	Include []string
	Pos     Pos
}

// Columns gives the parts' names: a column's name, or the text of an expression.
func (x *Index) Columns() []string {
	names := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		if names[i] = p.Column; p.Column == "" {
			names[i] = p.Expr
		}
	}
	return names
}

// IndexPart is one part of an index: a column or an expression.
type IndexPart struct {
	// Column is "" for an expression, Expr is "" for a column.
	Column    string
	Expr      string
	Desc      bool
	Collation string
}

// Check is a condition that every row satisfies, or that is unknown for it.
type Check struct {
	// Name is the constraint's, "" if it has none.
	Name string
	// Expr is the condition as written, without the outer parentheses.
	Expr string
	// Column is the column that the condition is about if it is about one alone, "" otherwise.
	Column string
	Pos    Pos
}
