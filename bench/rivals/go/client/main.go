// The official Go client as a source of load: one JSON object a line, on standard input what to do, on standard output how it went.
package main

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

type member struct {
	Target      string `json:"target"`
	ServerName  string `json:"server_name"`
	TLSCA       string `json:"tls_ca"`
	MspID       string `json:"msp_id"`
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	Channel     string `json:"channel"`
}

type work struct {
	Kind      string   `json:"kind"`
	Chaincode string   `json:"chaincode"`
	Function  string   `json:"function"`
	Value     *string  `json:"value"`
	Keys      int      `json:"keys"`
	Count     int      `json:"count"`
	InFlight  int      `json:"in_flight"`
	Commits   [][]byte `json:"commits"`
}

type outcome struct {
	Seconds      float64   `json:"seconds"`
	Milliseconds []float64 `json:"milliseconds"`
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatalf("%+v", err)
	}
}

func open(who member) *client.Gateway {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(who.TLSCA))
	tls := credentials.NewClientTLSFromCert(roots, who.ServerName)
	connection := must(grpc.NewClient(who.Target, grpc.WithTransportCredentials(tls)))
	id := must(identity.NewX509Identity(who.MspID, must(identity.CertificateFromPEM([]byte(who.Certificate)))))
	sign := must(identity.NewPrivateKeySign(must(identity.PrivateKeyFromPEM([]byte(who.Key)))))
	return must(client.Connect(id, client.WithSign(sign), client.WithHash(hash.SHA256), client.WithClientConnection(connection)))
}

func call(contract *client.Contract, todo work, number int) error {
	var arguments []string
	if todo.Value != nil {
		arguments = []string{strconv.Itoa(number), *todo.Value}
	}
	var err error
	if todo.Kind == "evaluate" {
		_, err = contract.EvaluateTransaction(todo.Function, arguments...)
	} else {
		_, err = contract.SubmitTransaction(todo.Function, arguments...)
	}
	return err
}

func perform(contract *client.Contract, todo work) outcome {
	taken := make([]float64, todo.Count)
	var next atomic.Int64
	var workers sync.WaitGroup
	began := time.Now()
	for range todo.InFlight {
		workers.Go(func() {
			for {
				index := int(next.Add(1)) - 1
				if index >= todo.Count {
					return
				}
				begun := time.Now()
				check(call(contract, todo, index%todo.Keys))
				taken[index] = float64(time.Since(begun).Microseconds()) / 1000
			}
		})
	}
	workers.Wait()
	return outcome{time.Since(began).Seconds(), taken}
}

var waiting atomic.Int64

func begin(gateway *client.Gateway, requests [][]byte) map[string]int64 {
	for _, request := range requests {
		commit := must(gateway.NewCommit(request))
		waiting.Add(1)
		go func() {
			defer waiting.Add(-1)
			commit.Status()
		}()
	}
	return map[string]int64{"open": waiting.Load()}
}

func main() {
	lines := json.NewDecoder(os.Stdin)
	var who member
	check(lines.Decode(&who))
	gateway := open(who)
	network := gateway.GetNetwork(who.Channel)
	fmt.Println("{}")
	for {
		var todo work
		if lines.Decode(&todo) != nil {
			return
		}
		var done any
		if todo.Commits != nil {
			done = begin(gateway, todo.Commits)
		} else {
			done = perform(network.GetContract(todo.Chaincode), todo)
		}
		check(json.NewEncoder(os.Stdout).Encode(done))
	}
}
