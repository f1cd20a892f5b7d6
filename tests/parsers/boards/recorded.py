"""What recorded answers of job boards hold, counted by plain JSON and regular expressions.

This knows nothing of the code under test. A path leads through objects; alternatives are divided by a bar;
`*` is the whole answer; `-` is nowhere; `yes` is everywhere.
"""

from __future__ import annotations

import json
import re
from typing import Any

FIELDS = ("employer", "place", "day", "pay", "text")
# Where a system's JSON has its postings, and in each of them: employer, place, day, pay, text.
JSON_TABLE = """
greenhouse       jobs|*                       company_name               location.name       first_published         -                    content
eightfold        data.positions|positions|*   company                    location|locations  t_create|postedTs       -                    job_description
lever            *                            -                          categories.location createdAt               salaryRange          description
ashby            jobs                         -                          location            publishedAt             compensation.compensationTiers  descriptionHtml
workday          jobPostings|*                hiringOrganization.name    jobPostingInfo.location  jobPostingInfo.startDate  -             jobPostingInfo.jobDescription
amazon           jobs                         company_name               normalized_location posted_date             -                    description
smartrecruiters  content|*                    company.name               location.city       releasedDate            compensation.min     jobAd
workable         jobs                         yes                        country             published_on            -                    description
recruitee        offers                       company_name               city                published_at            salary.min           description
phenom           refineSearch.data.jobs|jobs  data.hiring_organization   city|data.city      postedDate|data.posted_date  -               -
oracle           items.0.requisitionList      LegalEmployer              PrimaryLocation     PostedDate              -                    -
teamtailor       items                        yes                        _jobposting.jobLocation  date_published     _jobposting.baseSalary  content_html
breezy           *                            company.name               location.name       published_date          salary               description
pinpoint         data                         -                          location.name       -                       compensation_minimum description
jibe             jobs                         data.hiring_organization   data.city           data.posted_date        data.salary_min_value  data.description
comeet           *                            company_name               location.city       -                       -                    details
netflix          records.postings|*           yes                        location            created_at              -                    description
remoteok         *                            company                    location            date                    salary_min           description
hackernews       children|jobs|hits           -                          -                   created_at_i|time       -                    text|comment_text
"""  # noqa: E501 -- a table
# The same for answers that are markup: one pattern for a posting, one for each field inside it.
MARKUP = {
    "radancy": (r"<li[ >].*?</li>", None, r"job-(?:location|address-list)", None, None, None),
    "successfactors": (
        r"<Job>.*?</Job>",
        r"<label>Company</label>\s*<value>\w",
        r"<label>(?:City|Country)[^<]*</label>\s*<value>\w",
        r"<Posted-Date>\w",
        None,
        r"<Job-Description><!\[CDATA\[<p>\w",
    ),
    "icims": (
        r'<li class="iCIMS_JobCardItem">.*?</li>',
        None,
        r"Job Locations</span>|Location</dt>|Location : Location",
        r'title="\d+/\d+/\d{4}',
        None,
        None,
    ),
    "personio": (
        r"<position>.*?</position>",
        r"<subcompany>\w",
        r"<office>\w",
        r"<createdAt>\d",
        r"<salaryInformation>",
        r"<jobDescription>",
    ),
    "jobvite": (r"<tr>.*?</tr>", None, r"jv-job-list-location", None, None, None),
    "avature": (
        r'<article class="article article--re.*?</article>|<div class="jobItem">.*?<div class="jobOptions',
        None,
        r'class="(?:list-item-location|locationText)">\s*\w',
        r"Posted:? ",
        None,
        None,
    ),
    "weworkremotely": (
        r"<item>.*?</item>",
        r"<title>[^<]+: ",
        r"<region>\w",
        r"<pubDate>\w",
        None,
        r"<description>\s*[^\s<]",
    ),
    "jsonld": (
        r'<script type="application/ld&#x2B;json">.*?</script>',
        r'"hiringOrganization":',
        r'"addressCountry"',
        r'"datePosted"',
        r'"minValue":\s?\d{4}',
        r'"description"',
    ),
}


def held(system: str, body: bytes) -> list[dict[str, bool]]:
    """Return, for each posting that a recording holds, which fields it has."""
    if system in MARKUP:
        text = json.loads(body)["results"] if body[:1] == b"{" else body.decode("utf-8", "replace")
        posting, *fields = MARKUP[system]
        parts = re.findall(posting, text, re.DOTALL)
        return [_flags(bool(p and re.search(p, part, re.DOTALL)) for p in fields) for part in parts]
    row = next(line.split() for line in JSON_TABLE.splitlines() if line.startswith(f"{system} "))
    data = json.loads(body)
    entries = _look(data, row[1])
    postings = [entry for entry in _listed(entries) if _is_posting(system, entry)]
    return [_flags(bool(_look(entry, path)) for path in row[2:]) for entry in postings]


def _flags(values: Any) -> dict[str, bool]:
    return dict(zip(FIELDS, values, strict=True))


def _listed(entries: Any) -> list[Any]:
    if isinstance(entries, dict) and all(
        isinstance(part, dict) and "external_id" in part for part in entries.values()
    ):
        return list(entries.values())
    return entries if isinstance(entries, list) else [entries]


def _is_posting(system: str, entry: Any) -> bool:
    """Leave out what an answer holds beside its postings."""
    if system == "remoteok":
        return "position" in entry
    if system == "hackernews" and "comment_text" in entry:
        return bool(entry["parent_id"] == entry["story_id"])
    return not (system == "ashby" and entry["isListed"] is False)


def _look(value: Any, paths: str) -> Any:
    for path in paths.split("|"):
        found = {"yes": True, "-": None, "*": value}.get(path, _walk(value, path))
        if found:
            return found
    return None


def _walk(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value[0] if name == "0" else value.get(name) if isinstance(value, dict) else None
    return value
