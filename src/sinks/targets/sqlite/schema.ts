/** The tables of a `sqlite:` target. `updated` is ISO 8601: text order is time order. */
export const schema = `
CREATE TABLE IF NOT EXISTS documents (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  datasource TEXT NOT NULL,
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  tags TEXT NOT NULL,
  path TEXT,
  url TEXT,
  updated TEXT,
  document TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_path ON documents (path);
CREATE VIRTUAL TABLE IF NOT EXISTS documents_fts USING fts5 (
  title, content, tags, content='documents', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER IF NOT EXISTS documents_inserted AFTER INSERT ON documents BEGIN
  INSERT INTO documents_fts (rowid, title, content, tags) VALUES (new.number, new.title, new.content, new.tags);
END;
CREATE TRIGGER IF NOT EXISTS documents_deleted AFTER DELETE ON documents BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, title, content, tags)
    VALUES ('delete', old.number, old.title, old.content, old.tags);
END;
CREATE TRIGGER IF NOT EXISTS documents_updated AFTER UPDATE ON documents BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, title, content, tags)
    VALUES ('delete', old.number, old.title, old.content, old.tags);
  INSERT INTO documents_fts (rowid, title, content, tags) VALUES (new.number, new.title, new.content, new.tags);
END;
`
