// Package measure compares ways to do the same, on a machine that others use too: short slices of each in random order,
// many times, and of each slice how much CPU others took, so that those which were disturbed can be left out. Beside
// the time that passed it has what the client's and the server's processes computed, and what was allocated.
//
// It reads /proc, and so runs on Linux.
package measure
