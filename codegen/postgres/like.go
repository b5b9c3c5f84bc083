package postgres

import (
	"slices"
	"strconv"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// like takes in LIKE other: the columns now, in their place, the rest when the table is there.
func (b *building) like(n *pg.TableLikeClause) error {
	of, err := b.found(n.GetRelation(), "copied by LIKE")
	if err != nil {
		return err
	}
	options := n.GetOptions()
	for _, c := range of.Columns {
		if first := b.Column(c.Name); first != nil {
			return b.errorf(n.GetRelation().GetLocation(), "table %q has two columns named %q%s; rename or remove one of them", b.Name, c.Name, alsoAt(first.Pos))
		}
		copied := *c
		copied.Pos = b.at(n.GetRelation().GetLocation())
		copied.Identity, copied.Default, copied.Generated = schema.IdentityNone, nil, nil
		b.Columns = append(b.Columns, &copied)
		if !includes(options, pg.TableLikeOption_CREATE_TABLE_LIKE_COMMENTS) {
			copied.Comment = ""
		}
		if includes(options, pg.TableLikeOption_CREATE_TABLE_LIKE_DEFAULTS) && c.Default != nil {
			copied.Default = c.Default
			if s := of.sequences[c]; s != nil {
				b.sequences[&copied] = s
			}
		}
		if includes(options, pg.TableLikeOption_CREATE_TABLE_LIKE_GENERATED) && c.Generated != nil {
			generated := *c.Generated
			copied.Generated = &generated
		}
		if includes(options, pg.TableLikeOption_CREATE_TABLE_LIKE_IDENTITY) && (c.Identity == schema.IdentityAlways || c.Identity == schema.IdentityByDefault) {
			b.addIdentity(b.relation, &copied, map[schema.Identity]string{schema.IdentityAlways: "a"}[c.Identity])
		}
	}
	b.likes = append(b.likes, like{of, options})
	return nil
}

// includes reports whether LIKE asks for something. The options are a set of bits, numbered from the first one.
func includes(options uint32, option pg.TableLikeOption) bool {
	return options&(1<<(uint32(option)-1)) != 0
}

// copyLike adds what LIKE takes over besides columns.
func (d ddl) copyLike(r *relation, l like) {
	if includes(l.options, pg.TableLikeOption_CREATE_TABLE_LIKE_CONSTRAINTS) {
		for _, k := range l.of.Checks {
			if !r.hasConstraint(k.Name) {
				copied := *k
				r.Checks = append(r.Checks, &copied)
			}
		}
	}
	if includes(l.options, pg.TableLikeOption_CREATE_TABLE_LIKE_INDEXES) {
		d.copyKeys(r, l.of)
	}
}

// copyKeys adds the keys and indexes of another table, named anew.
func (d ddl) copyKeys(r, of *relation) {
	if key := of.PrimaryKey; key != nil && r.PrimaryKey == nil {
		d.copyKey(r, &pg.Constraint{Contype: pg.ConstrType_CONSTR_PRIMARY}, key.Columns)
	}
	for _, u := range of.Uniques {
		if !u.FromIndex {
			k := &pg.Constraint{Contype: pg.ConstrType_CONSTR_UNIQUE, NullsNotDistinct: u.NullsNotDistinct, Deferrable: u.Deferrable}
			d.copyKey(r, k, u.Columns)
		}
	}
	for _, x := range of.Indexes {
		d.copyIndex(r, x, of)
	}
	if r.partitionOf == of {
		for _, fk := range of.ForeignKeys {
			copied := *fk
			r.ForeignKeys = append(r.ForeignKeys, &copied)
		}
	}
}

// copyKey adds a key that another table has, with a name of its own.
func (d ddl) copyKey(r *relation, k *pg.Constraint, columns []string) {
	own := &pg.Constraint{Contype: k.GetContype(), NullsNotDistinct: k.GetNullsNotDistinct(), Deferrable: k.GetDeferrable(), Exclusions: k.GetExclusions()}
	// It fails only where the partition has a primary key already, which then is the one.
	_ = d.addUnique(r, own, slices.Clone(columns))
}

// copyIndex adds an index that another table has, with a name of its own.
func (d ddl) copyIndex(r *relation, x *schema.Index, of *relation) {
	copied := *x
	copied.Parts, copied.Include, copied.Pos = slices.Clone(x.Parts), slices.Clone(x.Include), r.Pos
	copied.Name = d.indexName(r, append(partNames(&copied), copied.Include...))
	nullsNotDistinct := slices.ContainsFunc(of.Uniques, func(u *schema.Unique) bool { return u.Name == x.Name && u.NullsNotDistinct })
	d.addIndex(r, &copied, nullsNotDistinct)
}

// objectSuffix puts a number behind a name, which is cut if it gets too long.
func objectSuffix(name string, n int) string {
	number := strconv.Itoa(n)
	return clip(name, maxName-len(number)) + number
}
