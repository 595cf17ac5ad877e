"""What is done to running peers and orderers: joins, and a chaincode's installation, approval and commit."""
