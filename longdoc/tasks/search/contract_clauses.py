"""The clauses that most contracts have: how people ask about each, and in which words it is written.

Each row has a pattern for questions about the clause, words of the clause, the question in full and, in
some rows, further words that questions about it may contain, and a pattern for what such a clause always
contains. The first row whose pattern fits a question counts, so narrow ones precede broad ones.
"""

from __future__ import annotations

__all__ = ["CLAUSES"]

CLAUSES = (
    (
        r"\b(?:cap|limit\w*)\b.*\bliab|\bliab\w* (?:cap|limit)|maximum liability"
        r"|\b(?:cap|limit)\b.*\b(?:damages|claims?|losses|compensation)\b|\b(?:damages|claims?)\b.*\bcapped"
        r"|\bhow much can\b.*\b(?:sue|claim|recover)",
        "limitation of liability cap capped aggregate liability exceed excess damages",
        "What is the limit of liability?",
        "much sue claim recover most maximum",
        r"(?s)(?=.*(?:\bliab|\bdamages\b))(?=.*(?:\bexceed|\blimit|\bcap(?:s|ped)?\b|\bexcess\b|\bmore than\b"
        r"|\bconsequential|\bindirect\b|\bpunitive))",
    ),
    (
        r"\bliab(?:le|ility)\b|\bwho pays (?:for )?(?:the )?damages?\b|\bresponsible for (?:loss|damage)",
        "liability liable responsible indemnify indemnification hold harmless damages losses loss",
        "Who is liable?",
        "pay wrong fault",
    ),
    (
        r"\bindemni",
        "indemnify indemnification hold harmless defend claims losses",
        "Who must indemnify and hold harmless the other?",
    ),
    (
        r"\b(?:validity|challenge|contest)\b.*\b(?:patents?|ip|trade ?marks?|ownership|rights|copyrights?"
        r"|property)\b",
        "contest challenge attack validity ownership",
        "May a party contest the other's intellectual property?",
        "patents copyrights marks trademarks",
        r"\b(?:contest|challeng|attack|disput|validity)",
    ),
    (
        r"\bown(?:s|ed|ership)?\b.*\b(?:ip|intellectual|inventions?|works?|results?|deliverables|"
        r"copyrights?|patents?|data|code|software|improvements?|developed|created|produced)\b"
        r"|\bip (?:rights?|ownership)\b|\b(?:keeps?|retains?|has|gets?) (?:the )?(?:ip|rights? (?:to|in))\b"
        r"|^\W*ip\W*$|^\W*intellectual property\W*$",
        "intellectual property ownership owned right title and interest copyright patent inventions retain",
        "Who owns the intellectual property?",
        "keep keeps developed created produced made",
        r"\bown(?:s|ed|er|ership)?\b|\btitle\b|\bpropert|\bassigns?\b|\bwork made for hire",
    ),
    (
        r"\b(?:stop|prevent|avoid|opt out|get out of)\b.*\brenew|\bnon-?\s?renew",
        "renew renewal notice non-renewal elect not to renew prior to expiration extension",
        "What notice must be given so that the agreement is not renewed?",
        "stop prevent avoid opt out",
        r"\brenew|\bexten[ds]|\bsuccessive",
    ),
    (
        r"\bnotice periods?\b|\bperiods? of notice\b|\bhow (?:much|long|many \w+)\b.*\bnotice\b"
        r"|\bwhat notice\b.*\b(?:terminat\w*|end|cancel\w*|leave|quit)\b",
        "notice prior written",
        "What is the minimum period of notice to terminate the agreement?",
        "long much needed give gives given must",
    ),
    (
        r"\b(?:can|may|could) (?:he|she|i|employees?|workers?|executives?)\b.*\b(?:quit|resign|leave)\b"
        r"|\bresign",
        "resign terminate employment executive employee good reason notice",
        "May the employee terminate the employment for any reason, and with what notice?",
        "quit whenever want wants reason job",
        r"\bterminat|\bresign",
    ),
    (
        r"\b(?:fired?|sack(?:ed)?|dismiss(?:ed|al)?|lay off|laid off|let (?:him|her|me|them|us) go)\b",
        "terminate employment cause without cause employee company notice dismissal",
        "May the employer terminate the employment without cause?",
        "fire fired sack sacked dismiss dismissed lay laid off go reason",
        r"\bterminat|\bdismiss|\bremov",
    ),
    (
        r"\bdata\b.*\b(?:ends?|over|after|terminat\w*|leave|deleted?|returned?|back)\b",
        "data content delete deletion return destroy export upon termination",
        "What happens to the data after the agreement ends?",
        "delete deleted back return returned leave",
        r"\b(?:delet|return|destr|eras|retriev|export)",
    ),
    (
        r"\b(?:happens|do|owed)\b.*\b(?:after|once|when|on|at|upon)\b.*\b(?:ends?|over|terminat\w*|expir\w*)"
        r"|^\W*(?:effects?|consequences) of terminat",
        "effect of termination upon expiration cease return survive obligations transition",
        "What must the parties do when the agreement ends?",
        "over",
        r"\bterminat|\bexpir|\bend\b",
    ),
    (
        r"\b(?:terminat\w*|cancel\w*|end it|get out|walk away|quit|leave|exit)\b.*\b(?:early|without cause|"
        r"convenience|any time|(?:a|any) reason)|\bearly terminat|\bterminat\w* for convenience|\bwalk away"
        r"|\bget out\b|\b(?:pull|back) out\b"
        r"|\b(?:can|may|could) (?:they|we|i|either|it|he|she|you|one)\b.*\b(?:terminat|cancel)",
        "terminate termination without cause convenience prior written notice",
        "Who may end the agreement early without cause, and with what notice?",
        "side pull back reason",
        r"\bterminat|\bcancel|\bwithdraw|\bend\b",
    ),
    (
        r"\bterminat|\bcancel(?:lation)?\b",
        "terminate termination notice default breach",
        "How can this agreement be terminated?",
        "done",
        r"\bterminat|\bcancel|\bexpir",
    ),
    (
        r"\b(?:do|does|did)(?:n[’']?t| not) pay\b|\bnon-?payment|\bnot paid\b|\bmiss\w* (?:a )?payments?",
        "failure to pay nonpayment overdue default suspend terminate interest",
        "What happens if a party does not pay when due?",
        "don miss misses paid",
        r"\bpa(?:y|id)",
    ),
    (
        r"\bdeliver\w* (?:too )?late\b|\blate (?:deliver|shipment)|\bdelivery is (?:late|delayed)",
        "delivery date late delay delayed reject time is of the essence",
        "What happens if a delivery is late?",
        "deliver",
        r"\bdeliver",
    ),
    (
        r"\bbreach|\bdefaults?\b|\bnon-?(?:performance|compliance)",
        "breach default remedy cure terminate notice",
        "What happens if a party is in breach or default?",
        "",
        r"\bbreach|\bdefault|\bfail|\bviolat",
    ),
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
        r"\bwhere\b.*\b(?:disputes?|sued?|courts?|lawsuits?|arbitrat\w*|claims?)\b|^\W*venue\W*$",
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
        r"\b(?:late|overdue) (?:payments?|fees?|charges?)\b|\binterest\b.*\blate",
        "late payment overdue interest per month",
        "What interest or charge is due on late payments?",
        "fee",
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
        "term of this agreement period duration runs lasts ends expire continue until initial term months",
        "How long does this agreement last?",
        "long tied locked bound deal",
    ),
    (
        r"\bwhen (?:does|did|will|is)\b.*\b(?:end|expire|over|finish|run out)|\b(?:expir\w*|end) date",
        "term of this agreement expire expiration end runs lasts continue until initial term period begins",
        "When does this agreement expire?",
    ),
    (
        r"\bassign(?:ed|ment|able)?\b|\btransfer(?:red|able)?\b|\bsell the contract"
        r"|\bsub-?\s?(?:let\b|leas)|\bhand (?:it|this) (?:over|on)\b|\bpass (?:it|this) on\b",
        "assign assignment transfer prior written consent successors",
        "May a party assign or transfer the agreement without consent?",
        "hand pass someone somebody else another person sublet sublease",
        r"\bassign|\btransfer|\bdelegat|\bsub-?let|\bsub-?leas",
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
