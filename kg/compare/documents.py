"""The text of Word and PDF files, with the extra `documents`."""

from pathlib import Path

from kg.errors import BadInput

_MOST_PAGES = 1_000
_GET = "pip install 'urban-security-kg[documents]'"


def read_document(path: Path) -> str:
    """Return the text of a `.docx` or `.pdf` file; raise BadInput when there is none to be had."""
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file")
    read = _read_pdf if path.suffix.casefold() == ".pdf" else _read_docx
    try:
        text = read(path)
    except ModuleNotFoundError as problem:
        raise BadInput(f"{path}: reading {path.suffix} needs an extra: {_GET}") from problem
    except BadInput:
        raise
    except Exception as problem:  # either reader meets a broken file with any error
        raise BadInput(
            f"{path}: is no {path.suffix} file that can be read ({type(problem).__name__})"
        ) from problem
    if not text.strip():
        raise BadInput(
            f"{path}: has pages but no text: a scan; run text recognition on it, or give --text"
        )
    return text


def _read_pdf(path: Path) -> str:
    import logging

    import pypdf  # late: an extra

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity of a file
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise BadInput(f"{path}: is locked with a password")
    return "\n\n".join(page.extract_text() for page in reader.pages[:_MOST_PAGES])


def _read_docx(path: Path) -> str:
    import docx  # late: an extra

    document = docx.Document(str(path))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [" ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
    return "\n\n".join(part for part in parts if part.strip())
