"""Runs all of Slither's detectors over what is deployed and compares the findings with triage.json.

Ends with 1 when a finding is not explained there, or an explanation explains nothing any more.
With --json the findings are printed as one JSON document; with --update nothing is judged and triage.json gets every new
finding with an empty reason, which must be filled in by hand.
"""

import inspect
import json
import logging
import pathlib
import re
import sys

from crytic_compile import CryticCompile
from crytic_compile.platform.solc_standard_json import SolcStandardJson
from slither import Slither
from slither.detectors import all_detectors
from slither.detectors.abstract_detector import AbstractDetector

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path.cwd().resolve()
TRIAGE = HERE / "triage.json"
IMPORT = re.compile(r'^import [^;"]*"([^"]+)";', re.MULTILINE)


def main() -> int:
    logging.disable(logging.CRITICAL)  # parsing notes on code that no detector needs
    triage = json.loads(TRIAGE.read_text())
    found = sorted(findings(set(triage["leftOut"])))
    known = {(each["check"], each["where"]): each["reason"] for each in triage["findings"]}

    if "--json" in sys.argv:
        print(json.dumps([{"check": check, "where": where, "text": text} for check, where, text in found]))
    if "--update" in sys.argv:
        keys = sorted({(check, where) for check, where, _ in found})
        triage["findings"] = [
            {"check": check, "where": where, "reason": known.get((check, where), "")} for check, where in keys
        ]
        TRIAGE.write_text(json.dumps(triage, indent=2, ensure_ascii=False) + "\n")
        return 0

    unexplained = [each for each in found if not known.get(each[:2])]
    stale = sorted(set(known) - {each[:2] for each in found})
    for check, where, text in unexplained:
        print(f"unexplained: {check} in {where}\n  {text}", file=sys.stderr)
    for check, where in stale:
        print(f"explained but not found: {check} in {where}", file=sys.stderr)
    print(f"{len(found)} findings, {len(unexplained)} unexplained, {len(stale)} explanations out of date", file=sys.stderr)
    return 1 if unexplained or stale else 0


def findings(left_out: set[str]) -> set[tuple[str, str, str]]:
    compilation = CryticCompile(
        SolcStandardJson(standard_json()), solc=str(HERE / "solc.mjs"), solc_disable_warnings=True
    )
    slither = Slither(compilation)
    for detector in vars(all_detectors).values():
        if inspect.isclass(detector) and issubclass(detector, AbstractDetector) and detector.ARGUMENT not in left_out:
            slither.register_detector(detector)
    results = [result for per_detector in slither.run_detectors() if per_detector for result in per_detector]
    return {
        (result["check"], where(result), " ".join(result["description"].split()))
        for result in results
        if any(element["source_mapping"]["filename_relative"].startswith("contracts/") for element in result["elements"])
    }


def where(result: dict) -> str:
    """`Contract.function` of the first element: stays the same when lines move."""
    element = result["elements"][0]
    names = [element["name"]] if element["type"] in ("function", "contract", "variable", "event") else []
    parent = element.get("type_specific_fields", {}).get("parent")
    while parent:
        names.insert(0, parent["name"])
        parent = parent.get("type_specific_fields", {}).get("parent")
    return ".".join(name for name in names if not name.endswith(".sol")) or element["name"]


def standard_json() -> dict:
    """Compiler input of everything that is deployed, with its dependencies."""
    sources: dict[str, dict[str, str]] = {}
    for path in sorted(ROOT.glob("contracts/**/*.sol")):
        if "mocks" not in path.parts:
            add(sources, path)
    return {
        "language": "Solidity",
        "sources": sources,
        "settings": {
            "remappings": ["@openzeppelin/=node_modules/@openzeppelin/"],
            "evmVersion": "cancun",
            "optimizer": {"enabled": False},
        },
    }


def add(sources: dict[str, dict[str, str]], path: pathlib.Path) -> None:
    key = str(path.relative_to(ROOT))
    if key in sources:
        return
    text = path.read_text()
    sources[key] = {"content": text}
    for target in IMPORT.findall(text):
        add(sources, (path.parent / target).resolve() if target.startswith(".") else ROOT / "node_modules" / target)


sys.exit(main())
