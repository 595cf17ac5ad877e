"""What is read of a Fabric common connection profile; everything else in it belongs to other programs and is passed over."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, populate_by_name=True)


def _as_text(value: Any) -> Any:
    """Versions and host names such as `1.0` are numbers in YAML."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_material(value: Any) -> Any:
    """A text alone is a path, as fabric-sdk-py has it."""
    return {"path": value} if isinstance(value, str) else value


def _as_names(value: Any) -> Any:
    """Channels name their peers in a list, or in a mapping that says what each is used for."""
    return list(value) if isinstance(value, dict) else value


Text = Annotated[str, BeforeValidator(_as_text)]
Names = Annotated[list[Text], BeforeValidator(_as_names)]


class MaterialPart(_Part):
    """A certificate or key: its file, or the PEM itself (fabric-sdk-py: base64 of it)."""

    path: str | None = None
    pem: str | list[str] | None = Field(default=None, repr=False)


Material = Annotated[MaterialPart, BeforeValidator(_as_material)]


class EndpointPart(_Part):
    """A peer or an orderer."""

    url: str
    mspid: str = ""
    tls_ca_certs: Material | None = Field(default=None, alias="tlsCACerts")
    grpc_options: dict[str, Any] = Field(default={}, alias="grpcOptions")
    client_key: Material | None = Field(default=None, alias="clientKey")
    client_cert: Material | None = Field(default=None, alias="clientCert")


class UserPart(_Part):
    """A member of an organisation, as fabric-sdk-py writes it."""

    cert: Material
    private_key: Material


class OrganizationPart(_Part):
    """An organisation; `signedCert` and `adminPrivateKey` are its administrator, as the Node SDK writes it."""

    mspid: Text
    peers: Names = []
    orderers: Names = []
    certificate_authorities: Names = Field(default=[], alias="certificateAuthorities")
    users: dict[Text, UserPart] = {}
    signed_cert: Material | None = Field(default=None, alias="signedCert")
    admin_private_key: Material | None = Field(default=None, alias="adminPrivateKey")


class ChannelPart(_Part):
    """A channel."""

    peers: Names | None = None


class CredentialStorePart(_Part):
    """Where the SDKs keep identities."""

    path: str | None = None


class ClientPart(_Part):
    """Whose client the profile is for."""

    organization: Text = ""
    credential_store: CredentialStorePart | None = Field(default=None, alias="credentialStore")


class ProfilePart(_Part):
    """The profile."""

    name: Text = ""
    client: ClientPart = ClientPart()
    organizations: dict[Text, OrganizationPart]
    peers: dict[Text, EndpointPart]
    orderers: dict[Text, EndpointPart] = {}
    certificate_authorities: dict[Text, dict[str, Any]] = Field(default={}, alias="certificateAuthorities")
    channels: dict[Text, ChannelPart | None] = {}
