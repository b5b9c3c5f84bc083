package inspect_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/inspect"
	"github.com/seed83105465/duet/codegen/schema"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// everything has each part of the format at least once, those that SQLite does not know included.
func everything() *schema.Schema {
	zero := "0"
	status := &schema.Enum{Schema: "public", Name: "status", Values: []string{"new", "old"}, Origin: schema.EnumFromType}
	email := &schema.Domain{
		Schema: "public", Name: "email", Type: schema.Type{Kind: schema.KindText, Declared: "text"}, NotNull: true,
		Checks: []*schema.Check{{Name: "has_at", Expr: "VALUE ~ '@'"}},
	}
	people := &schema.Table{
		Schema: "public", Name: "people", Kind: schema.KindTable, Dialect: schema.Postgres, Comment: "who buys",
		Columns: []*schema.Column{
			{Name: "id", Type: schema.Type{Kind: schema.KindInt64, Declared: "bigint"}, Identity: schema.IdentityAlways},
			{Name: "mail", Type: schema.Type{Kind: schema.KindText, Declared: "email", Domain: email}},
			{Name: "status", Type: schema.Type{Kind: schema.KindEnum, Declared: "status", Enum: status}, Null: true},
			{Name: "points", Type: schema.Type{Kind: schema.KindInt32, Declared: "integer"}, Default: &zero},
			{Name: "twice", Type: schema.Type{Kind: schema.KindInt32, Declared: "integer"}, Generated: &schema.Generated{Expr: "points * 2", Stored: true}},
		},
		PrimaryKey: &schema.PrimaryKey{Name: "people_pkey", Columns: []string{"id"}},
		Uniques: []*schema.Unique{
			{Name: "people_mail", Columns: []string{"mail"}},
			{Name: "people_new", Columns: []string{"status"}, Where: "status = 'new'", FromIndex: true},
		},
		Indexes: []*schema.Index{{
			Name: "people_new", Unique: true, Where: "status = 'new'", Parts: []schema.IndexPart{{Column: "status"}, {Expr: "lower(mail)"}},
		}},
		Checks: []*schema.Check{{Expr: "points >= 0 AND points < 100", Column: "points"}},
	}
	orders := &schema.Table{
		Schema: "shop", Name: "orders", Kind: schema.KindPartitioned, Dialect: schema.Postgres,
		Columns: []*schema.Column{
			{Name: "day", Type: schema.Type{Kind: schema.KindDate, Declared: "date"}},
			{Name: "buyer", Type: schema.Type{Kind: schema.KindInt64, Declared: "bigint"}},
		},
		PrimaryKey: &schema.PrimaryKey{Columns: []string{"day", "buyer"}},
		ForeignKeys: []*schema.ForeignKey{{
			Name: "orders_buyer", Columns: []string{"buyer"}, RefSchema: "public", RefTable: "people", RefColumns: []string{"id"},
			OnDelete: schema.Cascade, OnUpdate: schema.NoAction,
		}},
	}
	view := &schema.Table{Schema: "shop", Name: "days", Kind: schema.KindMaterializedView, Dialect: schema.Postgres,
		Columns: []*schema.Column{{Name: "day", Type: schema.Type{Kind: schema.KindDate, Declared: "date"}, Null: true}}}
	return &schema.Schema{
		Dialect: schema.Postgres, Default: "public", Tables: []*schema.Table{people, orders, view},
		Enums: []*schema.Enum{status}, Domains: []*schema.Domain{email},
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file   string
		schema *schema.Schema
		print  func(io.Writer, *schema.Schema) error
	}{
		{"everything.json", everything(), inspect.JSON},
		{"everything.txt", everything(), inspect.Text},
		{"empty.json", &schema.Schema{Dialect: schema.SQLite}, inspect.JSON},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			require.NoError(t, c.print(&out, c.schema))
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

// TestNoNulls holds lists to being [] and never null: only a default may be null.
func TestNoNulls(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	bare := &schema.Schema{
		Tables:  []*schema.Table{{Name: "t", ForeignKeys: []*schema.ForeignKey{{}}, Uniques: []*schema.Unique{{}}, Indexes: []*schema.Index{{}}}},
		Enums:   []*schema.Enum{{}},
		Domains: []*schema.Domain{{}},
	}
	require.NoError(t, inspect.JSON(&out, bare))
	var doc any
	require.NoError(t, json.Unmarshal(out.Bytes(), &doc))
	noNulls(t, "", doc)
}

func noNulls(t *testing.T, path string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		t.Errorf("%s is null", path)
	case map[string]any:
		for name, field := range v {
			if name != "default" {
				noNulls(t, path+"."+name, field)
			}
		}
	case []any:
		for _, item := range v {
			noNulls(t, path+"[]", item)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriterFails(t *testing.T) {
	t.Parallel()
	assert.ErrorIs(t, inspect.JSON(full{}, everything()), io.ErrShortWrite)
	assert.ErrorIs(t, inspect.Text(full{}, everything()), io.ErrShortWrite)
}
