"""The front door: `ketenboek COMMAND`. Reads the settings, hands the command its session, and turns errors into words.

    ketenboek import FILE…     files become facts          ketenboek rebuild    the views anew
    ketenboek record TYPE …    one fact by hand            ketenboek verify     the proof
    ketenboek figure RULE      a number with its reasons   ketenboek status     where and how far
    ketenboek explain RULE     opened down to the facts    ketenboek serve      the same over HTTP
    ketenboek compare A B      two numbers subtracted      ketenboek stop       ends the database
    ketenboek report RULE      it was told to somebody     ketenboek drift      what that would be now
    ketenboek history ID       one dossier                 ketenboek demo       all of it, with examples
    ketenboek profile check    how a file would be read    ketenboek findings   what does not fit
    ketenboek reconcile A B    two sources, by person      ketenboek signals    who must act today
    ketenboek token --role …   who may ask over HTTP

Exit codes: 0 done, 1 refused with a reason, 2 usage. No error that was to be expected shows a traceback.
"""

import os
import sys
import time
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer
from typer.core import TyperGroup

from cli import (
    ask_commands,
    bundle_commands,
    findings_commands,
    identity_commands,
    keep_commands,
    profile_commands,
    reconcile_commands,
    report_commands,
    signals_commands,
    token_commands,
    write_commands,
)
from cli.errors import INTERRUPTED, REFUSED, USAGE, Problem, problem_of
from cli.garbage import collect_seldom
from cli.session import Session
from cli.settings import SettingIsWrong, Settings, read_settings
from cli.usage import Command, Group, fields_for_help, problem_of_usage, require_text, translated
from replay.wording import Wording

app = typer.Typer(
    name="ketenboek",
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _tell_version(is_asked: bool) -> None:
    """The version of this program, as it is installed."""
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"ketenboek {version('ketenboek')}")
        raise typer.Exit


@app.callback()
def ketenboek(
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="nl|en", help="Language of answers and help; may stand anywhere."),
    ] = None,
    show_version: Annotated[
        bool, typer.Option("--version", help="Tell which version this is.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """The chain's book: every figure of civic integration opens down to the facts it came from."""


app.command("import", cls=Command)(write_commands.import_files)
app.command("record", cls=Command)(write_commands.record)
app.command("link", cls=Command)(identity_commands.link)
app.command("unlink", cls=Command)(identity_commands.unlink)
app.command("figure", cls=Command)(ask_commands.figure)
app.command("explain", cls=Command)(ask_commands.explain)
app.command("compare", cls=Command)(ask_commands.compare)
app.command("report", cls=Command)(report_commands.report)
app.command("drift", cls=Command)(report_commands.drift)
app.command("sample", cls=Command)(report_commands.sample)
app.command("history", cls=Command)(ask_commands.history)
app.command("rules", cls=Command)(ask_commands.rules)
app.command("findings", cls=Command)(findings_commands.findings)
app.command("signals", cls=Command)(signals_commands.signals)
app.command("reconcile", cls=Command)(reconcile_commands.reconcile)
app.add_typer(profile_commands.app, name="profile")
app.command("bundle", cls=Command)(bundle_commands.bundle)
app.command("rebuild", cls=Command)(keep_commands.rebuild)
app.command("verify", cls=Command)(keep_commands.verify)
app.command("status", cls=Command)(keep_commands.status)
app.command("demo", cls=Command)(keep_commands.demo)
app.command("serve", cls=Command)(keep_commands.serve)
app.command("token", cls=Command)(token_commands.token)
app.command("stop", cls=Command)(keep_commands.stop)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end with its exit code."""
    collect_seldom()
    words, language = language_of(list(sys.argv[1:] if arguments is None else arguments))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        settings = read_settings(os.environ, language)
    except SettingIsWrong as error:
        sys.stderr.write("".join(filter(str.isprintable, str(error))) + "\n")
        sys.exit(USAGE)
    sys.exit(run(words, settings))


def language_of(words: list[str]) -> tuple[list[str], str | None]:
    """The words without `--language`, which may stand anywhere before a `--`, and what it says."""
    kept: list[str] = []
    language: str | None = None
    rest = iter(words)
    for word in rest:
        if word == "--language":
            language = next(rest, "")
        elif word.startswith("--language="):
            language = word.partition("=")[2]
        else:
            kept.append(word)
            if word == "--":
                break
    return [*kept, *rest], language


def run(words: Sequence[str], settings: Settings) -> int:
    """The exit code of one command."""
    from cli.messages import MESSAGES

    session = Session(settings, Wording(settings.language, MESSAGES), as_json="--json" in words)
    words = fields_for_help(list(words)) or ["--help"]
    session.command = command_of(words)
    begun = time.monotonic()
    problem: Problem | None = None
    try:
        require_text(words, session)
        code = _invoke(words, session)
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        problem = problem_of_usage(error, session) or problem_of(error, session.wording, settings.home)
        if problem is None:
            _log(session, begun, REFUSED, type(error).__name__)
            raise
        session.tell_problem(problem)
        code = problem.exit_code
    _log(session, begun, code, problem.reason if problem else None)
    return code


def command_of(words: Sequence[str]) -> str:
    """The command among the words; of a group of commands the next word too, such as `profile check`."""
    groups = {group.name for group in app.registered_groups}
    named = [word for word in words if not word.startswith("-")]
    return " ".join(named[: 2 if named and named[0] in groups else 1])


def _invoke(words: Sequence[str], session: Session) -> int:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup), "an application of several commands is a group"
    command = translated(group, session)
    given = command.main(args=list(words), prog_name="ketenboek", standalone_mode=False, obj=session)
    sys.stdout.flush()
    return given if isinstance(given, int) else 0


def _log(session: Session, begun: float, code: int, reason: str | None) -> None:
    """One event about the command: its name, what became of it and how long it took; never its arguments."""
    if not session.logs:
        return
    from cli.journal import note

    seconds = round(time.monotonic() - begun, 3)
    counts = {name: value for name, value in session.counts.items() if value is not None}
    failed = {"reason": reason} if reason else {}
    note("command_done", command=session.command, exit_code=code, seconds=seconds, **counts, **failed)


if __name__ == "__main__":
    main()
