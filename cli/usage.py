"""Help and usage errors in the language of the reader.

Help is written in English beside the commands; the Dutch for it stands in one table and is laid over it before the
command line is read. What the command-line library says of a wrong option or a missing argument is said in our words.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from cli.errors import USAGE, Misused, Problem, near_names
from cli.help_dutch import COMMANDS, HELP_WORDS, OPTIONS

if TYPE_CHECKING:
    from cli.session import Session
    from replay.wording import Wording


class Group(TyperGroup):
    """The commands together, with the words of the help itself in the language of the reader."""

    def get_help(self, context: Any) -> str:
        """The help text."""
        return in_language(super().get_help(context), context)


class Command(TyperCommand):
    """One command, likewise."""

    def get_help(self, context: Any) -> str:
        """The help text."""
        return in_language(super().get_help(context), context)


def in_language(text: str, context: Any) -> str:
    """The words that the command-line library itself puts in a help text, in Dutch where that is asked."""
    session: Session | None = context.find_object(object)
    if session is not None and session.wording.language == "nl":
        for english, dutch in HELP_WORDS:
            text = text.replace(english, dutch)
    return text


def translated(group: TyperGroup, session: "Session") -> TyperGroup:
    """The same commands with their help in the language of the session."""
    is_dutch = session.wording.language == "nl"
    if is_dutch:
        group.help = COMMANDS["ketenboek"]
        _translate(group.params, "")
    _translate_commands(group, "", is_dutch=is_dutch)
    return group


def _translate_commands(group: TyperGroup, prefix: str, *, is_dutch: bool) -> None:
    """Every command of a group, and of the groups in it, by its name with theirs before it."""
    for own_name, command in group.commands.items():
        name = f"{prefix}{own_name}"
        if is_dutch:
            command.help = COMMANDS[name] + _examples(command.help)
            _translate(command.params, name)
        command.help = _kept_whole(command.help)
        command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
        if isinstance(command, TyperGroup):
            _translate_commands(command, f"{name} ", is_dutch=is_dutch)


def _translate(parameters: list[Any], command: str) -> None:
    for parameter in parameters:
        if isinstance(parameter, TyperArgument | TyperOption):
            common = OPTIONS.get(parameter.name or "", parameter.help)
            parameter.help = OPTIONS.get(f"{command}.{parameter.name}", common)


def _examples(english: str | None) -> str:
    """The examples stand in both languages as they are."""
    _, mark, examples = (english or "").partition("Examples:")
    return f"\n\nVoorbeelden:{examples}" if mark else ""


def _kept_whole(text: str | None) -> str | None:
    """The help with its examples marked as not to be wrapped: a command is copied whole."""
    return text and text.replace("\n\n  ketenboek ", "\n\n\b\n  ketenboek ")


def fields_for_help(words: list[str]) -> list[str]:
    """`record TYPE --help` asks for the fields of that kind of fact; all else stays as it was typed."""
    before = words[: words.index("--")] if "--" in words else words
    if before[:1] != ["record"] or not {"-h", "--help"} & set(before):
        return words
    values = {index + 1 for index, word in enumerate(before) if word == "--key"}
    kinds = [word for index, word in enumerate(before[1:], 1) if index not in values and not word.startswith("-")]
    if not kinds or "=" in kinds[0]:
        return words
    return ["record", kinds[0], "--fields", *(["--json"] if "--json" in before else [])]


def require_text(words: Sequence[str], session: "Session") -> None:
    """Refuse bytes that are no text, which the shell hands over as they are. Raises Misused."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise Misused(session.wording.say("error.not_text")) from None


def problem_of_usage(error: Exception, session: "Session") -> Problem | None:
    """A usage error of the command-line library in our words; None when it is none."""
    if not isinstance(error, typer.TyperException):
        return None
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "ketenboek"
    more = session.wording.say("error.help", command=path)
    return Problem(type(error).__name__, f"{_message(error, context, session)} {more}", USAGE)


def _expected(error: Any, wording: "Wording") -> str:
    """The words or numbers that an option takes."""
    match error.param.name:
        case "resolver":
            return wording.say("error.one_of", known="source, profile, identity")
        case "by":
            return wording.say("error.one_of", known="municipality")
        case "limit":
            return wording.say("error.whole_number_from", least=0)
        case "size":
            return wording.say("error.whole_number_from", least=1)
        case "port":
            return wording.say("error.whole_number_between", least=1, most=65_535)
        case _:
            return wording.say("error.whole_number")


def _message(error: Any, context: Any, session: "Session") -> str:
    """What was wrong; the library's classes are told apart by name, since it does not publish them."""
    wording = session.wording
    match type(error).__name__:
        case "NoSuchOption":
            names = ", ".join(error.possibilities or ())
            near = wording.say("error.near", names=names) if names else "."
            return wording.say("error.no_such_option", option=error.option_name, near=near)
        case "MissingParameter" if error.param is not None:
            is_option = isinstance(error.param, TyperOption)
            name = max(error.param.opts, key=len) if is_option else error.param.metavar
            return wording.say("error.missing", name=name or str(error.param.name).upper())
        case "UsageError" if context is not None and isinstance(context.command, TyperGroup):
            known = sorted(context.command.commands)
            asked = session.command.rpartition(" ")[2]
            near = near_names(asked, known, wording)
            return wording.say("error.no_such_command", command=asked, near=near, known=", ".join(known))
        case "BadParameter" if error.param is not None:
            return wording.say(
                "error.not_a_value", option=max(error.param.opts, key=len), expected=_expected(error, wording)
            )
        case _:  # the library's own sentence would repeat what was typed
            return wording.say("error.not_this_command")
