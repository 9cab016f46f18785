"""Where the 32-byte secret that opens the signing key is kept, by operating system. No password is asked.

On Windows it is sealed for the user's account by DPAPI. Elsewhere it stands in a file that only the user may read:
whoever can open that file can sign, and `sentence` says so.
"""

import os
import sys
from pathlib import Path
from typing import Protocol

from ymh_desktop.domain.errors import KeyUnusable

_SECRET_SUFFIX = ".secret"


class SecretWrapper(Protocol):
    """Keeps secrets. What `wrap` returns may be stored openly and is all that `unwrap` needs, on the same PC."""

    kind: str
    sentence: str  # how well the key is protected here, for the user

    def wrap(self, secret: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """The secret; raises SecretLost when it is not to be had on this PC."""

    def forget(self, wrapped: bytes) -> None:
        """The secret is no longer needed; not finding it is no error."""


class SecretLost(KeyUnusable):
    """The key file is here, but what opens it is not: another PC, another account, or a deleted file."""

    opens_elsewhere = True

    def __init__(self) -> None:
        super().__init__(
            "这台电脑上打不开签名密钥。",
            "换了电脑或重装过系统的，请在“签名密钥”里换新密钥，并把新的登记表交给部门。",
            "换了电脑或重装过系统的，请运行 ymh-desktop new-key --lost --out 文件夹，并把新的登记表交给部门。",
        )


class FileSecrets:
    """A file per secret, readable by its owner only (0600), in a per-user folder outside the data folder."""

    kind = "file"
    sentence = "签名密钥只靠这台电脑的登录账号保护：能进入这个账号的人就能用它签名。"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def wrap(self, secret: bytes) -> bytes:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = os.urandom(16).hex() + _SECRET_SUFFIX
        handle = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return name.encode("ascii")

    def unwrap(self, wrapped: bytes) -> bytes:
        try:
            return self._path(wrapped).read_bytes()
        except OSError as error:
            raise SecretLost from error

    def forget(self, wrapped: bytes) -> None:
        self._path(wrapped).unlink(missing_ok=True)

    def _path(self, wrapped: bytes) -> Path:
        name = wrapped.decode("ascii", "replace")
        # the name comes out of a file that may have been restored from anywhere: it must not lead elsewhere
        if not name.removesuffix(_SECRET_SUFFIX).isalnum() or not name.endswith(_SECRET_SUFFIX):
            raise SecretLost
        return self._folder / name


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    class DpapiSecrets:
        """Sealed by CryptProtectData for this Windows account. Its tests run under wine."""

        kind = "dpapi"
        sentence = "签名密钥由 Windows 账号保护：换账号、换电脑或重装系统后需要换新密钥。"
        _ENTROPY = b"ymh-desktop signing key"
        _NO_DIALOG = 0x1  # CRYPTPROTECT_UI_FORBIDDEN

        def wrap(self, secret: bytes) -> bytes:
            return self._call("CryptProtectData", secret)

        def unwrap(self, wrapped: bytes) -> bytes:
            try:
                return self._call("CryptUnprotectData", wrapped)
            except OSError as error:
                raise SecretLost from error

        def forget(self, wrapped: bytes) -> None:
            """Nothing is kept outside the key file."""

        def _call(self, function: str, content: bytes) -> bytes:
            crypt32 = ctypes.WinDLL("crypt32", use_last_error=True)
            kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            call = getattr(crypt32, function)
            blob = ctypes.POINTER(_Blob)
            # both functions: in, description, entropy, reserved, prompt, flags, out
            call.argtypes = (
                blob, ctypes.c_void_p, blob, ctypes.c_void_p, ctypes.c_void_p, wintypes.DWORD, blob
            )  # fmt: skip
            call.restype = wintypes.BOOL
            kernel32.LocalFree.argtypes = (ctypes.c_void_p,)
            kernel32.LocalFree.restype = ctypes.c_void_p
            given, entropy, result = _blob(content), _blob(self._ENTROPY), _Blob()
            if not call(
                ctypes.byref(given), None, ctypes.byref(entropy), None, None, self._NO_DIALOG, ctypes.byref(result)
            ):
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                return ctypes.string_at(result.data, result.size)
            finally:
                kernel32.LocalFree(result.data)

    def _blob(content: bytes) -> _Blob:
        # the cast pointer keeps the buffer alive through _objects
        return _Blob(
            len(content), ctypes.cast(ctypes.create_string_buffer(content, len(content)), ctypes.POINTER(ctypes.c_char))
        )


def secrets_of_this_pc(folder: Path) -> SecretWrapper:
    """The wrapper for this operating system. FileSecrets uses `folder`: per user, outside the data folder."""
    if sys.platform == "win32":
        return DpapiSecrets()
    return FileSecrets(folder)
