package python_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// The words of docs/protocol.md, spoken to the Python worker.
func TestThePythonWorkerSpeaksTheProtocol(t *testing.T) {
	dir := write(t, map[string]string{"test_shop.py": `
import unittest

class ShopTests(unittest.TestCase):
    def test_cancel(self):
        pass

    def test_print(self):
        self.skipTest("no printer")

    def test_refund(self):
        self.fail("too little")
`})
	workerDir, err := filepath.Abs("ptrworker")
	if err != nil {
		t.Fatal(err)
	}
	const class = "test_shop.ShopTests."
	speaker := workertest.Speaker{
		Start: func(t *testing.T) *worker.Child {
			child, err := worker.Spawn(worker.Command{
				Path: "/usr/bin/python3", Args: []string{"-B", workerDir}, Dir: dir, Env: os.Environ(),
			})
			if err != nil {
				t.Fatal(err)
			}
			return child
		},
		Names: map[string]string{
			"TestCancel": class + "test_cancel", "TestPrint": class + "test_print", "TestRefund": class + "test_refund",
			"TestNowhere": class + "test_nowhere",
		},
		Told: map[string]string{"face": "unittest", "root": dir},
	}
	speaker.Replay(t)
	t.Run("fields", func(t *testing.T) { speaker.ReplayText(t, fields) })
}

// fields are a failure as docs/protocol.md has it, beside its text.
const fields = `
< {"type":"hello","version":1,"marks":true}
> {"type":"init","version":1,"seed":7,"nonce":"K3N7"}
> {"type":"run","kind":"test","names":["TestRefund"],"batch":1}
< {"type":"begin","test":"TestRefund","at":1764000000000000000}
< {"type":"attempt","test":"TestRefund","outcome":"fail","ns":88000,"failure":"AssertionError: too little","text":"…","raised":[{"type":"AssertionError","message":"too little","frames":[{"file":"test_shop.py","line":12,"function":"test_refund","code":"self.fail(\"too little\")","locals":{"self":"<test_shop.ShopTests testMethod=test_refund>"}}]}]}
< {"type":"done","batch":1}
`
