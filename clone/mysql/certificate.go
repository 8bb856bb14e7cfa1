package mysql

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/internal/server"
)

// The files of a certificate, beside the socket.
const (
	certificateFile = "certificate.pem"
	keyFile         = "key.pem"
)

// certify has a server that is about to start find a certificate in a folder, and returns
// the settings for that. From 11.4 on MariaDB makes one for itself at each start if it has
// none, which takes it 0.5 s; and its programs talk to no server without one.
func certify(i server.Installation, folder string) ([]string, error) {
	if !isMariaDB(i) || !atLeast(i, 11, 4) {
		return nil, nil
	}
	certificate, key := filepath.Join(folder, certificateFile), filepath.Join(folder, keyFile)
	return []string{"--ssl-cert=" + certificate, "--ssl-key=" + key}, writeCertificate(certificate, key)
}

// writeCertificate makes a certificate that nobody has signed.
func writeCertificate(certificate, key string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now()
	draft := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(10, 0, 0)}
	signed, err := x509.CreateCertificate(rand.Reader, draft, draft, private.Public(), private)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600),
	)
}
