package suite

// An Exception is what a test raised, in languages that have them. Names in JSON are those
// of the worker protocol and of reports.
type Exception struct {
	Type    string `json:"type"`    // with its module, such as "shop.models.SoldOut"
	Message string `json:"message"` // cut where it is gigantic

	// Link says what it is to the exception that stands before it: "" is nothing, it was
	// raised by itself; "cause" and "context" are what that was raised from, and while
	// which was handled; "member" is one of a group.
	Link    string  `json:"link,omitempty"`
	Frames  []Frame `json:"frames"`             // outermost first; those of the runner are left out
	LeftOut int     `json:"left_out,omitempty"` // frames, out of the middle
}

// A Frame is a call that was under way.
type Frame struct {
	File     string            `json:"file"` // relative to the suite's folder, with slashes, if it is in there
	Line     int               `json:"line"`
	Function string            `json:"function"`
	Code     string            `json:"code,omitempty"`   // the line; "" if it is unknown
	Locals   map[string]string `json:"locals,omitempty"` // local variables, as the language would show them, shortened
}
