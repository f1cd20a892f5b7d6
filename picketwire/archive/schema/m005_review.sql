-- What a person was asked, and what the machine had said: beside the verdicts, so that it can be scored.

CREATE TABLE reviews ( -- What each verdict was about, as the machine had it when a person judged.
  subject TEXT PRIMARY KEY REFERENCES verdicts(subject) ON DELETE CASCADE, -- What was judged, as in verdicts.
  question TEXT NOT NULL, -- Subject of the question that was asked: one answer can judge several claims.
  rule TEXT, -- Rule of tagging or linking that had said it; null where no open question was answered.
  score REAL, -- How sure the machine was, 0 to 1; null where the rule gives no score.
  target TEXT, -- Merged: what it belongs to (slug of a strike or candidate, key of a posting).
  stage TEXT, -- Corrected: the right stage.
  date TEXT, -- Corrected: the right day.
  addresses TEXT NOT NULL DEFAULT '[]' -- Reports of a candidate (JSON list), by which it is found again under another slug.
) STRICT;
