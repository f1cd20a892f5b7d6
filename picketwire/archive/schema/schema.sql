-- The first schema of the archive. Once released this file never changes; a later migration changes the tables.
-- The comment behind a column is its description: SQLite keeps it, Datasette and docs/archive.md show it.

CREATE TABLE sources ( -- One row per source that was ever polled: what it is called and what we remember between polls.
  slug TEXT PRIMARY KEY, -- Stable key of the source, as in config/sources.
  kind TEXT NOT NULL, -- feed, sitemap, page or board.
  name TEXT NOT NULL, -- What readers call it.
  publisher TEXT, -- Organization that publishes it.
  employer TEXT, -- Organization whose postings it lists (boards).
  language TEXT, -- BCP 47.
  country TEXT, -- ISO 3166-1 alpha-2.
  system TEXT, -- Job-board system (boards).
  tenant TEXT, -- The employer's name in that system (boards).
  url TEXT, -- Address that the next four columns belong to; another one in the config starts afresh.
  etag TEXT, -- ETag of the last answer, sent back as If-None-Match.
  modified TEXT, -- Last-Modified of the last answer, sent back as If-Modified-Since.
  body_hash TEXT, -- SHA-256 of the last body that was read.
  interval INTEGER, -- Seconds between polls, adapted to how often something new comes.
  next_due TEXT, -- When the next poll is due.
  document_at TEXT, -- When the last changed document came.
  confirmed TEXT, -- When that document was last known to stand unchanged.
  count INTEGER NOT NULL DEFAULT 0, -- Entries in that document.
  failures INTEGER NOT NULL DEFAULT 0, -- Failed polls in a row.
  moved_to TEXT, -- Target of a permanent redirect: watched, or adopted once seen often enough.
  moved_seen TEXT NOT NULL DEFAULT '[]', -- When that redirect was seen (JSON list of instants).
  gone INTEGER NOT NULL DEFAULT 0 -- 1 after the server answered 410: polled no more until the config changes.
) STRICT;

CREATE TABLE fetches ( -- One row per poll of a source: how it ended and what it brought.
  id INTEGER PRIMARY KEY, -- Number of the poll.
  source TEXT NOT NULL REFERENCES sources(slug), -- Source that was polled.
  started TEXT NOT NULL, -- When the poll began.
  finished TEXT NOT NULL, -- When its last answer was read.
  url TEXT, -- Address asked first.
  status INTEGER, -- HTTP status of the last answer.
  outcome TEXT NOT NULL, -- complete, unchanged, partial, capped, suspicious_zero, blocked, failed or gone.
  reason TEXT NOT NULL DEFAULT '', -- Why, in words; never empty but for complete and unchanged.
  bytes INTEGER NOT NULL DEFAULT 0, -- Bytes received.
  seen INTEGER NOT NULL DEFAULT 0, -- Entries in the answer.
  new INTEGER NOT NULL DEFAULT 0, -- Items that were new.
  changed INTEGER NOT NULL DEFAULT 0, -- Items that got a revision.
  jump INTEGER NOT NULL DEFAULT 0, -- Postings that came all at once, as when the source changes what it lists; no openings.
  problems TEXT NOT NULL DEFAULT '[]', -- What could not be read or was cut (JSON list of sentences).
  warc TEXT -- WARC file with the answers, relative to the archive's folder.
) STRICT;
CREATE INDEX fetches_source ON fetches(source, started);

