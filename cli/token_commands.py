"""The command `token`: a short-lived token of this machine, for a role and what it is bound to; or the end of one."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import JsonOption
from cli.errors import Misused, Refused
from cli.session import Session

EXAMPLES = {
    "municipality": "--municipality 0014",
    "provider": "--provider 'Aanbieder X'",
    "registration": "--registration 00000000-0000-4000-8000-000000000007",
    "engagement": "--engagement 2009-7",
}


def token(
    context: typer.Context,
    role: Annotated[
        str | None, typer.Option("--role", help="As whom: case-manager, provider, ministry, auditor, …")
    ] = None,
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality", help="Of a case manager: a name or a code.", autocompletion=completion.municipalities
        ),
    ] = None,
    provider: Annotated[str | None, typer.Option("--provider", help="Of a provider: its name.")] = None,
    registration: Annotated[
        str | None, typer.Option("--registration", help="Of a participant: the random id of the registration.")
    ] = None,
    engagement: Annotated[str | None, typer.Option("--engagement", help="Of an auditor: the engagement.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", help="Under which pseudonym; without it that is the id (jti) of the token itself."),
    ] = None,
    purposes: Annotated[
        list[str] | None, typer.Option("--purpose", help="For which processing activity; may stand more than once.")
    ] = None,
    minutes: Annotated[int, typer.Option("--minutes", min=1, max=360, help="How long it holds.")] = 15,
    withdraw: Annotated[str | None, typer.Option("--withdraw", help="The id (jti) of a token that must end.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Issue a token of this machine for the API, or withdraw one. The token alone goes to standard output."""
    session: Session = context.obj
    if (role is None) is (withdraw is None):
        raise Misused(session.wording.say("error.token_or_withdraw"))
    if withdraw is not None:
        _withdraw(session, withdraw)
        return
    assert role is not None, "checked above"
    bound = {
        "municipality": municipality,
        "provider": provider,
        "registration": registration,
        "engagement": engagement,
    }
    _issue(session, role.replace("-", "_"), {n: one for n, one in bound.items() if one}, name, purposes or [], minutes)


def _issue(
    session: Session, role: str, bound: dict[str, str], name: str | None, purposes: list[str], minutes: int
) -> None:
    from api.problems import TokenRefused
    from api.tokens import caller_from
    from cli.access import own_issuer

    _check(session, role, bound, purposes)
    settings, wording = session.settings, session.wording
    if settings.issuer is not None:
        raise Refused(wording.say("error.token_elsewhere", issuer=settings.issuer.name))
    with session.book() as book:
        if "municipality" in bound:
            code = book.figures.municipality_code(bound["municipality"], book.ledger.head().position)
            bound["municipality"] = str(code)
        said = {"sub": name, "role": role, "purpose": " ".join(purposes) or None} | bound
        said = {claim: value for claim, value in said.items() if value is not None}
        issued = own_issuer(settings, book).issue(said, minutes * 60)
    try:
        caller_from(issued.claims)
    except TokenRefused:
        raise Misused(wording.say("error.token_named")) from None
    jti, subject = issued.claims["jti"], issued.claims["sub"]
    session.counts |= {"jti": jti, "role": role}
    until = datetime.fromtimestamp(issued.claims["exp"], UTC)
    if session.as_json:
        session.write_json(
            {"token": issued.text, "jti": jti, "subject": subject, "role": role, "expires_at": until.isoformat()}
        )
        return
    session.out.file.write(issued.text + "\n")
    session.tell("token.issued", until=wording.moment(until), jti=jti, subject=subject)


def _check(session: Session, role: str, bound: dict[str, str], purposes: list[str]) -> None:
    """Refuse a role, a binding or a purpose that no server would take; raises Misused."""
    from api.tokens import BOUND_TO
    from domain.processing import ACTIVITIES

    wording = session.wording
    if role not in BOUND_TO:
        known = ", ".join(one.replace("_", "-") for one in BOUND_TO)
        raise Misused(wording.say("error.token_role", role=role.replace("_", "-"), known=known))
    needed = BOUND_TO[role]
    if list(bound) != ([] if needed is None else [needed]):
        nothing = wording.say("token.nothing")
        raise Misused(
            wording.say(
                "error.token_bound",
                role=role.replace("_", "-"),
                needed=f"--{needed}" if needed else nothing,
                given=", ".join(f"--{name}" for name in bound) or nothing,
                example=EXAMPLES.get(needed or "", ""),
            ).rstrip()
        )
    for purpose in purposes:
        if purpose not in ACTIVITIES:
            raise Misused(wording.say("error.token_purpose", purpose=purpose, known=", ".join(ACTIVITIES)))


def _withdraw(session: Session, jti: str) -> None:
    """Write down that a token ended; a server that runs heeds it at the next request."""
    from cli.access import only_added_to
    from cli.wiring import make_home

    if not jti.isprintable() or " " in jti or not jti:
        raise Misused(session.wording.say("error.token_named"))
    make_home(session.settings)
    with only_added_to(session.settings.revoked_tokens_file) as file:
        file.write(f"{jti}\n".encode())
        os.fsync(file.fileno())
    if session.as_json:
        session.write_json({"withdrawn": jti})
        return
    session.out.print(session.wording.say("token.withdrawn", jti=jti), soft_wrap=True)
