package golang

import (
	"slices"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// declared gives the foreign keys that options say a table has, and the database does not know: of views, of partitions alone, or of
// schemas without any.
func (b *builder) declared(m *model) []*schema.ForeignKey {
	var all []*schema.ForeignKey
	for _, f := range m.fields {
		o := b.columnOption(m, f.column)
		if o == nil || o.References == "" {
			continue
		}
		if to, column := b.referred(o); to != nil {
			all = append(all, &schema.ForeignKey{
				Columns: []string{f.column.Name}, RefSchema: to.table.Schema, RefTable: to.table.Name, RefColumns: []string{column}, Pos: o.Pos,
			})
		}
	}
	return all
}

// referred finds the table and column that an option refers to: a table stands for its primary key. If there is none it says why.
func (b *builder) referred(o *ColumnOption) (*model, string) {
	if to := b.labelled(o.References); to != nil {
		if key := to.table.PrimaryKey; key != nil && len(key.Columns) == 1 {
			return to, key.Columns[0]
		}
		b.fail(o.Pos, "column %s cannot refer to table %q, which has no primary key of one column; write table.column", o.Column, o.References)
		return nil, ""
	}
	table, column := "", o.References
	if dot := strings.LastIndexByte(o.References, '.'); dot >= 0 {
		table, column = o.References[:dot], o.References[dot+1:]
	}
	if to := b.labelled(table); to != nil {
		at := slices.IndexFunc(to.fields, func(f *field) bool { return b.schema.Dialect.Same(f.column.Name, column) })
		if at >= 0 {
			return to, to.fields[at].column.Name
		}
	}
	b.fail(o.Pos, "column %s refers to %q, which is no table and no column of one; write table, or table.column", o.Column, o.References)
	return nil, ""
}
