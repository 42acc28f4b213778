package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
)

// countQueries puts somebody between the program and its database who counts
// what is executed, and returns the address to use instead.
func countQueries(tb testing.TB, address string) (string, *atomic.Int64) {
	tb.Helper()
	real, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = listener.Close() })
	var count atomic.Int64
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go between(client, real, &count)
		}
	}()
	counted := *real
	query := counted.Query()
	query.Set("host", "127.0.0.1")
	query.Set("port", portOf(listener))
	counted.RawQuery = query.Encode()
	return counted.String(), &count
}

func portOf(listener net.Listener) string {
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return ""
	}
	return port
}

// between passes everything on, one way by messages, the other as it comes.
func between(client net.Conn, real *url.URL, count *atomic.Int64) {
	defer func() { _ = client.Close() }()
	network, place := databaseSocket(real)
	server, err := net.Dial(network, place)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	in := bufio.NewReader(client)
	if err := pass(in, server, nil); err != nil { // the startup message has no kind
		return
	}
	for {
		kind, err := in.ReadByte()
		if err != nil {
			return
		}
		if kind == 'E' || kind == 'Q' { // Execute, and the simple Query
			count.Add(1)
		}
		if err := pass(in, server, []byte{kind}); err != nil {
			return
		}
	}
}

// pass passes one message on, which begins with its length.
func pass(from io.Reader, to io.Writer, begin []byte) error {
	body, err := readMessage(from)
	if err != nil {
		return err
	}
	begin = binary.BigEndian.AppendUint32(begin, uint32(4+len(body)))
	_, err = to.Write(append(begin, body...))
	return err
}

// databaseSocket is where a database's server listens.
func databaseSocket(real *url.URL) (network, place string) {
	query := real.Query()
	host, port := query.Get("host"), query.Get("port")
	if host == "" {
		host, port = real.Hostname(), real.Port()
	}
	if port == "" {
		port = "5432"
	}
	if host != "" && host[0] == '/' {
		return "unix", host + "/.s.PGSQL." + port
	}
	return "tcp", net.JoinHostPort(host, port)
}
