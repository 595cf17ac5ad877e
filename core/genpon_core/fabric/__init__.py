"""What the chaincode runtime, the Gateway client and the networks share of Hyperledger Fabric.

Message types (`protos`), serialized identities, low-S signatures, transaction headers and signature policies. Nothing here knows a contract
or a certificate, and nothing outside this package names the protobuf package.
"""
