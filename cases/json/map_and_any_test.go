// title: JSON without a struct
// question: What does decoding into interface{} or a map allocate against a struct, and marshalling a map?
// why: Unknown documents become maps of interfaces, every number a float64 in a box.
// answer: go1.27 changed it: a struct 1 alloc (5 in go1.22-1.26, 7 in go1.17-1.21), a map 5 (8, 12), but an
//   interface{} 10 (9 since go1.17); marshalling a map of two 6 since go1.22 (152 B, 72 B since go1.27), 9 in
//   go1.19-1.21.
// go: 1.2
// ref: https://pkg.go.dev/encoding/json#Unmarshal

package jsons

import (
	"encoding/json"
	"testing"
)

type mapAndAnyPoint struct{ X, Y int }

var (
	mapAndAnyText = []byte("{\"X\":1001,\"Y\":1002}")
	mapAndAnyMap  = map[string]int{"X": 1001, "Y": 1002}
	mapAndAnySum  int
)

//go:noinline
func mapAndAnyStruct(b []byte) int {
	var p mapAndAnyPoint
	if json.Unmarshal(b, &p) != nil {
		return -1
	}
	return p.X
}

//go:noinline
func mapAndAnyAny(b []byte) int {
	var v interface{}
	if json.Unmarshal(b, &v) != nil {
		return -1
	}
	return len(v.(map[string]interface{}))
}

//go:noinline
func mapAndAnyToMap(b []byte) int {
	var m map[string]int
	if json.Unmarshal(b, &m) != nil {
		return -1
	}
	return m["X"]
}

//go:noinline
func mapAndAnyFromMap(m map[string]int) int {
	b, err := json.Marshal(m)
	if err != nil {
		return -1
	}
	return len(b)
}

func BenchmarkJSONToStruct(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapAndAnySum += mapAndAnyStruct(mapAndAnyText)
	}
}

func BenchmarkJSONToAny(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapAndAnySum += mapAndAnyAny(mapAndAnyText)
	}
}

func BenchmarkJSONToMap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapAndAnySum += mapAndAnyToMap(mapAndAnyText)
	}
}

func BenchmarkJSONFromMap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		mapAndAnySum += mapAndAnyFromMap(mapAndAnyMap)
	}
}
