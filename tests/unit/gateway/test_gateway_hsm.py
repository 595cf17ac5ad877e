"""Keys in a security module: SoftHSM stands for one, through the same library interface."""

import hashlib
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, utils

from genpon.gateway import Hash, HSMSigner, Identity, SigningError, connect
from genpon_core.fabric.signatures import is_low_s
from tests.support.documents import blocks
from tests.support.examples import example_of
from tests.support.gateway_peer import ScriptedPeer, pem_of, self_signed
from tests.support.softhsm import PIN, TOKEN, SoftHsm, library

KEYS: dict[str, Any] = {
    "P-256": ec.generate_private_key(ec.SECP256R1()),
    "P-384": ec.generate_private_key(ec.SECP384R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "RSA": rsa.generate_private_key(65537, 2048),
    "P-521": ec.generate_private_key(ec.SECP521R1()),
}
DIGESTS = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}


@pytest.fixture(scope="module", autouse=True)
def softhsm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    if any(item.get_closest_marker("hsm") for item in request.session.items):
        module = SoftHsm.make(tmp_path_factory.mktemp("softhsm"))
        for name, key in KEYS.items():
            module.take(name, pem_of(key), name.encode())


def open_signer(identifier: str | bytes = "P-256", **changes: Any) -> HSMSigner:
    return HSMSigner(str(library()), **{"token_label": TOKEN, "pin": PIN, "identifier": identifier, **changes})


@pytest.mark.hsm
@pytest.mark.parametrize("name", DIGESTS)
def test_signatures_verify_and_are_low_s(name: str) -> None:
    digest = hashlib.new(DIGESTS[name].name, b"message").digest()
    with open_signer(name) as signer:
        signatures = [signer.sign(digest) for _ in range(16)]
    for signature in signatures:
        KEYS[name].public_key().verify(signature, digest, ec.ECDSA(utils.Prehashed(DIGESTS[name])))
        assert is_low_s(signature, KEYS[name].curve)


@pytest.mark.hsm
@pytest.mark.parametrize(("name", "kind"), [("P-256", None), ("P-384", Hash.SHA384), ("Ed25519", None)])
def test_a_gateway_signs_with_it(peer: ScriptedPeer, name: str, kind: Hash | None) -> None:
    key = KEYS[name]
    identity = Identity("Org1MSP", self_signed(key, None if name == "Ed25519" else hashes.SHA256()))
    with open_signer(name.encode()) as signer, connect(peer.target, identity=identity, signer=signer, tls=None, hash=kind) as gateway:
        assert gateway.get_network("contracts").get_contract("genpon").submit_transaction("put") == b"result"
    [submitted] = peer.asked("SubmitRequest")
    signed = submitted.prepared_transaction
    how = () if name == "Ed25519" else (ec.ECDSA(DIGESTS[name]),)
    key.public_key().verify(signed.signature, signed.payload, *how)


@pytest.mark.hsm
def test_several_signers_and_threads_share_a_token() -> None:
    outcomes: list[object] = []

    def sign(signer: HSMSigner) -> None:
        try:
            outcomes.extend(signer.sign(bytes(32)) for _ in range(20))
        except SigningError as error:
            outcomes.append(error)

    with open_signer("P-256") as one, open_signer("P-384") as two:
        threads = [threading.Thread(target=sign, args=(signer,)) for signer in (one, two) * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        one.close()
        assert two.sign(bytes(48))
    assert len(outcomes) == 120
    assert not [outcome for outcome in outcomes if isinstance(outcome, SigningError)]


@pytest.mark.hsm
def test_a_session_that_was_lost_is_opened_again_for_all_signers() -> None:
    import pkcs11  # noqa: PLC0415 - an extra, which other tests do without

    with open_signer("P-256") as one, open_signer("P-384") as two:
        pkcs11.lib(str(library())).finalize()
        assert one.sign(bytes(32))
        assert two.sign(bytes(48))
        assert one.sign(bytes(32))


@pytest.mark.hsm
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"token_label": "NoSuchLabel"}, "answered NoSuchToken. Give the label"),
        ({"pin": "00000000"}, "answered PinIncorrect. Give the token's PIN"),
        ({"identifier": "nobody"}, "answered NoSuchKey. Give the CKA_ID"),
        ({"identifier": "RSA"}, "of a kind that Fabric does not take"),
    ],
)
def test_what_does_not_work_is_said_and_the_next_signer_works(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(SigningError) as caught:
        open_signer(**changes)
    assert reason in str(caught.value)
    assert PIN not in str(caught.value)
    with open_signer() as signer:
        assert signer.sign(bytes(32))


@pytest.mark.hsm
def test_other_curves_other_pins_and_closed_signers_are_refused() -> None:
    with open_signer("P-521") as signer, pytest.raises(SigningError, match="on P-256 or P-384"):
        signer.sign(bytes(32))
    with pytest.raises(SigningError, match="closed"):
        signer.sign(bytes(32))
    signer.close()
    with open_signer(), pytest.raises(SigningError, match="in use with another PIN"):
        open_signer(pin="00000000")


@pytest.mark.hsm
def test_the_examples() -> None:
    [in_the_guide] = [block for block in blocks("docs/gateway.md", "python") if "HSMSigner" in block]
    for example in (example_of(HSMSigner), in_the_guide):
        names = {"HSMSigner": HSMSigner, "Hash": Hash, "pin": PIN, "prepared": SimpleNamespace(digest=bytes(32))}
        exec(example.replace("/usr/lib/softhsm/libsofthsm2.so", str(library())), names)  # noqa: S102 - the project's own examples


@pytest.mark.hsm
def test_a_library_that_is_none_is_refused() -> None:
    with pytest.raises(SigningError, match="Check the library's path"):
        HSMSigner("/no/such/library.so", token_label=TOKEN, pin=PIN, identifier="P-256")


def test_without_the_extra_only_making_a_signer_fails() -> None:
    program = """if True:
        import sys
        sys.modules["pkcs11"] = None
        from genpon.gateway import HSMSigner, SigningError
        try:
            HSMSigner("library.so", token_label="t", pin="p", identifier="i")
        except SigningError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "PKCS#11 is not installed. Install the extra: pip install 'genpon[hsm]'."


def test_the_extra_is_not_loaded_before_a_signer_is_made() -> None:
    program = "import sys, genpon.gateway, genpon.gateway.hsm, genpon.gateway.aio; sys.exit('pkcs11' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
