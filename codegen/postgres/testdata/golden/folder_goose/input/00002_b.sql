-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY a_idx ON a (id);
-- +goose Down
DROP INDEX a_idx;
