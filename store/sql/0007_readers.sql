-- Migration 7: who sees which rows, events and sealed parts is decided by the database, below everything that asks.

-- Roles that nobody logs in with. A connection of the application takes one of them for the length of a transaction
-- (`store/readers.py`); what then is there, is said by the policies below. They belong to the whole server, so they may
-- be there already, made for another database.
do $$
declare
    name text;
begin
    foreach name in array array['ketenboek_application', 'ketenboek_case_manager', 'ketenboek_provider', 'ketenboek_auditor',
                                'ketenboek_participant', 'ketenboek_without_persons'] loop
        if not exists (select from pg_roles where rolname = name) then
            begin
                execute format('create role %I nologin', name);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then
                    raise exception 'the roles of the readers are missing, and this role may not make them'
                        using errcode = 'insufficient_privilege', hint = 'let an administrator make the roles of docs/how-to/own-postgresql.md';
            end;
        end if;
        -- Who owns the tables works as the application where no other role does, and takes the others' roles.
        if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, name, 'member') then
            execute format('grant %I to %I', name, current_user);
        end if;
    end loop;
end $$;

-- Beside each row stands whose it is: the registration that it is about (of what concerns no person: none), and the
-- provider whose client it is about. The rows that are there are built again from the events at the next question.
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid from pg_inherits where inhparent = 'projection.row'::regclass loop
        execute format('drop table %s', partition);
    end loop;
end $$;
delete from projection.generation;
alter table projection.row add column registration uuid, add column provider text;

-- --- What the policies ask ---
-- They are asked with the rights of who owns the rows, so that they may look where the reader may not. Each is asked once
-- for a whole query. What a reader is bound to stands in settings that end with the transaction.

-- The codes that a municipality reads by: its own, and those of all that went up into it, as a whole or partly.
create function projection.own_codes() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
with recursive merged as (
    select row.municipality as into_code, row.value::jsonb ->> 'code' as code
      from projection.row
     where row.generation = (select generation from projection.generation where view = 'mergers' and is_current)
       and row.known_until is null
), own(code) as (
    select nullif(current_setting('ketenboek.municipality', true), '')
     union
    select merged.code from merged join own on merged.into_code = own.code
)
select array_agg(code) from own where code is not null
$$;

-- The registrations whose dossier was handed over to the municipality that reads, on a day that has come.
create function projection.received() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select row.registration
  from projection.row
 where row.generation = (select generation from projection.generation where view = 'handovers' and is_current)
   and row.known_until is null and row.valid_from <= current_date
   and row.municipality = any((select projection.own_codes())::text[])
$$;

-- The registrations under secrecy, with all that were ever decided on together with them.
create function projection.secret() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
with hidden as (
    select distinct row.group_id from projection.row
     where row.generation = (select generation from projection.generation where view = 'secrecy' and is_current)
       and row.known_until is null
)
select group_id from hidden
 union
select member.subject from projection.group_member as member join hidden on member.group_id = hidden.group_id
$$;

-- The registrations of a participant: the own one, and those linked to it where nobody doubts a link between any of them.
create function projection.own_registrations() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
with own as (
    select nullif(current_setting('ketenboek.subject', true), '')::uuid as subject
), linked as (
    select other.subject
      from own join projection.group_member as mine on mine.subject = own.subject
           join projection.group_member as other on other.group_id = mine.group_id
)
select subject from own where subject is not null
 union
select subject from linked
 where not exists (select from ledger.event
                    where event.subject in (select subject from linked) and event.type in (1102, 1103))
$$;

-- What stands in the plain part of an event; nothing, where that cannot be read.
create function ledger.said(payload bytea) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    return convert_from(payload, 'UTF8')::jsonb;
exception when others then
    return null;
end $$;

-- Whether a fact of this kind stands in a stream of no person: a quota, a register, a parameter. A kind that is new is of
-- a person until it is named here.
create function ledger.of_nobody(type smallint) returns boolean
language sql immutable parallel safe as $$
select type in (304, 814, 815, 817, 818, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015,
                1016, 1017, 1109, 1201, 1202, 1203, 1204, 1205, 1206, 1211, 1212)
$$;

