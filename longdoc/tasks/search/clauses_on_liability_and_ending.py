"""Clauses on liability and ownership, and on how a contract ends: rows of `contract_clauses`."""

from __future__ import annotations

__all__ = ["CLAUSES_ON_LIABILITY_AND_ENDING"]

CLAUSES_ON_LIABILITY_AND_ENDING = (
    (
        r"\b(?:cap|limit\w*)\b.*\bliab|\bliab\w* (?:cap|limit)|maximum liability"
        r"|\b(?:cap|limit)\b.*\b(?:damages|claims?|losses|compensation)\b|\b(?:damages|claims?)\b.*\bcapped"
        r"|\bhow much can\b.*\b(?:sue|claim|recover)"
        r"|\bwhat (?:is|are) (?:the )?cap(?:ped|s)?\b|\b(?:any|is there a) caps?\b|\banything capped\b",
        "limitation of liability cap capped aggregate liability exceed excess damages",
        "What is the limit of liability?",
        "much sue claim recover most maximum anything",
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
        r"copyrights?|patents?|data|code|software|improvements?|developed|created|produced|products?"
        r"|platform|website|content|materials?|designs?)\b"
        r"|\bip (?:rights?|ownership)\b|\b(?:keeps?|retains?|has|gets?) (?:the )?(?:ip|rights? (?:to|in))\b"
        r"|^\W*ip\W*$|^\W*intellectual property\W*$",
        "intellectual property ownership owned right title and interest copyright patent inventions retain",
        "Who owns the intellectual property?",
        "keep keeps developed created produced made product platform website content material design",
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
        r"\bdata\b.*\b(?:ends?|over|after(?:wards?)?|terminat\w*|leave|deleted?|returned?|back)\b",
        "data content delete deletion return destroy export upon termination",
        "What happens to the data after the agreement ends?",
        "delete deleted back return returned leave afterwards",
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
        "don miss misses paid time",
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
)
