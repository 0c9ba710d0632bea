package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyOurNamesAreAnswered(t *testing.T) {
	h := pages(t, emptyArchive(t), io.Discard)
	for host, want := range map[string]int{
		"127.0.0.1:8470": http.StatusOK, "[::1]:8470": http.StatusOK, "192.168.1.7": http.StatusOK, "localhost:8470": http.StatusOK,
		"example.com": http.StatusOK, "EXAMPLE.com.:443": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "127.0.0.1.evil.example:8470": http.StatusMisdirectedRequest, "": http.StatusMisdirectedRequest,
	} {
		r := httptest.NewRequest(http.MethodGet, "/keys", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}
