package measure

import "time"

// Entry is one way to do what a case asks for.
type Entry struct {
	Name string
	// Run does it once; i counts up over all entries and never repeats.
	Run func(i int) error
}

// Case is something to do, and ways to do it. The first entry is what the others are compared with.
type Case struct {
	Name    string
	Entries []Entry
	// After, if not nil, is called between rounds and at the end, and is not measured: it takes away what was inserted.
	After func() error
	// Pinned asks for client and server on one CPU: see [Pin].
	Pinned bool
}

// Slice is what one slice cost; times are nanoseconds for one operation, as are the rest for one.
type Slice struct {
	Runs           int
	Elapsed        float64
	Client, Server float64 // CPU time of this process, and of the server's
	Allocs, Bytes  float64
	Foreign        float64 // CPUs that were busy with anything else: 0 is a quiet machine
}

// Options say how long to measure.
type Options struct {
	Warm  int           // runs of each entry before, besides three that are timed
	Slice time.Duration // how long a slice shall take
	Want  int           // quiet slices of each entry
	Max   time.Duration // for a case; what there is then has to do
	Quiet float64       // a slice is quiet when less than this was Foreign
}

// Again is the name of the entry that is the first once more: what the two differ by is the noise of a ratio.
const Again = "the first, again"
