// title: Values in a context
// question: What does context.WithValue allocate by the key's type, and a look-up three levels up?
// why: Keys of type struct{} are recommended because they need no box.
// answer: A key of struct{} 1 alloc (48 B), a string key 2 (64 B) and another 1 (16 B) at every look-up; a
//   look-up with struct{} none, in every release since go1.7.
// go: 1.7
// ref: https://pkg.go.dev/context#WithValue

package contexts

import (
	"context"
	"testing"
)

type withValueEmpty struct{}

type withValueName string

var (
	withValueRoot  = context.Background()
	withValueKey   = withValueName("request")
	withValueValue = &withValueKey
	withValueDeep  = context.WithValue(context.WithValue(context.WithValue(withValueRoot, withValueEmpty{}, withValueValue), 1, 2), 3, 4)
	withValueHeld  context.Context
	withValueSum   int
)

//go:noinline
func withValueEmptyKey(c context.Context) {
	withValueHeld = context.WithValue(c, withValueEmpty{}, withValueValue)
}

//go:noinline
func withValueNameKey(c context.Context, k withValueName) {
	withValueHeld = context.WithValue(c, k, withValueValue)
}

//go:noinline
func withValueLookup(c context.Context) int {
	if c.Value(withValueEmpty{}) != nil {
		return 1
	}
	return 0
}

//go:noinline
func withValueLookupName(c context.Context, k withValueName) int {
	if c.Value(k) != nil {
		return 1
	}
	return 0
}

func BenchmarkWithValueEmptyKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withValueEmptyKey(withValueRoot)
	}
}

func BenchmarkWithValueStringKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withValueNameKey(withValueRoot, withValueKey)
	}
}

func BenchmarkValueEmptyKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withValueSum += withValueLookup(withValueDeep)
	}
}

func BenchmarkValueStringKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		withValueSum += withValueLookupName(withValueDeep, withValueKey)
	}
}
