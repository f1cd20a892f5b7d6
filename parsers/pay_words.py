"""The words around a figure that say it is pay for the job, or some other money, and what the pay covers."""

from __future__ import annotations

import re

# Words that name pay outright, in the languages that the recorded boards use.
_PAY = (
    r"salar(?:y|ies|ied)|pay(?!\s(?:for|to|off|down|attention|back|transparency|parity|equity|gap|their|our|your)\b)"
    r"|pays|paying|compensat(?:ion|e[sd]?)|comp|wages?|remunerat\w+|earnings?|OTE|on[- ]target|total cash|TC|CTC|RAL"
    r"|flat[- ]fee|(?:fixed|project) fee|per (?:task|project|deliverable|article|piece|assignment)"
    r"|(?:hourly|daily|day|weekly|monthly|contract|base|pay|bill|billing|contractor) rates?|pay (?:range|band|scale)"
    r"|(?:hiring|market|salary|compensation|base|local|national) range|pkg|(?:gehalt|jahresgehalt|vergütung|lohn)\w*"
    r"|salaires?|rémunération\w*|salarios?|sueldo|retribuci[oó]n|remunera\w+|retribuzione|sal[aá]rios?"
    r"|wynagrodzeni\w+|lön|lønn|løn|loon|salaris|年収|月給|연봉|월급|급여"
)
# Words that go with pay but also with much else.
_MAYBE = (
    r"rates?|range[sd]?|ranging|bands?|earns?|paid|base|packages?|offer(?:s|ed|ing)?|hire[sd]?|jobs?|roles?"
    r"|positions?|gigs?|cash|annuali[sz]ed|contract|list(?:s|ed|ing)|per annum|compensating|DOE|gross"
)
_OTHER_MONEY = (
    r"stipends?|allowances?|reimburs\w+|bonus(?:es)?(?![- ]eligible)|sign[- ]?on|signing|referrals?|relocat\w+"
    r"|retention|budgets?|grants?|equity|stock|shares|rsus?|options|401|(?:company|employer|donation|k) match(?:ing|es)?|matching|insurance|premiums?"
    r"|deductibles?|quotas?|ACV|ARR|MRR|TCV|GMV|AUM|revenues?|turnover|pipelines?|deals|deal (?:size|value)s?"
    r"|contract values?|funding|funded|raised|raising|valuation|valued|invested|investments?|investors|backed"
    r"|venture|assets|portfolio|market (?:cap|size|opportunity)|worth|price[sd]?|pricing|costs?|costing"
    r"|(?<!flat[- ])fees?|tuition|scholarships?|donat\w+|charit\w+|nonprofits?|credits?|vouchers?|gifts?|prizes?"
    r"|awards?|wellness|wellbeing|gym|meals?|lunch|housing|differential|loans?|debts?|fines?|penalt\w+|spend|spending"
    r"|spent|saved?|saving|savings|purchas\w+|transactions?|(?<!salary and )commissions?|variable|incentives?|profits?"
    r"|subscriptions?|forgiveness|contributions?|home[- ]office|ramp|tips|qualify|threshold|deposit|scan"
    r"|(?:interest|conversion|growth|tax|response|churn|exchange|click-through) rates?|customer base|run[- ]rate"
    r"|professional development|learning|tickets?|sales of|in sales|billings?|payments?|damages|settlement|lawsuit"
    r"|net worth|box office|opening weekend|grossed|grossing|wage increases?|pay (?:rise|raise|increase|bump)s?"
)
# Whose pay it is when it is not the job's: figures of news and of company boasts.
_OTHERS = (
    r"(?:actors|writers|performers|workers|nurses|teachers|drivers|members|customers|clients|students|graduates|alumni"
    r"|creators|sellers|hosts|patients|families|residents|americans)"
)
_PAY_OF_OTHERS = (
    rf"{_OTHERS}(?:\s[\w'’]+){{0,3}}?\s(?:make|makes|made|earn|earned|earning|paid|receive|get|got)"
    rf"|(?:average|median|typical)\s(?:\w+\s){{0,2}}?(?:pay|salary|wages?|earnings|income)\s(?:for|of|among)"
    rf"\s(?:[\w'’-]+\s){{0,4}}?{_OTHERS}"
)
CUE = re.compile(
    rf"(?<![\w$])(?:(?P<no>{_PAY_OF_OTHERS}|{_OTHER_MONEY})|(?P<yes>{_PAY})|(?P<maybe>{_MAYBE}))(?![\w$])",
    re.IGNORECASE,
)
# "salary plus bonus: $X" is still about the salary.
CONJUNCTION = re.compile(
    r"(?:\+|&|/|\b(?:plus|and|with|or|excluding|excl\.?|not including|before))\s(?:[\w-]+\s)?$"
)
# "incentive target range", "bonus pay": the other money names what the general word is of.
COMPOUND = re.compile(r"\s(?:(?!(?:of|and|with|plus|the|is|our|this|for|your)\s)[\w-]+\s){0,2}")
COMPOUND_HEAD = re.compile(
    r"(?:range[sd]?|rates?|bands?|packages?|pay|compensation|comp|earnings|offer(?:ing)?s?)", re.IGNORECASE
)
# Where the words that belong to a figure end.
ZONE_END = re.compile(
    r"[.,;:|•·(){}\[\]+&\n]|\s[-–—*/]\s"
    r"|\b(?:plus|with|w/|depending|dependent|based|and|but|while|where|which|who|or|as|is|are|including|inclusive"
    r"|excluding|not|however|along|alongside|commensurate|amid|per"
    r"|(?-i:If|The|This|That|These|We|Our|You|Your|Please|About|In|At|As|What|Why|How|All|Equal))\b",
    re.IGNORECASE,
)
SEGMENT_END = re.compile(r"[|•·\n;()\[\]]|\s[-–—*]\s|\*\*")
# What comes on top of the figure before it.
ON_TOP = re.compile(
    r"[\s)*]{0,3}(?:\+|[,•]|plus\b|and\b|with\b|w/|in addition to|as well as|alongside)?.{0,90}?"
    r"(?:(?<![\w-])(?:OTE|equity|commissions?|stock|options|rsus?|super(?:annuation)?|esops?|vsops?|shares|profit[- ]shar\w+)\b"
    r"|(?<!retention )(?<!sign-on )(?<!signing )(?<!sign on )(?<!relocation )\bbonus(?:es)?\b|\d ?%)",
    re.IGNORECASE | re.DOTALL,
)
TOPPED_UP = re.compile(
    r"[\s)*]{0,3}(?:\+|plus\b|and\b|•|,)[\s+]{0,3}(?:[\w≥.-]+ ){0,3}?"
    r"(?:equity|bonus|super|superannuation|benefits|commission|stock|options|esops?|[\d.–-]+ ?%)",
    re.IGNORECASE,
)
OTE = r"OTE|on[- ]target(?: earnings?)?"
TOTAL = (
    r"total (?:annual )?(?:target )?(?:cash|comp\b|compensation|remuneration|pay|rewards?|target)|cash compensation|packages?|pkg|TC"
    r"|salary and variable|market range|total annual comp"
)
BASE = (
    r"base|salar(?:y|ies)|wages?|gehalt\w*|jahresgehalt\w*|lohn|RAL|lønn|lön|løn|loon|salaire|salario|sueldo|sal[aá]rio"
    r"|retribuzione|wynagrodzeni\w+|salaris|gross|brutto|bruto|연봉|年収"
)
BASIS = re.compile(rf"(?<!\w)(?:(?P<ote>{OTE})|(?P<total>{TOTAL})|(?P<base>{BASE}))(?!\w)", re.IGNORECASE)
# All that may lead to a figure which stands alone in its segment.
LEADS_ALONE = re.compile(
    r"[\s~≈*:•·–—-]*(?:(?:up ?to|from|approx\.?|about|around|circa|ca\.?|total|comp|min|max|earn|to)\b[\s~:]*){0,2}",
    re.IGNORECASE,
)
