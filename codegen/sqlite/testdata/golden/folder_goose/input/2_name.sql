-- +goose Up
-- +goose StatementBegin
ALTER TABLE people ADD COLUMN name TEXT;
-- +goose StatementEnd

-- +goose Down
DROP TABLE people;
