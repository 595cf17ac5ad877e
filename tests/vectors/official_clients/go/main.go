// Makes messages with the official Go client, and takes ours: a job as JSON on standard input, its results on standard output.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strconv"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

type member struct {
	MspID       string `json:"msp_id"`
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	Hash        string `json:"hash"`
}

type message struct {
	Bytes         []byte `json:"bytes"`
	Digest        []byte `json:"digest"`
	Signature     []byte `json:"signature,omitempty"`
	Signed        []byte `json:"signed"`
	TransactionID string `json:"transaction_id"`
}

type job struct {
	Target         string                        `json:"target"`
	Folder         string                        `json:"folder"`
	Identities     map[string]member             `json:"identities"`
	Ours           map[string]map[string]message `json:"ours"`
	OurCheckpoints []string                      `json:"our_checkpoints"`
}

type results struct {
	Made        map[string]map[string]message `json:"made"`
	Taken       map[string]map[string]message `json:"taken"`
	Checkpoints map[string][]*string          `json:"checkpoints"`
}

type signable interface {
	Bytes() ([]byte, error)
	Digest() []byte
}

type restored struct {
	signable
	transactionID string
	send          func() error
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

var hashes = map[string]hash.Hash{
	"none": hash.NONE, "sha256": hash.SHA256, "sha384": hash.SHA384, "sha3_256": hash.SHA3_256, "sha3_384": hash.SHA3_384,
}

func open(connection *grpc.ClientConn, who member) *client.Gateway {
	certificate := must(identity.CertificateFromPEM([]byte(who.Certificate)))
	id := must(identity.NewX509Identity(who.MspID, certificate))
	return must(client.Connect(id, client.WithClientConnection(connection), client.WithHash(hashes[who.Hash])))
}

func first[T any](events func(context.Context, ...grpc.CallOption) (<-chan T, error)) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stream, err := events(ctx)
	if err == nil {
		<-stream
	}
	return err
}

// restore makes an object of a kind from bytes, with a signature unless that is nil.
func restore(gateway *client.Gateway, kind string, data []byte, signature []byte) restored {
	switch kind {
	case "proposal":
		it := must(gateway.NewProposal(data))
		if signature != nil {
			it = must(gateway.NewSignedProposal(data, signature))
		}
		return restored{it, it.TransactionID(), func() error { _, err := it.Endorse(); return err }}
	case "transaction":
		it := must(gateway.NewTransaction(data))
		if signature != nil {
			it = must(gateway.NewSignedTransaction(data, signature))
		}
		return restored{it, it.TransactionID(), func() error { _, err := it.Submit(); return err }}
	case "commit":
		it := must(gateway.NewCommit(data))
		if signature != nil {
			it = must(gateway.NewSignedCommit(data, signature))
		}
		return restored{it, it.TransactionID(), func() error { _, err := it.Status(); return err }}
	case "chaincode_events":
		it := must(gateway.NewChaincodeEventsRequest(data))
		if signature != nil {
			it = must(gateway.NewSignedChaincodeEventsRequest(data, signature))
		}
		return restored{it, "", func() error { return first(it.Events) }}
	case "block_events":
		it := must(gateway.NewBlockEventsRequest(data))
		if signature != nil {
			it = must(gateway.NewSignedBlockEventsRequest(data, signature))
		}
		return restored{it, "", func() error { return first(it.Events) }}
	case "filtered_block_events":
		it := must(gateway.NewFilteredBlockEventsRequest(data))
		if signature != nil {
			it = must(gateway.NewSignedFilteredBlockEventsRequest(data, signature))
		}
		return restored{it, "", func() error { return first(it.Events) }}
	default:
		it := must(gateway.NewBlockAndPrivateDataEventsRequest(data))
		if signature != nil {
			it = must(gateway.NewSignedBlockAndPrivateDataEventsRequest(data, signature))
		}
		return restored{it, "", func() error { return first(it.Events) }}
	}
}

func makeMessages(gateway *client.Gateway, who member) map[string]message {
	sign := must(identity.NewPrivateKeySign(must(identity.PrivateKeyFromPEM([]byte(who.Key)))))
	made := map[string]message{}
	signed := func(kind string, it signable) []byte {
		data := must(it.Bytes())
		signature := must(sign(it.Digest()))
		with := restore(gateway, kind, data, signature)
		made[kind] = message{data, it.Digest(), signature, must(with.Bytes()), with.transactionID}
		return made[kind].Signed
	}
	network := gateway.GetNetwork("contracts")
	proposal := must(network.GetContractWithName("basic", "registry").NewProposal("put",
		client.WithBytesArguments([]byte("契約"), []byte{0, 255}),
		client.WithTransient(map[string][]byte{"salt": []byte("a salt")}),
		client.WithEndorsingOrganizations("Org1MSP", "Org2MSP")))
	transaction := must(must(gateway.NewProposal(signed("proposal", proposal))).Endorse())
	commit := must(must(gateway.NewTransaction(signed("transaction", transaction))).Submit())
	signed("commit", commit)
	checkpoint := new(client.InMemoryCheckpointer)
	checkpoint.CheckpointTransaction(7, "tx")
	signed("chaincode_events", must(network.NewChaincodeEventsRequest("basic", client.WithCheckpoint(checkpoint))))
	signed("block_events", must(network.NewBlockEventsRequest(client.WithStartBlock(3))))
	signed("filtered_block_events", must(network.NewFilteredBlockEventsRequest(client.WithStartBlock(0))))
	signed("block_and_private_data_events", must(network.NewBlockAndPrivateDataEventsRequest()))
	return made
}

func take(gateway *client.Gateway, ours map[string]message) map[string]message {
	taken := map[string]message{}
	for kind, its := range ours {
		plain := restore(gateway, kind, its.Bytes, nil)
		with := restore(gateway, kind, its.Bytes, its.Signature)
		taken[kind] = message{must(plain.Bytes()), plain.Digest(), nil, must(with.Bytes()), plain.transactionID}
		check(restore(gateway, kind, its.Signed, nil).send())
	}
	return taken
}

func checkpoints(work job) map[string][]*string {
	at := func(name string) *client.FileCheckpointer {
		return must(client.NewFileCheckpointer(filepath.Join(work.Folder, name)))
	}
	at("untouched")
	check(at("block").CheckpointBlock(7))
	check(at("transaction").CheckpointTransaction(7, "tx"))
	read := map[string][]*string{}
	for _, name := range work.OurCheckpoints {
		checkpoint := at(name)
		number, transactionID := strconv.FormatUint(checkpoint.BlockNumber(), 10), checkpoint.TransactionID()
		read[name] = []*string{&number, &transactionID}
	}
	return read
}

func main() {
	var work job
	check(json.NewDecoder(os.Stdin).Decode(&work))
	connection := must(grpc.NewClient(work.Target, grpc.WithTransportCredentials(insecure.NewCredentials())))
	made, taken := map[string]map[string]message{}, map[string]map[string]message{}
	for name, who := range work.Identities {
		gateway := open(connection, who)
		made[name] = makeMessages(gateway, who)
		taken[name] = take(gateway, work.Ours[name])
	}
	check(json.NewEncoder(os.Stdout).Encode(results{made, taken, checkpoints(work)}))
}
