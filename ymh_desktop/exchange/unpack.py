"""A proven package as ordinary files in a folder, the sealed ones opened: for whoever wants to look inside."""

import hashlib
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.container import MANIFEST_NAME, open_container
from ymh_desktop.exchange.envelopes import SEALED, Unseal, plain_path
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits
from ymh_desktop.exchange.manifest import Reference, read_manifest


def unpack(path: Path, manifest_sha256: str, folder: Path, unseal: Unseal, limits: Limits = DEFAULT_LIMITS) -> None:
    """Write every signed file of the package that was proven under this manifest digest below `folder`.

    The folder is made; one that holds something is refused, so that nothing is written over. Raises UserError; a
    fault in one file ends it, what was written before stays.
    """
    with open_container(path, limits=limits) as container:
        manifest = container.read(MANIFEST_NAME)
        if hashlib.sha256(manifest).hexdigest() != manifest_sha256:
            raise PackageRefused("E306")
        references = read_manifest(manifest)
        targets = {reference.name: folder / plain_path(reference.name) for reference in references}
        if len(set(targets.values())) != len(targets):
            raise PackageRefused("E109")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise UserError(f"文件夹“{folder.name}”里已经有东西了。", "请换一个空的文件夹。")
            for reference in references:
                content = _proven(container.read(reference.name), reference)
                target = targets[reference.name]
                target.parent.mkdir(parents=True, exist_ok=True)  # names were held to ASCII without dots and drives
                target.write_bytes(unseal(content, reference.name) if reference.name.endswith(SEALED) else content)
        except OSError as error:
            raise UserError(f"文件写不进“{folder}”。", "请检查磁盘空间和文件夹权限，或换一个文件夹。") from error


def _proven(content: bytes, reference: Reference) -> bytes:
    if hashlib.sha256(content).digest() != reference.sha256:
        raise PackageRefused("E403", reference.name)
    return content
