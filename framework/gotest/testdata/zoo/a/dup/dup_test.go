package dup

import "testing"

func TestOfa(t *testing.T) {}
