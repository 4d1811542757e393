"""Abbreviations, ordinals and frequent words of languages other than English.

The frequent words tell the language of a text and begin its sentences; only the rules of that one apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Language", "language_of"]

SAMPLES = 8
SAMPLE_CHARS = 2000
LEAST_FREQUENT = 2  # frequent words
LEAST_SHARE = 0.04  # of all words

WORD = re.compile(r"[^\W\d_]{2,}")  # letters alone are variables, too


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@dataclass(frozen=True, slots=True)
class Language:
    """What a '.' in a text of this language may belong to.

    Attributes:
        code: its code in ISO 639-1.
        frequent: frequent words, small.
        never_last: abbreviations that end no sentence, small unless always written with a capital.
        before_number: abbreviations before a number or a capital letter alone: "Nr. 5".
        may_be_last: abbreviations that end a sentence if a frequent word begins the next.
        ordinals: a number with a '.' is an ordinal: "3. Mai", "12. 5. 2024".
    """

    code: str
    frequent: frozenset[str]
    never_last: frozenset[str]
    before_number: frozenset[str]
    may_be_last: frozenset[str] = frozenset()
    ordinals: bool = False


ENGLISH = _words("the and that with this are from shall which have has by not were their been it of")
LANGUAGES = (
    Language(
        "de",
        _words(
            "der die das und ist nicht den dem des von mit für auf ein eine einer einem einen im zu zum "
            "zur sich er sie es wird werden wurde durch bei nach als auch oder am vom aus dass wir ihr "
            "sein seine diese dieser dieses wenn gegen über unter dies hier alle jeder kein keine man nur "
            "noch so dann danach daher"
        ),
        _words(
            "bzw ggf gem vgl inkl exkl zzgl evtl sog geb verh vorm ehem insb insbes bspw dipl ing med jur "
            "phil rer nat Hr Fr Frl St dr prof mag einschl ausschl urspr gegr gest lt allg betr zw bes "
            "Abt mind höchst ca entspr zit"
        ),
        _words(
            "nr nrn art abs ziff rn rz rdnr kap bd bde anm anh pkt buchst lit az abschn anl aufl hs tz fn "
            "abb tab str tel plz uabs jg bl jhg"
        ),
        _words("mio mrd tsd usw dgl etc ff std"),
        ordinals=True,
    ),
    Language(
        "fr",
        _words(
            "le la les des du et est un une dans pour que qui par sur au aux en ne pas sont avec ce cette "
            "ces il elle ils elles nous vous se son sa ses leur leurs ou mais si lorsque toute tout tous "
            "chaque après avant"
        ),
        _words("M MM Mme Mmes Mlle Mlles Me Mgr dr pr prof cf env boul bd av réf vs St Ste mme mlle"),
        _words("art no nos n p pp al ch chap sect vol fig tél par paragr ann éd t tab"),
    ),
    Language(
        "es",
        _words(
            "el la los las del y es un una en para que por con se su sus al como no o lo más este esta "
            "estos si pero son fue será cada cuando sin sobre entre también todo toda él ella ellos "
            "nosotros"
        ),
        _words(
            "sr sra sres sras srta dr dra drs prof profa ing lic arq D Dª dña Dña av avda ej ee Ud Uds Vd "
            "excmo excma ilmo ilma gral cfr cta pza ctra Sto Sta"
        ),
        _words("núm núms num pág págs pag art arts cap apdo aptdo lit vol fig tel párr exp n p pp tít"),
    ),
    Language(
        "it",
        _words(
            "il lo la gli le di del della dei delle dell e è un una uno per che con si non da dal dalla "
            "al alla nel nella sono come o ma anche ha questo questa ogni se in i tra su più"
        ),
        _words(
            "sig sigg sigra dott dottssa ssa avv ing geom arch prof profssa rag cfr es egr gent spett on "
            "mons dr ra"
        ),
        _words("n nn art artt pag pagg p pp co cap lett fig tab vol all tel num par"),
    ),
    Language(
        "pt",
        _words(
            "o os a as do da dos das no na nos nas um uma e é que para por com não se em ao à pelo pela "
            "são ou mais como seu sua este esta cada foi quando também todo toda ele ela"
        ),
        _words("sr sra srs sras dr dra drs prof profa eng engª exmo exma ilmo ilma D av pça ex cf"),
        _words("art arts n num núm pág págs p pp inc al fl fls cap vol fig tel ex"),
    ),
    Language(
        "nl",
        _words(
            "de het een van en dat niet voor met zijn op te aan er bij ook om uit door naar of als wordt "
            "worden deze dit die hij zij wij heeft hebben kan maar indien over tot elke alle na"
        ),
        _words("dhr mw mevr mej mr drs ir ing dr prof nl bv bijv incl excl resp vgl zgn ds jhr enz ca"),
        _words("nr nrs blz art p pp hfst afb tel par bijl str kl"),
    ),
    Language(
        "pl",
        _words(
            "i w z na do się nie jest że o od przez dla po oraz lub za to ze jak który która które są być "
            "tym tego przy przed pod nad jego jej umowa strony każda jeżeli gdy"
        ),
        _words(
            "np tj tzn tzw ul al pl os św dr hab prof mgr inż ks gen płk ppłk kpt śp zam ur woj pow gm "
            "właśc ew ang łac im"
        ),
        _words("art ust nr nry pkt poz lit str s t rozdz par zał rys tab tel ok dz dn"),
    ),
    Language(
        "cs",
        _words(
            "a v na se je že z do o s k za by pro i ve jako nebo ze od po při podle který která které "
            "jsou není být tato tento této dle mezi před bude aby však"
        ),
        _words(
            "např tj tzv tzn mj resp popř příp event ing mgr bc MUDr mudr judr phdr rndr dr prof doc sv "
            "ul nám tř vč zvl zejm pozn srov"
        ),
        _words("č čl odst písm str s obr tab kap ods tel roč sp"),
        ordinals=True,
    ),
    Language(
        "sv",
        _words(
            "och att det som en på är av för med den till inte om ett han men var jag sig från vi så kan "
            "när ska eller denna detta enligt skall vid har hade under"
        ),
        _words("dvs jfr resp inkl exkl ang dr prof ca"),
        _words("kap nr kl s sid st fig tab tel mom p"),
    ),
    Language(
        "da",
        _words(
            "og at det som en på er av af for med den til ikke om et han men var jeg seg sig fra vi så "
            "kan når skal eller denne dette ved har efter etter bliver blir"
        ),
        _words("dvs jf jfr evt hhv inkl ekskl eks ang vedr dr prof ca d"),
        _words("nr stk kap kl s pkt fig tab tlf bd art st"),
        ordinals=True,
    ),
    Language(
        "ru",
        _words(
            "и в не на что с по к как от для о это из за у его или при он она они мы вы так же но был "
            "была было если все настоящий договор стороны того также"
        ),
        _words("см ср напр ул просп корп обл проф акад тов тел"),
        _words("ст п пп ч гл с стр рис табл абз подп разд д кв оф"),
    ),
)


def language_of(text: str) -> Language | None:
    """The language of a text, judging by samples of it; None for English and those not known here."""
    step = max(SAMPLE_CHARS, len(text) // SAMPLES)
    samples = (text[start : start + SAMPLE_CHARS] for start in range(0, len(text), step))
    words = [word for sample in samples for word in WORD.findall(sample.lower())]
    counts = [sum(word in language.frequent for word in words) for language in LANGUAGES]
    most = max(counts)
    english = sum(word in ENGLISH for word in words)
    if most < max(LEAST_FREQUENT, LEAST_SHARE * len(words), english):
        return None
    return LANGUAGES[counts.index(most)]
