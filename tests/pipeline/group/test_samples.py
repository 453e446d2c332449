import numpy as np
import pytest

from pipeline.fingerprint import sketch as sketches
from pipeline.group import samples
from tests.pipeline.group.articles import DAM, QUAKES, STRIKE, mark

MARKS = [mark(text) for text in (DAM, "", STRIKE, "Markets close higher", QUAKES[0], DAM * 30)]


def test_many_are_remembered_as_one_by_one():
    many = samples.decoded([m.sketch for m in MARKS], [m.details for m in MARKS])
    ones = [samples.of(sketches.decode(m.sketch, m.details)) for m in MARKS]
    for name in ("sizes", "levels", "hashes"):
        parts = [getattr(one.shingles, name) for one in ones]
        assert getattr(many.shingles, name).tolist() == np.concatenate(parts).tolist()
    for kind in ("numbers", "letters", "names"):
        for name in ("sizes", "values"):
            parts = [getattr(getattr(one, kind), name) for one in ones]
            assert getattr(getattr(many, kind), name).tolist() == np.concatenate(parts).tolist()


def test_without_details_there_are_no_letters_and_names():
    (one,) = [samples.decoded([MARKS[0].sketch], [b""])]
    assert (one.letters.values.tolist(), one.names.values.tolist()) == ([0], [0])
    assert one.numbers.values.tolist() == samples.of(sketches.decode(MARKS[0].sketch)).numbers.values.tolist()


@pytest.mark.parametrize("sketch", [b"", b"\xff" * 8])
def test_what_is_no_sketch_is_refused(sketch):
    with pytest.raises(ValueError, match="not a sketch"):
        samples.decoded([MARKS[0].sketch, sketch], [b"", b""])
