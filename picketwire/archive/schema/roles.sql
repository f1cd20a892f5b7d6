-- AI roles and the strikes that they overlap, as the archive knew them at :as_of (an instant; '9999' for all that is known).
WITH RECURSIVE
  -- Every organization with itself and all that it belongs to.
  lineage(organization, ancestor) AS (
    SELECT slug, slug FROM organizations
    UNION
    SELECT l.organization, o.parent FROM lineage l JOIN organizations o ON o.slug = l.ancestor WHERE o.parent IS NOT NULL
  ),
  known_events AS (
    SELECT strike, stage, date FROM strike_events WHERE known <= :as_of AND (until IS NULL OR until > :as_of)
  ),
  starts AS (
    SELECT strike, min(date) AS began, max(date) AS last_start FROM known_events
    WHERE stage IN ('began', 'resumed', 'lockout') GROUP BY strike
  ),
  periods AS (
    SELECT s.strike, s.began,
      (SELECT min(e.date) FROM known_events e
       WHERE e.strike = s.strike AND e.stage IN ('ended', 'suspended') AND e.date >= s.last_start) AS ended,
      (SELECT max(e.date) FROM known_events e WHERE e.strike = s.strike) AS last_evidence
    FROM starts s JOIN strikes k ON k.slug = s.strike WHERE k.status = 'confirmed'
  ),
  -- Which employers a strike reaches, on which days, and how: the struck party itself or a member of the struck association.
  reach(strike, organization, struck_party, relation, since, until) AS (
    SELECT p.strike, l.organization, p.organization, 'direct', NULL, NULL
    FROM strike_parties p JOIN lineage l ON l.ancestor = p.organization WHERE p.role = 'struck'
    UNION
    SELECT p.strike, l.organization, p.organization, 'via association', m.since, m.until
    FROM strike_parties p JOIN memberships m ON m.association = p.organization JOIN lineage l ON l.ancestor = m.member
    WHERE p.role = 'struck'
  ),
  ai AS (
    SELECT DISTINCT item FROM taggings WHERE tag = 'ai_role' AND since <= :as_of AND (until IS NULL OR until > :as_of)
  ),
  -- Days on which each posting was open: [since, until); until is null while it still stands at its board.
  spans_open AS (
    SELECT p.item, p.organization, coalesce(p.opened, substr(i.first_seen, 1, 10)) AS since,
      CASE
        WHEN closing.closed IS NOT NULL THEN max(substr(closing.closed, 1, 10), date(coalesce(p.opened, i.first_seen), '+1 day'))
        WHEN pr.present THEN NULL
        WHEN :as_of < '9999' AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.source = i.source AND f.started > i.last_seen
          AND f.started <= :as_of AND f.outcome IN ('complete', 'partial', 'capped')) THEN NULL -- no poll had missed it yet
        ELSE date(pr.last_known, '+1 day')
      END AS until,
      -- What was seen of it later was not known then: it had been seen up to the poll before.
      substr(CASE WHEN pr.last_known <= :as_of THEN pr.last_known ELSE max(i.first_seen, coalesce(
        (SELECT max(f.started) FROM fetches f WHERE f.source = i.source AND f.started <= :as_of AND f.outcome IN ('complete', 'unchanged')), ''))
      END, 1, 10) AS last_known, closing.closed
    FROM postings p JOIN items i ON i.id = p.item JOIN ai ON ai.item = p.item JOIN presence pr ON pr.item = p.item
    JOIN (
      SELECT q.item, CASE
        WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.item = q.item AND r.field = 'closed' AND r.seen > :as_of)
        THEN (SELECT r.before FROM revisions r WHERE r.item = q.item AND r.field = 'closed' AND r.seen > :as_of ORDER BY r.seen, r.id LIMIT 1)
        ELSE q.closed END AS closed
      FROM postings q
    ) closing ON closing.item = p.item
    WHERE i.first_seen <= :as_of
  ),
  pairs AS (
    SELECT o.item, x.strike, o.organization, x.struck_party, x.relation,
      max(o.since, s.began, coalesce(x.since, '0000')) AS overlap_from,
      nullif(min(coalesce(o.until, '9999'), coalesce(s.ended, '9999'), coalesce(x.until, '9999')), '9999') AS overlap_to,
      s.began, s.ended, s.last_evidence, o.last_known,
      row_number() OVER (PARTITION BY o.item, x.strike ORDER BY x.relation = 'direct' DESC, x.since) AS choice
    FROM spans_open o JOIN reach x ON x.organization = o.organization JOIN periods s ON s.strike = x.strike
    WHERE max(o.since, s.began, coalesce(x.since, '0000'))
      < min(coalesce(o.until, '9999'), coalesce(s.ended, '9999'), coalesce(x.until, '9999'))
  )
-- the answer
SELECT i.id AS item, i.url, i.title, coalesce(org.name, p.employer) AS employer, p.organization,
  b.low, b.high, b.currency, b.period, b.basis, x.strike,
  (SELECT coalesce(y.organization, y.named) FROM strike_parties y WHERE y.strike = x.strike AND y.role = 'union' LIMIT 1) AS labor_union,
  x.struck_party, x.relation, x.overlap_from, x.overlap_to,
  CASE WHEN x.ended IS NOT NULL OR date(x.last_evidence, '+14 days') >= x.last_known THEN 'confirmed' ELSE 'open-ended' END AS status,
  (SELECT count(*) FROM links l JOIN items n ON n.id = l.item
   WHERE l.kind = 'coverage' AND l.posting = i.id AND n.first_seen <= :as_of) AS coverage,
  x.began, x.ended, x.last_evidence
FROM pairs x JOIN items i ON i.id = x.item JOIN postings p ON p.item = x.item
LEFT JOIN organizations org ON org.slug = p.organization
LEFT JOIN pay b ON b.item = i.id AND b.n = (
  SELECT n FROM pay z WHERE z.item = i.id AND z.stated_by IN ('employer-field', 'employer-text') ORDER BY z.high_year DESC, z.n LIMIT 1)
WHERE x.choice = 1
