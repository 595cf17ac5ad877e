"""Requests for blocks, proper ones and others, and what comes back."""

from typing import Any

from genpon_core.fabric.protos import common, orderer_ab
from tests.support.raw_client import RawClient, header_of

FORMS = ("Deliver", "DeliverFiltered", "DeliverWithPrivateData")
OLDEST = orderer_ab.SeekPosition(oldest=orderer_ab.SeekOldest())
NEWEST = orderer_ab.SeekPosition(newest=orderer_ab.SeekNewest())
NEXT = orderer_ab.SeekPosition(next_commit=orderer_ab.SeekNextCommit())
NOWHERE = orderer_ab.SeekPosition()
FOR_EVER = 2**64 - 1


def block(number: int) -> Any:
    return orderer_ab.SeekPosition(specified=orderer_ab.SeekSpecified(number=number))


def seek(start: Any, stop: Any, **options: Any) -> Any:
    return orderer_ab.SeekInfo(start=start, stop=stop, **options)


def number_of(response: Any) -> int | str:
    """A block's number, or the name of a status."""
    match response.WhichOneof("Type"):
        case "status":
            return str(common.Status.Name(response.status))
        case "block":
            return int(response.block.header.number)
        case "filtered_block":
            return int(response.filtered_block.number)
        case _:
            return int(response.block_and_private_data.block.header.number)


def numbers(client: RawClient, form: str, *seeks: Any) -> list[int | str]:
    return [number_of(response) for response in client.deliver(form, *(client.seek(one) for one in seeks))]


def without_timestamp(client: RawClient) -> Any:
    payload = common.Payload.FromString(client.seek(seek(OLDEST, NEWEST)).payload)
    header = header_of(client.seek(seek(OLDEST, NEWEST)))
    header.ClearField("timestamp")
    payload.header.channel_header = header.SerializeToString()
    return signed(client, payload.SerializeToString())


def signed(client: RawClient, payload: bytes) -> Any:
    return common.Envelope(payload=payload, signature=client.sign(payload))


def with_data(client: RawClient, data: bytes) -> Any:
    payload = common.Payload.FromString(client.seek(seek(OLDEST, NEWEST)).payload)
    payload.data = data
    return signed(client, payload.SerializeToString())


def forged(client: RawClient) -> Any:
    envelope = client.seek(seek(OLDEST, NEWEST))
    envelope.signature = client.sign(b"else")
    return envelope
