"""The words around a figure that say it is pay for the job, or some other money, and what the pay covers."""

from __future__ import annotations

import re


def _any(*phrases: str) -> str:
    return "|".join(phrases)


ROLE = (
    r"(?:engineer|developer|manager|analyst|architect|designer|consultant|lead|scientist|administrator"
    r"|specialist|director|supervisor|associate|nurse|technician"
    r"|coordinator|recruiter|programmer|researcher|annotator|labell?er"
    r"|moderator|tutor|trainer|strategist|animator|journalist|reporter|librarian|professor|assistant|operator"
    r"|mechanic|electrician|attorney|lawyer|pharmacist|therapist|expert|tester|officer|accountant|agent|underwriter"
    r"|advisor|representative|executive|trader|planner|counsel|writer|editor|producer)s?\b"
)

# Words that name pay outright, in the languages that the recorded boards use.
_PAY = _any(
    r"(?<!\dx )(?<!\dx annual )(?<!times )(?<!times annual )(?<!times your )salar(?:y|ies|ied)",
    r"pay(?=\s(?:is|of|at|starts?|ranges?|between|for this|will be|may be)\b|\s?[:(–—-])",
    r"compensat(?:ion|e[sd]?)|comp|wages?|remunerat\w+|earnings?|OTE|on[- ]target|TC|CTC|RAL",
    r"total cash|cash comp|flat[- ]fee|(?:fixed|project) fee",
    r"(?:bonus|commission)[- ]eligible",
    r"base(?=\s?:)|(?:hourly|daily|day|weekly|monthly|contract|base|pay|bill|billing|contractor) rates?",
    r"(?:hiring|market|salary|compensation|base|local|national|pay) (?:range|band|scale)|pkg",
    r"(?:brutto-?)?(?:jahres|monats|stunden|grund|brutto)?(?:gehalt|vergütung|lohn)\w*",
    r"salaires?|rémunération\w*|salarios?|sueldo|retribuci[oó]n",
    r"remunera\w+|retribuzione|sal[aá]rios?|wynagrodzeni\w+|zarobki|pensja|płaca",
    r"(?:m[aå]n[ae]ds?|tim|års)?(?:lön|lønn|løn)|(?:maand|bruto|uur)?loon|(?:maand|jaar|bruto)?salaris"
    r"|(?:alap)?bér|fizetés|mzda|hrubá|palkka|maaş[ıi]?|salariu|зарплата|年収|月給|年俸|時給|연봉|월급|급여",
    rf"(?:pay|pays|paying|paid) (?:you|(?:this|that|the|one|an?|its|their) (?:[\w-]+ ){{0,3}}?"
    rf"(?:person|someone|hires?|candidates?|{ROLE}))",
    r"(?:candidate|applicant|hire|recruit|holder|person|role|position|job)s?"
    r"(?: (?:who|that|chosen|selected|hired|we hire|in this role|in the role)){0,2}"
    r" (?:(?:will|would|can|could|should|may) (?:be|get)|is|are|gets?|being) paid",
)
# Words that go with pay but also with much else.
_MAYBE = _any(
    r"rates?|range[sd]?|ranging|bands?|earn(?:s|ed)?|paid|paying|pays?(?!\s(?:for|off|down|attention"
    r"|back|transparency|parity|equity|gap)\b)|base|packages?|offer(?:s|ed|ing)?|hire[sd]?|jobs?",
    r"roles?|positions?|gigs?|annuali[sz]ed|contract|list(?:s|ed|ing)|per annum|averaging"
    r"|compensating|retainers?|DOE|gross",
    r"looking for|seek(?:s|ing)|wanted|advertis(?:es|ed|ing)|vacancy|(?:zone|tier|level|geo) [A-F0-9]",
)
_OTHER_MONEY = _any(
    # What comes beside pay.
    r"stipends?|allowances?|reimburs\w+|bonus(?:es)?(?![- ]eligible)|sign[- ]?on|signing|referrals?",
    r"relocat\w+|retention|equity|stock|shares|rsus?|options|401(?:\(k\)|k)?|matching",
    r"(?:company|employer|donation|k\)?) match(?:ing|es)?|insurance|premiums?|deductibles?",
    r"commissions?(?![- ]eligible)|variable|incentives?|differential|ramp|tips|contributions?",
    r"pay (?:rise|raise|increase|bump|hike)s?|wage (?:increases?|hikes?|rises?)|minimum wage",
    # Perks.
    r"tuition|scholarships?|donat\w+|charit\w+|nonprofits?|credits?|vouchers?|gifts?|prizes?|awards?"
    r"|rewards?",
    r"wellness|wellbeing|gym|meals?|lunch|housing|home[- ]office|(?<!machine )(?<!deep )learning",
    r"professional development|forgiveness|subscriptions?|commut\w+|parking|phone|internet|perks",
    # The business.
    r"budgets?|grants?|quotas?|ACV|ARR|MRR|TCV|GMV|AUM|revenues?|turnover|sales pipeline|pipeline of|deals",
    r"deal (?:size|value)s?|contract values?|(?:vendor|client|customer|supplier|government|sales) contracts?"
    r"|contracts (?:of|between|worth|valued|ranging|from)|funding"
    r"|funded|raised|raising|valuation|valued|invested",
    r"investments?|investors|(?:angel|seed|bridge|financing) rounds?|backed|venture|assets|portfolio",
    r"market (?:cap|size|opportunity)",
    r"(?:in )?sales of|in sales|profits?",
    r"billings?|payments?|transactions?|customer base|run[- ]rate|box office|opening weekend|gross(?:ed|ing)",
    r"(?:interest|conversion|growth|tax|response|churn|exchange|click-through) rates?",
    # Prices, debts and everything else.
    r"(?<!job )(?<!jobs )(?<!role )(?<!position )(?<!package )(?<!salary )(?<!pay )worth|price[sd]?"
    r"|pricing|costs?|costing",
    r"(?<!flat[- ])(?<!fixed )(?<!project )fees?|loans?|debts?|fine[sd]?",
    r"penalt\w+|spend|spending|spent|save[sd]?|saving|savings|purchas\w+|qualify|threshold|deposit"
    r"|scan|tickets?",
    r"damages|settlement|lawsuit|net worth|mortgage|rent|sold|claims",
    r"(?:ordered|agreed|forced|have|having|had) to pay",
    r"pay tax(?:es)?",
)
# Whose pay it is when it is not the job's: figures of news and of company boasts.
_OTHERS = (
    r"(?:actors|writers|performers|workers|nurses|teachers|drivers|members|customers|clients|students"
    r"|graduates|alumni"
    r"|creators|sellers|hosts|patients|families|residents|americans)"
)
_PAY_OF_OTHERS = _any(
    r"(?:reps?|sellers?|earners?|producers?|performers?)\s(?:\w+\s)?(?:made|earned|took home)",
    # drivers who earn so much are in a posting whom it looks for
    rf"(?!(?:workers|nurses|teachers|drivers)(?:\s+[\w'’]+){{0,3}}?\s+(?:make|earn))"
    rf"{_OTHERS}(?:\s+[\w'’]+){{0,3}}?\s+(?:make|makes|made|earn|earned|earning|paid|pay|spend|receive"
    rf"|get|got)",
    rf"(?:average|median|typical)\s(?:\w+\s){{0,2}}?(?:pay|salary|wages?|earnings|income)\s(?:for|of|among)"
    rf"\s(?:[\w'’-]+\s){{0,4}}?{_OTHERS}",
)
# "Payments Engineer", "Grants Manager": part of a job's name and no money.
_IN_A_TITLE = rf"(?!\s(?:(?!(?:for|to|of|per|and|the|our)\s)[\w/&-]+\s){{0,2}}{ROLE})"
CUE = re.compile(
    rf"(?<![\w$])(?=[^\W\d_]|401)(?:(?P<no>(?:{_PAY_OF_OTHERS}|{_OTHER_MONEY})(?![\w$]){_IN_A_TITLE})"
    rf"|(?P<yes>{_PAY})|(?P<maybe>{_MAYBE}))(?![\w$])",
    re.IGNORECASE,
)
# "salary plus bonus: $X" is still about the salary.
CONJUNCTION = re.compile(
    r"(?:\+|&|/|\b(?:plus|and|with|or|excluding|excl\.?|not including|before))\s(?:[\w-]+\s)?$", re.IGNORECASE
)
# "incentive target range", "bonus pay": the other money names what the general word is of.
COMPOUND = re.compile(
    r"\s(?:(?!(?:a|an|are|includ\w+|of|and|with|plus|the|is|our|this|for|your)\s)[\w-]+\s){0,2}"
)
COMPOUND_HEAD = re.compile(
    r"(?:range[sd]?|rates?|bands?|packages?|pay|compensation|comp|earnings|offer(?:ing)?s?)", re.IGNORECASE
)
# Where the words that belong to a figure end.
ZONE_END = re.compile(
    r"[.,;:|•·(){}\[\]+&\n]|\s[-–—*/]\s"
    r"|\b(?:plus|with|w/|depending|dependent|based|and|but|when|while|where|which|who|or|as|is|are|including"
    r"|inclusive|excluding|not|however|along|alongside|commensurate|amid|per"
    r"|(?-i:If|The|This|That|These|We|Our|You|Your|Please|About|In|At|As|What|Why|How|All|Equal))\b",
    re.IGNORECASE,
)
# An article is about a job's pay only where it speaks of a job at all.
JOB = re.compile(
    r"\b(?:jobs?|roles?|positions?|vacanc(?:y|ies)|hir(?:e[sd]?|ing)|postings?|recruit\w*|salar(?:y|ies)"
    r"|applicants?|openings?|wages?|gigs?|listings?|adverts?|candidates?|(?:the|an|its|job) ad|ads for"
    r"|(?:looking for|seek(?:s|ing)|wants?|needs?) (?:an?\b|someone\b|people\b)"
    r"|wanted|advertis(?:es|ed|ing) for"
    r"|(?:remote|freelance|temporary|part-time|full-time|\w+-month) contracts?)\b",
    re.IGNORECASE,
)
# A board's own guess, not the employer's word; "Employer est." is the employer's.
BOARD_ESTIMATE = re.compile(r"\s?\((?!employer)[^()]{0,24}\best(?:\.|imate[d]?)?\)", re.IGNORECASE)
# What cuts a line into segments; words belong to the figures of their own segment. A closing bracket cuts
# only where the question is whether a figure stands alone.
SEGMENT_START = re.compile(r"[|•·\n;(\[]|\s[-–—*]\s|\*\*")
SEGMENT_EDGE = re.compile(r"[|•·\n;()\[\]]|\s[-–—*]\s|\*\*")
# A price of something, or a count of something, right behind a figure.
PER_THING = re.compile(
    r"\s{0,2}(?:/|per|a|an|each)\s?(?:share|seat|user|ticket|person|head|unit|employee|customer"
    r"|license|licence|pop"
    r"|gallon|mile|barrel|night|class|session|episode|subscriber)\b",
    re.IGNORECASE,
)
PER_PIECE = re.compile(
    r"(?:[^.;\n]{0,40}\bflat[- ]fee\b"
    r"|\s(?:/|per|an|a)\s?(?:task|project|deliverable|article|piece|assignment|story|word)\b)",
    re.IGNORECASE,
)
COUNTS = re.compile(
    r"\s(?!(?:per|an?|gross|net|base|depending|plus|annual|annually|yearly|monthly|hourly|and|with"
    r"|for|in|based|to"
    r"|or|as|is|DOE|dollars|salary|pay|OTE|total|brutto|netto)\b)[a-z]{3,}"
)
# What comes on top of the figure before it.
ON_TOP = re.compile(
    r"[\s)*]{0,3}(?:\+|[,•]|plus\b|and\b|with\b|w/|in addition to|as well as|alongside)?.{0,90}?"
    r"(?:(?<![\w-])(?:OTE|equity|commissions?|stock|options|rsus?|super(?:annuation)?|variable|esops?"
    r"|vsops?|shares"
    r"|profit[- ]shar\w+)\b"
    r"|(?<!retention )(?<!sign-on )(?<!signing )(?<!sign on )(?<!relocation )\bbonus(?:es)?\b|\d ?%)",
    re.IGNORECASE | re.DOTALL,
)
TOPPED_UP = re.compile(
    r"[\s)*]{0,3}(?:\+|plus\b|and\b|•|,)[\s+]{0,3}(?:[\w≥.-]+ ){0,3}?"
    r"(?:equity|bonus|super|superannuation|benefits|commission|stock|options|esops?|cash"
    r"|(?:\w+ )?allowance|pension"
    r"|healthcare|private medical|[\d.–-]+ ?%)",
    re.IGNORECASE,
)
_OTE = r"OTE|on[- ]target(?: earnings?)?|target earnings"
_TOTAL = _any(
    r"total (?:annual )?(?:target )?(?:cash|comp\b|compensation|remuneration|pay|rewards?|target)",
    r"cash comp(?:ensation)?|packages?|pkg|pack|TC|salary and variable|market range|total annual comp",
)
_BASE = _any(
    r"base|salar(?:y|ies|ied)|wages?|(?:brutto-?)?(?:jahres|monats|stunden|grund|brutto)?(?:gehalt\w*|lohn)",
    r"RAL|lønn|lön|løn|loon|salaire|salario|sueldo",
    r"sal[aá]rio|retribuzione|wynagrodzeni\w+|salaris|gross|brutto|brutos?|bruts?|lord[ai]|bér"
    r"|(?:m[aå]n[ae]ds?|tim|års)(?:lön|lønn|løn)"
    r"|maandsalaris|sueldo|mzda|palkka|maaş|연봉|年収",
)
BASIS = re.compile(rf"(?<!\w)(?:(?P<ote>{_OTE})|(?P<total>{_TOTAL})|(?P<base>{_BASE}))(?!\w)", re.IGNORECASE)
# "$20.50, plus $5.00 per hour for training": on top of the figure before it.
ADDED = re.compile(
    r"[\s,)]*(?:plus|\+|and an (?:extra|additional))(?: an (?:extra|additional))?\s*", re.IGNORECASE
)
# "…, or up to £80k": the same thing once more.
ALSO = re.compile(r"[\s,;/|)]*(?:or|and|then|rising to|growing to)?\s*(?:up to|from)?\s*", re.IGNORECASE)
# "£12.60 rising to £13.10": the same pay later.
RISES_TO = re.compile(
    r"[\s,;)]*(?:and )?(?:rising|increasing|going up|growing|moving|goes up|rises|increases"
    r"|(?:we |which )?(?:can|could|may|might|will) (?:stretch|go|flex|rise|increase|grow))(?: (?:by"
    r"|in|with|over|through|each|every) [^.;$€£]{0,40}?)? to\s*",
    re.IGNORECASE,
)
# Netflix: one salary, no bonuses, stock bought out of it.
ALL_IN_SALARY = re.compile(r"consists? solely of an annual salary", re.IGNORECASE)
# All that may lead to a figure which stands alone in its segment.
LEADS_ALONE = re.compile(
    r"[\s~≈<>≤≥*:•·–—-]*(?:(?:up ?to|from|approx\.?|about|around|circa|ca\.?|total|comp|min|max|earn|to"
    r"|between|até|ab|bis|dès|desde|de|entre)\b[\s~:]*){0,2}",
    re.IGNORECASE,
)
# "200k base", "$190,000 package": these name pay when they stand right behind the figure.
NAMES_BASIS = re.compile(r"\s{0,2}\(?(?:base|pack(?:age)?|pkg|pro[- ]rata|FTE|actual)\b", re.IGNORECASE)
LAKHS_PER_ANNUM = re.compile(r"LPA\b", re.IGNORECASE)
# A bare number is pay only right behind the word that says so: "salary: 120,000", "pay is around 95,000".
NAMED = re.compile(
    r"(?:\W|\b(?:is|of|at|from|to|up|around|about|approximately|range[sd]?|starts?|starting|between"
    r"|expected|currently"
    r"|annual|gross|base|min|max|minimum|maximum|USD|EUR|for this (?:role|position|job))\b)*",
    re.IGNORECASE,
)
# "Java Developer up to $200,000", "200k for junior engineers": a job's name right beside the figure.
ROLE_LEADS = re.compile(
    rf"\b(?:{ROLE}|(?:junior|mid[- ]level|senior|staff|principal|entry[- ]level|intern):)"
    r"\W{0,4}(?:(?P<price>for)|(?:(?:for|at) )?up ?to|from|to|at|on)?\W{0,3}$",
    re.IGNORECASE,
)
ROLE_FOLLOWS = re.compile(
    rf"\+?\s(?:for|per|to(?= an?\b)) (?:an? |its |our )?['‘“\"]?(?:[\w-]+ ){{0,3}}?"
    rf"(?:{ROLE}|(?:head|chief|vice president|vp) of\b)",
    re.IGNORECASE,
)
BY_EXPERIENCE = re.compile(
    r"[\s,)(*]{0,3}(?:depending (?:up)?on|dependent (?:up)?on|based on|commensurate with"
    r"|according to)\s(?:[\w-]+\s){0,3}?"
    r"(?:experience|skills|qualifications|seniority)\b",
    re.IGNORECASE,
)
# "the $900,000-a-year post"
POST_FOLLOWS = re.compile(r"\s(?:[\w-]+\s){0,2}?(?:post|perch|gig|role|job|position|hire)\b", re.IGNORECASE)
# "; at step 12 with an MA, $84,902": the next rung of one ladder.
NEXT_RUNG = re.compile(
    r"[;,]\s[^;.\n]{0,20}\b(?:step|level|grade|year|tier|zone|band|rung|point)\s?[\w-]+[^;.\n]{0,30}",
    re.IGNORECASE,
)
