package overload

import "slices"

// Operator gives the operator of that name that Postgres takes for operands of these types, with its result; for one before its operand,
// left is "none". It gives false where there is none, or the choice is ambiguous, or a type is not known.
func Operator(name, left, right string) (Func, bool) {
	given := []string{left, right}
	if left == None {
		given = given[1:]
	}
	if slices.Contains(given, "") {
		return Func{}, false
	}
	d := load()
	var all []candidate
	for _, op := range d.operators[name] {
		if len(op.Args) == len(given) {
			all = append(all, candidate{Func: op, args: op.Args})
		}
	}
	// A literal beside a type is first taken to be of that type.
	exact := slices.Clone(given)
	if len(given) == 2 {
		if given[0] == Unknown {
			exact[0] = given[1]
		} else if given[1] == Unknown {
			exact[1] = given[0]
		}
	}
	for _, c := range all {
		if slices.Equal(c.args, exact) && exact[0] != Unknown {
			return taken(c, c.Result), true
		}
	}
	c, ok := d.choose(all, given)
	if !ok {
		return Func{}, false
	}
	return taken(c, c.result), true
}

// None is the left operand of an operator that has none: - x.
const None = "none"

// taken gives a candidate as a Func for exactly the operands given.
func taken(c candidate, result string) Func {
	f := *c.Func
	f.Args, f.Result, f.Variadic, f.Defaults = c.args, result, false, 0
	return f
}

// Set is the functions that a statement may call: Postgres's, and those that a schema adds. The zero Set has Postgres's alone.
type Set struct {
	own map[string][]*Func
}

// Add adds a function of the schema. One of the same name and arguments is replaced.
func (s *Set) Add(f Func) {
	if s.own == nil {
		s.own = map[string][]*Func{}
	}
	s.own[f.Name] = append(slices.DeleteFunc(s.own[f.Name], func(old *Func) bool { return slices.Equal(old.Args, f.Args) }), &f)
}

// AddExtension adds the functions of an extension; of those that are not known, none.
func (s *Set) AddExtension(name string) {
	for _, f := range load().extensions[name] {
		s.Add(f)
	}
}

// Function gives the function of that name that Postgres takes for arguments of these types, with its result; false where there is none, or
// the choice is ambiguous. Functions of one result whatever their arguments are found even when a type is not known ("").
func (s *Set) Function(name string, given []string) (Func, bool) {
	d := load()
	all := expand(d.functions[name], len(given))
	all = append(all, expand(s.own[name], len(given))...)
	if len(all) == 0 {
		return d.castCall(name, given)
	}
	if slices.Contains(given, "") {
		return sameResult(all)
	}
	for _, c := range all {
		if slices.Equal(c.args, given) {
			return taken(c, c.Result), true
		}
	}
	if f, ok := d.castCall(name, given); ok {
		return f, true
	}
	c, ok := d.choose(all, given)
	if !ok {
		return sameResult(all)
	}
	return taken(c, c.result), true
}

// expand gives the candidates for a number of arguments. One that need not be spread out goes before one that must.
func expand(all []*Func, n int) []candidate {
	var found []candidate
	for _, f := range all {
		declared := len(f.Args)
		switch {
		case f.Variadic && n >= declared-1 && declared > 0 && (n != declared-1 || f.Defaults == 0):
			args := slices.Clone(f.Args[:declared-1])
			last := f.Args[declared-1]
			if IsArray(last) {
				last = Elem(last)
			}
			switch last {
			case "anyarray":
				last = "anyelement"
			case "anycompatiblearray":
				last = "anycompatible"
			}
			for len(args) < n {
				args = append(args, last)
			}
			found = append(found, candidate{Func: f, args: args[:n], spread: true})
		case n <= declared && n >= declared-f.Defaults:
			found = append(found, candidate{Func: f, args: f.Args[:n]})
		}
	}
	return slices.DeleteFunc(found, func(c candidate) bool {
		return c.spread && slices.ContainsFunc(found, func(o candidate) bool { return !o.spread && slices.Equal(o.args, c.args) })
	})
}

// castCall reads date('2020-01-01') and text(x) as casts, as Postgres does where no function takes the argument.
func (d *data) castCall(name string, given []string) (Func, bool) {
	if _, isType := d.types[name]; !isType || len(given) != 1 {
		return Func{}, false
	}
	if of := given[0]; of == "" || of != Unknown && of != name && !d.binary[[2]string{of, name}] && !IsString(of) && !IsString(name) {
		return Func{}, false
	}
	return Func{Name: name, Args: []string{name}, Result: name}, true
}

// sameResult gives the function whose result does not depend on what was not known.
func sameResult(all []candidate) (Func, bool) {
	for _, c := range all {
		if c.Result != all[0].Result || isPolymorphic(c.Result) || c.Set != all[0].Set {
			return Func{}, false
		}
	}
	f := taken(all[0], all[0].Result)
	f.Guessed = true
	return f, true
}
