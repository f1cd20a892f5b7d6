-- Views that read like questions. They are dropped and made again whenever this file changes.

CREATE VIEW tags AS -- Tags that hold now.
SELECT item, tag, rule, rules_version, score, since, id AS tagging FROM taggings WHERE until IS NULL;

CREATE VIEW evidence AS -- The words that earned each tag that holds now.
SELECT t.item, t.tag, t.rule, s.n, s.field, s.start, s."end", s.text
FROM taggings t JOIN spans s ON s.tagging = t.id WHERE t.until IS NULL;

CREATE VIEW presence AS -- When each item was last known to stand at its source, unchanged polls included.
SELECT i.id AS item, i.source,
  CASE WHEN i.last_seen >= s.document_at THEN max(i.last_seen, s.confirmed) ELSE i.last_seen END AS last_known,
  i.last_seen >= s.document_at AS present
FROM items i JOIN sources s ON s.slug = i.source;

CREATE VIEW open_postings AS -- Postings that stood in the last complete answer of their board.
SELECT i.id AS item, i.url, i.title, p.employer, p.organization, p.locations, p.opened, i.first_seen, pr.last_known
FROM postings p JOIN items i ON i.id = p.item JOIN presence pr ON pr.item = i.id
WHERE p.closed IS NULL AND pr.present;

CREATE VIEW openings AS -- Postings that opened while their board was watched: no stock of a board first read, nothing that came by a jump.
SELECT i.id AS item, i.url, i.title, p.employer, p.organization, p.locations, p.family, p.seniority,
  coalesce(p.opened, substr(i.first_seen, 1, 10)) AS opened, i.first_seen, p.closed, i.source
FROM postings p JOIN items i ON i.id = p.item WHERE p.arrival = 'opening';

CREATE VIEW same_requisition AS -- Pairs of postings of one employer under one requisition: one opening in several places, or on two systems.
SELECT a.item AS posting, b.item AS other, a.requisition_id, coalesce(a.organization, a.employer, b.employer) AS employer,
  ia.title, ib.title AS other_title, a.locations, b.locations AS other_locations, ia.source, ib.source AS other_source,
  iif(ia.source = ib.source, 'one board', 'two boards') AS relation
FROM postings a JOIN postings b ON b.requisition_id = a.requisition_id AND b.item > a.item
JOIN items ia ON ia.id = a.item JOIN items ib ON ib.id = b.item
WHERE a.organization = b.organization OR lower(a.employer) = lower(b.employer) OR ia.source = ib.source;

CREATE VIEW ai_roles AS -- Postings whose core or main subject is AI, with the highest band that the employer states.
SELECT i.id AS item, i.url, i.title, p.employer, p.organization, p.department, p.locations, p.opened, p.closed,
  i.first_seen, b.low, b.high, b.currency, b.period, b.basis
FROM postings p JOIN items i ON i.id = p.item
LEFT JOIN pay b ON b.item = i.id AND b.n = (
  SELECT n FROM pay x WHERE x.item = i.id AND x.stated_by IN ('employer-field', 'employer-text')
  ORDER BY x.high_year DESC, x.n LIMIT 1)
WHERE EXISTS (SELECT 1 FROM taggings t WHERE t.item = i.id AND t.tag = 'ai_role' AND t.until IS NULL);

CREATE VIEW strike_news AS -- News about work stoppages, newest first.
SELECT i.id AS item, i.url, i.title, i.source, s.name AS publisher, i.published, i.first_seen,
  (SELECT group_concat(DISTINCT t.tag) FROM taggings t WHERE t.item = i.id AND t.until IS NULL) AS tags
FROM items i JOIN sources s ON s.slug = i.source
WHERE i.kind = 'news' AND EXISTS (SELECT 1 FROM taggings t WHERE t.item = i.id AND t.tag = 'strike' AND t.until IS NULL)
ORDER BY coalesce(i.published, i.first_seen) DESC;

CREATE VIEW coverage_of_postings AS -- Which news items report which posting, and why we think so.
SELECT l.posting, pi.title AS posting_title, l.item, i.url, i.title, s.name AS publisher, i.published, i.first_seen, l.score, l.reasons
FROM links l JOIN items i ON i.id = l.item JOIN items pi ON pi.id = l.posting JOIN sources s ON s.slug = i.source
WHERE l.kind = 'coverage';

CREATE VIEW pay_changes AS -- Changes of stated pay, newest first; what a replay corrected is none.
SELECT r.item, i.url, i.title, p.employer, r.seen, r.change, r.before, r.after
FROM revisions r JOIN items i ON i.id = r.item JOIN postings p ON p.item = i.id
WHERE r.field = 'pay' AND r.change <> 'reparsed' ORDER BY r.seen DESC;

