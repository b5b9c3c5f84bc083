package postgres

import (
	"slices"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
	"github.com/seed83105465/duet/codegen/schema"
)

// defaultNamespace is where names are that have no namespace, and what Schema.Default is for text.
const defaultNamespace = "public"

// tempNamespace is where temporary tables are. They are followed, and left out of the schema.
const tempNamespace = "pg_temp"

// database is what the statements so far have made.
type database struct {
	namespaces map[string]bool
	// path is the search path: where names are looked up, and into the first of which they go.
	path []string
	// afterCommit is the path that SET LOCAL set aside.
	afterCommit []string
	// classes are tables, views, indexes and sequences, which share their names; types are enums, domains, composites and ranges.
	classes   map[qname]*class
	types     map[qname]*namedType
	relations []*relation // in the order of creation
	named     []*namedType
	functions overload.Set
	warnings  []schema.Warning
}

// class is what has a name among tables: exactly one of its fields is set.
type class struct {
	relation *relation
	index    *index
	sequence *sequence
}

// relation is a table or a view, and what the schema does not say of it.
type relation struct {
	*schema.Table
	// partitionOf is the table that this one is a partition of; such tables are left out of the schema.
	partitionOf *relation
	// parents are the tables that it inherits from, children those that inherit from it or are its partitions.
	parents, children []*relation
	// sequences are those that the defaults of columns take their values from.
	sequences map[*schema.Column]*sequence
	// exclusions are the names of exclusion constraints, which the schema does not have.
	exclusions []string
	// uses is what a view reads.
	uses map[use]bool
	// unsure are columns of a view whose type was not found out; unseen says that not even its columns were.
	unsure []*schema.Column
	unseen bool
}

// use is a column of a table that a view reads; the column is nil for the table as a whole.
type use struct {
	relation *relation
	column   *schema.Column
}

// index is an index, or the index that a key brought along.
type index struct {
	qname
	relation *relation
	// index is nil for that of a key.
	index *schema.Index
}

// sequence is one made by CREATE SEQUENCE, serial or an identity column.
type sequence struct {
	qname
	owner  *relation
	column *schema.Column
}

// namedType is a type that the schema made: exactly one of enum, domain, composite and ranges is set, but for a shell, which has none.
type namedType struct {
	qname
	enum      *schema.Enum
	domain    *schema.Domain
	composite *schema.Composite
	ranges    *schema.Range
	// multirange says that this is the multirange of ranges.
	multirange bool
	// notNull says that the domain, or one that it is of, refuses NULL.
	notNull bool
}

func newDatabase() *database {
	return &database{
		namespaces: map[string]bool{defaultNamespace: true},
		path:       []string{defaultNamespace},
		classes:    map[qname]*class{}, types: map[qname]*namedType{},
	}
}

// target gives the full name for something new.
func (db *database) target(name qname) qname {
	if name.namespace != "" {
		return name
	}
	for _, ns := range db.path {
		if db.namespaces[ns] {
			return qname{ns, name.name}
		}
	}
	return qname{defaultNamespace, name.name}
}

// lookup gives the full names that a name may stand for, the first one first.
func (db *database) lookup(name qname) []qname {
	if name.namespace != "" {
		return []qname{name}
	}
	all := []qname{{tempNamespace, name.name}}
	for _, ns := range db.path {
		all = append(all, qname{ns, name.name})
	}
	if !slices.Contains(db.path, defaultNamespace) {
		all = append(all, qname{defaultNamespace, name.name})
	}
	return all
}

// class gives the table, index or sequence of a name, nil if there is none.
func (db *database) class(name qname) *class {
	for _, full := range db.lookup(name) {
		if c := db.classes[full]; c != nil {
			return c
		}
	}
	return nil
}

// relation gives the table or view of a name, nil if there is none.
func (db *database) relation(name qname) *relation {
	if c := db.class(name); c != nil {
		return c.relation
	}
	return nil
}

// typeNamed gives the type of a name that the schema made, nil if there is none.
func (db *database) typeNamed(name qname) *namedType {
	for _, full := range db.lookup(name) {
		if t := db.types[full]; t != nil {
			return t
		}
	}
	return nil
}

// addRelation puts a new table or view in its place.
func (db *database) addRelation(r *relation) {
	db.classes[r.qname()] = &class{relation: r}
	db.relations = append(db.relations, r)
}

func (r *relation) qname() qname { return qname{r.Schema, r.Name} }

// addType puts a new type in its place.
func (db *database) addType(t *namedType) {
	db.types[t.qname] = t
	db.named = append(db.named, t)
}

// classTaken reports whether a table, index or sequence of a namespace has that name.
func (db *database) classTaken(namespace string) func(string) bool {
	return func(name string) bool { return db.classes[qname{namespace, name}] != nil }
}

// constraintTaken reports whether a constraint of any table of a namespace has that name.
func (db *database) constraintTaken(namespace string) func(string) bool {
	return func(name string) bool {
		for _, r := range db.relations {
			if r.Schema == namespace && r.hasConstraint(name) {
				return true
			}
		}
		for _, t := range db.named {
			if t.domain != nil && t.namespace == namespace && slices.ContainsFunc(t.domain.Checks, func(k *schema.Check) bool { return k.Name == name }) {
				return true
			}
		}
		return false
	}
}

// hasConstraint reports whether the table has a constraint of that name.
func (r *relation) hasConstraint(name string) bool {
	return r.PrimaryKey != nil && r.PrimaryKey.Name == name ||
		slices.ContainsFunc(r.Uniques, func(u *schema.Unique) bool { return !u.FromIndex && u.Name == name }) ||
		slices.ContainsFunc(r.ForeignKeys, func(fk *schema.ForeignKey) bool { return fk.Name == name }) ||
		slices.ContainsFunc(r.Checks, func(k *schema.Check) bool { return k.Name == name }) ||
		slices.Contains(r.exclusions, name)
}

// String gives the name for messages, without the default namespace.
func (n qname) String() string {
	if n.namespace == "" || n.namespace == defaultNamespace {
		return n.name
	}
	return n.namespace + "." + n.name
}
