"""What a user or a machine may set, read once at the door: no other module looks at the environment.

KETENBOEK_HOME          folder of this ledger: keys, log, and the database unless it is elsewhere (default ./var)
KETENBOEK_DATABASE_URL  a PostgreSQL of one's own, version 15 or newer; without it the embedded one is started
KETENBOEK_LANGUAGE      nl or en; else what LC_ALL, LC_MESSAGES or LANG say, else Dutch
KETENBOEK_ACTOR         pseudonym under which facts are recorded, such as a staff number; never a name
KETENBOEK_SERVER_USER   for root only: the ordinary user as whom the embedded database runs
KETENBOEK_TOKEN_ISSUER, KETENBOEK_TOKEN_AUDIENCE, KETENBOEK_TOKEN_KEYS
                        whose tokens the API takes: the issuer, what it calls this ledger, and the file with its public
                        keys (a JWK set); without them this machine issues its own
KETENBOEK_SIGN_IN_CLIENT, KETENBOEK_SIGN_IN_SECRET, KETENBOEK_ADDRESS
                        by what name that issuer knows the pages, the file with the secret they share, and the address
                        of the pages as a browser has it; without them nobody signs in
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from domain.counting import Language
from exchange.plain_text import names_a_person

HOME_DEFAULT = "var"
ACTOR_DEFAULT = "operator"
ACTOR = re.compile(r"(?!policy:)[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}", re.IGNORECASE)

ADDRESS = re.compile(
    r"https://[a-z0-9.-]+(:[1-9][0-9]{0,4})?|http://(localhost|127\.0\.0\.1|\[::1\])(:[1-9][0-9]{0,4})?"
)


class SettingIsWrong(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """The party whose tokens are taken."""

    name: str
    audience: str
    keys_file: Path


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """How people sign in at the issuer of tokens: as whose client, and to which address of ours they come back."""

    client: str
    secret_file: Path
    address: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run, checked."""

    home: Path
    database_url: str | None
    language: Language
    actor: str
    server_user: str | None
    issuer: TokenIssuer | None
    """None where this machine issues its own tokens."""
    sign_in: SignInSettings | None
    """None where people do not sign in, but show tokens."""
    environment: Mapping[str, str]

    @property
    def key_file(self) -> Path:
        """The secrets of this ledger; without them no name in it can be read."""
        return self.home / "keys.json"

    @property
    def token_key_file(self) -> Path:
        """The key by which this machine signs tokens of its own."""
        return self.home / "token-key.json"

    @property
    def revoked_tokens_file(self) -> Path:
        """The ids of tokens that were withdrawn."""
        return self.home / "revoked-tokens.txt"

    @property
    def access_log_file(self) -> Path:
        """Every decision on access, as JSON lines."""
        return self.home / "log" / "access.jsonl"

    @property
    def logboek_file(self) -> Path:
        """The Logboek dataverwerkingen: every person whose data were read through the API, as JSON lines."""
        return self.home / "log" / "logboek.jsonl"

    @property
    def log_file(self) -> Path:
        """What was done and how long it took, as JSON lines."""
        return self.home / "log" / "ketenboek.jsonl"


def read_settings(environment: Mapping[str, str], language: str | None = None) -> Settings:
    """The settings in this environment; `language` is what the command line says. Raises SettingIsWrong."""
    actor = environment.get("KETENBOEK_ACTOR") or ACTOR_DEFAULT
    if not ACTOR.fullmatch(actor):
        raise SettingIsWrong(
            "KETENBOEK_ACTOR is no pseudonym: expected letters, digits and . _ - without spaces, at most 80, and never "
            "the name of a person or that of a policy, for example KETENBOEK_ACTOR=m1234"
        )
    if names_a_person(actor):
        raise SettingIsWrong(
            "KETENBOEK_ACTOR holds the number of a person: expected a pseudonym that says nothing outside the "
            "organisation, for example KETENBOEK_ACTOR=m1234"
        )
    return Settings(
        home=Path(environment.get("KETENBOEK_HOME") or HOME_DEFAULT).absolute(),
        database_url=environment.get("KETENBOEK_DATABASE_URL") or None,
        language=_language(environment, language),
        actor=actor,
        server_user=environment.get("KETENBOEK_SERVER_USER") or None,
        issuer=_issuer(environment),
        sign_in=_sign_in(environment),
        environment=environment,
    )


def _issuer(environment: Mapping[str, str]) -> TokenIssuer | None:
    """The issuer of tokens, when all three of its settings are there; some of them are a mistake."""
    names = ("KETENBOEK_TOKEN_ISSUER", "KETENBOEK_TOKEN_AUDIENCE", "KETENBOEK_TOKEN_KEYS")
    issuer, audience, keys = (environment.get(name) or None for name in names)
    if issuer and audience and keys:
        return TokenIssuer(issuer, audience, Path(keys).absolute())
    if issuer or audience or keys:
        missing = " and ".join(name for name in names if not environment.get(name))
        raise SettingIsWrong(
            f"{missing} must be set as well: an issuer of tokens is its name, what it calls this ledger, and its keys. "
            "Expected all three, or none so that this machine issues its own"
        )
    return None


def _sign_in(environment: Mapping[str, str]) -> SignInSettings | None:
    """How people sign in, when all three of its settings are there, and an issuer to sign in at."""
    names = ("KETENBOEK_SIGN_IN_CLIENT", "KETENBOEK_SIGN_IN_SECRET", "KETENBOEK_ADDRESS")
    client, secret, address = (environment.get(name) or None for name in names)
    if not (client or secret or address):
        return None
    if not (client and secret and address and environment.get("KETENBOEK_TOKEN_ISSUER")):
        missing = " and ".join(name for name in (*names, "KETENBOEK_TOKEN_ISSUER") if not environment.get(name))
        raise SettingIsWrong(
            f"{missing} must be set as well: people sign in at the issuer of tokens, as the client of these pages, and "
            "come back to their address. Expected all of them, or none of the three"
        )
    if not ADDRESS.fullmatch(address):
        raise SettingIsWrong(
            f"KETENBOEK_ADDRESS is {address!r}: expected the address of the pages as a browser has it, without a path, "
            "for example https://ketenboek.example.org, and http only for this machine"
        )
    return SignInSettings(client, Path(secret).absolute(), address)


def _language(environment: Mapping[str, str], asked: str | None) -> Language:
    """The language asked for; else that of the machine where it is English, else Dutch."""
    wanted = asked if asked is not None else environment.get("KETENBOEK_LANGUAGE") or None
    if wanted is not None:
        if wanted.strip().lower() not in ("nl", "en"):
            where = "--language" if asked is not None else "KETENBOEK_LANGUAGE"
            raise SettingIsWrong(f"{where} is {wanted!r}: expected nl (Nederlands) or en (English)")
        return cast(Language, wanted.strip().lower())
    of_machine = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next((value for value in of_machine if value), "").lower().startswith("en") else "nl"