CREATE VIEW pay_by_family AS -- What postings of a kind of work, opened in a month, pay per year: quartiles of the lower and upper ends, from 5 postings on. A posting counts once in a currency and basis, by the highest band with both ends that the employer states; incomplete (an end or the period is missing) and estimates (by the board alone) are left out, and postings counts all of that family and month.
WITH bands AS (
  SELECT w.item, p.family, substr(coalesce(p.opened, i.first_seen), 1, 7) AS month, w.currency, w.basis, w.low_year, w.high_year, w.n,
    CASE WHEN w.stated_by NOT IN ('employer-field', 'employer-text') THEN 2
      WHEN w.low_year IS NULL OR w.high_year IS NULL OR w.currency IS NULL THEN 1 ELSE 0 END AS lack
  FROM pay w JOIN postings p ON p.item = w.item JOIN items i ON i.id = p.item WHERE p.family IS NOT NULL
), chosen AS (
  SELECT *, row_number() OVER (PARTITION BY item, currency, basis ORDER BY lack, high_year DESC, n) AS choice FROM bands
), ranked AS (
  SELECT *, count(*) OVER (PARTITION BY family, month, currency, basis, lack) AS alike,
    row_number() OVER (PARTITION BY family, month, currency, basis, lack ORDER BY low_year) - 1 AS low_place,
    row_number() OVER (PARTITION BY family, month, currency, basis, lack ORDER BY high_year) - 1 AS high_place
  FROM chosen WHERE choice = 1
), every AS (
  SELECT family, substr(coalesce(p.opened, i.first_seen), 1, 7) AS month, count(*) AS postings
  FROM postings p JOIN items i ON i.id = p.item WHERE family IS NOT NULL GROUP BY 1, 2
)
-- A quartile lies between two neighbours: each value counts by how near its place is to the quartile's.
SELECT family, month, currency, basis, max(postings) AS postings,
  sum(lack = 0) AS n, sum(lack = 1) AS incomplete, sum(lack = 2) AS estimates,
  sum(low_year * max(0, 1 - abs(low_place - (alike - 1) * 0.25))) FILTER (WHERE lack = 0 AND alike >= 5) AS low_lower_quartile,
  sum(low_year * max(0, 1 - abs(low_place - (alike - 1) * 0.5))) FILTER (WHERE lack = 0 AND alike >= 5) AS low_median,
  sum(low_year * max(0, 1 - abs(low_place - (alike - 1) * 0.75))) FILTER (WHERE lack = 0 AND alike >= 5) AS low_upper_quartile,
  sum(high_year * max(0, 1 - abs(high_place - (alike - 1) * 0.25))) FILTER (WHERE lack = 0 AND alike >= 5) AS high_lower_quartile,
  sum(high_year * max(0, 1 - abs(high_place - (alike - 1) * 0.5))) FILTER (WHERE lack = 0 AND alike >= 5) AS high_median,
  sum(high_year * max(0, 1 - abs(high_place - (alike - 1) * 0.75))) FILTER (WHERE lack = 0 AND alike >= 5) AS high_upper_quartile
FROM ranked JOIN every USING (family, month) GROUP BY family, month, currency, basis ORDER BY month DESC, family, n DESC;

CREATE VIEW source_health AS -- How each source does: last poll, last good one, share of good polls.
SELECT s.slug AS source, s.name, s.kind, s.gone, s.failures, s.next_due, s.count AS entries,
  f.started AS last_poll, f.outcome, f.reason,
  (SELECT max(g.started) FROM fetches g WHERE g.source = s.slug AND g.outcome IN ('complete', 'unchanged')) AS last_good,
  (SELECT count(*) FROM fetches g WHERE g.source = s.slug) AS polls,
  (SELECT count(*) FROM fetches g WHERE g.source = s.slug AND g.outcome IN ('complete', 'unchanged')) AS good_polls,
  (SELECT count(*) FROM items i WHERE i.source = s.slug) AS items
FROM sources s LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches g WHERE g.source = s.slug);

CREATE VIEW coverage_ledger AS -- What every number of a day rests on: how its polls ended.
SELECT substr(started, 1, 10) AS day, count(DISTINCT source) AS sources, count(*) AS polls,
  sum(outcome = 'complete') AS complete, sum(outcome = 'unchanged') AS unchanged, sum(outcome = 'partial') AS partial,
  sum(outcome = 'capped') AS capped, sum(outcome = 'suspicious_zero') AS suspicious_zero,
  sum(outcome = 'blocked') AS blocked, sum(outcome = 'failed') AS failed, sum(outcome = 'gone') AS gone,
  sum(new) AS new_items
FROM fetches GROUP BY day ORDER BY day DESC;
