package postgres

import pg "github.com/sqlc-dev/oliphant"

// columnName gives the name that SELECT gives the column of an expression without AS, "" where it is called ?column?.
func columnName(n *pg.Node) string {
	name, _ := namedAs(n)
	return name
}

// namedAs gives the name and how good it is: 2 for the name of a column or function, 1 for a type's or for CASE, 0 for none.
func namedAs(n *pg.Node) (name string, strength int) {
	switch n := n.GetNode().(type) {
	case *pg.Node_ColumnRef:
		if names := strs(n.ColumnRef.GetFields()); len(names) > 0 {
			return names[len(names)-1], 2
		}
	case *pg.Node_AIndirection:
		if names := strs(n.AIndirection.GetIndirection()); len(names) > 0 {
			return names[len(names)-1], 2
		}
		return namedAs(n.AIndirection.GetArg())
	case *pg.Node_FuncCall:
		return nameOf(n.FuncCall.GetFuncname()).name, 2
	case *pg.Node_AExpr:
		if n.AExpr.GetKind() == pg.A_Expr_Kind_AEXPR_NULLIF {
			return "nullif", 2
		}
	case *pg.Node_TypeCast:
		if name, strength = namedAs(n.TypeCast.GetArg()); strength <= 1 && len(n.TypeCast.GetTypeName().GetNames()) > 0 {
			return nameOf(n.TypeCast.GetTypeName().GetNames()).name, 1
		}
		return name, strength
	case *pg.Node_CollateClause:
		return namedAs(n.CollateClause.GetArg())
	case *pg.Node_GroupingFunc:
		return "grouping", 2
	case *pg.Node_SubLink:
		return namedAsSubquery(n.SubLink)
	case *pg.Node_CaseExpr:
		if name, strength = namedAs(n.CaseExpr.GetDefresult()); strength <= 1 {
			return "case", 1
		}
		return name, strength
	case *pg.Node_AArrayExpr:
		return "array", 2
	case *pg.Node_RowExpr:
		return "row", 2
	case *pg.Node_CoalesceExpr:
		return "coalesce", 2
	case *pg.Node_MinMaxExpr:
		if n.MinMaxExpr.GetOp() == pg.MinMaxOp_IS_LEAST {
			return "least", 2
		}
		return "greatest", 2
	case *pg.Node_SqlvalueFunction:
		return valueFunctionNames[n.SqlvalueFunction.GetOp()], 2
	case *pg.Node_XmlExpr:
		return xmlNames[n.XmlExpr.GetOp()], 2
	case *pg.Node_XmlSerialize:
		return "xmlserialize", 2
	}
	return "", 0
}

func namedAsSubquery(n *pg.SubLink) (name string, strength int) {
	switch n.GetSubLinkType() {
	case pg.SubLinkType_EXISTS_SUBLINK:
		return "exists", 2
	case pg.SubLinkType_ARRAY_SUBLINK:
		return "array", 2
	case pg.SubLinkType_EXPR_SUBLINK:
		targets := n.GetSubselect().GetSelectStmt().GetTargetList()
		if len(targets) == 0 {
			return "", 0
		}
		target := targets[0].GetResTarget()
		if target.GetName() != "" {
			return target.GetName(), 2
		}
		return namedAs(target.GetVal())
	}
	return "", 0
}

var valueFunctionNames = map[pg.SQLValueFunctionOp]string{
	pg.SQLValueFunctionOp_SVFOP_CURRENT_DATE: "current_date", pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME: "current_time",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N: "current_time", pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP: "current_timestamp",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N: "current_timestamp", pg.SQLValueFunctionOp_SVFOP_LOCALTIME: "localtime",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N: "localtime", pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP: "localtimestamp",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N: "localtimestamp", pg.SQLValueFunctionOp_SVFOP_CURRENT_ROLE: "current_role",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_USER: "current_user", pg.SQLValueFunctionOp_SVFOP_USER: "user",
	pg.SQLValueFunctionOp_SVFOP_SESSION_USER: "session_user", pg.SQLValueFunctionOp_SVFOP_CURRENT_CATALOG: "current_catalog",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_SCHEMA: "current_schema",
}

var xmlNames = map[pg.XmlExprOp]string{
	pg.XmlExprOp_IS_XMLCONCAT: "xmlconcat", pg.XmlExprOp_IS_XMLELEMENT: "xmlelement", pg.XmlExprOp_IS_XMLFOREST: "xmlforest",
	pg.XmlExprOp_IS_XMLPARSE: "xmlparse", pg.XmlExprOp_IS_XMLPI: "xmlpi", pg.XmlExprOp_IS_XMLROOT: "xmlroot", pg.XmlExprOp_IS_XMLSERIALIZE: "xmlserialize",
}
