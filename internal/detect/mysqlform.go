package detect

import (
	"regexp"
	"strings"
)

// A mysqlForm is how a module writes addresses of MySQL, by the texts in its sources.
type mysqlForm struct {
	urls      bool // mysql://…, which the usual driver does not take: something else turns it into what that does
	parseTime bool // user@/name?parseTime=true
}

func (f *mysqlForm) see(text string) {
	f.urls = f.urls || strings.HasPrefix(text, "mysql://")
	f.parseTime = f.parseTime || regexp.MustCompile(`@[^/?]*/[^/?]*\?(.*&)?parseTime=true`).MatchString(text)
}

func (f mysqlForm) or(g mysqlForm) mysqlForm {
	return mysqlForm{f.urls || g.urls, f.parseTime || g.parseTime}
}

// address is what a variable is to hold that would be given value otherwise.
func (f mysqlForm) address(value string) string {
	if value == "{url}" && !f.urls {
		value = "{dsn}"
	}
	if value == "{dsn}" && f.parseTime {
		value += "?parseTime=true"
	}
	return value
}
