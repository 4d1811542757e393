"""The clauses that most contracts have: how people ask about each, and in which words it is written.

Each row has a pattern for questions about the clause, words of the clause, the question in full and, in
some rows, further words that questions about it may contain, and a pattern for what such a clause always
contains. The first row whose pattern fits a question counts, so narrow ones precede broad ones.
"""

from __future__ import annotations

from longdoc.tasks.search.clauses_of_kinds import CLAUSES_OF_KINDS
from longdoc.tasks.search.clauses_on_liability_and_ending import CLAUSES_ON_LIABILITY_AND_ENDING

__all__ = ["CLAUSES"]

_OF_TERM = (  # not "either party may terminate"
    r"\bexpir|\bends?\b|\binitial\b|\bcontinu|\buntil\b|\bterm\b|\bperiod\b|\bruns?\b|\blasts?\b|\bmatur"
    r"|\b(?:shall|will)(?: automatically)? terminate "
    r"(?:on|at|upon|(?:[\w-]+ ){1,2}(?:\(\d+\) )?(?:year|month|day)s?)\b"
)

CLAUSES = (
    *CLAUSES_OF_KINDS,
    *CLAUSES_ON_LIABILITY_AND_ENDING,
    (
        r"\bhow long\b.*\bcompet|\bcompet\w*\b.*\bhow long\b|\bnon-?\s?compet\w* (?:period|term)",
        "compete competition competing business restricted period years following termination",
        "How long may a party not compete with the other?",
        "long last",
        r"\bcompet",
    ),
    (
        r"\bnon-?\s?compet|\bcompet(?:e|ing|ition|itors?)\b|\b(?:for|join) (?:a )?rivals?\b",
        "compete competition competing business competitor restriction exclusive",
        "May a party compete with the other?",
        "work works join rival rivals",
        r"\bcompet|(?<!non-)\bexclusiv(?!e (?:remed|owner|property|licen|jurisdiction|of\b))",
    ),
    (
        r"\bsolicit|\bpoach|\bhire (?:our|their|each other)"
        r"|\b(?:go after|steal|entice|approach)\b.*\b(?:customers?|clients?|staff|employees|workers|people)",
        "solicit hire employees customers entice",
        "May a party solicit or hire the employees or customers of the other?",
        "staff people workers team clients go steal approach",
        r"\bsolicit|\bhire\b|\bentic|\bemploy\b|\binduc|\bdivert",
    ),
    (
        r"\bexclusiv",
        "exclusive exclusivity sole",
        "Who has exclusive rights?",
    ),
    (
        r"\brenew|\bextend(?:ed)?\b|\bextension|\bprolong",
        "renew renewal automatically successive term extend extension",
        "Does the contract renew automatically, or how is it extended?",
        "",
        r"\brenew|\bexten[ds]|\bsuccessive|\bprolong|\bmonth[- ]to[- ]month|\byear[- ]to[- ]year",
    ),
    (
        r"\bgoverning law|\bwhich law|\bapplicable law|\bwhat law|\blaws? appl(?:ies|y)|\bwhose law",
        "governed construed in accordance with the laws of the state governing law",
        "Which law governs this agreement?",
        "country countries",
        r"\blaws?\b",
    ),
    (
        r"\bwhere\b.*\b(?:disputes?|sued?|courts?|lawsuits?|arbitrat\w*|claims?)\b|^\W*(?:venue|jurisdiction)\W*$"
        r"|\b(?:which|what) (?:courts?|venue|jurisdiction)\b",
        "exclusive jurisdiction venue courts located county arbitration seat place",
        "Where are disputes settled, in the courts of which place?",
        "sue sued bring brought",
        r"\bcourts?\b|\bvenue\b|\bjurisdiction\b|\barbitrat",
    ),
    (
        r"\b(?:dispute|arbitrat|mediat|venue|jurisdiction|litigat|court)",
        "disputes arbitration arbitrator mediation jurisdiction courts venue",
        "How are disputes settled, by arbitration or in court?",
    ),
    (
        r"\b(?:late|overdue) (?:payments?|fees?|charges?)\b|\binterest\b.*\blate"
        r"|\bpa(?:y|ys|id|ying)\b.*\b(?:late|on time)\b",
        "late payment overdue interest per month",
        "What late fee, charge or interest is due on late payments?",
        "fee pay pays paid paying time rent invoice bill",
        r"\blate\b|\boverdue|\bpast due|\binterest\b|\bdelinquen|\bunpaid|\bwhen due",
    ),
    (
        r"\b(?:legal|attorneys?.{0,2}|lawyers?.{0,2}) (?:fees|costs|bills?)\b"
        r"|\bpays? (?:for )?(?:the |their |our )?lawyers",
        "attorneys fees legal costs expenses reimburse prevailing party counsel",
        "Who pays the legal costs and the fees of attorneys?",
        "lawyers bill bills",
        r"\battorney|\bcounsel\b|\blegal (?:fees|costs|expenses)|\bcosts?\b",
    ),
    (
        r"\bsalary\b|\bwages?\b|\bremuneration\b|\b(?:he|she|i) (?:get|gets|be|is) paid\b"
        r"|\b(?:he|she|i) earns?\b",
        "salary base compensation annual remuneration fee payable stock",
        "What salary or compensation is paid?",
        "much get gets earn earns wage wages",
        r"\bsalar|\bcompensat|\bremunerat|\bwage|\bfee|\breceive",
    ),
    (
        r"\bpay(?:ment)? (?:terms?|schedule|conditions?)"
        r"|\bhow (?:and when )?(?:is|are|do|does)\b.*\bpa(?:y|id)\b"
        r"|\bwhen (?:is|are|do|does)\b.*\b(?:pay|paid|due)\b|^\W*(?:fees?|price|payments?|compensation)\W*$",
        "payment pay invoice fees due within days payable",
        "What must be paid, and when are payments due?",
        "cost",
    ),
    (
        r"\bpart(?:y|ies)\b.*\b(?:contract|agreement)|^\W*(?:who are )?(?:the )?parties\W*$|\bbetween whom",
        "between by and among agreement is made party parties corporation company inc ltd llc limited",
        "Who are the parties to this agreement?",
    ),
    (
        r"\bwhen (?:does|did|will|is)\b.*\b(?:start|begin|commence|effective|take effect|"
        r"come into (?:force|effect)"
        r"|signed)|\b(?:effective|start|commencement) date|\bin force since",
        "effective date commence begin dated as of entered into",
        "When does the agreement take effect?",
    ),
    (
        r"\bhow long\b.*\b(?:last|run|valid|in force|tied|locked|bound)\b|^\W*(?:term|duration)\W*$"
        r"|\bhow long (?:is|will) (?:the |this |it )?(?:contract|agreement|deal|lease)\b",
        "term of this agreement period duration runs lasts ends expire continue until initial term months "
        "terminate effective",
        "How long does this agreement last?",
        "long tied locked bound deal",
        _OF_TERM,
    ),
    (
        r"\bwhen (?:does|did|will|is)\b.*\b(?:end|expire|over|finish|run out)|\b(?:expir\w*|end) date",
        "term of this agreement expire expiration end runs lasts continue until initial term period begins "
        "terminate effective maturity",
        "When does this agreement expire?",
        "",
        _OF_TERM,
    ),
    (
        r"\bassign(?:ed|ment|able)?\b|\btransfer(?:red|able)?\b|\bsell the (?:contract|loan|debt)"
        r"|\bhand (?:it|this) (?:over|on)\b|\bpass (?:it|this) on\b",
        "assign assignment transfer prior written consent successors",
        "May a party assign or transfer the agreement without consent?",
        "hand pass someone somebody else another person company sell debt",
        r"\bassign|\btransfer|\bdelegat",
    ),
    (
        r"\bsub-?\s?contract|\boutsourc",
        "subcontract subcontractor consent",
        "May a party use subcontractors?",
        "outsource work use",
        r"\bsub-?\s?contract|\bdelegat|\bthird part",
    ),
    (
        r"\baudit|\binspect(?:ion)?\b|\bbooks and records"
        r"|\b(?:see|look at|check) (?:our|their|the) (?:books|records|accounts)",
        "audit inspect examine books records accounting",
        "Who may audit the books and records?",
        "see look check accounts",
        r"\baudit|\binspect|\bexamin|\bbooks\b|\brecords\b",
    ),
    (
        r"\bsub-?\s?licen[cs]|\blicen[cs]es?\b|\blicen[cs]ed\b|\bright(?:s)? to use",
        "grants license licence non-exclusive royalty-free right to use sublicense",
        "What licence is granted?",
    ),
    (
        r"\binsur",
        "insurance coverage policy maintain insured general liability",
        "What insurance is required?",
        "carry need needed",
        r"\binsur",
    ),
    (
        r"\bchange (?:of|in) (?:control|owner)|\bmerge[rd]?\b|\btaken over|\btakeover|\bacqui[rs]"
        r"|\b(?:is|are|gets?) (?:sold|bought)\b",
        "change of control merger acquisition ownership sale of substantially all assets",
        "What happens on a change of control or a merger?",
        "bought company",
        r"\bcontrol\b|\bmerg|\bacqui|\bownership|\bsubstantially all|\bconsolidat",
    ),
    (
        r"\bminimum (?:purchase|order|commitment|quantit|volume|payment|amount|spend)|\btake or pay"
        r"|\bpurchase commitment",
        "minimum purchase at least commitment quantity per year",
        "What is the minimum purchase?",
        "spend",
        r"\bminimum|\bat least|\b(?:no|not) (?:less|fewer) than|\bcommit",
    ),
    (
        r"\bhow long\b.*\b(?:confidential\w*|secrets?|secrecy|nda)\b",
        "confidential confidentiality obligations survive period years after termination",
        "How long do the obligations of confidentiality last?",
        "long keep kept secret secrets nda",
        r"\bconfiden|\bsecre|\bdisclos",
    ),
    (
        r"\bconfidential|\bsecrets?\b|\bnda\b|\bsecrecy|\bnon-?\s?disclos|\bdisclos",
        "confidential information disclose nondisclosure receiving party secret",
        "What must a party keep confidential?",
        "kept secret secrets",
        r"\bconfiden|\bsecre|\bdisclos",
    ),
    (
        r"\bforce majeure|\bact of god|\bbeyond .*control",
        "force majeure beyond reasonable control acts of god delay excused",
        "What happens in the case of force majeure, beyond a party's control?",
    ),
    (
        r"\bhow long\b.*\b(?:warrant\w*|guaranteed?)\b|\bwarranty period",
        "warranty period warrants days months from delivery",
        "How long does the warranty last?",
        "long guarantee guaranteed",
        r"\bwarrant|\bguarant",
    ),
    (
        r"\bwarrant(?:y|ies|s)?\b|\bguarantee",
        "warrants represents warranty warranties disclaimer as is",
        "What does a party warrant, and which warranties are disclaimed?",
    ),
    (
        r"\b(?:ship(?:ping|ment)?|freight|delivery|transport)\b.*\b(?:cost|pay|charge|risk)|\b(?:cost|pays?|bears?|"
        r"charge|risk)\b.*\b(?:ship|freight|deliver|transport)",
        "shipping freight delivery costs risk of loss title passes FOB",
        "Which party bears the cost and the risk of shipping and delivery?",
        "pay",
    ),
    (
        r"\btax(?:es)?\b",
        "taxes duties withholding sales tax",
        "Which party bears the taxes?",
        "pay cost",
    ),
    (
        r"\bliquidated damages|\bpenalt(?:y|ies)\b|\bfine\b",
        "liquidated damages penalty",
        "What penalty or liquidated damages must a party pay?",
    ),
    (
        r"\bnotices?\b",
        "notices in writing delivered address",
        "How must notices be given?",
    ),
    (
        r"\bthird part\w+\b.*\b(?:enforce|benefi\w+|rely)",
        "third party beneficiary beneficiaries enforce benefit no other person",
        "May anyone but the parties enforce this agreement?",
        "",
        r"\bbenefi|\benforce",
    ),
    (
        r"\bsuspend|\b(?:cut|shut) (?:us|me|them|it) (?:off|down)\b",
        "suspend suspension access service nonpayment",
        "When may the service or the access be suspended?",
        "cut shut off",
        r"\bsuspen|\bdisabl",
    ),
    (
        r"\bsurviv",
        "survive survival termination expiration",
        "Which obligations survive the end of this agreement?",
    ),
    (
        r"\bmost[- ]favou?red|\bmfn\b|\bbest (?:price|terms)|\bas good as\b",
        "most favored no less favorable terms pricing third party",
        "Must a party give the other terms as good as those of third parties?",
        "best price deal",
        r"\bfavou?r|\blowest\b|\bno (?:less|higher|lower|worse)\b|\bat least as\b|\bbest\b",
    ),
    (
        r"\bfirst refusal|\brofr\b|\bfirst (?:offer|negotiation|dibs|option|choice)",
        "right of first refusal first offer first negotiation",
        "Does a party have a right of first refusal, first offer or first negotiation?",
        "dibs option choice",
        r"\bfirst\b",
    ),
    (
        r"\b(?:share|cut|split|percentage) of (?:the |any |our |their )?(?:revenues?|profits?|sales|income)\b"
        r"|\b(?:revenue|profit)[- ]?(?:shar|split)",
        "percent revenue share net revenues profits split commission",
        "What share of the revenue or the profit is paid?",
        "cut percentage income sharing",
        r"%|\bpercent|\bshare\b|\bsplit|\bcommission|\broyalt",
    ),
    (
        r"\broyalt",
        "royalty royalties percent net sales",
        "What royalties must a party pay?",
    ),
    (
        r"\bamend|\b(?:contract|agreement|terms)\b.*\bchanged?\b|\bchange the (?:contract|agreement|terms)"
        r"|\bmodif|\b(?:it|this) be changed\b",
        "amended modified written instrument signed both parties",
        "How may this agreement be amended?",
    ),
)
