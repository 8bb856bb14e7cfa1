package notests

import "testing"

func BenchmarkA(b *testing.B) {}
