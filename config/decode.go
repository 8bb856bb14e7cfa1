package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// decode reads text. The error is an [*Error] without File.
func decode(text []byte) (*document, error) {
	var d document
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&d)
	var missing *toml.StrictMissingError
	var mistake *toml.DecodeError
	switch {
	case errors.As(err, &missing):
		first := missing.Errors[0]
		return nil, place(text, &first, unknownKey(first.Key()))
	case errors.As(err, &mistake):
		return nil, place(text, mistake, misfit(mistake))
	case err != nil:
		return nil, &Error{Text: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	return &d, nil
}

// place puts p where at is.
func place(text []byte, at *toml.DecodeError, p *problem) *Error {
	line, column := at.Position()
	lines := bytes.SplitAfter(text, []byte("\n"))
	offset := column - 1
	for _, l := range lines[:line-1] {
		offset += len(l)
	}
	return errorAt(text, offset, p)
}

// unknownKey says which keys there are instead of the first part of key that
// is unknown.
func unknownKey(key toml.Key) *problem {
	root := reflect.TypeFor[document]()
	n := 0
	for n < len(key)-1 && typeAt(root, key[:n+1]) != nil {
		n++
	}
	table, last := key[:n], key[n]
	p := &problem{text: fmt.Sprintf("unknown key %q", strings.Join(key[:n+1], "."))}
	keys := keysOf(typeAt(root, table))
	if len(keys) == 0 {
		return p
	}
	p.hint = useOneOf(keys)
	if near, ok := nearest(last, keys); ok {
		p.hint = fmt.Sprintf("did you mean %s?", near)
	}
	return p
}

// misfit says which type of value a key wants. Other mistakes, those in the
// syntax, are described well enough by the library.
func misfit(e *toml.DecodeError) *problem {
	text := strings.TrimPrefix(e.Error(), "toml: ")
	wanted := typeAt(reflect.TypeFor[document](), e.Key())
	if wanted == nil || !strings.HasPrefix(text, "cannot decode ") && !strings.HasPrefix(text, "cannot store ") {
		return &problem{text: text}
	}
	return &problem{text: fmt.Sprintf("%s: want %s", strings.Join(e.Key(), "."), nameOf(wanted))}
}

// typeAt is the type of the value that key leads to; nil if there is none.
func typeAt(t reflect.Type, key toml.Key) reflect.Type {
	for _, part := range key {
		t = element(t)
		switch t.Kind() {
		case reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			f, ok := t.FieldByNameFunc(func(name string) bool {
				f, _ := t.FieldByName(name)
				return keyOf(f) == part
			})
			if !ok {
				return nil
			}
			t = f.Type
		default:
			return nil
		}
	}
	return t
}

// element is the struct that a list or pointer is of, else t itself.
func element(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct {
		return t.Elem()
	}
	return t
}

// keysOf are the keys of a table of type t, in the order of its fields.
func keysOf(t reflect.Type) []string {
	if t == nil || element(t).Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for f := range element(t).Fields() {
		keys = append(keys, keyOf(f))
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	if tag := f.Tag.Get("toml"); tag != "" {
		return tag
	}
	return strings.ToLower(f.Name)
}

// nameOf names t in the words of who writes TOML.
func nameOf(t reflect.Type) string {
	switch e := element(t); {
	case e == reflect.TypeFor[databaseTable]():
		return "a table for each database, such as [database.default]"
	case e == reflect.TypeFor[workerTable]():
		return `a table, with the command of framework "worker"; how many there are is workers`
	case e.Kind() == reflect.Int:
		return "a number"
	case e.Kind() == reflect.String:
		return "text in quotes"
	case t.Kind() == reflect.Slice && e.Kind() == reflect.Struct:
		return "tables, each [[…]]"
	case t.Kind() == reflect.Slice:
		return "a list of texts in quotes"
	}
	return "a table"
}
