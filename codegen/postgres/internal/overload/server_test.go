package overload_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
	"github.com/seed83105465/duet/integration/pgtest"
)

func TestMain(m *testing.M) {
	pgtest.VerifyMain(m)
}

// tried are the types that operators and functions are tried with, "unknown" among them.
var tried = []string{
	"bool", "int2", "int4", "int8", "numeric", "float4", "float8", "text", "varchar", "bpchar", "name", "bytea", "date", "time", "timestamp", "timestamptz",
	"interval", "uuid", "json", "jsonb", "inet", "bit", "int4[]", "text[]", "varchar[]", "int4range", "tstzrange", "tsvector", "oid", "money", "unknown",
}

// null gives an expression of a type.
func null(t string) string {
	if t == overload.Unknown {
		return "NULL"
	}
	return "NULL::" + t
}

// asked gives the types of expressions as a server sees them, "" for those that it refuses.
func asked(t *testing.T, exprs []string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), pgtest.Database(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	_, err = conn.Exec(t.Context(), `CREATE FUNCTION asked(exprs text[]) RETURNS text[] LANGUAGE plpgsql AS $$
		DECLARE e text; found text; result text[] := '{}';
		BEGIN
			FOREACH e IN ARRAY exprs LOOP
				BEGIN
					-- A view is made, not run: what a value would do does not matter.
					EXECUTE 'CREATE TEMP VIEW one AS SELECT ' || e || ' AS x';
					SELECT CASE WHEN typname LIKE '\_%' THEN substr(typname, 2) || '[]' ELSE typname END INTO found
						FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE attrelid = 'pg_temp.one'::regclass;
					RAISE EXCEPTION USING ERRCODE = 'P9999';
				EXCEPTION
					WHEN SQLSTATE 'P9999' THEN NULL;
					WHEN OTHERS THEN found := '';
				END;
				result := array_append(result, found);
			END LOOP;
			RETURN result;
		END $$`)
	require.NoError(t, err)
	var types []string
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT asked($1)", exprs).Scan(&types))
	return types
}

// TestOperatorsAgree holds the choice of operators against a server's.
func TestOperatorsAgree(t *testing.T) {
	t.Parallel()
	var exprs, want []string
	for _, op := range strings.Fields("+ - * / % ^ || = < <> ~~ ~ && @> -> ->> ?") {
		for _, left := range tried {
			for _, right := range tried {
				exprs = append(exprs, fmt.Sprintf("%s %s %s", null(left), op, null(right)))
				f, ok := overload.Operator(op, left, right)
				want = append(want, resultOf(f, ok))
			}
		}
	}
	compare(t, exprs, want)
}

// TestFunctionsAgree holds the choice of functions against a server's.
func TestFunctionsAgree(t *testing.T) {
	t.Parallel()
	var exprs, want []string
	var set overload.Set
	for _, name := range strings.Fields(`abs round floor sum avg min max count lower upper length date_trunc extract age to_char array_length
		array_agg string_agg jsonb_agg json_agg coalesce_none unnest concat substr replace mod power greatest_none bool_or array_append lag first_value
		date_part to_json to_jsonb jsonb_array_length md5 sign trunc sqrt left position stddev date text timestamptz int4 float8 numeric generate_series`) {
		for _, one := range tried {
			exprs = append(exprs, fmt.Sprintf(`%q(%s)`, name, null(one)))
			f, ok := set.Function(name, []string{one})
			want = append(want, resultOf(f, ok && !f.Guessed))
			for _, two := range tried {
				exprs = append(exprs, fmt.Sprintf(`%q(%s, %s)`, name, null(one), null(two)))
				f, ok := set.Function(name, []string{one, two})
				want = append(want, resultOf(f, ok && !f.Guessed))
			}
		}
	}
	compare(t, exprs, want)
}

// TestCommonTypesAgree holds the type of COALESCE against a server's.
func TestCommonTypesAgree(t *testing.T) {
	t.Parallel()
	var exprs, want []string
	for _, one := range tried {
		for _, two := range tried {
			exprs = append(exprs, fmt.Sprintf("coalesce(%s, %s)", null(one), null(two)))
			want = append(want, overload.Common(one, two))
		}
	}
	compare(t, exprs, want)
}

func resultOf(f overload.Func, ok bool) string {
	if !ok {
		return ""
	}
	return f.Result
}

// compare fails where we say something else than the server. That we say something of what the server refuses does no harm: no schema has it.
func compare(t *testing.T, exprs, ours []string) {
	t.Helper()
	wrong, refused := 0, 0
	for i, theirs := range asked(t, exprs) {
		switch {
		case theirs == "":
			refused++
		case theirs != ours[i] && !(theirs == "text" && ours[i] == overload.Unknown):
			if wrong++; wrong <= 40 {
				t.Errorf("%s is %s, not %q", exprs[i], theirs, ours[i])
			}
		}
	}
	t.Logf("%d expressions, %d of which the server refuses; %d wrong", len(exprs), refused, wrong)
	require.Less(t, refused, len(exprs))
}
