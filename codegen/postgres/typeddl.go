package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// newType gives the full name for a new type, an error if there is one of that name.
func (d ddl) newType(list []*pg.Node) (qname, error) {
	name := d.target(nameOf(list))
	if old := d.types[name]; old != nil && !old.shell() {
		return name, schema.Errorf(d.st.pos, "type %q is created twice; rename or remove one of them", name)
	}
	d.named = slices.DeleteFunc(d.named, func(t *namedType) bool { return t == d.types[name] })
	d.namespaces[name.namespace] = true
	return name, nil
}

// shell reports whether a type was only announced: CREATE TYPE name.
func (t *namedType) shell() bool {
	return t.enum == nil && t.domain == nil && t.composite == nil && t.ranges == nil
}

// createEnum follows CREATE TYPE ... AS ENUM.
func (d ddl) createEnum(n *pg.CreateEnumStmt) error {
	name, err := d.newType(n.GetTypeName())
	if err != nil {
		return err
	}
	e := &schema.Enum{Schema: name.namespace, Name: name.name, Values: strs(n.GetVals()), Origin: schema.EnumFromType, Pos: d.st.pos}
	d.addType(&namedType{qname: name, enum: e})
	return nil
}

// alterEnum follows ALTER TYPE ... ADD VALUE and RENAME VALUE.
func (d ddl) alterEnum(n *pg.AlterEnumStmt) error {
	t := d.typeNamed(nameOf(n.GetTypeName()))
	if t == nil || t.enum == nil {
		return schema.Errorf(d.st.pos, "enum %q is altered but is not there; create it before", nameOf(n.GetTypeName()))
	}
	e := t.enum
	missing := func(value string) error {
		return schema.Errorf(d.st.pos, "enum %q has no value %q", t.qname, value)
	}
	if n.GetOldVal() != "" {
		i := slices.Index(e.Values, n.GetOldVal())
		if i < 0 {
			return missing(n.GetOldVal())
		}
		e.Values[i] = n.GetNewVal()
		d.renameValueIn(t, n.GetOldVal(), n.GetNewVal())
		return nil
	}
	if slices.Contains(e.Values, n.GetNewVal()) {
		if n.GetSkipIfNewValExists() {
			return nil
		}
		return schema.Errorf(d.st.pos, "enum %q has a value %q already; write add value if not exists", t.qname, n.GetNewVal())
	}
	at := len(e.Values)
	if beside := n.GetNewValNeighbor(); beside != "" {
		if at = slices.Index(e.Values, beside); at < 0 {
			return missing(beside)
		}
		if n.GetNewValIsAfter() {
			at++
		}
	}
	empty := len(e.Values) == 0
	e.Values = slices.Insert(e.Values, at, n.GetNewVal())
	if empty {
		d.retype(t)
	}
	return nil
}

// retype gives columns that were declared when an enum had no values, and so no kind, the kind that it has now.
func (d ddl) retype(t *namedType) {
	now := t.typ()
	for _, of := range d.typesIn() {
		if of.Kind == schema.KindUnknown && of.Declared == now.Declared {
			*of = now
		}
	}
}

// createComposite follows CREATE TYPE ... AS (...).
func (d ddl) createComposite(n *pg.CompositeTypeStmt) error {
	written := rangeName(n.GetTypevar())
	list := []*pg.Node{word(written.name)}
	if written.namespace != "" {
		list = []*pg.Node{word(written.namespace), word(written.name)}
	}
	name, err := d.newType(list)
	if err != nil {
		return err
	}
	c := &schema.Composite{Schema: name.namespace, Name: name.name, Pos: d.st.pos}
	for _, field := range n.GetColdeflist() {
		c.Fields = append(c.Fields, d.field(field.GetColumnDef()))
	}
	d.addType(&namedType{qname: name, composite: c})
	return nil
}

func (d ddl) field(n *pg.ColumnDef) *schema.Column {
	f := &schema.Column{Name: n.GetColname(), Type: d.typeOf(n.GetTypeName()), Null: true, Pos: d.at(n.GetLocation())}
	if n.GetCollClause() != nil {
		f.Collation = collationOf(n.GetCollClause().GetCollname(), f.Type)
	}
	return f
}

