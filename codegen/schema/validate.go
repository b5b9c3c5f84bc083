package schema

import "strings"

// Validate looks for mistakes that make models impossible: two tables of one name, two columns of one name, a key or an index on a
// column that is not there, a foreign key to a table or column that is not there. It returns nil, or Errors in the order of
// the tables. It changes nothing, and does not look at views' columns beyond their names.
func (s *Schema) Validate() error {
	var errs Errors
	seen := make(map[[2]string]*Table, len(s.Tables))
	for _, t := range s.Tables {
		name := [2]string{s.Dialect.Fold(t.Schema), s.Dialect.Fold(t.Name)}
		if first := seen[name]; first != nil {
			errs = append(errs, Errorf(t.Pos, "table %q is declared twice%s; rename or remove one of them", t.Name, alsoAt(first.Pos)))
			continue
		}
		seen[name] = t
	}
	for _, t := range s.Tables {
		errs = append(errs, t.validateColumns()...)
		errs = append(errs, t.validateKeys()...)
		for _, fk := range t.ForeignKeys {
			errs = append(errs, s.validateForeignKey(t, fk)...)
		}
	}
	return errs.Err()
}

func (t *Table) validateColumns() Errors {
	var errs Errors
	seen := make(map[string]*Column, len(t.Columns))
	for _, c := range t.Columns {
		name := t.Dialect.Fold(c.Name)
		if first := seen[name]; first != nil {
			errs = append(errs, Errorf(either(c.Pos, t.Pos), "table %q has two columns named %q%s; rename or remove one of them", t.Name, c.Name, alsoAt(first.Pos)))
			continue
		}
		seen[name] = c
	}
	return errs
}

func (t *Table) validateKeys() Errors {
	var errs Errors
	missing := func(at Pos, what string, columns []string) {
		for _, name := range columns {
			if t.Column(name) == nil {
				errs = append(errs, Errorf(either(at, t.Pos), "%s of table %q names column %q, which the table does not have%s", what, t.Name, name, t.has()))
			}
		}
	}
	if t.PrimaryKey != nil {
		missing(t.PrimaryKey.Pos, "the primary key", t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		missing(u.Pos, "a unique", u.Columns)
	}
	for _, fk := range t.ForeignKeys {
		missing(fk.Pos, "a foreign key", fk.Columns)
	}
	return errs
}

func (s *Schema) validateForeignKey(t *Table, fk *ForeignKey) Errors {
	at := either(fk.Pos, t.Pos)
	target := s.Target(fk)
	if target == nil {
		return Errors{Errorf(at, "foreign key of table %q refers to table %q, which is not in the schema; declare it, or remove the reference", t.Name, fk.RefTable)}
	}
	if target.ReadOnly() {
		return Errors{Errorf(at, "foreign key of table %q refers to %q, which is a view; refer to a table", t.Name, fk.RefTable)}
	}
	if len(fk.RefColumns) == 0 {
		return Errors{Errorf(at, "foreign key of table %q refers to table %q, which has no primary key; name the columns it refers to: references %s (column)", t.Name, target.Name, target.Name)}
	}
	if len(fk.RefColumns) != len(fk.Columns) {
		return Errors{Errorf(at, "foreign key of table %q has %d columns (%s) but refers to %d of table %q (%s); name as many on both sides",
			t.Name, len(fk.Columns), strings.Join(fk.Columns, ", "), len(fk.RefColumns), target.Name, strings.Join(fk.RefColumns, ", "))}
	}
	var errs Errors
	for _, name := range fk.RefColumns {
		if target.Column(name) == nil {
			errs = append(errs, Errorf(at, "foreign key of table %q refers to column %q of table %q, which that table does not have%s", t.Name, name, target.Name, target.has()))
		}
	}
	return errs
}

// has tells which columns there are, for a message about one that is not.
func (t *Table) has() string {
	const most = 8 // enough to see a slip of the pen, short enough for one line
	names := make([]string, 0, most)
	for i, c := range t.Columns {
		if i == most {
			names = append(names, "...")
			break
		}
		names = append(names, c.Name)
	}
	return "; it has " + strings.Join(names, ", ")
}

func alsoAt(p Pos) string {
	if p.IsZero() {
		return ""
	}
	return ", first at " + p.String()
}

func either(p, fallback Pos) Pos {
	if p.IsZero() {
		return fallback
	}
	return p
}
