-- The tables of the film club. SQLite keeps the text between CREATE and the semicolon, comments included.

CREATE TABLE settings (
  -- One row per setting of the club; a value may be of any type.
  "key"    TEXT PRIMARY KEY,
  value    ANY,              -- STRICT with ANY: stored exactly as given, never converted
  remark   TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE studios (
  -- Who made the films. A studio may belong to a larger one.
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL CONSTRAINT studio_name_is_unique UNIQUE,
  country     TEXT NOT NULL CONSTRAINT country_is_iso_code CHECK (length(country) = 2), -- ISO 3166-1 alpha-2
  city        TEXT,
  founded     INTEGER CHECK (founded BETWEEN 1890 AND 2100),
  owned_by    INTEGER REFERENCES studios (id) ON DELETE SET NULL,
  active      BOOLEAN NOT NULL DEFAULT 1 CONSTRAINT active_is_boolean CHECK (active IN (0, 1)),
  website     TEXT
);

CREATE TABLE people (
  -- Everyone in front of and behind the camera.
  id           INTEGER PRIMARY KEY,
  given_name   TEXT NOT NULL,
  family_name  TEXT NOT NULL,
  native_name  TEXT,                     -- as written at home: 佐藤 遥, 김서윤, ليلى حداد
  name         TEXT GENERATED ALWAYS AS (given_name || ' ' || family_name) STORED,
  sort_name    TEXT GENERATED ALWAYS AS (family_name || ', ' || given_name) VIRTUAL,
  country      TEXT CHECK (length(country) = 2),
  born_on      DATE,                     -- text, YYYY-MM-DD; NULL when unknown
  died_on      DATE,
  biography    TEXT NOT NULL DEFAULT '', -- Markdown
  CONSTRAINT dies_after_birth CHECK (died_on IS NULL OR born_on IS NULL OR died_on > born_on)
);

CREATE TABLE genres (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE COLLATE NOCASE,
  description  TEXT
);

CREATE TABLE movies (
  /* The club's catalogue: every film it owns, has shown, or wants to show. */
  id              INTEGER PRIMARY KEY,
  title           TEXT NOT NULL,
  original_title  TEXT,                   -- NULL when the film was made in English
  year            INTEGER NOT NULL CONSTRAINT year_is_plausible CHECK (year BETWEEN 1895 AND 2100),
  decade          INTEGER GENERATED ALWAYS AS (year / 10 * 10) VIRTUAL,
  runtime_min     INTEGER CHECK (runtime_min > 0),
  studio_id       INTEGER REFERENCES studios (id) ON DELETE SET NULL,
  sequel_of       INTEGER REFERENCES movies (id) ON DELETE SET NULL,
  status          TEXT NOT NULL DEFAULT 'wanted'
                  CONSTRAINT movie_status CHECK (status IN ('in library', 'wanted', 'on order', 'lost film')),
  certificate     TEXT CONSTRAINT certificate_is_known CHECK (certificate IN ('U', 'PG', '12', '15', '18')),
  is_colour       BOOLEAN NOT NULL DEFAULT 1 CHECK (is_colour IN (0, 1)),
  budget_usd      INTEGER,
  tagline         TEXT NOT NULL DEFAULT '',
  synopsis        TEXT,
  details         TEXT CONSTRAINT details_is_json CHECK (details IS NULL OR json_valid(details)), -- JSON object
  poster          BLOB,                   -- PNG, 120 x 180
  added_at        DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at      DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, -- kept by the trigger movies_touch
  CONSTRAINT not_its_own_sequel CHECK (sequel_of <> id),
  CONSTRAINT one_title_per_year UNIQUE (title, year)
);

CREATE TABLE movie_genres (
  -- Many to many; the primary key is the table (WITHOUT ROWID).
  movie_id  INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  genre_id  INTEGER NOT NULL REFERENCES genres (id) ON DELETE RESTRICT,
  PRIMARY KEY (movie_id, genre_id)
) WITHOUT ROWID;

CREATE TABLE credits (
  -- Person x film x job.
  id         INTEGER PRIMARY KEY,
  movie_id   INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  person_id  INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  job        TEXT NOT NULL CONSTRAINT job_is_known CHECK (
               job IN ('director', 'writer', 'cast', 'producer', 'cinematographer', 'editor', 'composer')),
  character  TEXT,               -- only for the cast
  billing    INTEGER,            -- 1 = first name on the poster
  CONSTRAINT one_credit_per_job UNIQUE (movie_id, person_id, job),
  CONSTRAINT only_cast_plays CHECK (character IS NULL OR job = 'cast')
);

CREATE TABLE cinemas (
  -- Partner cinemas; cinema_locations keeps their places in an R*Tree.
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  city       TEXT NOT NULL,
  country    TEXT NOT NULL CHECK (length(country) = 2),
  opened     INTEGER,
  longitude  REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  latitude   REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90)
);

CREATE TABLE halls (
  id            INTEGER PRIMARY KEY,
  cinema_id     INTEGER NOT NULL REFERENCES cinemas (id) ON DELETE CASCADE,
  name          TEXT NOT NULL,
  seat_rows     INTEGER NOT NULL CHECK (seat_rows BETWEEN 1 AND 26),
  seats_per_row INTEGER NOT NULL CHECK (seats_per_row > 0),
  seats         INTEGER AS (seat_rows * seats_per_row) STORED,
  UNIQUE (cinema_id, name)
);

CREATE TABLE screenings (
  -- A hall shows one film at a time, so hall and start are the key.
  hall_id     INTEGER NOT NULL REFERENCES halls (id),
  starts_at   TEXT NOT NULL,        -- YYYY-MM-DD HH:MM:SS, UTC
  movie_id    INTEGER NOT NULL REFERENCES movies (id),
  price       DECIMAL(6, 2) NOT NULL DEFAULT 8.50 CONSTRAINT price_not_negative CHECK (price >= 0),
  subtitles   TEXT,                 -- ISO 639-1 code; NULL = none
  remark      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (hall_id, starts_at)
);

