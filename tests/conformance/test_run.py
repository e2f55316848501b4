"""The script that runs the W3C suite, on a made-up suite of four tests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MANIFEST = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<> a mf:Manifest ; mf:entries ( <#good> <#wrong> <#syntax> <#service> ) .
<#good> a mf:QueryEvaluationTest ; mf:name "good" ;
    mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <good.tsv> .
<#wrong> a mf:QueryEvaluationTest ; mf:name "wrong" ;
    mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <wrong.tsv> .
<#syntax> a mf:NegativeSyntaxTest11 ; mf:name "syntax" ; mf:action <bad.rq> .
<#service> a mf:PositiveSyntaxTest11 ; mf:name "service" ; mf:action <service.rq> .
"""
FILES = {
    "manifest.ttl": MANIFEST,
    "data.ttl": "<s> <http://e/p> 1 , [] .",
    "all.rq": "SELECT * { ?s ?p ?o }",
    "good.tsv": "?s\t?p\t?o\n<{base}/s>\t<http://e/p>\t01\n<{base}/s>\t<http://e/p>\t_:x\n",
    "wrong.tsv": "?s\t?p\t?o\n<{base}/s>\t<http://e/p>\t2\n",
    "bad.rq": "SELECT {",
    "service.rq": "ASK { SERVICE <http://e/> {} }",
}


def test_each_test_gets_its_verdict_and_nothing_is_lost(tmp_path):
    folder = tmp_path / "made-up"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("{base}", folder.as_uri()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.run", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("all ")] == [
        ["3", "1", "0", "0"]
    ]
    assert "engine fails  made-up/all.rq: wrong" in done.stdout
    assert done.returncode == 0
