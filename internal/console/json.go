package console

import (
	"encoding/json"
	"os"
)

// WriteJSON writes v to file, "-" being standard output.
func WriteJSON(streams Streams, file string, v any) error {
	text, err := Indented(v)
	if err != nil {
		return err
	}
	if file == "-" {
		_, err := streams.Out.Write(text)
		return err
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return Usage(err, "name a file that can be written")
	}
	return nil
}

// Indented is v as JSON for people, too.
func Indented(v any) ([]byte, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return append(text, '\n'), err
}
