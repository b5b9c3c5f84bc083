package measure

import (
	"cmp"
	"slices"
)

// Result is what was measured of a case: the slices of each entry.
type Result struct {
	Case   string
	Pinned bool // whether client and server were on one CPU
	Names  []string
	Slices [][]Slice
	quiet  float64
}

// enough is how many quiet slices of each entry there have to be, so that the others are left out.
const enough = 8

// Stats are the medians of an entry's slices.
type Stats struct {
	Name string
	Slice
	Used, Of int  // slices that were used, of those that were measured
	Noisy    bool // there were too few quiet ones of some entry: the quieter half of each entry's was used
}

// Stats are the medians of each entry, in their order. Disturbed slices are left out; where that would leave too few of
// any entry, the more disturbed half of each entry's is.
func (r Result) Stats() []Stats {
	noisy := false
	quiet := make([][]Slice, len(r.Slices))
	for k, all := range r.Slices {
		for _, s := range all {
			if s.Foreign < r.quiet {
				quiet[k] = append(quiet[k], s)
			}
		}
		noisy = noisy || len(quiet[k]) < min(enough, len(all))
	}
	stats := make([]Stats, len(r.Slices))
	for k, all := range r.Slices {
		used := quiet[k]
		if noisy {
			used = quieterHalf(all)
		}
		stats[k] = Stats{Name: r.Names[k], Slice: medians(used), Used: len(used), Of: len(all), Noisy: noisy}
	}
	return stats
}

func quieterHalf(all []Slice) []Slice {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Slice) int { return cmp.Compare(a.Foreign, b.Foreign) })
	return sorted[:(len(sorted)+1)/2]
}

// medians is the median of each measure by itself.
func medians(of []Slice) Slice {
	by := func(f func(Slice) float64) float64 {
		values := make([]float64, len(of))
		for i, s := range of {
			values[i] = f(s)
		}
		return Median(values)
	}
	return Slice{
		Elapsed: by(func(s Slice) float64 { return s.Elapsed }),
		Client:  by(func(s Slice) float64 { return s.Client }), Server: by(func(s Slice) float64 { return s.Server }),
		Allocs: by(func(s Slice) float64 { return s.Allocs }), Bytes: by(func(s Slice) float64 { return s.Bytes }),
		Foreign: by(func(s Slice) float64 { return s.Foreign }),
	}
}

// Median is the middle of some values, or the mean of the middle two; 0 of none. It sorts them.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	slices.Sort(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

// Percentile is the value that a share p of them is not above; 0 of none. It sorts them.
func Percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(len(values)-1, int(float64(len(values))*p))]
}
