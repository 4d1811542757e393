"""The clauses that most contracts have: how people ask about each, and in which words it is written.

Each row has a pattern for questions about the clause, words of the clause, the question in full and, in
some rows, further words that questions about it may contain.
"""

from __future__ import annotations

__all__ = ["CLAUSES"]

CLAUSES = (
    (
        r"\b(?:cap|limit\w*)\b.*\bliab|\bliab\w* (?:cap|limit)|maximum liability",
        "limitation of liability cap capped aggregate liability exceed damages",
        "What is the limit of liability?",
    ),
    (
        r"\bliab(?:le|ility)\b|\bwho pays (?:for )?(?:the )?damages?\b|\bresponsible for (?:loss|damage)",
        "liability liable responsible indemnify indemnification hold harmless damages losses loss",
        "Who is liable?",
        "pay",
    ),
    (
        r"\bindemni",
        "indemnify indemnification hold harmless defend claims losses",
        "Who must indemnify and hold harmless the other?",
    ),
    (
        r"\bown(?:s|ed|ership)?\b.*\b(?:ip|intellectual|inventions?|works?|results?|deliverables|"
        r"copyrights?|patents?|data|code)\b|\bip (?:rights?|ownership)\b"
        r"|^\W*ip\W*$|^\W*intellectual property\W*$",
        "intellectual property ownership owned right title and interest copyright patent inventions",
        "Who owns the intellectual property?",
    ),
    (
        r"\bnotice periods?\b|\bperiods? of notice\b|\bhow (?:much|long|many \w+)\b.*\bnotice\b"
        r"|\bwhat notice\b.*\b(?:terminat\w*|end|cancel\w*|leave|quit)\b",
        "notice prior written",
        "What is the minimum period of notice to terminate the agreement?",
        "long much needed give gives given must",
    ),
    (
        r"\b(?:terminat\w*|cancel\w*|end it|get out|walk away|quit|leave|exit)\b.*\b(?:early|without cause|"
        r"convenience|any time)|\bearly terminat|\bterminat\w* for convenience|\bwalk away|\bget out\b|"
        r"\b(?:can|may|could) (?:they|we|i|either|it|he|she|you|one)\b.*\b(?:terminat|cancel)",
        "terminate termination without cause convenience prior written notice",
        "Who may end the agreement early without cause, and with what notice?",
    ),
    (
        r"\bterminat|\bcancel(?:lation)?\b",
        "terminate termination notice default breach",
        "How can this agreement be terminated?",
    ),
    (
        r"\bbreach|\bdefaults?\b|\bnon-?(?:performance|compliance)",
        "breach default remedy cure terminate notice",
        "What happens if a party is in breach or default?",
    ),
    (
        r"\bnon-?\s?compet|\bcompet(?:e|ing|ition|itors?)\b",
        "compete competition competing business competitor restriction exclusive",
        "May a party compete with the other?",
    ),
    (
        r"\bsolicit|\bpoach|\bhire (?:our|their|each other)",
        "solicit hire employees customers",
        "May a party solicit or hire the employees or customers of the other?",
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
    ),
    (
        r"\bgoverning law|\bwhich law|\bapplicable law|\bwhat law|\blaw applies|\bwhose law",
        "governed construed in accordance with the laws of the state governing law",
        "Which law governs this agreement?",
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
        r"\bhow long\b.*\b(?:last|run|valid|in force)|^\W*(?:term|duration)\W*$",
        "term of this agreement period duration runs lasts ends expire continue until initial term months",
        "How long does this agreement last?",
    ),
    (
        r"\bwhen (?:does|did|will|is)\b.*\b(?:end|expire|over|finish|run out)|\b(?:expir\w*|end) date",
        "term of this agreement expire expiration end ends runs lasts continue until initial term years",
        "When does this agreement expire?",
    ),
    (
        r"\bassign(?:ed|ment|able)?\b|\btransfer(?:red|able)?\b|\bsell the contract",
        "assign assignment transfer prior written consent successors",
        "Is consent needed for assignment or transfer?",
    ),
    (
        r"\bsub-?\s?contract",
        "subcontract subcontractor consent",
        "May a party use subcontractors?",
    ),
    (
        r"\baudit|\binspect(?:ion)?\b|\bbooks and records",
        "audit inspect examine books records accounting",
        "Who may audit the books and records?",
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
    ),
    (
        r"\bchange (?:of|in) control|\bmerge[rd]?\b|\btaken over|\btakeover|\bacqui[rs]|\bis sold\b",
        "change of control merger acquisition sale of substantially all assets",
        "What happens on a change of control or a merger?",
    ),
    (
        r"\bminimum (?:purchase|order|commitment|quantit|volume|payment|amount)|\btake or pay"
        r"|\bpurchase commitment",
        "minimum purchase at least commitment quantity per year",
        "What is the minimum purchase?",
    ),
    (
        r"\bconfidential|\bnda\b|\bsecrecy|\bnon-?\s?disclos|\bdisclos",
        "confidential information disclose nondisclosure receiving party secret",
        "What must a party keep confidential?",
    ),
    (
        r"\bforce majeure|\bact of god|\bbeyond .*control",
        "force majeure beyond reasonable control acts of god delay excused",
        "What happens in the case of force majeure, beyond a party's control?",
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
        r"\bsurviv",
        "survive survival termination expiration",
        "Which obligations survive the end of this agreement?",
    ),
    (
        r"\bmost[- ]favou?red|\bmfn\b|\bbest (?:price|terms)|\bas good as\b",
        "most favored no less favorable terms pricing third party",
        "Must a party give the other terms as good as those of third parties?",
    ),
    (
        r"\bfirst refusal|\brofr\b|\bfirst (?:offer|negotiation)",
        "right of first refusal first offer first negotiation",
        "Does a party have a right of first refusal, first offer or first negotiation?",
    ),
    (
        r"\broyalt",
        "royalty royalties percent net sales",
        "What royalties must a party pay?",
    ),
    (
        r"\bamend|\b(?:contract|agreement|terms)\b.*\bchanged?\b|\bchange the (?:contract|agreement|terms)"
        r"|\bmodif",
        "amended modified written instrument signed both parties",
        "How may this agreement be amended?",
    ),
)
