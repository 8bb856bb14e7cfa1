package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/suite"
)

func ExampleLoad() {
	dir, err := os.MkdirTemp("", "shop")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, config.FileName)
	if err := os.WriteFile(file, []byte("[database.default]\nbackend = \"postgers\"\n"), 0o666); err != nil {
		fmt.Println(err)
		return
	}
	known := config.Known{Frameworks: []string{"go"}, Backends: map[string][]string{"sqlite": {"filecopy"}}}
	_, err = config.Load(file, known)
	var e *config.Error
	if errors.As(err, &e) {
		fmt.Printf("%s:%d:%d: %s\n%s\n", filepath.Base(e.File), e.Line, e.Column, e.Text, e.Hint)
	}
	// Output:
	// ptr.toml:2:11: unknown backend "postgers"
	// use one of sqlite
}

func ExampleExpand() {
	dsn, err := config.Expand("file:{path}?_fk=1", map[string]string{"path": "/dev/shm/shop.db"})
	fmt.Println(dsn, err)
	_, err = config.Expand("{host}", map[string]string{"path": "/dev/shm/shop.db"})
	fmt.Println(err)
	// Output:
	// file:/dev/shm/shop.db?_fk=1 <nil>
	// pattern "{host}": unknown placeholder {host}, there are {path}
}

func ExampleFilter() {
	slow, err := config.ParseFilter(`name startsWith "TestRefund" and duration > 2.5`)
	if err != nil {
		fmt.Println(err)
		return
	}
	test := suite.Test{ID: "example.com/shop/orders.TestRefundTwice", Unit: "example.com/shop/orders"}
	fmt.Println(slow.Matches(test, config.Past{Duration: 3 * time.Second}))
	fmt.Println(slow.Matches(test, config.Past{Duration: time.Second}))
	// Output:
	// true
	// false
}
