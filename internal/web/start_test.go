package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desk"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// filesTo hands files to a desk.
func filesTo(d *desk.Desk) func(context.Context, iter.Seq2[web.Upload, error]) (string, error) {
	return func(ctx context.Context, files iter.Seq2[web.Upload, error]) (string, error) {
		report, err := d.AddUploads(ctx, func(yield func(desk.Upload, error) bool) {
			for f, err := range files {
				if !yield(desk.Upload(f), err) {
					return
				}
			}
		})
		if err != nil {
			return "", err
		}
		return report.String(), nil
	}
}

// startPages are the pages of a desk with nothing in it that takes in files.
func startPages(t *testing.T) (http.Handler, *store.Store) {
	t.Helper()
	st := emptyArchive(t)
	f, err := fetch.New(fetch.Config{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Config{Store: st, Fetcher: f})
	if err != nil {
		t.Fatal(err)
	}
	h, err := web.Handler(web.Config{Store: st, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Hosts: []string{"example.com"}, AddFiles: filesTo(d),
		Add: func(ctx context.Context, what string) (string, error) {
			report, err := d.AddAddresses(ctx, what)
			if err != nil {
				return "", err
			}
			return report.String(), nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	return h, st
}

// form is a form that hands in files, given as name and bytes.
func form(t *testing.T, files ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := m.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="folder"; filename=%q`, files[i])}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), m.FormDataContentType()
}

func TestFilesInTheFirstSteps(t *testing.T) {
	h, _ := startPages(t)
	letter := "Council keeps its silence\n\nThe council met on Tuesday. Its president, Jan Novak, said that a new offer would be made by Friday.\n"
	body1, kind := form(t, "letters/a.txt", letter, "letters/"+evil+".txt", strings.Replace(letter, "Tuesday", "Wednesday", 1), "letters/empty.txt", "", "", "")
	res := ask(t, h, "POST", "/start/files", body1, "Content-Type", kind)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/start" {
		t.Fatalf("%d %s", res.StatusCode, body(t, res))
	}
	page := body(t, ask(t, h, "GET", "/start", ""))
	checkSafe(t, "/start", page)
	words := texts(t, page)
	for _, want := range []string{"letters/a.txtarticle “Council keeps its silence”", "letters/empty.txtnothing not an article: is empty", "The first articles are on their way"} {
		if !strings.Contains(words, want) {
			t.Errorf("the first steps do not say %q: %s", want, words)
		}
	}
	for what, c := range map[string]struct{ body, kind, says string }{
		"no file":   {strings.ReplaceAll(body1, "filename=", "other="), kind, "No file was chosen"},
		"cut off":   {body1[:strings.Index(body1, "Friday")], kind, "in again"},
		"no form":   {"x=1", "application/x-www-form-urlencoded", "The form brought no files"},
		"not well":  {body1, "multipart/form-data", "The form brought no files"},
		"no letter": {strings.ReplaceAll(body1, letter[:30], "\x00\x00"), kind, "article"},
	} {
		res := ask(t, h, "POST", "/start/files", c.body, "Content-Type", c.kind)
		if res.StatusCode == http.StatusInternalServerError {
			t.Errorf("%s: %d", what, res.StatusCode)
		}
		page := body(t, res)
		if res.StatusCode == http.StatusSeeOther {
			page = body(t, ask(t, h, "GET", "/start", ""))
		}
		if !strings.Contains(texts(t, page), c.says) {
			t.Errorf("%s: %s", what, texts(t, page))
		}
	}
	if res := ask(t, h, "POST", "/start/files", body1, "Content-Type", kind, "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site hands in files: %d", res.StatusCode)
	}
}

// A place on the desk's machine is not read through a browser.
func TestPathsAreNotRead(t *testing.T) {
	h, st := startPages(t)
	for _, path := range []string{"/etc/passwd", "%2Fvar%2Flog", "file:///etc/hosts", `C:\Users`, "../letters"} {
		res := ask(t, h, "POST", "/start", "what="+path)
		if words := texts(t, body(t, res)); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(words, "choose the file or folder below") {
			t.Errorf("%s: %d %s", path, res.StatusCode, words)
		}
	}
	if c, err := st.Counts(t.Context()); err != nil || c.Pages != 0 {
		t.Errorf("%+v %v", c, err)
	}
}
