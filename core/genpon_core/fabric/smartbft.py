"""What BFT orderers write into a block's metadata besides their signatures.

Fabric takes this message from the consensus library (`smartbftprotos/messages.proto`); the protobuf package of Fabric's messages lacks it.
"""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_Field = descriptor_pb2.FieldDescriptorProto
_FIELDS = (
    ("view_id", _Field.TYPE_UINT64, _Field.LABEL_OPTIONAL),
    ("latest_sequence", _Field.TYPE_UINT64, _Field.LABEL_OPTIONAL),
    ("decisions_in_view", _Field.TYPE_UINT64, _Field.LABEL_OPTIONAL),
    ("black_list", _Field.TYPE_UINT64, _Field.LABEL_REPEATED),
    ("prev_commit_signature_digest", _Field.TYPE_BYTES, _Field.LABEL_OPTIONAL),
)


def _view_metadata() -> Any:
    fields = [_Field(name=name, number=number, type=kind, label=label) for number, (name, kind, label) in enumerate(_FIELDS, start=1)]
    file = descriptor_pb2.FileDescriptorProto(
        name="smartbftprotos/view_metadata.proto",
        package="smartbftprotos",
        syntax="proto3",
        message_type=[descriptor_pb2.DescriptorProto(name="ViewMetadata", field=fields)],
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("smartbftprotos.ViewMetadata"))


ViewMetadata = _view_metadata()
"""`smartbftprotos.ViewMetadata`: which view (hence which leader) made a block, and which orderers it passed over."""
