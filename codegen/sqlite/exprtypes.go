package sqlite

import (
	"strings"

	"github.com/sqlc-dev/meyer/ast"

	"github.com/seed83105465/duet/codegen/schema"
)

// kind gives the type of an expression in a view, KindUnknown where it may be anything.
func (s scope) kind(e ast.Expr) schema.Type {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.kind(e.X)
	case *ast.CollateExpr:
		return s.kind(e.X)
	case *ast.Literal:
		return schema.Type{Kind: literalKinds[e.Kind]}
	case *ast.Ident:
		return s.ident(e)
	case *ast.QualifiedRef:
		n := len(e.Parts)
		return s.column(e.Parts[n-2].Name, e.Parts[n-1].Name)
	case *ast.CastExpr:
		t, _ := TypeOf(strings.TrimSpace(e.Type.Raw))
		return t
	case *ast.BinaryExpr:
		return s.binary(e)
	case *ast.UnaryExpr:
		if e.Op == ast.OpNot {
			return schema.Type{Kind: schema.KindBool}
		}
		return s.number(e.X)
	case *ast.InExpr, *ast.BetweenExpr, *ast.LikeExpr, *ast.IsExpr, *ast.NullCheckExpr, *ast.ExistsExpr:
		return schema.Type{Kind: schema.KindBool}
	case *ast.CaseExpr:
		var branches []ast.Expr
		for _, w := range e.Whens {
			branches = append(branches, w.Then)
		}
		if e.Else != nil {
			branches = append(branches, e.Else)
		}
		return s.shared(branches)
	case *ast.FuncCall:
		return s.call(e)
	case *ast.SubqueryExpr:
		if out := s.outputs(e.Select); len(out) == 1 {
			return out[0].kind
		}
	}
	return schema.Type{Kind: schema.KindUnknown}
}

var literalKinds = map[ast.LiteralKind]schema.TypeKind{
	ast.LitNull: schema.KindUnknown, ast.LitInteger: schema.KindInt64, ast.LitFloat: schema.KindFloat64, ast.LitString: schema.KindText,
	ast.LitBlob: schema.KindBytes, ast.LitCurrentDate: schema.KindDate, ast.LitCurrentTime: schema.KindTime, ast.LitCurrentTimestamp: schema.KindTimestamp,
}

func (s scope) ident(e *ast.Ident) schema.Type {
	t := s.column("", e.Name)
	if t.Kind == schema.KindUnknown && e.Quote == ast.QuoteNone && (strings.EqualFold(e.Name, "true") || strings.EqualFold(e.Name, "false")) {
		t.Kind = schema.KindBool
	}
	return t
}

func (s scope) binary(e *ast.BinaryExpr) schema.Type {
	switch e.Op {
	case ast.OpConcat, ast.OpPtr2:
		return schema.Type{Kind: schema.KindText}
	case ast.OpPtr:
		return schema.Type{Kind: schema.KindJSON}
	case ast.OpAdd, ast.OpSub, ast.OpMul, ast.OpDiv, ast.OpMod:
		return s.number(e.X, e.Y)
	case ast.OpBitAnd, ast.OpBitOr, ast.OpLShift, ast.OpRShift:
		return schema.Type{Kind: schema.KindInt64}
	}
	return schema.Type{Kind: schema.KindBool}
}

// number is what arithmetic gives: whole numbers of whole numbers, else floats. SQLite has no decimals, it only says so.
func (s scope) number(operands ...ast.Expr) schema.Type {
	for _, e := range operands {
		if k := s.kind(e).Kind; k != schema.KindInt64 && k != schema.KindBool {
			return schema.Type{Kind: schema.KindFloat64}
		}
	}
	return schema.Type{Kind: schema.KindInt64}
}

// shared is the type that all expressions have, NULLs aside.
func (s scope) shared(branches []ast.Expr) schema.Type {
	unknown := schema.Type{Kind: schema.KindUnknown}
	all := unknown
	for _, e := range branches {
		if lit, ok := bare(e).(*ast.Literal); ok && lit.Kind == ast.LitNull {
			continue
		}
		one := s.kind(e)
		switch {
		case all.Kind == schema.KindUnknown:
			all = one
		case all.Kind == one.Kind && all.Enum == one.Enum:
		case all.IsText() && one.IsText():
			all = schema.Type{Kind: schema.KindText}
		case all.IsNumber() && one.IsNumber():
			all = schema.Type{Kind: schema.KindFloat64}
		default:
			return unknown
		}
		if one.Kind == schema.KindUnknown {
			return unknown
		}
	}
	return all
}

// call is what a function gives.
func (s scope) call(e *ast.FuncCall) schema.Type {
	name := strings.ToLower(e.Name.Name)
	if kind, ok := functions[name]; ok {
		return schema.Type{Kind: kind}
	}
	switch {
	case len(e.Args) == 0:
	case name == "sum":
		return s.number(e.Args...)
	case name == "abs":
		return s.number(e.Args...)
	case name == "coalesce", name == "ifnull", (name == "min" || name == "max") && len(e.Args) > 1:
		return s.shared(e.Args)
	case name == "iif", name == "if":
		return s.shared(e.Args[1:])
	case name == "min", name == "max", name == "nullif", name == "lag", name == "lead", name == "first_value", name == "last_value", name == "nth_value":
		return s.kind(e.Args[0])
	}
	return schema.Type{Kind: schema.KindUnknown}
}

// functions are those of SQLite whose result is of one type.
var functions = map[string]schema.TypeKind{
	"count": schema.KindInt64, "length": schema.KindInt64, "octet_length": schema.KindInt64, "instr": schema.KindInt64, "unicode": schema.KindInt64,
	"sign": schema.KindInt64, "row_number": schema.KindInt64, "rank": schema.KindInt64, "dense_rank": schema.KindInt64, "ntile": schema.KindInt64,
	"unixepoch": schema.KindInt64, "random": schema.KindInt64, "json_array_length": schema.KindInt64,

	"avg": schema.KindFloat64, "total": schema.KindFloat64, "round": schema.KindFloat64, "julianday": schema.KindFloat64, "sqrt": schema.KindFloat64,
	"pow": schema.KindFloat64, "power": schema.KindFloat64, "percent_rank": schema.KindFloat64, "cume_dist": schema.KindFloat64,

	"lower": schema.KindText, "upper": schema.KindText, "trim": schema.KindText, "ltrim": schema.KindText, "rtrim": schema.KindText,
	"substr": schema.KindText, "substring": schema.KindText, "replace": schema.KindText, "printf": schema.KindText, "format": schema.KindText,
	"group_concat": schema.KindText, "string_agg": schema.KindText, "concat": schema.KindText, "concat_ws": schema.KindText, "hex": schema.KindText,
	"quote": schema.KindText, "char": schema.KindText, "typeof": schema.KindText, "strftime": schema.KindText, "json_type": schema.KindText,

	"date": schema.KindDate, "time": schema.KindTime, "datetime": schema.KindTimestamp,

	"json": schema.KindJSON, "json_object": schema.KindJSON, "json_array": schema.KindJSON, "json_group_array": schema.KindJSON,
	"json_group_object": schema.KindJSON,

	"randomblob": schema.KindBytes, "zeroblob": schema.KindBytes,
}
