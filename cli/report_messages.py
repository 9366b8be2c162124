"""The words about reported figures, their drift, and samples."""

from replay.messages import Catalogue
from replay.sample_messages import OF_SAMPLES

OF_REPORTS: Catalogue = {
    **OF_SAMPLES,
    "error.not_a_value_said": (
        "--said is geen geheel getal; verwacht bijvoorbeeld --said 1.230.",
        "--said is no whole number; expected for example --said 1,230.",
    ),
    "error.what_if_of_which": (
        "--what-if gaat over één geval. Verwacht ook --case ID, bijvoorbeeld --case W1 --what-if.",
        "--what-if is about one case. Expected --case ID too, for example --case W1 --what-if.",
    ),
    "error.no_such_case": (
        "er is hier geen geval met dat id onder {rule}. Verwacht: een record-id zoals de bron het schrijft, BRON:ID, "
        "of het toevallige id uit --json; ketenboek explain {rule} --all noemt ze.",
        "there is no case of that id here under {rule}. Expected a record id as its source writes it, SOURCE:ID, or "
        "the random id from --json; ketenboek explain {rule} --all names them.",
    ),
    "case.detail": ("bijzonderheden", "details"),
    "report.done": (
        "Vastgelegd dat {value} is gemeld in “{document}”, op positie {position}.",
        "Recorded that {value} was reported in “{document}”, at position {position}.",
    ),
    "report.not_ours": (
        "Dit grootboek komt op {computed} en niet op {value}: vastgelegd zonder gevallen van ons, en voortaan alleen "
        "op waarde vergeleken.",
        "This ledger comes to {computed} and not to {value}: recorded without cases of ours, and from now on compared "
        "by value only.",
    ),
    "report.hash": ("oordelen (sha256)", "verdicts (sha256)"),
    "drift.title": ("Gemelde cijfers, en wat ze nu zouden zijn", "Reported figures, and what they would be now"),
    "drift.none": ("Er is nog geen cijfer gemeld.", "No figure was reported yet."),
    "drift.more": (
        "en {count} gevallen meer; allemaal met --all of --json.",
        "and {count} cases more; with --all or --json.",
    ),
    "status.reported": ("gemelde cijfers", "reported figures"),
    "status.drifted": (
        "{count}, waarvan {drifted} nu anders luiden (ketenboek drift)",
        "{count}, of which {drifted} read differently now (ketenboek drift)",
    ),
    "status.not_drifted": ("{count}, alle als gemeld", "{count}, all as reported"),
    "status.drift_unknown": (
        "{count}; de overzichten lopen achter (ketenboek drift)",
        "{count}; the views are behind (ketenboek drift)",
    ),
    # Samples
    "error.not_an_audit_file": (
        "--file eindigt niet op .xlsx of .csv. Verwacht bijvoorbeeld --file steekproef.xlsx.",
        "--file ends neither in .xlsx nor in .csv. Expected for example --file sample.xlsx.",
    ),
    "error.amount_or_strata": (
        "--by-amount en --stratify-by gaan niet samen: kies er een.",
        "--by-amount and --stratify-by do not go together: choose one.",
    ),
    "error.not_a_bundle_file": (
        "Het bestand eindigt niet op .sqlite of .db. Verwacht bijvoorbeeld ketenboek.sqlite.",
        "The file ends neither in .sqlite nor in .db. Expected for example ketenboek.sqlite.",
    ),
    "bundle.written": ("Geschreven: {file}", "Written: {file}"),
    "sample.written": ("Steekproef in {file}", "Sample in {file}"),
    "sample.again": (
        "De opdracht achter “opnieuw” geeft later dezelfde bytes.",
        "The command behind “again” gives the same bytes later.",
    ),
    "sample.left_out": (
        "Niet in de populatie: {left_out_negative_count} onder nul (samen {left_out_negative_amount}) en "
        "{left_out_zero_count} van nul.",
        "Not in the population: {left_out_negative_count} below zero (together {left_out_negative_amount}) and "
        "{left_out_zero_count} of zero.",
    ),
}
