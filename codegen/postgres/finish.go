package postgres

import (
	"fmt"

	"github.com/seed83105465/duet/codegen/schema"
)

// finish does what is the same for both readers once the tables are there: it validates, brings all expressions to one form, makes enums of
// the CHECKs that list texts, and warns of types that nobody knows.
func finish(s *schema.Schema, warnings []schema.Warning) (*schema.Schema, []schema.Warning, error) {
	if err := s.Validate(); err != nil {
		return nil, nil, err
	}
	canonicalize(s)
	addEnums(s)
	return s, append(warnings, unknownTypes(s)...), nil
}

// unknownTypes warns of columns whose type nobody knows. Columns of views are of what they are made of.
func unknownTypes(s *schema.Schema) []schema.Warning {
	var all []schema.Warning
	for _, t := range s.Tables {
		if t.ReadOnly() {
			continue
		}
		for _, c := range t.Columns {
			of := c.Type
			if of.Kind == schema.KindArray && of.Elem != nil {
				of = *of.Elem
			}
			if of.Kind == schema.KindUnknown {
				all = append(all, schema.Warning{Pos: c.Pos, Table: t.Name, Column: c.Name, Msg: fmt.Sprintf(
					"column %q of table %q is of type %s, which ormgen does not know; its values are read as text, unless ormgen.yaml names a type for it",
					c.Name, t.Name, of.Declared)})
			}
		}
	}
	return all
}
