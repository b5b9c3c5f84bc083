-- +goose Up
-- +goose StatementBegin
ALTER TABLE people RENAME COLUMN name TO full_name;
-- +goose StatementEnd

-- +goose Down
DROP TABLE people;
