"""What peers, orderers, chaincode services and clock tickers need wherever they run: files, keys, settings, and how they are set up."""
