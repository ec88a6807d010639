CREATE INDEX movies_by_year ON movies (year DESC, title COLLATE NOCASE);
CREATE INDEX movies_by_studio ON movies (studio_id);
CREATE INDEX movies_by_sequel ON movies (sequel_of) WHERE sequel_of IS NOT NULL; -- partial: few films are sequels
CREATE INDEX movies_by_language ON movies (details ->> '$.language'); -- expression: into the JSON
CREATE INDEX movie_genres_by_genre ON movie_genres (genre_id, movie_id);
CREATE INDEX people_by_name ON people (lower(family_name), lower(given_name)); -- expressions
CREATE INDEX credits_by_person ON credits (person_id, job);
CREATE INDEX screenings_by_movie ON screenings (movie_id, starts_at);
CREATE INDEX tickets_by_member ON tickets (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX members_by_inviter ON members (invited_by);
CREATE INDEX copies_by_movie ON copies (movie_id);
CREATE UNIQUE INDEX one_open_loan_per_copy ON loans (copy_id) WHERE returned_at IS NULL; -- partial and unique: a rule
CREATE INDEX loans_by_copy ON loans (copy_id, lent_at);
CREATE INDEX loans_by_member ON loans (member_id, lent_at DESC);
CREATE INDEX reviews_by_member ON reviews (member_id);
CREATE INDEX reviews_by_rating ON reviews (movie_id, rating DESC);
CREATE INDEX payments_by_member ON payments (member_id, paid_on);
CREATE INDEX door_log_by_time ON door_log (at);
