package postgres

import (
	"github.com/seed83105465/duet/codegen/schema"
)

// schema gives what the statements have left, without partitions, temporary tables and views whose columns were not found out.
func (db *database) schema() *schema.Schema {
	s := &schema.Schema{Dialect: schema.Postgres, Default: defaultNamespace}
	hidden := map[qname]bool{}
	for _, r := range db.relations {
		db.numbering(r)
		if r.partitionOf != nil || r.Schema == tempNamespace || r.unseen {
			hidden[r.qname()] = true
			continue
		}
		s.Tables = append(s.Tables, r.Table)
		db.warnUnsure(r)
	}
	for _, t := range s.Tables {
		t.ForeignKeys = db.reachable(t, hidden)
	}
	for _, t := range db.named {
		switch {
		case t.enum != nil && len(t.enum.Values) == 0:
			db.warnings = append(db.warnings, schema.Warning{
				Pos: t.enum.Pos, Msg: "enum " + qualifiedIdent(t.qname) + " has no values, and is left out; its columns are read as text",
			})
		case t.enum != nil:
			s.Enums = append(s.Enums, t.enum)
		case t.domain != nil:
			s.Domains = append(s.Domains, t.domain)
		case t.composite != nil:
			s.Composites = append(s.Composites, t.composite)
		case t.ranges != nil && !t.multirange:
			s.Ranges = append(s.Ranges, t.ranges)
		}
	}
	return s
}

// numbering finds the columns that number themselves: their default is the next value of a sequence that is theirs.
func (db *database) numbering(r *relation) {
	for c, s := range r.sequences {
		if s.owner == r && s.column == c {
			c.Identity, c.Default = schema.IdentitySerial, nil
			continue
		}
		text := nextval(s.qname) // the sequence may have been renamed
		c.Default = &text
	}
}

// reachable leaves out foreign keys to tables that are left out.
func (db *database) reachable(t *schema.Table, hidden map[qname]bool) []*schema.ForeignKey {
	var kept []*schema.ForeignKey
	for _, fk := range t.ForeignKeys {
		if !hidden[qname{fk.RefSchema, fk.RefTable}] {
			kept = append(kept, fk)
			continue
		}
		db.warnings = append(db.warnings, schema.Warning{
			Pos: fk.Pos, Table: t.Name, Column: fk.Columns[0],
			Msg: "foreign key " + quoteIdent(fk.Name) + " of table " + quoteIdent(t.Name) +
				" refers to a partition or to a temporary table, which models are not made of; it is left out",
		})
	}
	return kept
}

// warnUnsure tells which columns of a view are of a type that was not found out.
func (db *database) warnUnsure(r *relation) {
	for _, c := range r.unsure {
		db.warnings = append(db.warnings, schema.Warning{
			Pos: r.Pos, Table: r.Name, Column: c.Name,
			Msg: "the type of column " + quoteIdent(c.Name) + " of view " + quoteIdent(r.Name) +
				" was not found out; write a cast in the view (" + quoteIdent(c.Name) + "::text), or name its type in ormgen.yaml",
		})
	}
}
