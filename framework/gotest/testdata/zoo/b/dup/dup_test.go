package dup

import "testing"

func TestOfb(t *testing.T) {}
