"""Who is let in by the server of a home: the issuer whose tokens are taken, and the logs of access and of persons read.

Without an issuer in the settings this machine is its own: its signing key lies in the home, for its owner only. The
logs of access and of persons read are only ever added to; they are no part of the log of commands, which is set aside
when it grows, and whoever keeps them decides when they go.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cli.settings import Settings

if TYPE_CHECKING:
    from api.issuing import OwnIssuer
    from api.sign_in import SignIn
    from api.together import Together
    from api.tokens import BearerTokens, Issuer
    from cli.wiring import Book


def together_of(settings: Settings) -> "Together":
    """What the server processes of this home have in common."""
    from api.limits import Limits
    from api.together import kept_here
    from api.tokens import RevokedTokens

    return kept_here(Limits(), RevokedTokens(settings.revoked_tokens_file))


def tokens_of(settings: Settings, book: "Book", together: "Together") -> "BearerTokens":
    """Whose tokens are taken; raises KeysAreWrong."""
    from api.tokens import BearerTokens, RevokedTokens

    revoked = RevokedTokens(settings.revoked_tokens_file)
    return BearerTokens(_issuer(settings, book), revoked=revoked, shown=together.shown)


def sign_in_of(
    settings: Settings, book: "Book", tokens: "BearerTokens", together: "Together", *, is_open: bool
) -> "SignIn | None":
    """Where people sign in: at the issuer of tokens, or for trying out at one on this machine; None at none.

    Raises KeysAreWrong, OSError where the secret cannot be read.
    """
    from api.demo_issuer import DemoIssuer
    from api.outside_issuer import OutsideIssuer
    from api.sign_in import SignIn

    if settings.issuer is None:
        if not is_open:
            return None
        own = DemoIssuer(own_issuer(settings, book), codes=together.codes)
        return SignIn(own, tokens, under_way=together.under_way)
    if settings.sign_in is None:
        return None
    secret = settings.sign_in.secret_file.read_text("utf-8").strip()
    outside = OutsideIssuer(settings.issuer.name, settings.sign_in.client, secret)
    return SignIn(outside, tokens, under_way=together.under_way)


def own_issuer(settings: Settings, book: "Book") -> "OwnIssuer":
    """This machine as the issuer of tokens for this ledger; raises KeysAreWrong."""
    from api.issuing import OwnIssuer, audience_of, load_or_make_key

    return OwnIssuer(load_or_make_key(settings.token_key_file), audience_of(book.ledger.ring.ledger))


def _issuer(settings: Settings, book: "Book") -> "Issuer":
    from api.tokens import KeysAreWrong, issuer_of

    if settings.issuer is None:
        return own_issuer(settings, book).issuer
    path = settings.issuer.keys_file
    try:
        keys = json.loads(path.read_text("utf-8"))
    except ValueError:
        keys = None
    if not isinstance(keys, dict) or not all(isinstance(one, dict) for one in keys.get("keys") or ()):
        raise KeysAreWrong(f'{path} is no JWK set. Expected {{"keys": [...]}} (RFC 7517).')
    try:
        return issuer_of(settings.issuer.name, settings.issuer.audience, keys)
    except KeysAreWrong as error:
        raise KeysAreWrong(f"{path}: {error}") from None


def only_added_to(path: Path) -> BinaryIO:
    """A file for its owner alone, of which nothing that stands in it is ever written over."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    return os.fdopen(descriptor, "ab", buffering=0)
