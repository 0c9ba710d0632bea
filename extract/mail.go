package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"golang.org/x/net/html/charset"

	"rapporteur"
)

// Mail makes an article of a message (.eml): the HTML part if there is one, as a page, else the plain part. The subject
// is the headline where the page shows none, the sender the outlet, and Date the publication where the text states none.
func Mail(p *rapporteur.Page) (*rapporteur.Article, error) {
	if err := refuse(p.Body); err != nil {
		return nil, err
	}
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(p.Body, "\r\n")))
	if err != nil {
		return nil, notArticle("is no mail: its header can't be read; save the message again as .eml")
	}
	c := mailContent{}
	if err := c.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return nil, err
	}
	var a *rapporteur.Article
	switch {
	case c.html != nil:
		a, err = HTML(c.page(p, c.html, c.htmlType))
		if err == nil || c.plain == nil {
			break
		}
		fallthrough
	case c.plain != nil:
		a, err = Text(c.page(p, c.plain, c.plainType))
	default:
		return nil, notArticle("is a mail without a text part")
	}
	if err != nil {
		return nil, err
	}
	address(a, m.Header)
	a.ID = identity(a)
	return a, nil
}

// address fills in what the mail's header says.
func address(a *rapporteur.Article, h mail.Header) {
	if subject := strings.Join(strings.Fields(encodedWords(h.Get("Subject"))), " "); subject != "" && a.Title() == "" {
		prepend(a, subject)
	}
	if from, err := (&mail.AddressParser{WordDecoder: decoder()}).Parse(h.Get("From")); err == nil && a.Outlet == "" {
		a.Outlet = from.Name
		if _, host, ok := strings.Cut(from.Address, "@"); ok && from.Name == "" {
			a.Outlet = strings.ToLower(host)
		}
	}
	if t, err := h.Date(); err == nil && (a.Published.Time.IsZero() || a.Published.From.Inferred()) {
		a.Published = rapporteur.Stamp{Time: t, From: rapporteur.FromHeader}
	}
}

// prepend puts a headline before the text and shifts what stands in it.
func prepend(a *rapporteur.Article, headline string) {
	headline = strings.ToValidUTF8(headline, "\uFFFD")
	shift := len(headline) + 2
	a.Text = headline + "\n\n" + a.Text
	for i := range a.Parts {
		a.Parts[i].Start += shift
		a.Parts[i].End += shift
	}
	if !a.Dateline.Empty() {
		a.Dateline.Start += shift
		a.Dateline.End += shift
	}
	top := rapporteur.Part{Span: rapporteur.Span{Start: 0, End: len(headline)}, Kind: rapporteur.Headline}
	a.Parts = append([]rapporteur.Part{top}, a.Parts...)
}

func decoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
}

// encodedWords decodes the encoded words of a header; where they are broken it keeps them as they stand.
func encodedWords(s string) string {
	if out, err := decoder().DecodeHeader(s); err == nil {
		return out
	}
	return s
}

// mailContent is the first plain and the first HTML part of a message.
type mailContent struct {
	plain, html         []byte
	plainType, htmlType string
	parts               int
}

const (
	maxMailDepth = 8
	maxMailParts = 200
)

func (c *mailContent) page(p *rapporteur.Page, body []byte, contentType string) *rapporteur.Page {
	return &rapporteur.Page{ContentType: contentType, Body: body, Fetched: p.Fetched}
}

// part reads one part of a message, and the parts inside it.
func (c *mailContent) part(h textproto.MIMEHeader, body io.Reader, depth int) error {
	if c.parts++; c.parts > maxMailParts || depth > maxMailDepth {
		return notArticle("is a mail of more parts than can be read; save the part you mean as HTML")
	}
	contentType := h.Get("Content-Type")
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media == "" {
		media, contentType = "text/plain", ""
	}
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		return c.multipart(multipart.NewReader(body, params["boundary"]), depth)
	}
	if disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); disposition == "attachment" {
		return nil
	}
	switch {
	case media == "text/html" && c.html == nil:
		c.html, c.htmlType = transferDecoded(h.Get("Content-Transfer-Encoding"), body), contentType
	case media == "text/plain" && c.plain == nil:
		c.plain, c.plainType = transferDecoded(h.Get("Content-Transfer-Encoding"), body), contentType
	case media == "message/rfc822" && c.html == nil && c.plain == nil:
		if inner, err := mail.ReadMessage(body); err == nil {
			return c.part(textproto.MIMEHeader(inner.Header), inner.Body, depth+1)
		}
	}
	return nil
}

func (c *mailContent) multipart(r *multipart.Reader, depth int) error {
	for {
		// NextRawPart leaves quoted-printable alone, so that each encoding is undone in one place.
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) || err != nil {
			return nil // a cut message keeps what came before the cut
		}
		if err := c.part(part.Header, part, depth+1); err != nil {
			return err
		}
	}
}

// transferDecoded undoes a transfer encoding. What can't be decoded any further is left out: mails are cut on the way.
func transferDecoded(encoding string, body io.Reader) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	out, _ := io.ReadAll(body) // the reader is in memory; an error is the cut
	return out
}
