package parity

import (
	"fmt"
	"go/types"
	"strings"
)

// parameters writes a call's parameters and, in front of them, what its own type parameters must be.
func parameters(s *types.Signature) []string {
	var out []string
	for tp := range s.TypeParams().TypeParams() {
		out = append(out, "["+text(tp)+" "+text(tp.Constraint())+"]")
	}
	if ps := tuple(s.Params()); len(ps) > 0 {
		out = append(out, ps[1:]...) // the first is the voice
	}
	if s.Variadic() {
		out = append(out, "...")
	}
	return out
}

func results(s *types.Signature) []string { return tuple(s.Results()) }

func tuple(t *types.Tuple) []string {
	var out []string
	for v := range t.Variables() {
		out = append(out, text(v.Type()))
	}
	return out
}

// text writes a type without regard to how it is spelled: aliases are what they name, a type parameter is its place among the others, and
// parameters have no names.
func text(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return "*" + text(t.Elem())
	case *types.Slice:
		return "[]" + text(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), text(t.Elem()))
	case *types.Map:
		return "map[" + text(t.Key()) + "]" + text(t.Elem())
	case *types.Chan:
		return fmt.Sprintf("chan%d %s", t.Dir(), text(t.Elem()))
	case *types.TypeParam:
		return fmt.Sprintf("$%d", t.Index())
	case *types.Signature:
		return "func(" + strings.Join(tuple(t.Params()), ", ") + ") (" + strings.Join(results(t), ", ") + ")"
	case *types.Named:
		name := t.Obj().Name()
		if pkg := t.Obj().Pkg(); pkg != nil {
			name = pkg.Path() + "." + name
		}
		var args []string
		for arg := range t.TypeArgs().Types() {
			args = append(args, text(arg))
		}
		if len(args) > 0 {
			name += "[" + strings.Join(args, ", ") + "]"
		}
		return name
	default:
		return types.TypeString(t, nil)
	}
}
