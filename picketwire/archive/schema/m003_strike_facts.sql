CREATE TABLE strike_facts ( -- What is said of a strike beyond its stages, one statement a row; those that disagree stand side by side and are never added up.
  id INTEGER PRIMARY KEY, -- Number.
  strike TEXT NOT NULL REFERENCES strikes(slug), -- Strike.
  kind TEXT NOT NULL, -- workers, place, industry, contract, covered, not_affected, demand or ai_demand.
  value TEXT NOT NULL, -- What is said: digits for workers, a sector for industry, a topic for a demand, else the words.
  quote TEXT NOT NULL, -- The sentence that says so.
  speaker TEXT, -- Who said it, as the text names them.
  organization TEXT, -- For whom, where the text says so: slug.
  date TEXT, -- Day on which it was said.
  item INTEGER REFERENCES items(id), -- News item that says so; such rows are derived and may be rebuilt. Null: from strikes.yaml.
  url TEXT, -- Page that says so.
  basis TEXT NOT NULL, -- primary (the page of a party or of an agency of government) or reported (press).
  known TEXT NOT NULL, -- When the archive learned of it.
  until TEXT -- When it was withdrawn; null: it stands.
) STRICT;
CREATE INDEX strike_facts_strike ON strike_facts(strike, kind);
CREATE INDEX strike_facts_item ON strike_facts(item) WHERE item IS NOT NULL;

CREATE TABLE strike_items ( -- News about strikes on record.
  strike TEXT NOT NULL REFERENCES strikes(slug), -- Strike.
  item INTEGER NOT NULL REFERENCES items(id), -- News item.
  why TEXT NOT NULL, -- parties (it names them in the days of the strike; derived, may be rebuilt) or candidate (the strike was put on record from it).
  PRIMARY KEY (strike, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX strike_items_item ON strike_items(item);
