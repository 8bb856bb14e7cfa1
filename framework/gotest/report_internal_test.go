package gotest

import (
	"errors"
	"syscall"
	"testing"
)

func TestAFullDiskIsNoPackagesFault(t *testing.T) {
	tests := map[string]struct {
		output string
		full   bool
	}{
		"the compiler":         {`compile: writing output: write $WORK/b009/_pkg_.a: no space left on device\n`, true},
		"the linker":           {`/usr/bin/ld: final link failed: no space left on device\n`, true},
		"code that speaks so":  {`a_test.go:3: cannot use \"no space left on device\" as int value\n`, false},
		"nothing of that sort": {`a_test.go:3: undefined: x\n`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := readBuild([]byte(`{"ImportPath":"p","Action":"build-output","Output":"` + tt.output + `"}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := r.starved(); errors.Is(got, syscall.ENOSPC) != tt.full {
				t.Errorf("starved() = %v, want full = %v", got, tt.full)
			}
		})
	}
}
