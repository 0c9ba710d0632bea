// Command rapporteur is the press desk: it reads news articles and keeps the record of who said what, what was promised,
// claimed or counted, and what happened when. This package holds flags and wiring only.
//
// Exit codes: 0 all done; 1 something could not be done (one line each on standard error says what, and what to do);
// 2 the command line is wrong; 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/willabides/kongplete"
)

// version is set by the linker; see the Makefile.
var version = "development"

const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// errReported says that the command failed and has already told why, line by line.
var errReported = errors.New("already reported")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// streams is what a command reads and writes besides its files.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	var cli commands
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("rapporteur"),
		kong.Description("A press desk: takes in the news, reads it, keeps the record."),
		kong.Writers(out, errw),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&streams{in, out, errw}),
		kong.Bind(&cli.Global),
	)
	if err != nil {
		fmt.Fprintln(errw, "rapporteur:", err)
		return exitFailed
	}
	kongplete.Complete(parser)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(errw, "rapporteur: %v (rapporteur --help lists what there is)\n", err)
		return exitUsage
	}
	return outcome(ctx, command.Run(), errw)
}

func outcome(ctx context.Context, err error, errw io.Writer) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, syscall.EPIPE): // the reader of our output has left; nothing is wrong
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(errw, "rapporteur: interrupted; what was stored so far is kept")
		return exitInterrupted
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintln(errw, "rapporteur:", err)
	return exitFailed
}

type commands struct {
	Global

	Read    readCommand    `cmd:"" help:"Read articles and print their records."`
	Group   groupCommand   `cmd:"" help:"Group articles by the event they tell, and print which story each belongs to."`
	Serve   serveCommand   `cmd:"" help:"Open the desk: the pages, and the day's work."`
	Add     addCommand     `cmd:"" help:"Take in a source: a site, a feed, a list, files, a web archive."`
	Fetch   fetchCommand   `cmd:"" help:"Visit every feed that is due, once, and stop."`
	Search  searchCommand  `cmd:"" help:"Find articles by their words, and by what is found in them."`
	Brief   briefCommand   `cmd:"" help:"What there is to know, by dossier: text, Markdown, or a mail."`
	Sources sourcesCommand `cmd:"" help:"List the sources and their health."`
	Reread  rereadCommand  `cmd:"" help:"Read everything again with this version's engine."`
	Version versionCommand `cmd:"" help:"Print the version of the program and of its reading engine."`
}

// Global holds the flags that every command takes.
type Global struct {
	Data string `placeholder:"DIR|URL" env:"DATABASE_URL" default:"./data" help:"Where the desk keeps its record: a folder (SQLite) or a postgres:// address (${env})."`
}

type versionCommand struct{}

func (versionCommand) Run(s *streams) error {
	info, _ := debug.ReadBuildInfo()
	goVersion := ""
	if info != nil {
		goVersion = info.GoVersion
	}
	_, err := fmt.Fprintf(s.out, "rapporteur %s, engine %s, %s\n", version, engineVersion, goVersion)
	return err
}