CREATE TABLE requests ( -- Each HTTP exchange of a poll, redirects and robots.txt included.
  fetch INTEGER NOT NULL REFERENCES fetches(id), -- Poll it belongs to.
  n INTEGER NOT NULL, -- Order within the poll, from 0.
  url TEXT NOT NULL, -- Address asked.
  status INTEGER, -- HTTP status; null if no answer came.
  bytes INTEGER NOT NULL DEFAULT 0, -- Bytes received.
  sha256 TEXT, -- Hash of the body as it came over the wire.
  warc_file TEXT, -- WARC file that holds the answer, relative to the archive's folder.
  warc_offset INTEGER, -- Byte offset of its record there.
  error TEXT, -- What went wrong.
  PRIMARY KEY (fetch, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_sha256 ON requests(sha256, fetch) WHERE warc_file IS NOT NULL;

CREATE TABLE items ( -- Every news item and job posting that was ever seen.
  id INTEGER PRIMARY KEY, -- Number of the item; never reused.
  key TEXT NOT NULL UNIQUE, -- system:tenant:native id for postings, else source and id or address.
  kind TEXT NOT NULL, -- news or posting.
  source TEXT NOT NULL REFERENCES sources(slug), -- Source that brought it.
  native_id TEXT, -- The source's own id, exactly as given.
  url TEXT, -- Address a reader can open.
  canonical TEXT, -- That address in the form used for comparing.
  title TEXT NOT NULL DEFAULT '', -- Plain text.
  summary TEXT NOT NULL DEFAULT '', -- Plain text.
  body TEXT NOT NULL DEFAULT '', -- Plain text.
  body_from TEXT, -- feed or page: where the body came from; a feed's never replaces a page's.
  author TEXT, -- As the source gives it.
  categories TEXT NOT NULL DEFAULT '[]', -- The source's own labels (JSON list).
  media TEXT NOT NULL DEFAULT '[]', -- Addresses of pictures and sound (JSON list).
  language TEXT, -- BCP 47.
  published TEXT, -- Earliest publication date that the source gave and that can be believed.
  published_raw TEXT, -- The source's own words for that date.
  updated TEXT, -- Last change, as the source states it.
  first_seen TEXT NOT NULL, -- When we first saw it.
  last_seen TEXT NOT NULL, -- Last changed document that held it; the view presence adds unchanged polls.
  content_hash TEXT NOT NULL, -- Hash of its words, white space folded.
  story INTEGER -- Story it belongs to: id of the story's first item.
) STRICT;
CREATE INDEX items_native ON items(source, native_id);
CREATE INDEX items_canonical ON items(canonical, source);
CREATE INDEX items_kind ON items(kind, first_seen);
CREATE INDEX items_published ON items(published);
CREATE INDEX items_story ON items(story) WHERE story IS NOT NULL;
CREATE INDEX items_presence ON items(source, last_seen);

CREATE TABLE entry_digests ( -- Hashes of the raw entries in the last document that held each item: a known one is not read again.
  source TEXT NOT NULL REFERENCES sources(slug), -- Source of the document.
  digest TEXT NOT NULL, -- Hash of the entry's raw fields (hex).
  item INTEGER NOT NULL REFERENCES items(id), -- Item it became.
  PRIMARY KEY (source, digest, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_digests_item ON entry_digests(item);

CREATE TABLE details ( -- Pages still to be fetched for an item: the posting behind a list entry, the article behind a feed entry.
  item INTEGER PRIMARY KEY REFERENCES items(id), -- Item that the page fills.
  kind TEXT NOT NULL, -- posting or article.
  request TEXT NOT NULL, -- What to ask (JSON: url, method, headers, body).
  queued TEXT NOT NULL, -- When it was put in line.
  tries INTEGER NOT NULL DEFAULT 0, -- Attempts so far.
  next_try TEXT NOT NULL, -- Not before this instant.
  error TEXT -- Why the last attempt failed.
) STRICT;

CREATE TABLE postings ( -- What a job board says of an opening, beyond what every item has.
  item INTEGER PRIMARY KEY REFERENCES items(id), -- Item.
  employer TEXT, -- Hiring employer as the source gives it.
  organization TEXT, -- Slug of that employer in organizations; what joins use.
  department TEXT, -- As the source gives it.
  team TEXT, -- As the source gives it.
  locations TEXT NOT NULL DEFAULT '[]', -- Places (JSON list).
  remote TEXT, -- remote, hybrid or onsite.
  employment_type TEXT, -- As the source gives it.
  requisition_id TEXT, -- The employer's own number for the opening.
  opened TEXT, -- Day of posting, where the board states it.
  closes TEXT, -- Last day to apply, where the board states it.
  requirements TEXT NOT NULL DEFAULT '[]', -- Education and experience asked for, each with its sentence (JSON list).
  family TEXT, -- Kind of work, by config/roles.yaml: ai-product-management, engineering, policy, …
  family_rule TEXT, -- Rule there that said so.
  seniority TEXT, -- Level, by config/roles.yaml: intern, junior, senior, lead, manager, …
  seniority_rule TEXT, -- Rule there that said so.
  arrival TEXT NOT NULL DEFAULT 'opening', -- opening, stock (stood there when the board was first read whole) or jump (came with a jump).
  entry_hash TEXT, -- Hash of what its list entry says, less moving dates; only where it has a page of its own.
  page_read TEXT, -- When its own page was last read.
  from_page TEXT, -- Fields in which that page says other than the list entry; there the page holds (JSON list).
  missing TEXT NOT NULL DEFAULT '[]', -- Complete polls in a row that did not hold it (JSON list of fetch ids).
  closed TEXT, -- When it was known to be closed.
  closed_because TEXT -- The proof.
) STRICT;
CREATE INDEX postings_organization ON postings(organization);
CREATE INDEX postings_requisition ON postings(requisition_id) WHERE requisition_id IS NOT NULL;

CREATE TABLE pay ( -- Bands of pay as somebody stated them, never merged: the employer's and the press's stand side by side.
  item INTEGER NOT NULL REFERENCES items(id), -- Posting, or news item that states the figure.
  n INTEGER NOT NULL, -- Order in the item, from 0.
  low TEXT, -- Lower end (decimal); null: open below.
  high TEXT, -- Upper end (decimal); null: open above.
  currency TEXT, -- ISO 4217.
  period TEXT, -- hour, day, week, month or year.
  basis TEXT NOT NULL, -- base, total, ote or unknown.
  stated_by TEXT NOT NULL, -- employer-field, employer-text, board-estimate or press.
  text TEXT NOT NULL DEFAULT '', -- The sentence or field it was read from.
  label TEXT, -- Place or level that the band is for.
  field TEXT, -- Field of the item that holds the figures.
  start INTEGER, -- Code point where the figures begin in that field.
  end INTEGER, -- Code point behind them.
  low_year REAL, -- Lower end per year, derived, for comparing.
  high_year REAL, -- Upper end per year, derived, for comparing.
  PRIMARY KEY (item, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions ( -- Every change of an item, field by field.
  id INTEGER PRIMARY KEY, -- Number of the revision.
  item INTEGER NOT NULL REFERENCES items(id), -- Item that changed.
  seen TEXT NOT NULL, -- When the change was seen.
  field TEXT NOT NULL, -- Field that changed.
  change TEXT NOT NULL, -- Type of change: title, text, location, pay_raised, closed, reopened, …
  before TEXT, -- Value until then.
  after TEXT -- Value from then on.
) STRICT;
CREATE INDEX revisions_item ON revisions(item, field, seen);
CREATE INDEX revisions_seen ON revisions(seen);

CREATE TABLE taggings ( -- Every tag that a rule put on an item, with the time it held.
  id INTEGER PRIMARY KEY, -- Number of the tagging.
  item INTEGER NOT NULL REFERENCES items(id), -- Item.
  tag TEXT NOT NULL, -- Tag; a facet stands behind a slash.
  rule TEXT NOT NULL, -- Rule that fired.
  rules_version TEXT NOT NULL, -- Hash of that rule with its word sets.
  score REAL NOT NULL, -- Weight of the evidence.
  since TEXT NOT NULL, -- From when the tag held.
  until TEXT -- Until when; null: it holds now.
) STRICT;
CREATE UNIQUE INDEX taggings_open ON taggings(item, tag, rule) WHERE until IS NULL;
CREATE INDEX taggings_item ON taggings(item);
CREATE INDEX taggings_tag ON taggings(tag, since);

CREATE TABLE spans ( -- The words that earned a tagging.
  tagging INTEGER NOT NULL REFERENCES taggings(id), -- Tagging.
  n INTEGER NOT NULL, -- Order, from 0.
  field TEXT NOT NULL, -- Field they stand in.
  start INTEGER NOT NULL, -- First code point, from 0, in the text as it stood when the tagging began.
  end INTEGER NOT NULL, -- Code point behind the last.
  text TEXT NOT NULL, -- The words.
  PRIMARY KEY (tagging, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_sets ( -- Tag rules that the archive was ever tagged with; the newest is in force.
  id INTEGER PRIMARY KEY, -- Number.
  hash TEXT NOT NULL, -- Hash of the whole set.
  applied TEXT NOT NULL, -- When it came into force.
  rules TEXT NOT NULL -- The set itself (JSON).
) STRICT;

CREATE TABLE configs ( -- Each configuration file text that was ever loaded.
  hash TEXT PRIMARY KEY, -- SHA-256 of name and text.
  name TEXT NOT NULL, -- File name within config/.
  loaded TEXT NOT NULL, -- When it was first loaded.
  text TEXT NOT NULL -- The file.
) STRICT;

CREATE TABLE marks ( -- What the archive remembers of itself between runs.
  name TEXT PRIMARY KEY, -- What is remembered: config (hash of the configuration last loaded), retag (how far a change of rules has come).
  value TEXT NOT NULL -- Its value.
) STRICT;

CREATE TABLE verdicts ( -- Decisions of a person; they outlive a rebuild.
  subject TEXT PRIMARY KEY, -- What was judged, by natural key (addresses, slugs).
  verdict TEXT NOT NULL, -- accepted, rejected, merged, …
  reason TEXT, -- In the person's words.
  by TEXT, -- Who.
  at TEXT NOT NULL -- When.
) STRICT;

CREATE TABLE organizations ( -- Employers, unions, associations and publishers, from config/organizations.yaml.
  slug TEXT PRIMARY KEY, -- Stable key.
  name TEXT NOT NULL, -- Name in use.
  kind TEXT NOT NULL, -- employer, union, local, association, publisher or agency.
  parent TEXT -- Organization it belongs to.
) STRICT;

CREATE TABLE aliases ( -- Other names of organizations, dated where the name changed.
  organization TEXT NOT NULL REFERENCES organizations(slug), -- Organization.
  alias TEXT NOT NULL, -- Name.
  since TEXT, -- First day it was used.
  until TEXT -- First day it was no longer used.
) STRICT;
CREATE INDEX aliases_organization ON aliases(organization);

CREATE TABLE memberships ( -- Which organization belonged to which association, and when.
  member TEXT NOT NULL REFERENCES organizations(slug), -- Member.
  association TEXT NOT NULL REFERENCES organizations(slug), -- Association it bargains through.
  since TEXT, -- First day of membership.
  until TEXT -- First day no longer a member.
) STRICT;
CREATE INDEX memberships_member ON memberships(member);

CREATE TABLE strikes ( -- Work stoppages: one union party against employers or an association.
  slug TEXT PRIMARY KEY, -- Stable key.
  name TEXT NOT NULL, -- What it is called.
  scope TEXT, -- Contract or work it covers, and what it does not.
  status TEXT NOT NULL, -- candidate, confirmed or rejected.
  began TEXT, -- First day, derived from the events.
  ended TEXT -- First day after it ended or was suspended, derived; null: no end known.
) STRICT;

CREATE TABLE strike_parties ( -- Who strikes and who is struck.
  strike TEXT NOT NULL REFERENCES strikes(slug), -- Strike.
  role TEXT NOT NULL, -- union or struck.
  organization TEXT REFERENCES organizations(slug), -- Party, where it is known.
  named TEXT -- Party as the text names it, where it is not.
) STRICT;
CREATE INDEX strike_parties_strike ON strike_parties(strike, role);
CREATE INDEX strike_parties_organization ON strike_parties(organization);

CREATE TABLE strike_events ( -- Stages of a strike, each with its date and evidence.
  id INTEGER PRIMARY KEY, -- Number.
  strike TEXT NOT NULL REFERENCES strikes(slug), -- Strike.
  stage TEXT NOT NULL, -- threatened, authorized, notice, began, expanded, continues, tentative_agreement, suspended, resumed, ended, ratified, averted or lockout.
  date TEXT NOT NULL, -- Day it happened.
  quote TEXT, -- The words that say so.
  item INTEGER REFERENCES items(id), -- Item that says so.
  url TEXT, -- Page that says so.
  basis TEXT NOT NULL, -- primary (the party's or an agency's own page) or reported (press).
  known TEXT NOT NULL, -- When the archive learned of it.
  until TEXT -- When it was withdrawn; null: it stands.
) STRICT;
CREATE INDEX strike_events_strike ON strike_events(strike, date);

CREATE TABLE mentions ( -- Organizations named in items; derived, may be rebuilt.
  item INTEGER NOT NULL REFERENCES items(id), -- Item.
  organization TEXT NOT NULL, -- Organization named.
  field TEXT NOT NULL, -- Field that names it.
  start INTEGER NOT NULL, -- First code point, from 0.
  end INTEGER NOT NULL, -- Code point behind the last.
  text TEXT NOT NULL, -- The name as written.
  PRIMARY KEY (item, field, start, organization)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_organization ON mentions(organization);

CREATE TABLE statements ( -- Demands and quotes about strikes and postings; derived, may be rebuilt.
  id INTEGER PRIMARY KEY, -- Number.
  item INTEGER NOT NULL REFERENCES items(id), -- Item it stands in.
  kind TEXT NOT NULL, -- demand, ai_demand, quote or workers.
  strike TEXT, -- Strike it is about.
  posting INTEGER REFERENCES items(id), -- Posting it is about.
  speaker TEXT, -- Who said it.
  organization TEXT, -- For whom.
  field TEXT NOT NULL, -- Field it stands in.
  start INTEGER NOT NULL, -- First code point, from 0.
  end INTEGER NOT NULL, -- Code point behind the last.
  text TEXT NOT NULL -- The words.
) STRICT;
CREATE INDEX statements_item ON statements(item);

CREATE TABLE stories ( -- One event that many items report; derived, may be rebuilt.
  id INTEGER PRIMARY KEY, -- Smallest id of its items.
  first_published_item INTEGER NOT NULL REFERENCES items(id), -- Item published first.
  first_seen_item INTEGER NOT NULL REFERENCES items(id), -- Item seen first.
  credited TEXT -- Organization that most of its items credit with the first report.
) STRICT;

CREATE TABLE story_clues ( -- What a news item is found by when others of its story are looked for; derived, may be rebuilt.
  item INTEGER PRIMARY KEY, -- News item.
  day TEXT NOT NULL, -- Day of its publication, else of its first sighting.
  words BLOB NOT NULL, -- Numbers of its most telling words, 32 bits each.
  copies BLOB NOT NULL -- Numbers of parts of its text, of its address and its postings, 32 bits each.
) STRICT;
CREATE INDEX story_clues_day ON story_clues(day);

CREATE TABLE story_edges ( -- Pairs of news items that are alike enough to be of one story; derived, may be rebuilt.
  one INTEGER NOT NULL, -- Item with the smaller id.
  two INTEGER NOT NULL, -- Item with the larger id.
  likeness REAL NOT NULL, -- How alike, 0 to 1.
  PRIMARY KEY (one, two)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_edges_two ON story_edges(two);

CREATE TABLE links ( -- Posting and coverage, posting and strike; derived, may be rebuilt.
  kind TEXT NOT NULL, -- coverage (posting and news item) or strike (posting and strike).
  posting INTEGER NOT NULL REFERENCES items(id), -- Posting.
  item INTEGER NOT NULL DEFAULT 0, -- News item; 0 for a link to a strike.
  strike TEXT NOT NULL DEFAULT '', -- Strike; empty for a link to coverage.
  score REAL NOT NULL, -- How sure, 0 to 1.
  reasons TEXT NOT NULL, -- Why (JSON list of sentences).
  PRIMARY KEY (kind, posting, item, strike)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_item ON links(item);

CREATE TABLE unlinked ( -- Items that are new or changed since linking last looked at them; filled by triggers, so that no kill loses one.
  item INTEGER PRIMARY KEY -- Item.
) STRICT;

CREATE TABLE linking_state ( -- What the links rest on; another value means that everything is linked anew.
  name TEXT PRIMARY KEY, -- facts: hash of organizations, names and memberships. version: of the linking itself.
  value TEXT NOT NULL -- Value.
) STRICT;

CREATE TRIGGER unlinked_item AFTER INSERT ON items BEGIN
  INSERT INTO unlinked SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.id);
END;
CREATE TRIGGER unlinked_words AFTER UPDATE OF title, summary, body, canonical, published ON items
WHEN new.title IS NOT old.title OR new.summary IS NOT old.summary OR new.body IS NOT old.body
  OR new.canonical IS NOT old.canonical OR new.published IS NOT old.published BEGIN
  INSERT INTO unlinked SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.id);
END;
CREATE TRIGGER unlinked_posting AFTER UPDATE OF employer, requisition_id, opened, closed ON postings
WHEN new.employer IS NOT old.employer OR new.requisition_id IS NOT old.requisition_id
  OR new.opened IS NOT old.opened OR new.closed IS NOT old.closed BEGIN
  INSERT INTO unlinked SELECT new.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.item);
END;
CREATE TRIGGER unlinked_pay AFTER DELETE ON pay BEGIN
  INSERT INTO unlinked SELECT old.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = old.item);
END;
CREATE TRIGGER unlinked_paid AFTER INSERT ON pay BEGIN
  INSERT INTO unlinked SELECT new.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.item);
END;
CREATE TRIGGER unlinked_tag AFTER INSERT ON taggings BEGIN
  INSERT INTO unlinked SELECT new.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.item);
END;
CREATE TRIGGER unlinked_untag AFTER UPDATE OF until ON taggings BEGIN
  INSERT INTO unlinked SELECT new.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.item);
END;

CREATE VIRTUAL TABLE items_fts USING fts5(title, summary, body, content='items', content_rowid='id', tokenize="unicode61 remove_diacritics 2");

-- Who inserts items adds them to the index, many in one statement: a trigger would write a segment for each row.
CREATE TRIGGER items_fts_delete AFTER DELETE ON items BEGIN
  INSERT INTO items_fts(items_fts, rowid, title, summary, body) VALUES ('delete', old.id, old.title, old.summary, old.body);
END;
-- Only a change of the words touches the index; a trigger on every update costs ten times as much.
CREATE TRIGGER items_fts_update AFTER UPDATE OF title, summary, body ON items BEGIN
  INSERT INTO items_fts(items_fts, rowid, title, summary, body) VALUES ('delete', old.id, old.title, old.summary, old.body);
  INSERT INTO items_fts(rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
END;
