-- Nothing newer than SQLite 3.38 in here or in the tables: one unknown word in one view, and an older sqlite3 refuses the file.

CREATE VIEW movie_overview AS
  -- One line per film: who made it, and what the members think of it.
  SELECT m.id, m.title, m.year, s.name AS studio,
         (SELECT group_concat(name, ', ')
            FROM (SELECT g.name FROM movie_genres AS mg JOIN genres AS g ON g.id = mg.genre_id
                   WHERE mg.movie_id = m.id ORDER BY g.name)) AS genres,
         (SELECT group_concat(name, ', ')
            FROM (SELECT p.name FROM credits AS c JOIN people AS p ON p.id = c.person_id
                   WHERE c.movie_id = m.id AND c.job = 'director' ORDER BY c.id)) AS directors,
         (SELECT round(avg(r.rating), 1) FROM reviews AS r WHERE r.movie_id = m.id) AS rating,
         (SELECT count(*) FROM reviews AS r WHERE r.movie_id = m.id) AS reviews
    FROM movies AS m LEFT JOIN studios AS s ON s.id = m.studio_id;

CREATE VIEW open_loans (loan_id, member, email, title, medium, lent_on, due_on, is_late) AS
  SELECT l.id, b.name, b.email, m.title, c.medium, date(l.lent_at, 'unixepoch'), l.due_on, l.due_on < date('now')
    FROM loans AS l
    JOIN members AS b ON b.id = l.member_id
    JOIN copies AS c ON c.id = l.copy_id
    JOIN movies AS m ON m.id = c.movie_id
   WHERE l.returned_at IS NULL;

CREATE VIEW cast_list AS
  -- Who plays whom. Its INSTEAD OF triggers make it editable: give movie_id and either person_id or the person's name.
  SELECT c.id AS credit_id, c.movie_id, m.title AS movie, c.person_id, p.name AS person, c.character, c.billing
    FROM credits AS c
    JOIN movies AS m ON m.id = c.movie_id
    JOIN people AS p ON p.id = c.person_id
   WHERE c.job = 'cast';