-- Whether a stream is of no person, by the fact that it begins with.
create function ledger.stream_of_nobody(asked uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select coalesce((select ledger.of_nobody(event.type) from ledger.event where event.subject = asked and event.version = 1), false)
$$;

-- The municipality that an event is of: the one it says, else the last that was said before it in its stream, else the
-- first that was said after it, else the party that it came from.
create function ledger.place_of(payload bytea, asked uuid, version_asked integer) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    document jsonb := ledger.said(payload);
    place    text := document ->> 'municipality';
begin
    if place is null and document is not null then
        select told.place into place
          from (select ledger.said(event.payload) ->> 'municipality' as place, event.version
                  from ledger.event where event.subject = asked) as told
         where told.place is not null
         order by told.version > version_asked, abs(told.version - version_asked) limit 1;
    end if;
    return coalesce(place, document -> 'source' ->> 'party');
end $$;

-- A name without what may be written in two ways: capitals, spaces and other signs.
create function ledger.plain_name(name text) returns text
language sql immutable parallel safe as $$
select regexp_replace(replace(lower(name), 'ß', 'ss'), '[^[:alnum:]]', '', 'g')
$$;

-- Whether an event is of a provider: it delivered it, or the fact says that the client is there.
create function ledger.of_provider(payload bytea, provider text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
select coalesce(provider in (ledger.plain_name(told.document -> 'source' ->> 'party'),
                             ledger.plain_name(told.document -> 'body' ->> 'provider')), false)
  from (select ledger.said(payload) as document) as told
$$;

-- Who is bound by no policy may not ask whose registrations there are either.
revoke execute on function projection.own_codes, projection.received, projection.secret, projection.own_registrations,
    ledger.stream_of_nobody, ledger.place_of from public;
grant execute on function projection.own_codes, projection.received, projection.secret, projection.own_registrations,
    ledger.stream_of_nobody, ledger.place_of to
    ketenboek_application, ketenboek_case_manager, ketenboek_provider, ketenboek_participant, ketenboek_without_persons;

-- --- Rows ---

-- Let readers look at a table of rows as far as each may. A partition is guarded by itself: who asks it by its own name is
-- not held by what guards the whole.
create function projection.guard(rows regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('alter table %s enable row level security', rows);
    execute format('grant select on %s to ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, '
                   'ketenboek_participant, ketenboek_without_persons', rows);
    execute format($policy$create policy of_own_municipality on %s for select to ketenboek_case_manager using (
        municipality = any((select projection.own_codes())::text[])
        or registration is null and municipality is null
        or registration in (select projection.received()))$policy$, rows);
    execute format($policy$create policy of_own_clients on %s for select to ketenboek_provider using (
        provider = (select current_setting('ketenboek.provider', true))
        and (registration is null or registration not in (select projection.secret())))$policy$, rows);
    execute format('create policy of_everybody on %s for select to ketenboek_auditor using (true)', rows);
    execute format($policy$create policy of_oneself on %s for select to ketenboek_participant using (
        registration in (select projection.own_registrations()))$policy$, rows);
end $$;
select projection.guard('projection.row');

-- Which registrations were ever decided on together, which generation answers, and what is parked: an answer is put
-- together by these, and shows none of their ids.
grant usage on schema ledger, vault, projection to
    ketenboek_application, ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, ketenboek_participant, ketenboek_without_persons;
grant select on projection.generation, projection.group_member, projection.parked, projection.linking to
    ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, ketenboek_participant, ketenboek_without_persons;

-- --- Events ---

alter table ledger.event enable row level security;
grant select on all tables in schema ledger to ketenboek_application;
grant select on ledger.event, ledger.head, ledger.about to
    ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, ketenboek_participant, ketenboek_without_persons;
create policy for_the_application on ledger.event for select to ketenboek_application using (true);
create policy of_everybody on ledger.event for select to ketenboek_auditor using (true);
create policy of_nobody on ledger.event for select
    to ketenboek_case_manager, ketenboek_provider, ketenboek_participant, ketenboek_without_persons using (
        ledger.of_nobody(type) or type in (1401, 1402, 1406, 1407) and ledger.stream_of_nobody(subject));
create policy of_own_municipality on ledger.event for select to ketenboek_case_manager using (
    subject in (select projection.received())
    or not ledger.of_nobody(type)
       and ledger.place_of(payload, subject, version) = any((select projection.own_codes())::text[]));
create policy of_own_clients on ledger.event for select to ketenboek_provider using (
    not ledger.of_nobody(type)
    and ledger.of_provider(payload, (select nullif(current_setting('ketenboek.provider', true), '')))
    and subject not in (select projection.secret()));
create policy of_oneself on ledger.event for select to ketenboek_participant using (
    subject in (select projection.own_registrations()));

-- --- Sealed parts ---
-- Beside the application there are sealed parts for those alone who may open them, and of those events and registrations
-- alone that they may see: the policy looks at the events with the eyes of the reader.

alter table vault.key enable row level security;
alter table vault.sealed enable row level security;
alter table vault.record enable row level security;
alter table vault.pseudonym enable row level security;
alter table vault.delivered enable row level security;
grant select on all tables in schema vault to ketenboek_application;
grant update (last_delivery, missing) on vault.record to ketenboek_application;
grant select on vault.key, vault.sealed, vault.record, vault.pseudonym to
    ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, ketenboek_participant, ketenboek_without_persons;
create policy for_the_application on vault.key to ketenboek_application using (true);
create policy for_the_application on vault.sealed to ketenboek_application using (true);
create policy for_the_application on vault.record to ketenboek_application using (true);
create policy for_the_application on vault.pseudonym to ketenboek_application using (true);
create policy for_the_application on vault.delivered to ketenboek_application using (true);
create policy of_seen_registrations on vault.key for select
    to ketenboek_case_manager, ketenboek_provider, ketenboek_participant
    using (exists (select from ledger.event where event.subject = key.subject));
create policy of_seen_events on vault.sealed for select
    to ketenboek_case_manager, ketenboek_provider, ketenboek_participant
    using (exists (select from ledger.event where event.event_id = sealed.event_id));
create policy of_seen_registrations on vault.record for select
    to ketenboek_case_manager, ketenboek_provider, ketenboek_participant
    using (exists (select from ledger.event where event.subject = record.subject));
create policy of_seen_registrations on vault.pseudonym for select
    to ketenboek_case_manager, ketenboek_participant
    using (exists (select from ledger.event where event.subject = pseudonym.subject));
