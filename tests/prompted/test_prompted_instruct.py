"""Real models end to end: a tiny one of random weights, and the embedded one as it came.

What they say is poor; that it comes as asked, and that nothing unchecked gets into a brief, is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from prompted_sample import TEXT, article
from test_prompted_prompts import example_words, said_in

from briefwright import models, resources
from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.errors import UnknownModel
from briefwright.ground.tokens import tokens
from briefwright.nn import instruct
from briefwright.nn.instruct import fake
from briefwright.pipeline import Instruction, Models, briefs, load
from briefwright.prompted.prompts import PARTS, Prompts
from briefwright.reader.patterns import PatternReader

SMOL = "smollm2-135m-instruct"


def stands(found: Brief, source: Article) -> bool:
    """Whether every slice stands in the article, and every name and label too."""
    whole = " ".join(source.text.split())
    slices = [
        one
        for items in (found.participants, found.key_quotes, found.cooperation_areas, found.outlook)
        for item in items
        for one in item.evidence
    ]
    words = [one.name for one in found.participants]
    words += [one.title for one in found.participants if one.title]
    words += [one.label for one in found.cooperation_areas]
    words += [one.when for one in found.outlook if one.when]
    return all(source.text[one.start : one.end] == one.text for one in slices) and all(
        " ".join(one.split()) in whole for one in words
    )


@pytest.mark.parametrize("hints", [False, True])
def test_every_form_holds_a_model_that_knows_nothing(tmp_path: Path, hints: bool) -> None:
    folder = fake.write(tmp_path / "model")
    fake.change(folder, "config.json", lambda one: one.update(max_position_embeddings=8192))
    model = instruct.load(folder, device="cpu", context=8192)
    source = article()
    (found,) = briefs([source], Models(reader=PatternReader(), instruct=model, hints=hints))
    assert stands(found, source)
    # Each answer is within its grammar, so whatever was said whole could be used.
    assert "quotations" not in str(found.provenance.settings.get("fallback"))
    assert found.provenance.model == "model"


@pytest.mark.slow
@pytest.mark.model
def test_nothing_of_the_prompts_comes_out_of_the_embedded_model() -> None:
    try:
        folder = models.find(SMOL)
    except UnknownModel as error:
        pytest.skip(str(error))
    source = article(TEXT)
    loaded = load(instruction=Instruction(model=str(folder), device="cpu"), read="patterns")
    (found,) = briefs([source], loaded)
    assert stands(found, source)
    prompts = Prompts()
    whole = [prompts.sources[part] for part in PARTS]
    words = example_words(whole[0], whole[2:])
    assert {"honey", "lantern"} <= words
    assert not words & {token.key for token in tokens(said_in(found))}
    assert resources.folder("prompts").is_dir()
