CREATE SCHEMA auth;
CREATE SCHEMA "Odd ""Schema""";
CREATE TYPE "Odd ""Schema""".mood AS ENUM ('sad');

CREATE TABLE auth.users (id bigserial PRIMARY KEY, name text NOT NULL);
CREATE TABLE users (id bigserial PRIMARY KEY, login_id bigint NOT NULL UNIQUE REFERENCES auth.users);
CREATE TABLE auth.keys (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES auth.users);
CREATE TABLE "Odd ""Schema"""."select" (
    "from" integer PRIMARY KEY,
    mood "Odd ""Schema""".mood NOT NULL,
    moods "Odd ""Schema""".mood[] NOT NULL,
    user_id bigint REFERENCES public.users
);
