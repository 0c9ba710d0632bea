package store

import (
	"fmt"
	"strconv"

	"rapporteur"
)

// before adds the condition that rows lie beyond a cursor over a column of falling numbers.
func (w *where) before(c Cursor, column string) error {
	if c == "" {
		return nil
	}
	n, err := readCursor(c)
	if err != nil {
		return err
	}
	w.and(column+" < ?", n)
	return nil
}

func readCursor(c Cursor) (int64, error) {
	n, err := strconv.ParseInt(string(c), 36, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %.40q is no place in a list; start at its beginning", rapporteur.ErrInvalid, string(c))
	}
	return n, nil
}

func cursorAt(n int64) Cursor { return Cursor(strconv.FormatInt(n, 36)) }

func pageLimit(n int) int {
	if n <= 0 {
		return PageSize
	}
	return min(n, MaxPageSize)
}

// cut takes the row too many off a list that was asked for one row more than its page holds, and says where to go on.
func cut[T any](list []T, limit int, key func(T) int64) ([]T, Cursor) {
	if len(list) <= limit {
		return list, ""
	}
	list = list[:limit]
	return list, cursorAt(key(list[limit-1]))
}
