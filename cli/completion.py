"""What the shell may offer after a tab: names that are known without opening the ledger."""

import typer


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Names of counting rules with what they count."""
    from domain import rules as registry

    found = {rule.id: rule.sentence["en"] for rule in registry.RULES}
    found |= {rule.name: rule.sentence["en"] for rule in registry.RULES if "@" in incomplete}
    return [(name, sentence) for name, sentence in found.items() if name.startswith(incomplete)]


def versions(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Versions of the rule that stands on the line."""
    from domain import rules as registry

    named = str(context.params.get("rule") or "").partition("@")[0]
    found = [rule for rule in registry.RULES if not named or rule.id == named]
    return [(rule.version, rule.sentence["en"]) for rule in found if rule.version.startswith(incomplete)]


def dimensions(incomplete: str) -> list[tuple[str, str]]:
    """Names of dimensions, behind those that stand before the last comma."""
    from domain.dimensions import DIMENSIONS

    before, comma, last = incomplete.rpartition(",")
    return [(f"{before}{comma}{one.name}", one.title["en"]) for one in DIMENSIONS.values() if one.name.startswith(last)]


def municipalities(incomplete: str) -> list[tuple[str, str]]:
    """Names of municipalities that are known from the start."""
    from domain.municipalities import FIRST_NAMES

    return [(name, code) for code, name in FIRST_NAMES.items() if name.casefold().startswith(incomplete.casefold())]


def profiles(incomplete: str) -> list[str]:
    """Names of the profiles that files are read with."""
    from exchange import profile

    return [name for name in sorted(profile.load([])) if name.startswith(incomplete)]


def findings(incomplete: str) -> list[tuple[str, str]]:
    """Codes of findings with what they mean."""
    from domain.rules.findings import SENTENCES

    return [(code, said["en"]) for code, said in SENTENCES.items() if code.startswith(incomplete.upper())]


def signals(incomplete: str) -> list[tuple[str, str]]:
    """Kinds of signals with what they mean."""
    from domain.signals import SIGNALS

    return [(name, kind.sentence["en"]) for name, kind in SIGNALS.items() if name.startswith(incomplete.casefold())]


def reasons(incomplete: str) -> list[str]:
    """Codes for why two registrations are one person, or are not."""
    from exchange.linking_by_hand import REASONS

    return [code for code in REASONS if code.startswith(incomplete.upper())]


def facts(incomplete: str) -> list[tuple[str, str]]:
    """Names of facts."""
    import domain.facts  # noqa: F401  fills the registry
    from domain.facts.base import definitions

    folded = incomplete.casefold()
    return [(one.name, one.sentence) for one in definitions() if one.name.casefold().startswith(folded)]
