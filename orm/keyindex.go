package orm

import "github.com/seed83105465/duet/query"

// keyIndex numbers the keys that a load asks for, in the order in which they are first seen.
type keyIndex struct {
	numbers map[int64]int32 // keys of one whole number
	others  map[string]int32
	n       int32
}

// unknown is the number of a key that is none, or that nobody asked for.
const unknown int32 = -1

// add is the number of a key, and whether it is new.
func (x *keyIndex) add(k mapKey, room int) (number int32, fresh bool) {
	if number = x.find(k); number != unknown {
		return number, false
	}
	number = x.n
	x.n++
	if k.s != "" {
		if x.others == nil {
			x.others = make(map[string]int32, room)
		}
		x.others[k.s] = number
		return number, true
	}
	if x.numbers == nil {
		x.numbers = make(map[int64]int32, room)
	}
	x.numbers[k.n] = number
	return number, true
}

// find is the number of a key, or unknown.
func (x *keyIndex) find(k mapKey) int32 {
	if k.s != "" {
		if number, ok := x.others[k.s]; ok {
			return number
		}
		return unknown
	}
	if number, ok := x.numbers[k.n]; ok {
		return number
	}
	return unknown
}

// mapKey is a key of one or several values, as a map takes it: a whole number, or a text that is not empty.
type mapKey struct {
	n int64
	s string
}

func keyOf(v Value) (mapKey, bool) {
	switch v.Kind() {
	case query.NullValue:
		return mapKey{}, false
	case query.IntValue:
		return mapKey{n: v.Int()}, true
	default:
		return mapKey{s: string(v.AppendKey(nil))}, true
	}
}
