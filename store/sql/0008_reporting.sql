-- Migration 8: views for dashboards, with stable names, on what the views know now. Whoever asks them sees its own municipality.

do $$
declare
    name text;
begin
    foreach name in array array['ketenboek_reporting', 'ketenboek_dashboard'] loop
        if not exists (select from pg_roles where rolname = name) then
            begin
                execute format('create role %I nologin', name);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then
                    raise exception 'the roles of the dashboards are missing, and this role may not make them'
                        using errcode = 'insufficient_privilege', hint = 'let an administrator make the roles of docs/how-to/own-postgresql.md';
            end;
        end if;
    end loop;
    if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, 'ketenboek_reporting', 'member') then
        execute format('grant ketenboek_reporting to %I', current_user);
    end if;
end $$;

create schema reporting;
comment on schema reporting is 'Views for dashboards: pseudonymous, of the municipality of whoever logs in, as known now. Names and columns stay.';
grant usage, create on schema reporting to ketenboek_reporting;
grant usage on schema reporting to ketenboek_dashboard;

create table reporting.reader (
    login         name not null,
    municipality  text not null check (municipality ~ '^[0-9]{4}$'),
    primary key (login, municipality)
);
comment on table reporting.reader is 'Which municipality a login of a dashboard sees. A login that does not stand here sees what is about no person.';

-- --- Whose rows a login sees ---

