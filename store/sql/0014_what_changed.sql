-- Migration 14: beside the rows stands which of them changed last, so that an answer holds until one it looked at does.

-- `what` is a view, or what else an answer is made of; `municipality` is empty for what lies in none or may lie anywhere.
-- `position` is that of the last fact that may have brought the change. `at` is the number of the change: who follows the
-- ledger takes it while nobody else follows, so it only grows.
create table projection.changed (
    what         text   not null,
    municipality text   not null,
    position     bigint not null,
    at           bigint not null,
    primary key (what, municipality)
);
create index on projection.changed (at);
create sequence projection.change;

-- Who sees what is asked with every query of a reader. Written in one statement, these were planned anew each time, over the
-- rows of all generations; told the generation first, a session keeps the plan, and looks at one.
create or replace function projection.codes_of(own text[]) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    mergers integer := (select generation from projection.generation where view = 'mergers' and is_current);
begin
    return (
        with recursive merged as (
            select row.municipality as into_code, row.value::jsonb ->> 'code' as code
              from projection.row where row.generation = mergers and row.known_until is null
        ), seen(code) as (
            select unnest(own)
             union
            select merged.code from merged join seen on merged.into_code = seen.code
        )
        select array_agg(code) from seen where code is not null
    );
end $$;
create or replace function projection.received() returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    codes     text[] := projection.own_codes();
    handovers integer := (select generation from projection.generation where view = 'handovers' and is_current);
begin
    return query
        select row.registration
          from projection.row
         where row.generation = handovers and row.known_until is null and row.valid_from <= current_date
           and row.municipality = any(codes);
end $$;
create or replace function projection.secret() returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    secrecy integer := (select generation from projection.generation where view = 'secrecy' and is_current);
begin
    return query
        with hidden as (
            select distinct row.group_id from projection.row where row.generation = secrecy and row.known_until is null
        )
        select group_id from hidden
         union
        select member.subject from projection.group_member as member join hidden on member.group_id = hidden.group_id;
end $$;
