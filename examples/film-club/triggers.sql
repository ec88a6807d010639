-- Made after the rows, so that filling the database does not write a log of itself.

-- The second condition ends it when recursive_triggers is on and the same second is written twice.
CREATE TRIGGER movies_touch AFTER UPDATE ON movies
WHEN new.updated_at IS old.updated_at
BEGIN
  UPDATE movies SET updated_at = datetime('now') WHERE id = new.id AND updated_at IS NOT datetime('now');
END;

CREATE TRIGGER members_touch AFTER UPDATE ON members
WHEN new.updated_at IS old.updated_at
BEGIN
  UPDATE members SET updated_at = datetime('now') WHERE id = new.id AND updated_at IS NOT datetime('now');
END;

-- Full text follows the catalogue. An external-content table must be told the old words to forget them.
CREATE TRIGGER movie_search_insert AFTER INSERT ON movies
BEGIN
  INSERT INTO movie_search (rowid, title, original_title, synopsis)
  VALUES (new.id, new.title, new.original_title, new.synopsis);
END;

CREATE TRIGGER movie_search_delete AFTER DELETE ON movies
BEGIN
  INSERT INTO movie_search (movie_search, rowid, title, original_title, synopsis)
  VALUES ('delete', old.id, old.title, old.original_title, old.synopsis);
END;

CREATE TRIGGER movie_search_update AFTER UPDATE OF id, title, original_title, synopsis ON movies
BEGIN
  INSERT INTO movie_search (movie_search, rowid, title, original_title, synopsis)
  VALUES ('delete', old.id, old.title, old.original_title, old.synopsis);
  INSERT INTO movie_search (rowid, title, original_title, synopsis)
  VALUES (new.id, new.title, new.original_title, new.synopsis);
END;

-- The R*Tree follows the cinemas.
CREATE TRIGGER cinema_locations_insert AFTER INSERT ON cinemas
BEGIN
  INSERT INTO cinema_locations VALUES (new.id, new.longitude, new.longitude, new.latitude, new.latitude);
END;

CREATE TRIGGER cinema_locations_delete AFTER DELETE ON cinemas
BEGIN
  DELETE FROM cinema_locations WHERE id = old.id;
END;

CREATE TRIGGER cinema_locations_update AFTER UPDATE OF id, longitude, latitude ON cinemas
BEGIN
  DELETE FROM cinema_locations WHERE id = old.id;
  INSERT INTO cinema_locations VALUES (new.id, new.longitude, new.longitude, new.latitude, new.latitude);
END;

-- A copy knows whether it is out.
CREATE TRIGGER loans_lend AFTER INSERT ON loans
WHEN new.returned_at IS NULL
BEGIN
  UPDATE copies SET status = 'on loan' WHERE id = new.copy_id;
END;

CREATE TRIGGER loans_return AFTER UPDATE OF returned_at ON loans
WHEN old.returned_at IS NULL AND new.returned_at IS NOT NULL
BEGIN
  UPDATE copies SET status = 'on shelf' WHERE id = new.copy_id AND status = 'on loan';
END;

-- A rule no CHECK can hold, because it looks into another table.
CREATE TRIGGER tickets_sold_out BEFORE INSERT ON tickets
WHEN (SELECT count(*) FROM tickets WHERE hall_id = new.hall_id AND starts_at = new.starts_at)
     >= (SELECT seats FROM halls WHERE id = new.hall_id)
BEGIN
  SELECT RAISE(ABORT, 'This screening is sold out.');
END;

CREATE TRIGGER members_audit_insert AFTER INSERT ON members
BEGIN
  INSERT INTO audit_log (table_name, row_id, action, new_values)
  VALUES ('members', new.id, 'insert', json_object('name', new.name, 'email', new.email, 'status', new.status));
END;

CREATE TRIGGER members_audit_update AFTER UPDATE OF name, email, status ON members
BEGIN
  INSERT INTO audit_log (table_name, row_id, action, old_values, new_values)
  VALUES ('members', new.id, 'update',
          json_object('name', old.name, 'email', old.email, 'status', old.status),
          json_object('name', new.name, 'email', new.email, 'status', new.status));
END;

CREATE TRIGGER members_audit_delete AFTER DELETE ON members
BEGIN
  INSERT INTO audit_log (table_name, row_id, action, old_values)
  VALUES ('members', old.id, 'delete', json_object('name', old.name, 'email', old.email, 'status', old.status));
END;

CREATE TRIGGER cast_list_insert INSTEAD OF INSERT ON cast_list
BEGIN
  INSERT INTO credits (movie_id, person_id, job, character, billing)
  VALUES (new.movie_id,
          coalesce(new.person_id, (SELECT id FROM people WHERE name = new.person ORDER BY id LIMIT 1)),
          'cast', new.character, new.billing);
END;

CREATE TRIGGER cast_list_update INSTEAD OF UPDATE ON cast_list
BEGIN
  UPDATE credits
     SET movie_id = new.movie_id,
         person_id = CASE WHEN new.person IS old.person THEN new.person_id
                          ELSE (SELECT id FROM people WHERE name = new.person ORDER BY id LIMIT 1) END,
         character = new.character,
         billing = new.billing
   WHERE id = old.credit_id;
END;

CREATE TRIGGER cast_list_delete INSTEAD OF DELETE ON cast_list
BEGIN
  DELETE FROM credits WHERE id = old.credit_id;
END;
