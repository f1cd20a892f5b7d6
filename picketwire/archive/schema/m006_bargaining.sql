CREATE TABLE bargaining ( -- With whom a union bargains, and what reports call that party for short.
  union_party TEXT NOT NULL REFERENCES organizations(slug), -- Union.
  counterpart TEXT NOT NULL REFERENCES organizations(slug), -- Employer or association that it bargains with.
  called TEXT NOT NULL, -- Words that mean the counterpart beside the union's name (JSON list).
  unless TEXT NOT NULL DEFAULT '[]', -- Words beside which these mean somebody else (JSON list).
  since TEXT, -- First day on which they bargained.
  until TEXT -- First day on which they no longer did.
) STRICT;
CREATE INDEX bargaining_union ON bargaining(union_party);