// alterComposite follows ALTER TYPE ... ADD, DROP and ALTER ATTRIBUTE.
func (d ddl) alterComposite(n *pg.AlterTableStmt) error {
	t := d.typeNamed(rangeName(n.GetRelation()))
	if t == nil || t.composite == nil {
		return d.errorf(n.GetRelation().GetLocation(), "type %q is altered but is not there, or is no composite type; create it before", rangeName(n.GetRelation()))
	}
	for _, node := range n.GetCmds() {
		cmd := node.GetAlterTableCmd()
		at := slices.IndexFunc(t.composite.Fields, func(f *schema.Column) bool { return f.Name == cmd.GetName() })
		switch cmd.GetSubtype() {
		case pg.AlterTableType_AT_AddColumn:
			t.composite.Fields = append(t.composite.Fields, d.field(cmd.GetDef().GetColumnDef()))
			continue
		case pg.AlterTableType_AT_DropColumn, pg.AlterTableType_AT_AlterColumnType:
		default:
			continue
		}
		switch {
		case at < 0 && cmd.GetMissingOk():
		case at < 0:
			return d.errorf(n.GetRelation().GetLocation(), "type %q has no attribute %q", t.qname, cmd.GetName())
		case cmd.GetSubtype() == pg.AlterTableType_AT_DropColumn:
			t.composite.Fields = slices.Delete(t.composite.Fields, at, at+1)
		default:
			t.composite.Fields[at].Type = d.typeOf(cmd.GetDef().GetColumnDef().GetTypeName())
		}
	}
	return nil
}

// createRange follows CREATE TYPE ... AS RANGE, which makes a multirange as well.
func (d ddl) createRange(n *pg.CreateRangeStmt) error {
	name, err := d.newType(n.GetTypeName())
	if err != nil {
		return err
	}
	r := &schema.Range{Schema: name.namespace, Name: name.name, Pos: d.st.pos, Elem: schema.Type{Kind: schema.KindUnknown}}
	multi := qname{name.namespace, multirangeName(name.name)}
	for _, p := range n.GetParams() {
		switch e := p.GetDefElem(); e.GetDefname() {
		case "subtype":
			r.Elem = d.typeOf(e.GetArg().GetTypeName())
		case "multirange_type_name":
			multi = d.target(nameOf(e.GetArg().GetTypeName().GetNames()))
		}
	}
	d.addType(&namedType{qname: name, ranges: r})
	d.addType(&namedType{qname: multi, ranges: r, multirange: true})
	return nil
}

// multirangeName is what Postgres calls the multirange of a range.
func multirangeName(name string) string {
	for i := 0; i+len("range") <= len(name); i++ {
		if name[i:i+len("range")] == "range" {
			return name[:i] + "multirange" + name[i+len("range"):]
		}
	}
	return clip(name, maxName-len("_multirange")) + "_multirange"
}

// define follows CREATE TYPE without AS, which makes a type in C, or announces one. Whatever else DefineStmt makes, columns are not of it.
func (d ddl) define(n *pg.DefineStmt) error {
	if n.GetKind() != pg.ObjectType_OBJECT_TYPE {
		return nil
	}
	name := d.target(nameOf(n.GetDefnames()))
	if d.types[name] == nil {
		d.addType(&namedType{qname: name})
	}
	return nil
}

// dropType takes a type away, with CASCADE the columns that are of it.
func (d ddl) dropType(name qname, cascade, missingOK bool) error {
	t := d.typeNamed(name)
	if t == nil {
		if missingOK {
			return nil
		}
		return schema.Errorf(d.st.pos, "type %q is dropped but is not there; create it before, or write drop type if exists", name)
	}
	uses := func(of schema.Type) bool {
		if of.Elem != nil && of.Kind == schema.KindArray && of.Domain == nil {
			of = *of.Elem
		}
		return t.enum != nil && of.Enum == t.enum && of.Domain == nil || t.domain != nil && of.Domain == t.domain ||
			t.composite != nil && of.Composite == t.composite && of.Domain == nil || t.ranges != nil && of.Range == t.ranges && of.Domain == nil
	}
	for _, r := range slices.Clone(d.relations) {
		for _, c := range slices.Clone(r.Columns) {
			if !uses(c.Type) {
				continue
			}
			if !cascade {
				return schema.Errorf(d.st.pos, "type %q is dropped but column %q of table %q is of it; write drop type ... cascade", t.qname, c.Name, r.Name)
			}
			if r.ReadOnly() {
				if err := d.dropRelation(r, true, nil); err != nil {
					return err
				}
				break
			}
			if err := d.removeColumn(r, c, true); err != nil {
				return err
			}
		}
	}
	for _, other := range slices.Clone(d.named) {
		if other == t || other.domain == nil || !uses(other.domain.Type) && !(t.enum != nil && other.domain.Type.Enum == t.enum) {
			continue
		}
		if err := d.dropType(other.qname, cascade, true); err != nil {
			return err
		}
	}
	d.named = slices.DeleteFunc(d.named, func(o *namedType) bool { return o == t || t.ranges != nil && o.ranges == t.ranges })
	for full, o := range d.types {
		if o == t || t.ranges != nil && o.ranges == t.ranges {
			delete(d.types, full)
		}
	}
	return nil
}