CREATE TABLE tickets (
  id          INTEGER PRIMARY KEY,
  hall_id     INTEGER NOT NULL,
  starts_at   TEXT NOT NULL,
  seat        TEXT NOT NULL,        -- row letter and number: C7
  member_id   INTEGER REFERENCES members (id) ON DELETE SET NULL, -- NULL = sold to a guest
  price       DECIMAL(6, 2) NOT NULL CHECK (price >= 0),
  sold_at     INTEGER NOT NULL,     -- Unix epoch, seconds
  CONSTRAINT ticket_is_for_screening
    FOREIGN KEY (hall_id, starts_at) REFERENCES screenings (hall_id, starts_at) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT seat_sold_once UNIQUE (hall_id, starts_at, seat)
);

CREATE TABLE members (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL,
  email        TEXT UNIQUE COLLATE NOCASE,
  phone        TEXT,
  address      TEXT NOT NULL DEFAULT '',
  joined_on    DATE NOT NULL,
  status       TEXT NOT NULL DEFAULT 'active'
               CONSTRAINT member_status CHECK (status IN ('active', 'paused', 'honorary', 'left')),
  invited_by   INTEGER REFERENCES members (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  newsletter   BOOLEAN NOT NULL DEFAULT 1 CHECK (newsletter IN (0, 1)),
  preferences  TEXT CHECK (preferences IS NULL OR json_valid(preferences)), -- JSON
  updated_at   DATETIME,                  -- kept by the trigger members_touch
  CONSTRAINT not_invited_by_self CHECK (invited_by <> id)
);

CREATE TABLE copies (
  -- What stands on the shelf: a film may be there more than once.
  id         INTEGER PRIMARY KEY,
  movie_id   INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  medium     TEXT NOT NULL CONSTRAINT medium_is_known CHECK (medium IN ('35 mm', '16 mm', 'VHS', 'DVD', 'Blu-ray', 'UHD')),
  rfid_tag   INTEGER UNIQUE,              -- the full 64 bits of the tag, so mostly beyond 2^53 and sometimes negative
  shelf      TEXT,
  price      DECIMAL(8, 2),               -- what the club paid, in euro
  weight_kg  REAL,
  bought_on  DATE,
  status     TEXT NOT NULL DEFAULT 'on shelf'
             CONSTRAINT copy_status CHECK (status IN ('on shelf', 'on loan', 'in repair', 'lost'))
);

CREATE TABLE loans (
  id           INTEGER PRIMARY KEY,
  copy_id      INTEGER NOT NULL REFERENCES copies (id) ON DELETE CASCADE,
  member_id    INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  lent_at      INTEGER NOT NULL,          -- Unix epoch, seconds
  due_on       DATE NOT NULL,             -- text, YYYY-MM-DD
  returned_at  INTEGER,                   -- Unix epoch, seconds; NULL = still out
  fee          DECIMAL(6, 2) NOT NULL DEFAULT 0,
  note         TEXT,
  CONSTRAINT returned_after_lent CHECK (returned_at IS NULL OR returned_at >= lent_at)
);

CREATE TABLE reviews (
  id          INTEGER PRIMARY KEY,
  movie_id    INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  member_id   INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  rating      INTEGER NOT NULL CONSTRAINT rating_from_1_to_10 CHECK (rating BETWEEN 1 AND 10),
  headline    TEXT NOT NULL DEFAULT '',
  body        TEXT,                       -- NULL = stars only
  posted_at   DATETIME NOT NULL,
  helpful     INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT one_review_per_member UNIQUE (movie_id, member_id)
);

CREATE TABLE payments (
  -- STRICT: a wrong type is refused, not converted.
  id            INTEGER PRIMARY KEY,
  member_id     INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  paid_on       TEXT NOT NULL,
  amount_cents  INTEGER NOT NULL,
  amount        REAL GENERATED ALWAYS AS (amount_cents / 100.0) STORED, -- euro
  method        TEXT NOT NULL CONSTRAINT method_is_known CHECK (method IN ('cash', 'card', 'transfer', 'gift')),
  purpose       TEXT NOT NULL DEFAULT 'membership',
  receipt       ANY                       -- number or text, as the bank sends it
) STRICT;

CREATE TABLE door_log (
  -- Written by the turnstile: no primary key, and the same line may come twice.
  at         INTEGER,   -- Unix epoch, seconds
  member_id  INTEGER,
  direction  TEXT,
  note       TEXT
);

CREATE TABLE newsletters (
  issue         INTEGER PRIMARY KEY,
  published_on  DATE NOT NULL UNIQUE,
  subject       TEXT NOT NULL,
  body          TEXT NOT NULL   -- Markdown, a few kilobytes
);

CREATE TABLE audit_log (
  -- Written by triggers only. AUTOINCREMENT: a number is never given twice.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  at          DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  table_name  TEXT NOT NULL,
  row_id      INTEGER NOT NULL,
  action      TEXT NOT NULL CONSTRAINT action_is_known CHECK (action IN ('insert', 'update', 'delete')),
  old_values  TEXT,   -- JSON
  new_values  TEXT    -- JSON
);

-- Full text over the catalogue. External content: the words live here, the text stays in movies.
CREATE VIRTUAL TABLE movie_search USING fts5 (
  title, original_title, synopsis,
  content = 'movies', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

-- Where the cinemas are, as an R*Tree: points are boxes without extent.
CREATE VIRTUAL TABLE cinema_locations USING rtree (id, min_lon, max_lon, min_lat, max_lat);
