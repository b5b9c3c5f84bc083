package safety

import "strings"

// report lays an error out: a headline, labelled lines with their values beneath each other, and the fix.
type report struct {
	headline string
	lines    [][2]string
	fix      []string
}

func (r *report) line(label, value string) { r.lines = append(r.lines, [2]string{label, value}) }

// site adds a labelled call site; an unknown one is left out.
func (r *report) site(label string, s Site, note string) {
	if s == 0 {
		return
	}
	if note != "" {
		note = " (" + note + ")"
	}
	r.line(label, s.String()+note)
}

func (r *report) String() string {
	width := 0
	for _, l := range r.lines {
		width = max(width, len(l[0]))
	}
	var b strings.Builder
	b.WriteString("safety: " + r.headline)
	for _, l := range r.lines {
		b.WriteString("\n    " + l[0] + strings.Repeat(" ", width-len(l[0])+1) + l[1])
	}
	for i, l := range r.fix {
		if i == 0 {
			b.WriteString("\n  fix: " + l)
		} else {
			b.WriteString("\n       " + l)
		}
	}
	return b.String()
}

// dotted joins the parts that are there.
func dotted(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, ".")
}

// path is what to write for the relation inside SelectRelated.
func (r Relation) path() string {
	if r.Path != "" {
		return r.Path
	}
	return dotted(r.Package, r.Table, r.Name)
}

// receiver is what the fix calls a row.
func (r Relation) receiver() string {
	if r.Receiver != "" {
		return r.Receiver
	}
	return "row"
}

// eager is the call that loads the relation with its rows.
func (r Relation) eager() string {
	if r.ToMany {
		return "PrefetchRelated(" + r.path() + ")"
	}
	return "SelectRelated(" + r.path() + ")"
}

// blockingLoad and asyncLoad are the two calls that load the relation of a row that is there.
func (r Relation) blockingLoad() string { return r.receiver() + ".Load" + r.Name + "(ctx)" }
func (r Relation) asyncLoad() string    { return r.receiver() + ".Load" + r.Name + "Async(ac)" }

// query names the query that loaded the rows.
func (o Origin) query() string { return dotted(o.Table, o.Call) }

// known tells whether a query loaded the rows.
func (o Origin) known() bool { return o.At != 0 || o.Call != "" }

// theQuery is the query as the fix speaks of it.
func (o Origin) theQuery() string {
	if o.At == 0 {
		return "the query " + o.query()
	}
	return "the query at " + o.At.String()
}
