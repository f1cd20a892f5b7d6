"""How often the commonest words of rules turn up in news, so that rules are tried by their rarest part."""

from __future__ import annotations

# Texts in a thousand that hold the word at least once, measured on 27,000 titles with summaries.
_BY_RATE = {
    100: "and as at for from in is of on the to with",
    40: "after are by do first has have it its more new one out over says their this up us will you",
    20: "back before could day former into man off people president said say two why",
    12: (
        "amid announced best big company court data deal end found four game go government group hit killed "
        "latest long make may media million minister national need next police second security set should "
        "show since strike take three top tuesday using video war wednesday week work would"
    ),
    8: (
        "action app attack bank behind build called calls claims companies continue days dead despite "
        "federal find fire five following friday games global lead leader left major making market me "
        "military monday month months near office pay plan plans post power school series shows star start "
        "states sunday team tech test thursday told union used users want workers"
    ),
    5: (
        "again announces arrested article attacks become biggest billion book border building built call "
        "charged chief code concerns cost crisis cut department does each employees energy every experts "
        "fall fight film finds firm food football forces general gets give got growing head images issues "
        "job jobs judge keep killing largest launch launched leaders legal lost makes members might model "
        "move movie music oil performance platform players podcast possible potential race research return "
        "reveals rights rise risk role round saturday search shares shooting sign six software sports staff "
        "stage story strikes summer takes taking third threat took trade trial university vote wants warns "
        "water weekend weeks whether wife"
    ),
    3: (
        "actor agreement airport anyone apps army auto avoid board books boss career cash claim continues "
        "costs defense demand director double everyone executive fears fighting fired firms flight founder "
        "further gaming gas giant gives growth gun heat hospital hundreds image impact inflation interview "
        "investors issue join labour launches lawmakers lawsuit leave leaving let loss manager mass massive "
        "medical millions models name needs nuclear offer offers officer opening parliament photo player "
        "point points prison production protect protest protests push rate reach ready researchers reveal "
        "safety schools scientists single speech started stock streaming student students tells train visit "
        "wanted warned warning worth"
    ),
}
RATE = {word: float(rate) for rate, words in _BY_RATE.items() for word in words.split()}
