package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// A guard admits only what cannot fail while a filter runs: fields, constants
// and the operators below. So a filter that compiles has an answer for every
// test.
type guard struct {
	err *file.Error // the first thing that is not admitted
}

// operators are those that filters have.
func operators() []string {
	return []string{
		"and", "or", "not", "==", "!=", "<", "<=", ">", ">=",
		"contains", "startsWith", "endsWith", "matches", "in",
	}
}

// Visit is called for every node, the innermost first.
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.StringNode, *ast.ArrayNode:
	case *ast.UnaryNode:
		if n.Operator == "+" {
			g.refuse(n, "operator + is not one of filters")
		}
	case *ast.BinaryNode:
		g.binary(n)
	default:
		g.refuse(n, "only fields, constants and operators can stand in filters")
	}
}

func (g *guard) binary(n *ast.BinaryNode) {
	if !slices.Contains(append(operators(), "&&", "||"), n.Operator) {
		g.refuse(n, fmt.Sprintf("operator %s is not one of filters", n.Operator))
		return
	}
	_, constant := n.Right.(*ast.StringNode)
	if n.Operator == "matches" && !constant {
		g.refuse(n, "matches wants a regular expression in quotes on its right")
	}
}

func (g *guard) refuse(n ast.Node, why string) {
	if g.err == nil {
		g.err = &file.Error{Location: n.Location(), Message: why}
	}
}

// fields are the names that filters can use.
func fields() []string {
	t := reflect.TypeFor[facts]()
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = t.Field(i).Tag.Get("expr")
	}
	return names
}

// unexpected is the library's `unexpected token Operator("=")` without the
// name of the token's kind.
func unexpected(message string) string {
	if m := regexp.MustCompile(`\((".*")\)`).FindStringSubmatch(message); m != nil {
		return "unexpected " + strings.Trim(m[1], " ")
	}
	return message
}
