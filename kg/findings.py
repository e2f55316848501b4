"""Located faults: what is wrong, where, and what would be right; as text, JSON or JUnit XML."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

VIOLATION = "Violation"
WARNING = "Warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One fault at one line; findings sort by place."""

    file: str
    line: int
    check: str
    message: str
    severity: str = VIOLATION
    thing: str = ""

    def __str__(self) -> str:
        """Return the line that editors and people read: `file:line: message [check]`."""
        warning = "warning: " if self.severity == WARNING else ""
        return f"{self.file}:{self.line}: {warning}{self.message} [{self.check}]"


@dataclass(frozen=True)
class Report:
    """All findings of one run, the names of the checks that ran, and how much they saw."""

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    triples: int
    shapes: int
    queries: int
    severities: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(finding.severity for finding in self.findings)
        object.__setattr__(self, "severities", dict(counts))

    @property
    def passed(self) -> bool:
        """Whether nothing that was found forbids to publish: warnings do not."""
        return self.severities.get(VIOLATION, 0) == 0

    def summary(self) -> str:
        """Return what was looked at and what came of it, in one line."""
        seen = f"{self.triples:,} triples, {self.shapes} shapes, {self.queries} checks"
        counted = ((VIOLATION, "violation"), (WARNING, "warning"))
        found = [_count(self.severities.get(kind, 0), noun) for kind, noun in counted]
        return f"{seen}: {', '.join(filter(None, found)) or 'no findings'}"


def as_text(findings: Iterable[Finding]) -> str:
    """Return one line for each finding."""
    return "".join(f"{finding}\n" for finding in findings)


def as_json(report: Report) -> dict[str, object]:
    """Return the report as it is documented in docs/json.md."""
    return {
        "passed": report.passed,
        "triples": report.triples,
        "checks": list(report.checks),
        "findings": [
            {
                "file": finding.file,
                "line": finding.line,
                "severity": finding.severity,
                "check": finding.check,
                "message": finding.message,
                "thing": finding.thing,
            }
            for finding in report.findings
        ],
    }


def as_junit(report: Report) -> str:
    """Return JUnit XML, one test case for each check.

    Violations fail the case; warnings are its output.
    """
    by_check: dict[str, list[Finding]] = {name: [] for name in report.checks}
    for finding in report.findings:
        by_check.setdefault(finding.check, []).append(finding)
    suite = Xml.Element("testsuite", name="kg validate", tests=str(len(by_check)))
    failed = 0
    for name, findings in by_check.items():
        case = Xml.SubElement(suite, "testcase", classname="kg.validate", name=name)
        violations = [finding for finding in findings if finding.severity == VIOLATION]
        if violations:
            failed += 1
            failure = Xml.SubElement(case, "failure", message=_count(len(violations), "violation"))
            failure.text = as_text(violations)
        if warnings := [finding for finding in findings if finding.severity == WARNING]:
            Xml.SubElement(case, "system-out").text = as_text(warnings)
    suite.set("failures", str(failed))
    Xml.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suite, encoding="unicode")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""
