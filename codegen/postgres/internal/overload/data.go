package overload

import (
	_ "embed" // the lists
	"strings"
	"sync"
)

//go:embed data/types.txt
var typesText string

//go:embed data/casts.txt
var castsText string

//go:embed data/operators.txt
var operatorsText string

//go:embed data/functions.txt
var functionsText string

//go:embed data/extensions.txt
var extensionsText string

// Func is an operator or a function.
type Func struct {
	Name string
	// Args are the types it takes; for an operator before its operand there is one.
	Args   []string
	Result string
	// Set says that it gives many rows, as generate_series does.
	Set bool
	// Aggregate says that it is one, or only a window function.
	Aggregate bool
	// Variadic says that the last of Args is an array of which any number of elements may be given; "any" takes anything.
	Variadic bool
	// Defaults is how many of the last arguments may be left out.
	Defaults int
	// Guessed says that Args may be those of another one of the name; only the result is sure.
	Guessed bool
	// Out are the columns of a function that gives a row, nil for others.
	Out []Field
}

// Field is a column of a row.
type Field struct {
	Name string
	Type string
}

type typeInfo struct {
	category  byte
	preferred bool
}

// data are the lists, taken apart. They are never written to.
type data struct {
	types     map[string]typeInfo
	casts     map[[2]string]byte // the context: i implicit, a in assignments, e explicit
	binary    map[[2]string]bool // casts that change no bytes
	operators map[string][]*Func
	functions map[string][]*Func
	// extensions are the functions that CREATE EXTENSION brings, by its name.
	extensions map[string][]Func
}

// load takes the lists apart, once.
var load = sync.OnceValue(func() *data {
	d := &data{
		types: map[string]typeInfo{}, casts: map[[2]string]byte{}, binary: map[[2]string]bool{},
		operators: map[string][]*Func{}, functions: map[string][]*Func{}, extensions: map[string][]Func{},
	}
	for _, f := range lines(typesText) {
		d.types[f[0]] = typeInfo{f[1][0], f[2] == "t"}
	}
	for _, f := range lines(castsText) {
		d.casts[[2]string{f[0], f[1]}] = f[2][0]
		d.binary[[2]string{f[0], f[1]}] = f[3] == "b"
	}
	d.addCitext()
	for _, f := range lines(operatorsText) {
		op := &Func{Name: f[0], Result: spelled(f[3])}
		if f[1] != "-" {
			op.Args = append(op.Args, spelled(f[1]))
		}
		op.Args = append(op.Args, spelled(f[2]))
		d.operators[op.Name] = append(d.operators[op.Name], op)
	}
	for _, f := range lines(functionsText) {
		fn := function(f)
		d.functions[fn.Name] = append(d.functions[fn.Name], &fn)
	}
	for _, f := range lines(extensionsText) {
		d.extensions[f[0]] = append(d.extensions[f[0]], function(f[1:]))
	}
	return d
})

// function reads a line: name, kind, set, variadic, defaults, result, arguments, columns.
func function(f []string) Func {
	fn := Func{Name: f[0], Aggregate: f[1] != "f", Set: f[2] == "s", Variadic: f[3] == "v", Defaults: int(f[4][0] - '0'), Result: spelled(f[5])}
	if f[6] != "-" {
		for _, t := range strings.Split(f[6], ",") {
			fn.Args = append(fn.Args, spelled(t))
		}
	}
	if f[7] != "-" {
		for _, out := range strings.Split(f[7], ",") {
			name, t, _ := strings.Cut(out, ":")
			fn.Out = append(fn.Out, Field{name, spelled(t)})
		}
	}
	return fn
}

// addCitext adds the one type of an extension that stands wherever text does.
func (d *data) addCitext() {
	d.types["citext"] = typeInfo{categoryString, false}
	for other, back := range map[string]byte{"text": 'a', "varchar": 'a', "bpchar": 'a'} {
		d.casts[[2]string{"citext", other}], d.casts[[2]string{other, "citext"}] = 'i', back
		d.binary[[2]string{"citext", other}], d.binary[[2]string{other, "citext"}] = other != "bpchar", other != "bpchar"
	}
	d.casts[[2]string{"citext", "varchar"}], d.casts[[2]string{"citext", "bpchar"}] = 'a', 'a'
	for _, name := range []string{"=", "<>", "<", "<=", ">", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"} {
		d.operators[name] = append(d.operators[name], &Func{Name: name, Args: []string{"citext", "citext"}, Result: "bool"})
	}
}

// spelled turns the catalog's _int4 into int4[].
func spelled(t string) string {
	if elem, ok := strings.CutPrefix(t, "_"); ok {
		return elem + "[]"
	}
	return t
}

func lines(text string) [][]string {
	var all [][]string
	for line := range strings.Lines(text) {
		all = append(all, strings.Fields(line))
	}
	return all
}