-- A code, with those of all that went up into it.
create function projection.codes_of(own text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
with recursive merged as (
    select row.municipality as into_code, row.value::jsonb ->> 'code' as code
      from projection.row
     where row.generation = (select generation from projection.generation where view = 'mergers' and is_current)
       and row.known_until is null
), seen(code) as (
    select unnest(own)
     union
    select merged.code from merged join seen on merged.into_code = seen.code
)
select array_agg(code) from seen where code is not null
$$;
create or replace function projection.own_codes() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select projection.codes_of(array[nullif(current_setting('ketenboek.municipality', true), '')])
$$;
-- Of the role that logged in, which nobody can set: a setting could be set by its owner.
create function reporting.own_codes() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select projection.codes_of(array(select municipality from reporting.reader where login = session_user))
$$;
revoke execute on function projection.codes_of from public;

-- Whether a registration is under secrecy, itself or with one it was ever decided on together: what is told of it then
-- leads to nothing else.
create function reporting.is_hidden(asked uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select exists (select from projection.row
                where row.group_id = coalesce((select group_id from projection.group_member where subject = asked), asked)
                  and row.generation = (select generation from projection.generation where view = 'secrecy' and is_current)
                  and row.known_until is null)
$$;

-- A day, where it is known to the day.
create function reporting.day(said text) returns date
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
select case when length(said) = 10 then said::date end
$$;

-- An id that tells one from another for this login, and leads nowhere.
create function reporting.pseudonym(id text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
select left(encode(sha256(convert_to(id || '/' || session_user, 'UTF8')), 'hex'), 20)
$$;

-- Everybody who may look at rows is named here once; each partition is guarded when it is made.
create function projection.guard_for_reporting(rows regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('grant select on %s to ketenboek_reporting', rows);
    execute format($policy$create policy of_own_municipality_reported on %s for select to ketenboek_reporting using (
        municipality = any((select reporting.own_codes())::text[]) or registration is null and municipality is null)$policy$, rows);
end $$;
select projection.guard_for_reporting('projection.row');
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid from pg_inherits where inhparent = 'projection.row'::regclass loop
        perform projection.guard_for_reporting(partition);
    end loop;
end $$;
grant usage on schema projection to ketenboek_reporting;
grant select on projection.generation to ketenboek_reporting;

-- When an event was recorded, and how far the ledger is: of the events nothing else is told here.
create function reporting.recorded_at(asked bigint) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select to_timestamp(event.recorded_at_us / 1000000.0) from ledger.event where event.position = asked
$$;
create function reporting.head() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select head.position from ledger.head
$$;

-- The rows that stand now, of the generation that answers.
create view reporting.standing as
select generation.view, row.case_id, row.registration, row.municipality, row.provider, row.valid_from, row.valid_until,
       row.value::jsonb as value, row.registration is not null and reporting.is_hidden(row.registration) as is_secret
  from projection.row join projection.generation on generation.generation = row.generation
 where generation.is_current and row.known_until is null;

-- --- What dashboards ask ---

create view reporting.waiting_list as
select case when not is_secret then case_id end as case_id, municipality,
       case when not is_secret then coalesce(value ->> 'provider', value ->> 'party') end as provider,
       value ->> 'waiting_list' as list, value ->> 'reason' as reason, value ->> 'demand' as demand, value ->> 'scheme' as scheme,
       reporting.day(value ->> 'joined_on') as joined_on, reporting.day(value ->> 'reason_since_on') as reason_since_on,
       valid_until as ended_on
  from reporting.standing where view = 'waiting-spells';
comment on view reporting.waiting_list is 'Each spell on a waiting list, also those that ended. On the list at the end of a day D: joined_on <= D and (ended_on is null or ended_on > D).';
comment on column reporting.waiting_list.case_id is 'Random id of the case, as in the API; empty under secrecy';
comment on column reporting.waiting_list.provider is 'Who keeps the list; empty under secrecy';
comment on column reporting.waiting_list.list is 'FIRST_INFLOW or TEMPORARILY_STOPPED';
comment on column reporting.waiting_list.ended_on is 'First day no longer on the list, by a placement or by leaving';

create view reporting.placements as
select case when not is_secret then case_id end as case_id, municipality,
       case when not is_secret then coalesce(value ->> 'provider', value ->> 'party') end as provider,
       value ->> 'kind' as kind, value ->> 'trajectory' as trajectory, value ->> 'scheme' as scheme, value ->> 'funding' as funding,
       reporting.day(value ->> 'started_on') as started_on, reporting.day(value ->> 'ended_on') as ended_on
  from reporting.standing where view = 'placements';
comment on view reporting.placements is 'Each placement on a trajectory. Which of them a rule counts is said by the rule: docs/reference/rules.md.';
comment on column reporting.placements.kind is 'PLACEMENT, or ENFORCEMENT for a registration that has an order without offer and no placement';

create view reporting.participants as
select case when not is_secret then case_id end as case_id, municipality,
       case when not is_secret then coalesce(value ->> 'provider', value ->> 'party') end as provider,
       reporting.pseudonym(value ->> 'person') as person, value ->> 'course' as course,
       reporting.day(value ->> 'enrolled_on') as enrolled_on
  from reporting.standing where view = 'participants';
comment on view reporting.participants is 'Each enrolment row as delivered. Participants: count(distinct person).';
comment on column reporting.participants.person is 'Tells persons apart for this login, and leads nowhere';

create view reporting.quota_realisation as
select quota.municipality, quota.value ->> 'kind' as kind, quota.value ->> 'scheme' as scheme, quota.value ->> 'unit' as unit,
       quota.value ->> 'setter' as setter, (quota.value ->> 'amount')::bigint as amount, quota.value ->> 'precision' as precision,
       (quota.value ->> 'period_from')::date as period_from, (quota.value ->> 'period_until')::date as period_until,
       (quota.value ->> 'document_on')::date as document_on, quota.value ->> 'document' as document,
       (select count(*) from reporting.placements as placed
         where placed.municipality = quota.municipality and placed.kind = 'PLACEMENT'
           and placed.started_on >= (quota.value ->> 'period_from')::date
           and placed.started_on < (quota.value ->> 'period_until')::date) as placements_started
  from reporting.standing as quota where quota.view = 'quotas';
comment on view reporting.quota_realisation is 'Each quota, milestone, estimate or purchase with its setter. Lines of two setters stand beside each other; never add them.';
comment on column reporting.quota_realisation.placements_started is 'Placements that started in the period, of any trajectory. What may be set against a quota is said by a rule version: ask that figure.';

create view reporting.money as
select case when not is_secret then case_id end as case_id, municipality, value ->> 'kind' as kind,
       (value ->> 'amount_cents')::bigint as amount_cents, reporting.day(value ->> 'booked_on') as booked_on,
       value ->> 'fund' as fund, value ->> 'scheme' as scheme, value ->> 'line' as line, value ->> 'component' as component
  from reporting.standing where view = 'budget-entries';
comment on view reporting.money is 'Budgets, grants and costs, in euro cents; never add kinds.';
comment on column reporting.money.kind is 'BUDGETED, CARRIED_OVER, RECEIVED, EXPENSE or COST';

create view reporting.findings as
select case when not is_secret then case_id end as case_id, municipality, value ->> 'code' as code, value ->> 'resolver' as resolver,
       value ->> 'party' as party, value ->> 'system' as system
  from reporting.standing where view in ('findings', 'delivery-findings', 'person-findings');
comment on view reporting.findings is 'What does not fit, as it stands now: docs/reference/findings.md has the codes.';

create view reporting.figures_reported as
select told.municipality, told.value ->> 'rule' as rule, told.value ->> 'version' as version, (told.value ->> 'value')::bigint as value,
       coalesce((told.value ->> 'decimals')::integer, 0) as decimals, told.value ->> 'precision' as precision,
       told.value ->> 'unit' as unit, told.value ->> 'dimension' as dimension, told.value ->> 'dimension_value' as dimension_value,
       (told.value ->> 'period_from')::date as period_from, (told.value ->> 'period_until')::date as period_until,
       reporting.day(told.value ->> 'as_of') as as_of, told.value ->> 'document' as document,
       (told.value ->> 'document_on')::date as document_on, coalesce((told.value ->> 'computed_here')::boolean, false) as computed_here
  from reporting.standing as told
 where told.view = 'figures-reported'
   and not exists (select from reporting.standing as later
                    where later.view = 'figures-reported' and later.value ->> 'replaces' = told.value ->> 'case');
comment on view reporting.figures_reported is 'What was told to others, as it was told; without what a later report takes the place of. Whether it drifted since is asked of the API.';

create view reporting.freshness as
select generation.view, generation.version, generation.position, reporting.head() as head,
       reporting.recorded_at(generation.position) as recorded_at,
       case when generation.position < reporting.head()
            then greatest(extract(epoch from clock_timestamp() - reporting.recorded_at(generation.position + 1)), 0)
            else 0 end as lag_seconds
  from projection.generation where generation.is_current;
comment on view reporting.freshness is 'How far each view is: the position up to which it is true, when that was recorded, and for how long something newer waits.';

create view reporting.dates as
select day::date as day, extract(isoyear from day)::integer as iso_year, extract(week from day)::integer as iso_week,
       extract(year from day)::integer as year, extract(quarter from day)::integer as quarter, extract(month from day)::integer as month,
       date_trunc('month', day)::date as first_of_month, date_trunc('year', day)::date as first_of_year,
       extract(isodow from day) < 6 as is_weekday
  from generate_series(timestamp '1998-01-01', timestamp '2049-12-31', interval '1 day') as day;
comment on view reporting.dates is 'Every day from 1998 to 2049, for axes without holes.';

do $$
declare
    asked text;
begin
    foreach asked in array array['standing', 'waiting_list', 'placements', 'participants', 'quota_realisation', 'money', 'findings',
                                 'figures_reported', 'freshness', 'dates'] loop
        execute format('alter view reporting.%I owner to ketenboek_reporting', asked);
        if asked <> 'standing' then
            execute format('grant select on reporting.%I to ketenboek_dashboard', asked);
        end if;
    end loop;
end $$;
