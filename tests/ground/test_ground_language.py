from __future__ import annotations

import pytest

from briefwright import ground
from briefwright.article import Article
from briefwright.brief import Brief, Provenance
from briefwright.draft import Draft
from briefwright.ground.language import looks_english

ENGLISH = (
    "The ministers of the two countries met in Lisbon on Monday and agreed that a new bridge over "
    "the river would be built by the end of next year. They said it would cost 40 million euros."
)
OTHERS = {
    "French": "Le ministre des Affaires étrangères a rencontré mardi à Dakar son homologue pour "
    "parler de la pêche, de l’énergie et de la formation des cadres. Les deux hommes ont signé un "
    "accord qui prévoit la construction d’un port.",
    "German": "Der Außenminister traf am Dienstag in Wien seinen Amtskollegen, um über Energie, "
    "Handel und den Ausbau der Bahn zu sprechen. Beide Seiten wollen im Herbst ein Abkommen "
    "unterzeichnen, das den Austausch von Fachkräften erleichtert.",
    "Dutch": "De minister van Buitenlandse Zaken sprak dinsdag in Gent met zijn ambtgenoot over de "
    "handel en de bouw van een haven. Beide landen willen in het najaar een akkoord tekenen, dat "
    "de uitwisseling van vakmensen makkelijker maakt.",
    "Turkish": "Dışişleri Bakanı salı günü Ankara’da mevkidaşıyla görüştü ve enerji, ticaret ile "
    "demiryolu konularını ele aldı. İki taraf sonbaharda bir anlaşma imzalamayı umuyor ve bunun "
    "uzmanların değişimini kolaylaştıracağını söylüyor, diye ekledi bakan.",
}


def test_english_reads_as_english() -> None:
    assert looks_english(ENGLISH)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_languages_do_not(text: str) -> None:
    assert not looks_english(text)


def test_english_article_that_quotes_another_language_is_english() -> None:
    assert looks_english(f"{ENGLISH} “{OTHERS['French']}” {ENGLISH}")


@pytest.mark.parametrize("text", ["", "Annexe 4: budget.", "12 %, 14 %", "🚢" * 500])
def test_too_few_words_tell_nothing(text: str) -> None:
    assert looks_english(text)


def test_brief_of_an_undeclared_foreign_article_warns() -> None:
    codes = [one.code for one in brief(OTHERS["German"]).cautions]
    assert "not-english" in codes
    assert "not-english" not in [one.code for one in brief(ENGLISH).cautions]


def brief(text: str) -> Brief:
    article = Article(id="one", source="one", text=text)
    provenance = Provenance(briefwright="0", reader="none")
    return ground.ground(Draft(), article, provenance=provenance)
