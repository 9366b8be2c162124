"""A sample as an audit file: control totals and working papers in the words of a language, with columns to fill in."""

from exchange.audit_file import AuditFile, Cell, csv_bytes, xlsx_bytes
from replay.sampling import Sample, control_totals, paper_documents
from replay.wording import Wording
from store.ledger import Ledger

EMPTY_COLUMNS = ("seen", "agrees", "remark", "auditor", "date")


def sample_bytes(ledger: Ledger, sample: Sample, suffix: str, wording: Wording) -> bytes:
    """The file of a sample, `.xlsx` or else `.csv`: the same bytes on any day. The words are those of OF_SAMPLES."""
    file = audit_file(ledger, sample, suffix, wording)
    return xlsx_bytes(file) if suffix == ".xlsx" else csv_bytes(file)


def audit_file(ledger: Ledger, sample: Sample, suffix: str, wording: Wording) -> AuditFile:
    """A row for each case that was drawn, with columns for the auditor to fill, and the totals to hold it against."""
    own = ("source", "record_id") if sample.wanted.with_record_ids else ()
    names = ("case", *own, "stratum", "hits", "verdict", "amount", "reason", "detail", "positions", *EMPTY_COLUMNS)
    papers: list[list[Cell]] = []
    for document in paper_documents(ledger, sample):
        document["verdict"] = wording.say("sample.counted" if document["counted"] else "sample.not_counted")
        document["detail"] = ", ".join(f"{name} {value}" for name, value in document["detail"].items())
        document["positions"] = " ".join(str(position) for position in document["positions"])
        papers.append([document.get(name) for name in names])
    control = control_totals(sample, suffix, wording)
    return AuditFile(
        wording.say("sample.control"),
        wording.say("sample.papers"),
        [(wording.say(f"control.{name}"), value) for name, value in control.items()],
        [wording.say(f"sample.{name}") for name in names],
        papers,
    )
