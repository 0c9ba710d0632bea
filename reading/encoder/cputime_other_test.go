//go:build !unix

package encoder

import "time"

var begun = time.Now()

func processTime() time.Duration { return time.Since(begun) }
