-- +goose Up
-- +goose StatementBegin
CREATE TABLE people (id INTEGER PRIMARY KEY);
-- +goose StatementEnd

-- +goose Down
DROP TABLE people;
