-- Migration 13: a number alone counts one person, and opens to nobody the dossier of another.

-- Whether a link lets a participant read across it: somebody looked at the two, or beside the number the given names or
-- the birth dates agreed. Numbers get typed over within a household, which shares its surname; and a date that
-- registrars fill in is anybody's.
create function ledger.opens(payload bytea) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
select coalesce(told.body ->> 'decider' not like 'policy:%'
                and coalesce(told.body ->> 'ground', 'REVIEW') in ('REVIEW', 'SOURCE')
                or exists (select from jsonb_array_elements(told.body -> 'comparisons') as compared
                            where (compared ->> 'level')::integer
                                  >= case compared ->> 'name' when 'given-name' then 1 when 'birth-date' then 3 end), false)
  from (select ledger.said(payload) -> 'body' as body) as told
$$;

-- The registrations of a participant: the own one, and those reached from it over links that open and that stand, where
-- nobody doubts a link between any of those ever decided on with it.
create or replace function projection.own_registrations() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
with recursive own as (
    select nullif(current_setting('ketenboek.subject', true), '')::uuid as subject
), together as (
    select other.subject
      from own join projection.group_member as mine on mine.subject = own.subject
           join projection.group_member as other on other.group_id = mine.group_id
), link as (
    select event.subject as one, ledger.other_side(event.payload) as other
      from ledger.event
     where event.subject in (select subject from together) and event.type = 1101 and ledger.opens(event.payload)
       and not exists (select from ledger.event as retraction
                        where retraction.subject = event.subject and retraction.type = 1402
                          and ledger.said(retraction.payload) -> 'body' ->> 'original' = event.event_id::text)
), reached(subject) as (
    select subject from own where subject is not null
     union
    select case link.one when reached.subject then link.other else link.one end
      from reached join link on reached.subject in (link.one, link.other)
     where not exists (select from ledger.event
                        where event.subject in (select subject from together) and event.type in (1102, 1103))
)
select subject from reached
$$;
