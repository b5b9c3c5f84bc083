package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed83105465/duet/bench/async"
)

// The chart's measures, in the units of its view box.
const (
	width, height      = 760, 380
	left, right        = 56, 16
	top, bottom        = 84, 44
	barWidth, barSpace = 46, 6
)

// style has the colours: those of a dark page where the reader's is dark.
const style = `<style>
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .note, .tick, .key { font-size: 12px; }
  .note, .tick { fill: #59636e; }
  .value { font-size: 12px; font-weight: 600; }
  .group { font-size: 13px; }
  .line { stroke: #d1d9e0; stroke-width: 1; }
  .f0 { fill: #8c959f; } .f1 { fill: #d4a72c; } .f2 { fill: #54aeff; } .f3 { fill: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .note, .tick { fill: #9198a1; }
    .line { stroke: #3d444d; }
    .f0 { fill: #6e7681; } .f1 { fill: #bb8009; } .f2 { fill: #388bfd; } .f3 { fill: #3fb950; }
  }
</style>
`

// Chart is the load experiment as SVG: for each round trip a group of bars, a bar for each form, its height the
// throughput relative to the sequential form's. It is empty if there was no load.
func (r *Report) Chart() string {
	if len(r.Loads) == 0 {
		return ""
	}
	w := new(strings.Builder)
	title := fmt.Sprintf("%d handlers × %d quick queries over ten connections", r.Load.Handlers, r.Load.Questions)
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label="%[3]s: throughput relative to sequential code">`+"\n%[4]s",
		width, height, title, style)
	fmt.Fprintf(w, `<text class="title" x="%d" y="24">%s</text>`+"\n", left, title)
	fmt.Fprintf(w, `<text class="note" x="%d" y="44">Throughput, as a multiple of one query after the other. Higher is better.</text>`+"\n", left)
	r.keys(w)
	ceiling := r.axis(w)
	group := float64(width-left-right) / float64(len(r.Loads))
	for i, n := range r.Loads {
		bars := float64(len(n.Loads)*(barWidth+barSpace) - barSpace)
		x := left + float64(i)*group + (group-bars)/2
		for k, l := range n.Loads {
			v := ratio(l.Throughput, n.Loads[0].Throughput)
			h := v / ceiling * (height - top - bottom)
			fmt.Fprintf(w, `<rect class="f%d" x="%.1f" y="%.1f" width="%d" height="%.1f" rx="2"><title>%s, %s: %.2f times sequential, %.0f handlers a second</title></rect>`+"\n",
				k%4, x, height-bottom-h, barWidth, h, n.Network, l.Form, v, l.Throughput)
			fmt.Fprintf(w, `<text class="value" text-anchor="middle" x="%.1f" y="%.1f">%.1f×</text>`+"\n", x+barWidth/2, height-bottom-h-5, v)
			x += barWidth + barSpace
		}
		name := n.Network
		if name != "loopback" {
			name += " round trip"
		}
		fmt.Fprintf(w, `<text class="group" text-anchor="middle" x="%.1f" y="%d">%s</text>`+"\n", left+(float64(i)+0.5)*group, height-bottom+22, name)
	}
	w.WriteString("</svg>\n")
	return w.String()
}

// keys says which colour is which form.
func (r *Report) keys(w *strings.Builder) {
	x := left
	for k, l := range r.Loads[0].Loads {
		name := l.Form
		if name == async.Duet {
			name = "duet futures"
		}
		fmt.Fprintf(w, `<rect class="f%d" x="%d" y="57" width="12" height="12" rx="2"/><text class="key" x="%d" y="67">%s</text>`+"\n", k%4, x, x+17, name)
		x += 17 + 7*len(name) + 20
	}
}

// axis draws the lines behind the bars, and gives the value at the top.
func (r *Report) axis(w *strings.Builder) float64 {
	most := 1.0
	for _, n := range r.Loads {
		for _, l := range n.Loads {
			most = max(most, ratio(l.Throughput, n.Loads[0].Throughput))
		}
	}
	step := 1.0
	if most > 6 {
		step = 2
	}
	ceiling := math.Ceil(most*1.05/step) * step
	for v := 0.0; v <= ceiling; v += step {
		y := height - bottom - v/ceiling*(height-top-bottom)
		fmt.Fprintf(w, `<line class="line" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="tick" text-anchor="end" x="%d" y="%.1f">%.0f×</text>`+"\n",
			left, width-right, y, y, left-8, y+4, v)
	}
	return ceiling
}
