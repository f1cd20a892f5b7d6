-- Published figures become facts of the archive, so that whoever reads it with SQL has them beside the postings.

CREATE TABLE benchmarks ( -- Published figures that pay can be held against, from config/benchmarks.yaml.
  slug TEXT PRIMARY KEY, -- Stable key.
  name TEXT NOT NULL, -- What it is, for people.
  statistic TEXT NOT NULL, -- average, median or share_below (so many per cent of the group earn less than the figure).
  figure TEXT NOT NULL, -- The average, the median or the threshold (decimal).
  low TEXT, -- Lower end of the range given with it (decimal).
  high TEXT, -- Upper end of that range (decimal).
  share TEXT, -- Per cent of the group that earn less (share_below).
  currency TEXT NOT NULL, -- ISO 4217.
  period TEXT NOT NULL, -- hour, day, week, month or year.
  basis TEXT NOT NULL, -- base, total, ote or unknown; pay on another basis gets no ratio.
  role TEXT, -- Whose pay it is, in words; null: anybody's.
  family TEXT, -- Kind of work that these words name, by config/roles.yaml.
  family_rule TEXT, -- Rule there that said so.
  seniority TEXT, -- Level that these words name, likewise.
  seniority_rule TEXT, -- Rule there that said so.
  place TEXT, -- Where.
  organization TEXT, -- Whose people it is about: an employer's staff, a union's members (slug).
  date TEXT NOT NULL, -- Day of the figure, or of its first report.
  source TEXT NOT NULL, -- Who says so.
  url TEXT NOT NULL, -- Where it stands.
  note TEXT NOT NULL DEFAULT '', -- What one must know to use it.
  figure_year REAL NOT NULL -- The figure per year, derived, for comparing.
) STRICT;

-- What is filled from the configuration is filled when that changes; an archive from before has to take it once.
DELETE FROM marks WHERE name = 'config';
