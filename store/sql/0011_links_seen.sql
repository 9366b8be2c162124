-- Migration 11: that two registrations are one person is told to who may see them both, and otherwise to nobody.

-- Whether a registration is of one of these municipalities: it said something there.
create function projection.is_of(asked uuid, codes text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select exists (select from ledger.event
                where event.subject = asked and not ledger.of_nobody(event.type)
                  and ledger.place_of(event.payload, event.subject, event.version) = any(codes))
$$;
revoke execute on function projection.is_of from public;

-- The other registration that a decision on who is one person names.
create function ledger.other_side(payload bytea) returns uuid
language sql immutable set search_path = pg_catalog, pg_temp as $$
select (ledger.said(payload) -> 'body' ->> 'other')::uuid
$$;

-- A decision tells how each sealed field of the one compared with that of the other, so it is there for who sees both.
-- The application is a member of the roles of readers, and these two would bind it as well: they ask who reads now.
create policy links_of_both on ledger.event as restrictive for select to ketenboek_case_manager using (
    current_user <> 'ketenboek_case_manager' or type not in (1101, 1102, 1103)
    or (ledger.other_side(payload) in (select projection.received())
        or projection.is_of(ledger.other_side(payload), (select projection.own_codes())))
   and (subject in (select projection.received()) or projection.is_of(subject, (select projection.own_codes()))));
create policy links_of_oneself on ledger.event as restrictive for select to ketenboek_participant using (
    current_user <> 'ketenboek_participant' or type not in (1101, 1102, 1103) or ledger.other_side(payload) in (select projection.own_registrations()));
grant execute on function projection.is_of to ketenboek_application, ketenboek_case_manager;

-- The same for dashboards: a person is called by the first of its registrations that this login sees, and a question
-- about two registrations is there for who sees both.
create function reporting.is_own(asked text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select asked is null or projection.is_of(asked::uuid, reporting.own_codes())
$$;
create or replace view reporting.participants as
select case when not is_secret then case_id end as case_id, municipality,
       case when not is_secret then coalesce(value ->> 'provider', value ->> 'party') end as provider,
       reporting.pseudonym(min(registration::text) over (partition by value ->> 'person')) as person, value ->> 'course' as course,
       reporting.day(value ->> 'enrolled_on') as enrolled_on
  from reporting.standing where view = 'participants';
create or replace view reporting.findings as
select case when not is_secret then case_id end as case_id, municipality, value ->> 'code' as code, value ->> 'resolver' as resolver,
       value ->> 'party' as party, value ->> 'system' as system
  from reporting.standing
 where view in ('findings', 'delivery-findings', 'person-findings')
   and (value ->> 'code' <> 'IDENTITY_CONFLICT'
        or reporting.is_own(value -> 'detail' ->> 'registration') and reporting.is_own(value -> 'detail' ->> 'other'));
