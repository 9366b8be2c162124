-- Migration 3: registrations that share a number are found, and how far links between them were decided.

-- The numbers of a registration: which others share one is asked for every delivery.
create index pseudonym_subject on vault.pseudonym (subject);

comment on column vault.pseudonym.pseudonym is 'HMAC of a BSN or V-number that the subject ever carried; or, 16 bytes long, the id of a registration that a decision in the stream of the subject is about';

-- Links are decided after the facts they rest on. One row; without it they are all decided again, which changes nothing.
create table projection.linking (
    only_one  boolean primary key default true check (only_one),
    position  bigint  not null
);
