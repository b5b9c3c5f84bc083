package postgres_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/schema"
)

// corpus is the folder of schemas that others wrote. They are not in this repository; without them these tests skip.
func corpus() string {
	if dir := os.Getenv("DUET_SCHEMAS"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "schemas")
}

// entry is a schema of the corpus, with the counts of a real load.
type entry struct {
	Dialect string   `json:"dialect"`
	Files   []string `json:"files_in_load_order"`
	Counts  counts   `json:"counts_after_loading"`
}

type counts struct {
	Tables            int `json:"tables"`
	Views             int `json:"views"`
	MatViews          int `json:"matviews"`
	Columns           int `json:"columns"`
	MaxCols           int `json:"max_cols"`
	Identity          int `json:"identity_cols"`
	Generated         int `json:"generated_cols"`
	Arrays            int `json:"array_cols"`
	Ranges            int `json:"range_cols"`
	EnumCols          int `json:"enum_cols"`
	DomainCols        int `json:"domain_cols"`
	CompositeCols     int `json:"composite_cols"`
	PartitionedParent int `json:"partitioned_parents"`
	PKNone            int `json:"pk_none"`
	PKComposite       int `json:"pk_composite"`
	FKs               int `json:"fks"`
	FKComposite       int `json:"fk_composite"`
	FKSelf            int `json:"fk_self"`
	FKCrossSchema     int `json:"fk_cross_schema"`
	FKDeferrable      int `json:"fk_deferrable"`
	Indexes           int `json:"indexes"`
	UniqPartial       int `json:"uniq_partial"`
	UniqExpr          int `json:"uniq_expr"`
	NullsNotDistinct  int `json:"nulls_not_distinct"`
	Checks            int `json:"checks"`
	UniqDeferrable    int `json:"uniq_deferrable"`
	Enums             int `json:"enums"`
	Domains           int `json:"domains"`
	CompositeTypes    int `json:"composite_types"`
	RangeTypes        int `json:"range_types"`
}

// entries gives the Postgres schemas of the corpus, none without a corpus.
func entries(t *testing.T) map[string]entry {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus(), "INDEX.json"))
	if os.IsNotExist(err) {
		t.Log("no corpus of schemas; set DUET_SCHEMAS to a folder with INDEX.json to test with it")
		return nil
	}
	require.NoError(t, err)
	all := map[string]entry{}
	require.NoError(t, json.Unmarshal(text, &all))
	for name, e := range all {
		if e.Dialect != "postgres" {
			delete(all, name)
		}
	}
	return all
}

// paths gives the files of a schema of the corpus.
func (e entry) paths(name string) []string {
	var all []string
	for _, f := range e.Files {
		all = append(all, filepath.Join(corpus(), name, f))
	}
	return all
}

// count counts what a schema has as the index of the corpus does.
func count(s *schema.Schema) counts {
	n := counts{Domains: len(s.Domains), CompositeTypes: len(s.Composites), RangeTypes: len(s.Ranges)}
	for _, e := range s.Enums {
		n.Enums += one(e.Origin == schema.EnumFromType)
	}
	for _, t := range s.Tables {
		n.Indexes += len(t.Indexes) + one(t.PrimaryKey != nil) // of tables and materialized views
		for _, u := range t.Uniques {
			n.Indexes += one(!u.FromIndex)
			n.UniqPartial += one(u.Partial())
			n.NullsNotDistinct += one(u.NullsNotDistinct)
			n.UniqDeferrable += one(u.Deferrable)
		}
		for _, x := range t.Indexes {
			n.UniqExpr += one(x.Unique && len(x.Parts) > 0 && hasExpr(x))
		}
		switch t.Kind {
		case schema.KindView:
			n.Views++
			continue
		case schema.KindMaterializedView:
			n.MatViews++
			continue
		case schema.KindPartitioned:
			n.PartitionedParent++
		}
		n.Tables++
		n.addColumns(t)
		n.PKNone += one(t.PrimaryKey == nil)
		n.PKComposite += one(t.PrimaryKey != nil && len(t.PrimaryKey.Columns) > 1)
		n.Checks += len(t.Checks)
		for _, fk := range t.ForeignKeys {
			n.FKs++
			n.FKComposite += one(len(fk.Columns) > 1)
			n.FKSelf += one(s.Target(fk) == t)
			n.FKCrossSchema += one(fk.RefSchema != t.Schema)
			n.FKDeferrable += one(fk.Deferrable)
		}
	}
	return n
}

func (n *counts) addColumns(t *schema.Table) {
	n.Columns += len(t.Columns)
	n.MaxCols = max(n.MaxCols, len(t.Columns))
	for _, c := range t.Columns {
		n.Identity += one(c.Identity == schema.IdentityAlways || c.Identity == schema.IdentityByDefault)
		n.Generated += one(c.Generated != nil)
		if c.Type.Domain != nil {
			n.DomainCols++
			continue
		}
		n.Arrays += one(c.Type.Kind == schema.KindArray)
		n.Ranges += one(c.Type.Kind == schema.KindRange)
		n.EnumCols += one(c.Type.Kind == schema.KindEnum && c.Type.Enum.Origin == schema.EnumFromType)
		n.CompositeCols += one(c.Type.Kind == schema.KindComposite)
	}
}

func hasExpr(x *schema.Index) bool {
	for _, p := range x.Parts {
		if p.Column == "" {
			return true
		}
	}
	return false
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
