package racy

import (
	"os"
	"testing"
)

var n int

func TestMain(m *testing.M) {
	code := m.Run()
	racyMain()
	os.Exit(code)
}

func racyMain() {
	done := make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
}

func TestRace(t *testing.T) {
	done := make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
}

func TestFine(t *testing.T) {}
