//go:build !linux

package server

import "errors"

func mount(Overlay) error { return errors.ErrUnsupported }

func unmountOverlay(string) error { return nil }
