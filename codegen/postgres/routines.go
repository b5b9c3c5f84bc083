package postgres

import (
	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
)

// routines takes in what functions and aggregates of the schema give, so that views may call them.
func (db *database) routines(st statement, tree *pg.ParseResult) {
	d := ddl{db, st}
	for _, raw := range tree.GetStmts() {
		switch n := raw.GetStmt().GetNode().(type) {
		case *pg.Node_CreateFunctionStmt:
			d.functions.Add(d.routine(n.CreateFunctionStmt))
		case *pg.Node_DefineStmt:
			if n.DefineStmt.GetKind() == pg.ObjectType_OBJECT_AGGREGATE {
				d.functions.Add(d.aggregate(n.DefineStmt))
			}
		}
	}
}

// routine reads the head of CREATE FUNCTION.
func (d ddl) routine(n *pg.CreateFunctionStmt) overload.Func {
	f := overload.Func{Name: nameOf(n.GetFuncname()).name, Result: "void", Set: n.GetReturnType().GetSetof()}
	for _, node := range n.GetParameters() {
		p := node.GetFunctionParameter()
		t := d.argument(p.GetArgType())
		mode := p.GetMode()
		if mode == pg.FunctionParameterMode_FUNC_PARAM_OUT || mode == pg.FunctionParameterMode_FUNC_PARAM_INOUT ||
			mode == pg.FunctionParameterMode_FUNC_PARAM_TABLE {
			f.Out = append(f.Out, overload.Field{Name: p.GetName(), Type: t})
		}
		if mode == pg.FunctionParameterMode_FUNC_PARAM_OUT || mode == pg.FunctionParameterMode_FUNC_PARAM_TABLE {
			continue
		}
		f.Args = append(f.Args, t)
		if p.GetDefexpr() != nil {
			f.Defaults++
		}
		f.Variadic = f.Variadic || mode == pg.FunctionParameterMode_FUNC_PARAM_VARIADIC
	}
	switch {
	case len(f.Out) == 1:
		f.Result = f.Out[0].Type
	case len(f.Out) > 1:
		f.Result = "record"
	case n.GetReturnType() != nil:
		f.Result = d.argument(n.GetReturnType())
		if r := d.relation(nameOf(n.GetReturnType().GetNames())); r != nil {
			f.Result = "record"
			for _, c := range r.Columns {
				f.Out = append(f.Out, overload.Field{Name: c.Name, Type: refOf(c.Type)})
			}
		}
	}
	return f
}

// argument gives the type of an argument or a result. table.column%TYPE is that column's.
func (d ddl) argument(n *pg.TypeName) string {
	if names := strs(n.GetNames()); n.GetPctType() && len(names) > 1 {
		table := qname{"", names[len(names)-2]}
		if len(names) > 2 {
			table.namespace = names[len(names)-3]
		}
		if r := d.relation(table); r != nil && r.Column(names[len(names)-1]) != nil {
			return refOf(r.Column(names[len(names)-1]).Type)
		}
		return ""
	}
	return refOf(d.typeOf(n))
}

// aggregate reads CREATE AGGREGATE: it gives what its last function gives, or its state.
func (d ddl) aggregate(n *pg.DefineStmt) overload.Func {
	f := overload.Func{Name: nameOf(n.GetDefnames()).name, Aggregate: true}
	if args := n.GetArgs(); len(args) > 0 {
		for _, node := range args[0].GetList().GetItems() {
			f.Args = append(f.Args, d.argument(node.GetFunctionParameter().GetArgType()))
		}
	}
	state, final := "", ""
	for _, node := range n.GetDefinition() {
		switch e := node.GetDefElem(); e.GetDefname() {
		case "stype", "stype1":
			state = d.argument(e.GetArg().GetTypeName())
		case "finalfunc":
			final = nameOf(e.GetArg().GetTypeName().GetNames()).name
		case "basetype":
			if len(f.Args) == 0 {
				f.Args = append(f.Args, d.argument(e.GetArg().GetTypeName()))
			}
		}
	}
	f.Result = state
	if final != "" {
		f.Result = ""
		if last, ok := d.functions.Function(final, []string{state}); ok {
			f.Result = last.Result
		}
	}
	return f
}
