// The benchmark's chaincode on the official Go shim, as a service.
package main

import (
	"log"
	"os"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

type values struct{}

func (values) Init(shim.ChaincodeStubInterface) *peer.Response {
	return shim.Success(nil)
}

func (values) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	arguments := stub.GetArgs()
	var result []byte
	var err error
	switch string(arguments[0]) {
	case "nothing":
	case "put":
		err = stub.PutState(string(arguments[1]), arguments[2])
	case "some":
		result, err = some(stub, string(arguments[1]), arguments[2])
	case "batched":
		result, err = batched(stub, string(arguments[1]), arguments[2])
	default:
		return shim.Error("no such function")
	}
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(result)
}

func some(stub shim.ChaincodeStubInterface, number string, value []byte) ([]byte, error) {
	first, err := stub.GetState("a" + number)
	if err != nil {
		return nil, err
	}
	second, err := stub.GetState("b" + number)
	if err != nil {
		return nil, err
	}
	return append(first, second...), write(stub, number, value)
}

func batched(stub shim.ChaincodeStubInterface, number string, value []byte) ([]byte, error) {
	read, err := stub.GetMultipleStates("a"+number, "b"+number)
	if err != nil {
		return nil, err
	}
	stub.StartWriteBatch()
	if err := write(stub, number, value); err != nil {
		return nil, err
	}
	return append(read[0], read[1]...), stub.FinishWriteBatch()
}

func write(stub shim.ChaincodeStubInterface, number string, value []byte) error {
	for _, prefix := range []string{"a", "b", "c"} {
		if err := stub.PutState(prefix+number, value); err != nil {
			return err
		}
	}
	return nil
}

func file(variable string) []byte {
	content, err := os.ReadFile(os.Getenv(variable))
	if err != nil {
		log.Fatal(err)
	}
	return content
}

func main() {
	server := &shim.ChaincodeServer{
		CCID:    os.Getenv("CHAINCODE_ID"),
		Address: os.Getenv("CHAINCODE_SERVER_ADDRESS"),
		CC:      values{},
		TLSProps: shim.TLSProperties{
			Key:           file("CHAINCODE_TLS_KEY"),
			Cert:          file("CHAINCODE_TLS_CERT"),
			ClientCACerts: file("CHAINCODE_CLIENT_CA_CERT"),
		},
	}
	log.Fatal(server.Start())
}
