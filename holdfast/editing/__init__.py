"""The language server: editors ask, `policies.assisting` and the warm proofs answer."""
