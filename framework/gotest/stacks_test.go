package gotest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestADumpBeginsWithTheGoroutineThatMatters(t *testing.T) {
	printed := `printed before
SIGQUIT: quit
PC=0x47d0c1 m=0 sigcode=0

goroutine 0 gp=0x6 m=0 mp=0x7 [idle]:
runtime.futex(0x1)
	/go/src/runtime/sys.s:558 +0x21 fp=0x7f sp=0x7e pc=0x48

goroutine 1 gp=0x6 m=nil [chan receive]:
example.com/p.(*ptrzzWorker).run(0x1)
	/p/zz_ptr_feed_test.go:7 +0x1 fp=0x7f sp=0x7e pc=0x48
main.main()
	_testmain.go:50 +0x9b fp=0x7f sp=0x7e pc=0x48

goroutine 7 gp=0xd8 m=nil [IO wait]:
runtime.gopark(0x1)
	/go/src/runtime/proc.go:462 +0xce fp=0x7f sp=0x7e pc=0x48
example.com/p.TestHang.func1(0x1)
	/p/p_test.go:21 +0x85 fp=0x7f sp=0x7e pc=0x48
created by testing.(*T).Run in goroutine 1
	/go/src/testing/testing.go:2101 +0x4c5

goroutine 8 gp=0xd8 m=nil [GC scavenge wait]:
runtime.(*scavengerState).park(0x1)
	/go/src/runtime/mgc.go:1 +0x1 fp=0x7f sp=0x7e pc=0x48
created by runtime.gcenable in goroutine 1
	/go/src/runtime/mgc.go:216 +0x1

rax    0xca
`
	want := `printed before
goroutine 7 [IO wait]:
example.com/p.TestHang.func1(0x1)
	/p/p_test.go:21 +0x85
created by testing.(*T).Run in goroutine 1
	/go/src/testing/testing.go:2101 +0x4c5

goroutine 1 [chan receive]:
main.main()
	_testmain.go:50 +0x9b
`
	d, found := readDump([]byte(printed), "TestHang")
	if diff := cmp.Diff(want, string(d.text())); diff != "" || !found {
		t.Errorf("found: %v\n%s", found, diff)
	}
}

func TestWhatATestPrintsIsNoDump(t *testing.T) {
	for name, printed := range map[string]string{
		"nothing":             "",
		"a head":              "panic: boom\n",
		"stacks":              "goroutine 7 [running]:\nmain.main()\n",
		"the other way round": "x\n\ngoroutine 7 [running]:\nmain.main()\n\npanic: boom\n",
	} {
		if d, found := readDump([]byte(printed), ""); found {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func FuzzDump(f *testing.F) {
	f.Add([]byte("panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\tx.go:1\n"), "TestX")
	f.Fuzz(func(t *testing.T, printed []byte, test string) {
		if d, found := readDump(printed, test); found && len(d.stacks) == 0 {
			t.Errorf("%q: a dump without stacks", printed)
		}
	})
}
