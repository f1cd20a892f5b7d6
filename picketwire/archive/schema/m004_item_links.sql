-- What stands behind the words of news: links that may lead to a posting.

CREATE TABLE item_links ( -- Addresses behind the words of news items that may lead to a job posting; all others are not kept.
  item INTEGER NOT NULL REFERENCES items(id), -- News item.
  address TEXT NOT NULL, -- Where the link leads, in the form used for comparing.
  PRIMARY KEY (item, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_links_address ON item_links(address);

CREATE TRIGGER unlinked_link AFTER INSERT ON item_links BEGIN
  INSERT INTO unlinked SELECT new.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = new.item);
END;
CREATE TRIGGER unlinked_unlink AFTER DELETE ON item_links BEGIN
  INSERT INTO unlinked SELECT old.item WHERE NOT EXISTS (SELECT 1 FROM unlinked WHERE item = old.item);
END;
