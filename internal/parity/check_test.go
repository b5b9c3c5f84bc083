package parity

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// The types that the first parameter of a call has in each voice.
const (
	blocking = "context.Context"
	async    = module + "/safety.AsyncContext"
)

// calls are the exported functions of a package, and the exported methods of its exported types, by name: "QueryOf.All", "Load".
func calls(pkg *types.Package) map[string]*types.Signature {
	found := map[string]*types.Signature{}
	add := func(prefix string, f *types.Func) {
		if f.Exported() {
			found[prefix+f.Name()] = f.Signature()
		}
	}
	for _, name := range pkg.Scope().Names() {
		switch o := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			add("", o)
		case *types.TypeName:
			named, ok := o.Type().(*types.Named)
			if !ok || !o.Exported() {
				continue // an alias has the methods of what it names
			}
			for m := range named.Methods() {
				add(name+".", m)
			}
			if i, ok := named.Underlying().(*types.Interface); ok {
				for m := range i.Methods() {
					add(name+".", m)
				}
			}
		}
	}
	return found
}

// voiceOf is the type of a call's first parameter if that is the mark of a voice, else "".
func voiceOf(s *types.Signature) string {
	if s.Params().Len() == 0 {
		return ""
	}
	if first := text(s.Params().At(0).Type()); first == blocking || first == async {
		return first
	}
	return ""
}

// check lists what is wrong: calls without a twin, twins that differ, names that mislead, and exceptions that nothing needs.
func check(found map[string]*types.Signature, exceptions map[string]string) []string {
	var problems []string
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for name, reason := range exceptions {
		if found[name] == nil || voiceOf(found[name]) == "" {
			report("%s is an exception (%s), and no call", name, reason)
		}
	}
	for name, s := range found {
		plain, suffixed := strings.CutSuffix(name, "Async")
		voice := voiceOf(s)
		if _, excepted := exceptions[name]; excepted || voice == "" && !suffixed {
			continue
		}
		switch {
		case suffixed != (voice == async):
			report("%s: a name ends in Async exactly when the first parameter is an AsyncContext", name)
		case voice == async && found[plain] == nil:
			report("%s has no blocking twin %s", name, plain)
		case voice == blocking && found[name+"Async"] == nil:
			report("%s has no asynchronous twin %sAsync", name, name)
		case voice == blocking:
			for _, problem := range differences(s, found[name+"Async"]) {
				report("%s: %s", name, problem)
			}
		}
	}
	slices.Sort(problems)
	return problems
}

// differences compares a blocking call with its twin.
func differences(b, a *types.Signature) []string {
	var problems []string
	bp, ap := parameters(b), parameters(a)
	for i := range bp { // a function that is called back has the voice of the call
		bp[i] = strings.ReplaceAll(bp[i], blocking, async)
	}
	if !slices.Equal(bp, ap) {
		problems = append(problems, fmt.Sprintf("the parameters differ: (%s) and (%s)", strings.Join(bp, ", "), strings.Join(ap, ", ")))
	}
	want, ok := answer(b)
	if !ok {
		return append(problems, "the results are neither an iterator nor end in an error")
	}
	if got := results(a); len(got) != 1 || !same(a.Results().At(0).Type(), want) {
		problems = append(problems, fmt.Sprintf("the twin answers (%s), want %s", strings.Join(got, ", "), strings.Join(want, " or a future of a struct of ")))
	}
	return problems
}

// answer is what the twin of a call answers: one type, or a future of a struct that has fields of these.
func answer(b *types.Signature) (want []string, ok bool) {
	rs := results(b)
	switch {
	case len(rs) == 1 && strings.HasPrefix(rs[0], "iter.Seq2["):
		return rs, true
	case len(rs) == 0 || rs[len(rs)-1] != "error":
		return nil, false
	}
	switch rs = rs[:len(rs)-1]; len(rs) {
	case 0:
		return []string{future("struct{}")}, true
	case 1:
		return []string{future(rs[0])}, true
	}
	return []string{future("..."), strings.Join(rs, ", ")}, true
}

func future(of string) string { return "*" + module + "/safety.Future[" + of + "]" }

// same reports whether an answer is the wanted one.
func same(t types.Type, want []string) bool {
	if len(want) == 1 {
		return text(t) == want[0]
	}
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	f, ok := types.Unalias(p.Elem()).(*types.Named)
	if !ok || f.TypeArgs().Len() != 1 || text(t) != future(text(f.TypeArgs().At(0))) {
		return false
	}
	made, ok := f.TypeArgs().At(0).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	var fields []string
	for field := range made.Fields() {
		fields = append(fields, text(field.Type()))
	}
	return strings.Join(fields, ", ") == want[1]
}
