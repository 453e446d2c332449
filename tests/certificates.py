"""Certificates for servers of tests, of an authority that nobody else trusts."""

from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


def issue(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """PEM files in `folder`: a server's key and certificate in one, and its authority."""
    authority = trustme.CA()
    issued = authority.issue_cert(name)
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain = b"".join(part.bytes() for part in issued.cert_chain_pems)
    server, trusted = folder / "server.pem", folder / "ca.pem"
    server.write_bytes(pem + chain)
    authority.cert_pem.write_to_path(str(trusted))
    return server, trusted
