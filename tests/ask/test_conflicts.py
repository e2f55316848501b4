"""What sources say differently."""

from kg.ask import conflicts


def test_a_discrepancy_shows_its_readings_the_followed_one_and_the_reason(mini):
    assert (
        conflicts.as_text(mini.conflicts("qc"), 80)
        == """\
Sources contradict each other
=============================

Quay Circle: number of members
  → 12 [Harbour Paper, The circle]
  · 14 [Town Leaflet, page 1]
  The leaflet rounds.
"""
    )


def test_without_a_thing_all_are_listed_and_with_an_undisputed_one_none(mini):
    assert [len(mini.conflicts(thing)) for thing in (None, "lantern")] == [1, 0]


def test_json_names_subjects_readings_and_passages(mini):
    base = "https://w3id.org/urban-security-kg/"
    assert [conflicts.as_json(one) for one in mini.conflicts()] == [
        {
            "iri": f"{base}id/record/circle-size",
            "subjects": [{"iri": f"{base}id/body/quay-circle", "label": "Quay Circle"}],
            "matter": "number of members",
            "grade": "Sources contradict each other",
            "reason": "The leaflet rounds.",
            "readings": [
                {
                    "text": "12",
                    "preferred": True,
                    "passages": [
                        {
                            "source": "Harbour Paper",
                            "label": "The circle",
                            "iri": f"{base}source/harbour-paper/circle",
                        }
                    ],
                },
                {
                    "text": "14",
                    "preferred": False,
                    "passages": [
                        {
                            "source": "Town Leaflet",
                            "label": "page 1",
                            "iri": f"{base}source/town-leaflet/page-1",
                        }
                    ],
                },
            ],
        }
    ]
