package web_test

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rapporteur/internal/store"
)

// reportPage is one outlet's report of the quake that these tests are about.
func reportPage(t testing.TB, dir, host, title, at string, paragraphs ...string) {
	t.Helper()
	page := fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:title" content="%[1]s"><meta property="og:site_name" content="%[2]s">
		<meta property="article:published_time" content="%[3]s"><link rel="canonical" href="https://%[2]s/1"></head><body><article><h1>%[1]s</h1><p>%[4]s</p></article></body></html>`,
		title, host, at, strings.Join(paragraphs, "</p><p>"))
	if err := os.WriteFile(filepath.Join(dir, host+".html"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
}

func quakeReports(t testing.TB) string {
	dir := t.TempDir()
	agency := []string{
		"JAKARTA, Nov 30 (Reuters) - A magnitude 6.1 earthquake struck Indonesia's Aceh province on Sunday, killing six people and injuring more than 50, the disaster agency said.",
		"“We are still looking for survivors in the rubble of the mosque,” said Siti Rahmawati, the head of the provincial rescue agency. The tremor was centred near Blangpidie and felt in Meulaboh.",
		"President Prabowo Subianto ordered the army to send field kitchens and tents. Hospitals in Meulaboh were full, and hundreds of houses were damaged, officials said.",
	}
	reportPage(t, dir, "gazette.example", "Quake kills six in Aceh", "2025-11-30T04:10:00Z", agency...)
	reportPage(t, dir, "herald.example", "Strong earthquake shakes Sumatra", "2025-11-30T05:00:00Z", agency...)
	reportPage(t, dir, "courier.example", "Nine dead as province counts its losses", "2025-11-30T11:30:00Z",
		"Nine people were killed in the Indonesian province of Aceh when an earthquake of magnitude 6.1 hit villages around Blangpidie on Sunday, authorities said.",
		"“We are still looking for survivors under the rubble of the mosque,” Rahmawati said. Japan offered a rescue team of 40 people, the foreign ministry in Tokyo said on Sunday evening.",
		"More than 50 people were injured, and schools in the province will stay closed until Thursday, the governor said.")
	reportPage(t, dir, "gulf.example", "Five hurt as quake jolts Iranian island", "2025-11-30T16:00:00Z",
		"A magnitude 5.6 earthquake struck the island of Qeshm off Iran's southern coast on Sunday, injuring five people and damaging houses in the town of Dargahan, state television reported.",
		"The tremor was felt in Bandar Abbas. Residents ran into the streets, the student news agency said, and the governor of Hormozgan called for calm.")
	return dir
}

func TestStoryPages(t *testing.T) {
	st := deskOf(t, quakeReports(t))
	h := pages(t, st, io.Discard)
	list := get(t, h, "/stories")
	for _, want := range []string{"Quake kills six in Aceh", "3 outlets", "2 independent, 1 copy", "3 articles"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list of stories lacks %q", want)
		}
	}
	if strings.Contains(list, "Iranian island") {
		t.Error("an event told once is in the list")
	}
	if all := get(t, h, "/stories?alone=1&order=biggest"); strings.Index(all, "Iranian island") < strings.Index(all, "Quake kills six") {
		t.Error("the greater story does not come first, or the other one lacks")
	}
	rows, err := st.Stories(t.Context(), store.StoryFilter{Biggest: true})
	if err != nil || len(rows.Rows) != 2 {
		t.Fatal(rows, err)
	}
	quake, other := fmt.Sprintf("/stories/%d", rows.Rows[0].ID), rows.Rows[1]
	page := get(t, h, quake)
	for _, want := range []string{"2 independent", "1 copy of these words", "they differ", "people killed", "worded differently", "under the rubble", "Only one says", "Japan", "Not this story"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the story lacks %q", want)
		}
	}
	article := get(t, h, "/articles/"+rows.Rows[0].Lead.ID)
	if !strings.Contains(article, `href="`+quake+`"`) {
		t.Error("the article does not lead to its story")
	}
	for _, link := range regexp.MustCompile(`href="(/[^"#]*)`).FindAllStringSubmatch(page, -1) {
		get(t, h, strings.ReplaceAll(link[1], "&amp;", "&"))
	}

	status, to, _ := post(t, h, quake+"/same", url.Values{"other": {fmt.Sprintf("http://desk.example/stories/%d", other.ID)}})
	if status != 303 || to != quake {
		t.Error(status, to)
	}
	page = get(t, h, quake)
	if !strings.Contains(page, "is the same story as") || !strings.Contains(page, "4 outlets") {
		t.Error("the stories were not brought together")
	}
	undo := regexp.MustCompile(`name="correction" value="(\d+)"`).FindStringSubmatch(page)
	if undo == nil {
		t.Fatal("no undo")
	}
	post(t, h, quake+"/undo", url.Values{"correction": {undo[1]}})
	if page = get(t, h, quake); strings.Contains(page, "4 outlets") || !strings.Contains(page, "undone") {
		t.Error("the correction was not undone, or is not on record")
	}
	post(t, h, quake+"/apart", url.Values{"article": {rows.Rows[0].Lead.ID}})
	if page = get(t, h, quake); !strings.Contains(page, "is not the same story as") || strings.Contains(page, "Strong earthquake shakes Sumatra</a></h3>") {
		t.Error("the article was not taken out with its copy")
	}
}

func TestStoryPagesRefuse(t *testing.T) {
	h := pages(t, deskOf(t, quakeReports(t)), io.Discard)
	for _, path := range []string{"/stories/0", "/stories/x", "/stories/99999999999999999999"} {
		if res := ask(t, h, "GET", path, ""); res.StatusCode != 404 {
			t.Error(path, res.StatusCode)
		}
	}
	for _, form := range []url.Values{{}, {"other": {"nonsense"}}, {"other": {"1"}}, {"other": {"/articles/none"}}} {
		if status, to, _ := post(t, h, "/stories/1/same", form); status != 303 || to != "/stories/1" {
			t.Error(form, status, to)
		}
	}
	if status, _, _ := post(t, h, "/stories/1/undo", url.Values{"correction": {"x"}}); status != 400 {
		t.Error(status)
	}
}
