"""Function words by which other languages than English are known.

Only words that English does not have; the commonest ones of each are enough for a sentence.
"""

from typing import Final

from cards.grading.listing import listed

_GERMAN: Final = listed(
    """der das ein eine einer eines einem einen und ist sind wird werden wurde durch bei dem den
    des mit von vom zum zur im für fur auf aus nach uber über nicht sich auch oder wenn dass
    daß daten jedes jeder jede alle wie man kann nur als ihr sein seine keine kein haben hat
    noch mehr weniger sie er wir ich zu um beim damit bis vor zwischen gegen ohne ganze
    einmal zwei pro"""
)

_FRENCH: Final = listed(
    """le la les un une des du et est sont dans pour par sur qui que quoi avec sans pas ne ce cette
    ces il elle on nous vous se sa ses leur leurs au aux plus moins chaque tout tous toute
    toutes fois où ou être etre entre après avant quand lorsque comme mais l d c j n qu"""
)

_SPANISH_PORTUGUESE: Final = listed(
    """el los las una unos unas y es son en por para con sin del al lo se su sus cada todo toda
    todos todas vez que como pero más menos durante hasta desde cuando o os um uma umas uns
    em não nao dos das nos nas pelo pela ao aos seu sua são foi mas muito entre é à"""
)

_ITALIAN: Final = listed(
    """il gli uno della delle dello dei degli nel nella nelle sul sulla di da e ed che chi non è
    sono ogni tutto tutti tutte volta viene vengono più meno quando durante per su quali cui
    quale quanto"""
)

_DUTCH: Final = listed(
    """het een en van zijn wordt worden bij voor door naar niet ook alle elk elke keer tijdens deze
    dit dat die te aan om uit tot maar meer minder hoe hoeveel wat waar waarbij welke zodat omdat
    zoals heeft hebben dus geen er"""
)

_POLISH_CZECH: Final = listed(
    """jest są sa się sie na do od po dla przez przy jak który która które ktory ktora ktore nie
    każdy kazdy każda oraz ale lub je jsou pro které který která při vsech všech jeden jedna
    jedno ze ve"""
)

_HINDI_IN_LATIN_LETTERS: Final = listed(
    """ka ki ke ko hai hain hota hoti hote mein aur ek jo kya kar karne karte karna karo liye lekar
    leke tak saare sare poori pura thoda wala wale nahi nahin agar phir jab ke jaise yeh woh"""
)

_TURKISH: Final = listed(
    """bir ve bu için ile olan olarak daha her gibi tüm eder edilir olur bütün veya kadar sonra ya
    da"""
)

_SCANDINAVIAN: Final = listed(
    """och är ett en av som för på att med till det den inte alla varje er og til av et ikke hver
    hvert på alle når som med jede"""
)

_FINNISH_HUNGARIAN_ROMANIAN_INDONESIAN: Final = listed(
    """ja se että kun joka jossa on kaikki ei yksi az egy és és hogy nem minden amely amikor vagy
    și si este sunt care pentru din în fiecare toate yang dan dari untuk dengan pada setiap
    semua satu adalah dalam"""
)

_SOUTH_SLAVIC_AND_SLOVAK: Final = listed(
    """je su se koji koja koje kada ili kao sve svi svaki svaka jedan jedna jednom kroz za iz ki ko
    vsi vsak ali tudi alebo ktorý ktorá každý všetky počas cez raz"""
)
_VIETNAMESE: Final = listed(
    """là của và các một cho với không được những trong khi lần qua mỗi tất cả dữ liệu mô hình"""
)
_CATALAN_AND_GALICIAN: Final = listed(
    """els les amb és són i per tot tots totes cada una vegada dades unha os as cando"""
)
_BALTIC_AND_ESTONIAN: Final = listed(
    """ir kas yra per visus kiekvienas kartą tai ar ja mis kui kõik iga üks kord läbi andmed"""
)
_SWAHILI_AND_FILIPINO: Final = listed(
    """ya wa na kwa ni katika kila mara moja yote ang mga ng sa isang lahat bawat"""
)
ENGLISH_TOO: Final = listed(
    """a an as at be every by do er he i in is it me no of on or so to us we am per die was all
    also her war man se die sa la le a en den on e d c s t j n l m o y pro plus alle van de
    as i per ya na sa ni ar os ko"""
)

FOREIGN_WORDS: Final = (
    _GERMAN
    | _FRENCH
    | _SPANISH_PORTUGUESE
    | _ITALIAN
    | _DUTCH
    | _POLISH_CZECH
    | _HINDI_IN_LATIN_LETTERS
    | _TURKISH
    | _SCANDINAVIAN
    | _FINNISH_HUNGARIAN_ROMANIAN_INDONESIAN
    | _SOUTH_SLAVIC_AND_SLOVAK
    | _VIETNAMESE
    | _CATALAN_AND_GALICIAN
    | _BALTIC_AND_ESTONIAN
    | _SWAHILI_AND_FILIPINO
) - ENGLISH_TOO
"""Words that English does not have, or not in such a place."""
