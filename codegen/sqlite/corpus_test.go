package sqlite_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

var reflectTable = reflect.TypeFor[schema.Table]()

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
	Tables        int `json:"tables"`
	Views         int `json:"views"`
	WithoutRowID  int `json:"without_rowid"`
	Strict        int `json:"strict"`
	Autoincrement int `json:"autoincrement"`
	Columns       int `json:"columns"`
	MaxCols       int `json:"max_cols"`
	PKNone        int `json:"pk_none"`
	PKComposite   int `json:"pk_composite"`
	FKs           int `json:"fks"`
	FKComposite   int `json:"fk_composite"`
	FKSelf        int `json:"fk_self"`
	FKDeferrable  int `json:"fk_deferrable"`
	Generated     int `json:"generated_cols"`
	Typeless      int `json:"typeless_cols"`
	UniqPartial   int `json:"uniq_partial"`
	RowidAlias    int `json:"rowid_alias_pk"`
	Indexes       int `json:"indexes"`
}

// entries gives the SQLite schemas of the corpus, none without a corpus.
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
		if e.Dialect != "sqlite" {
			delete(all, name)
		}
	}
	return all
}

func (e entry) sources(t *testing.T, name string) []sqlite.Source {
	t.Helper()
	var files []sqlite.Source
	for _, f := range e.Files {
		text, err := os.ReadFile(filepath.Join(corpus(), name, f))
		require.NoError(t, err)
		files = append(files, sqlite.Source{Name: f, Text: string(text)})
	}
	return files
}

// TestCorpusCounts compares what is read with what a real load contains.
func TestCorpusCounts(t *testing.T) {
	t.Parallel()
	for name, e := range entries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, err := sqlite.Parse(e.sources(t, name))
			require.NoError(t, err)
			assert.Equal(t, e.Counts, count(s))
		})
	}
}

func count(s *schema.Schema) counts {
	var n counts
	for _, t := range s.Tables {
		if t.Kind == schema.KindView {
			n.Views++
			continue
		}
		n.Tables++
		n.Columns += len(t.Columns)
		n.MaxCols = max(n.MaxCols, len(t.Columns))
		n.WithoutRowID += one(t.WithoutRowID)
		n.Strict += one(t.Strict)
		n.PKNone += one(t.PrimaryKey == nil)
		n.PKComposite += one(t.PrimaryKey != nil && len(t.PrimaryKey.Columns) > 1)
		n.Indexes += len(t.Indexes)
		for _, c := range t.Columns {
			n.Autoincrement += one(c.Identity == schema.IdentityAutoincrement)
			n.RowidAlias += one(c.Identity != schema.IdentityNone)
			n.Generated += one(c.Generated != nil)
			n.Typeless += one(c.Type.Declared == "")
		}
		for _, fk := range t.ForeignKeys {
			n.FKs++
			n.FKComposite += one(len(fk.Columns) > 1)
			n.FKSelf += one(fk.RefTable == t.Name)
			n.FKDeferrable += one(fk.Deferrable)
		}
		for _, u := range t.Uniques {
			n.UniqPartial += one(u.Partial())
		}
	}
	return n
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
