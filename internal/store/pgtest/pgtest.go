//go:build unix

// Package pgtest finds a PostgreSQL for tests: the one that RAPPORTEUR_TEST_POSTGRES names, else a private one, started
// for the test in a temporary folder on a Unix socket that nobody else can reach, and stopped and removed afterwards.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server that makes databases for tests.
type Server struct {
	admin string // address of a database from which others are made
	stop  func()
}

var (
	once   sync.Once
	shared *Server
	reason error
)

// URL gives the address of a new, empty database, dropped when the test ends. Where there is no PostgreSQL the test is
// skipped, or fails if CI is set.
func URL(t testing.TB) string {
	t.Helper()
	once.Do(func() { shared, reason = start() })
	if reason != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("NO POSTGRESQL: %v", reason)
		}
		t.Skipf("NO POSTGRESQL, half of the store is not tested: %v", reason)
	}
	return shared.database(t)
}

// Main runs the tests of a package and stops the server they used. Call it from TestMain.
func Main(m *testing.M) int {
	code := m.Run()
	if shared != nil && shared.stop != nil {
		shared.stop()
	}
	return code
}

func start() (*Server, error) {
	if address := os.Getenv("RAPPORTEUR_TEST_POSTGRES"); address != "" {
		return &Server{admin: address}, nil
	}
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	return startPrivate(bin)
}

// binaries finds the folder of initdb and postgres.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("neither RAPPORTEUR_TEST_POSTGRES is set nor are initdb and postgres on this machine (Debian: apt-get install postgresql)")
	}
	return filepath.Dir(path), nil
}

// startPrivate makes a cluster and starts it. As root it runs as the user postgres: PostgreSQL refuses root.
func startPrivate(bin string) (*Server, error) {
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	who, err := runAs(dir)
	if err != nil {
		return nil, err
	}
	name := "postgres"
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", name, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = who, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, fmt.Errorf("initdb: %w: %s", err, last(out))
	}
	return serve(bin, dir, data, name, who)
}

func serve(bin, dir, data, name string, who *syscall.SysProcAttr) (*Server, error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB")
	p.SysProcAttr, p.Dir, p.Stdout, p.Stderr = who, dir, log, log
	if err := p.Start(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	s := &Server{admin: "postgres://" + name + "@/postgres?host=" + url.QueryEscape(dir)}
	s.stop = func() {
		_ = p.Process.Signal(syscall.SIGINT) // the fast way: sessions are cut off
		_ = p.Wait()
		_ = os.RemoveAll(dir)
	}
	if err := s.ready(); err != nil {
		out, _ := os.ReadFile(log.Name())
		s.stop()
		return nil, fmt.Errorf("postgres does not come up: %w: %s", err, last(out))
	}
	return s, nil
}

// runAs says as whom the server runs and gives its folder to them.
func runAs(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{}
	endWithUs(attr)
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("as root a user postgres is needed to run the server: %w", err)
	}
	var uid, gid uint32
	if _, err := fmt.Sscan(u.Uid+" "+u.Gid, &uid, &gid); err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	return attr, os.Chown(dir, int(uid), int(gid))
}

func (s *Server) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.admin)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// database makes an empty database for one test.
func (s *Server) database(t testing.TB) string {
	t.Helper()
	name := "rapporteur_test_" + strings.ToLower(rand.Text()[:12])
	s.exec(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { s.exec(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u, err := url.Parse(s.admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func (s *Server) exec(t testing.TB, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

func last(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], " / ")
}
