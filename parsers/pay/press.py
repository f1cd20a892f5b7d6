"""Tell in an article the pay of a job from what others earn: benchmarks, groups, executives, demands, prices.

A report of an opening seldom goes without a figure to hold it against: what the average actor makes, what
Glassdoor says of such jobs, what the union asks for. Those stand beside the job's pay and are never it.
"""

from __future__ import annotations

import re
from typing import Literal

from parsers.pay.words import ROLE

Whose = Literal["job", "average", "others"]
_NEAR = 240
_BEHIND = 90
_NOT_COMPARED = (
    r"(?<!above )(?<!above the )(?<!below the )(?<!than )(?<!than the )(?<!over the )(?<!times the )"
)
_AVERAGE = re.compile(
    rf"\b{_NOT_COMPARED}(?<!industry )(?<!national )(?:averages?|averag(?:ed|ing)|median"
    rf"|mean(?= (?:annual|yearly|pay|salary|wage))"
    rf"|typical(?= (?:[\w-]+ ){{0,3}}?{ROLE}))\b",
    re.IGNORECASE,
)
_AVERAGE_ABROAD = re.compile(
    r"\b(?:średni\w+|durchschnitt\w*|moyenn\w*|promedio|medi[ao]|gemiddeld\w*|genomsnitt\w*|gennemsnit\w*)\b",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(r"[^,.;]{0,24}\bon average\b", re.IGNORECASE)
_SURVEYS = (
    r"\b(?:Glassdoor|Levels\.fyi|Pay[Ss]cale|Salary\.com|ZipRecruiter|Indeed|Comparably|Built In|Talent\.com"
    r"|Bureau of Labor Statistics|BLS|Office for National Statistics|Robert Half)\b"
)
_SURVEY = re.compile(_SURVEYS)
_ADVERTISED = re.compile(
    r"\b(?:listings?|postings?|posted|ads?|adverts?|advertis\w+|vacanc(?:y|ies)|openings?)\b", re.I
)
# The subject of the figure's own clause is an opening.
_OF_THE_JOB = re.compile(
    r"\b(?:jobs?|roles?|positions?|postings?|listings?|vacanc(?:y|ies)|openings?|gigs?|ads?|adverts?)\b",
    re.IGNORECASE,
)
# "Netflix's $900,000 AI job"
_OF_ITS_OWN_JOB = re.compile(
    r"(?:\s(?!(?:a|an|for|in|at|to|on|of|from|the|and|as|by|or|per)\s)[\w’'-]+){0,2}?"
    r"\s(?:jobs?|roles?|positions?|posts?|gigs?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:–—]\s|\b(?:while|whereas|but|compared (?:with|to)|as against|versus|though|although)\b", re.I
)
_GROUPS = (
    r"(?:actors?|writers?|performers?|\w{0,12}workers?|nurses?|teachers?|drivers?|members?"
    r"|staff(?! (?:engineer|scientist))|staffers?"
    r"|employees|crews?|artists?|pilots?|baristas?|cashiers?|couriers?|screenwriters?|animators?"
    r"|journalists?|strikers?"
    r"|new hires|doctors?|professors|graduates|households|americans|families|colleagues|freelancers"
    r"|contractors)"
)
_EARN = (
    r"(?:make|makes|made|earn(?:s|ed|ing)?|paid|pay|receives?|gets?|got|take(?:s)? home|took home"
    r"|start(?:s)? (?:at|on)|tops? out|(?:wages?|pay|salar(?:y|ies)) (?:is|are|was|were))"
)
_OF_A_GROUP = re.compile(
    rf"\b{_GROUPS}\b"
    rf"(?:,\s+who(?:se)?\b)?(?:\s+[\w'’%-]+){{0,8}}?\s+{_EARN}\b",
    re.IGNORECASE,
)
_OF_AN_EXECUTIVE = re.compile(
    r"\b(?:chief executives?|CEOs?|chair(?:man|woman)|boss(?:es)?|studio heads?|executives|mayors?|governors?"
    r"|senators?|ministers?|judges?|superintendents?|coach(?:es)?|players?|quarterbacks?|anchors?|hosts?|stars?)\b(?:['’]s?)?"
    r"(?:[\s,]+[\w'’.-]+){0,8}?\s+(?:pay|paid|salary|compensation|package|earn\w*|made|makes?"
    r"|takes? home|took home|received)\b",
    re.IGNORECASE,
)
_PAY = r"(?:pay|wages?|salar(?:y|ies)|minimums?|rates?|scale|floor)"
_OF_A_CONTRACT = re.compile(
    rf"\b(?:lift|rais|boost|increas|bring|brought|push|hik|guarantee|bump)\w*\s(?:[\w'’-]+\s){{0,5}}?{_PAY}\b"
    rf"|\b(?:contract|agreement|guild|union|collective)\b[^.;]{{0,40}}\b(?:minimums?|scale)\b"
    rf"|\b(?:minimums?|scale)\b[^.;]{{0,40}}\b(?:contract|agreement|guild|union)\b"
    r"|\b(?:raises?|rises?|increases?|hikes?|bumps?)\s(?:of|worth|to|by)\s(?:\w+\s){0,3}$"
    rf"|\b(?:demand|want|seek|ask|call|fight|push)\w*\s(?:for\s)?(?:[\w'’-]+\s){{0,4}}?{_PAY}\b",
    re.IGNORECASE,
)
_FOR_A_GROUP = re.compile(
    rf"(?:\s[\w-]+){{0,3}}?\s(?:for|to)\s(?:[\w'’-]+\s){{0,2}}?{_GROUPS}\b", re.IGNORECASE
)
_DAMAGES = re.compile(
    r"\b(?:sued?|suing|lawsuit|court|jury|judge|tribunal|victims?|damages|plaintiffs?|awarded|ordered)\b",
    re.IGNORECASE,
)
_SUED = re.compile(r"\b(?:lawsuits?|sues?|suing|sued)\b", re.IGNORECASE)
_AS_DAMAGES = re.compile(r"\s(?:in )?compensation\b", re.IGNORECASE)
_APIECE = re.compile(r"\s(?:a ?piece|each|or [\d.]+ ?(?:%|per ?cent))", re.IGNORECASE)
# Jobs of a kind, and no group of people.
_A_KIND_OF_JOB = re.compile(rf"\b(?:(?<!Labor )(?<!Labour )jobs?|roles?|positions?|{ROLE})\b", re.IGNORECASE)
# "in a range of $200,000 to $400,000" behind an average
SPREAD = re.compile(
    r"[\s,;(]*(?:and )?(?:with |in |within )?(?:an? |the |its )?(?:likely |typical |total |usual )?"
    r"rang(?:e|es|ing)(?: of| is| from| between)?\s*",
    re.IGNORECASE,
)
# "paid $1.5 million for the rights" is a purchase.
_BOUGHT = re.compile(
    r"\b(?:paid|pays?|paying)\s(?:about |around |nearly |over |more than |up to )?$", re.IGNORECASE
)
_BOUGHT_FOR = re.compile(
    r"\s(?:for|to (?:buy|acquire|settle|license|licence|use))\s"
    rf"(?!(?:[\w-]+\s){{0,5}}?(?:{ROLE}|(?:jobs?|roles?|work|positions?|person|someone|it|that|them)\b))",
    re.IGNORECASE,
)


def whose(before: str, words: str, after: str) -> Whose:
    """Tell by the words before, within and after a band of an article whose pay it is.

    "average": an average, or a survey's figure, of jobs of a kind; "others": what no opening pays.
    """
    before, behind = before[-_NEAR:], after[:_BEHIND]
    clause = _CLAUSE.split(before)[-1]
    if any(pattern.search(before) for pattern in (_OF_A_GROUP, _OF_AN_EXECUTIVE)) and _AVERAGE.search(before):
        return "others"
    if _AVERAGE.search(clause) or _AVERAGE_ABROAD.search(clause) or _ON_AVERAGE.match(behind):
        return "average"
    is_damages = _AS_DAMAGES.match(behind) and _DAMAGES.search(before)
    if is_damages or _OF_A_GROUP.search(words) or _FOR_A_GROUP.match(behind):
        return "others"
    if _OF_ITS_OWN_JOB.match(behind) or _ADVERTISED.search(behind) or _OF_THE_JOB.search(clause):
        return "job"
    return _whose_by_the_sentence(before, behind)


def _whose_by_the_sentence(before: str, behind: str) -> Whose:
    if (_SURVEY.search(before) or _SURVEY.search(behind)) and not _ADVERTISED.search(before):
        return "average"
    others = (_OF_A_GROUP, _OF_AN_EXECUTIVE, _OF_A_CONTRACT, _SUED)
    if any(pattern.search(before) for pattern in others):
        return "others"
    return "average" if _AVERAGE.search(before) else "job"


def is_average_of_jobs(before: str, words: str, after: str) -> bool:
    """Whether a band is what jobs of a kind pay on average, which an article sets beside a job's own pay."""
    if whose(before, words, after) != "average":
        return False
    return bool(_A_KIND_OF_JOB.search(before[-_NEAR:] + after[:_BEHIND]))


def is_purchase(before: str, after: str) -> bool:
    """Whether a single sum was paid for a thing: "paid $1.5 million for the rights", "$14 a piece"."""
    return bool(_APIECE.match(after) or (_BOUGHT.search(before[-60:]) and _BOUGHT_FOR.match(after)))
