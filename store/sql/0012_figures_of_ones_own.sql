-- Migration 12: what a municipality told of its own counts is there for that municipality and the auditor, and for no other.

-- A reported figure is of no person, and of one municipality all the same: a small one tells of somebody. So are the
-- corrections of it.
create function ledger.stream_of_figure(asked uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
select coalesce((select event.type = 1012 from ledger.event where event.subject = asked and event.version = 1), false)
$$;
revoke execute on function ledger.stream_of_figure from public;
grant execute on function ledger.stream_of_figure to
    ketenboek_application, ketenboek_case_manager, ketenboek_provider, ketenboek_participant, ketenboek_without_persons;

drop policy of_nobody on ledger.event;
create policy of_nobody on ledger.event for select
    to ketenboek_case_manager, ketenboek_provider, ketenboek_participant, ketenboek_without_persons using (
        ledger.of_nobody(type) and type <> 1012
        or type in (1401, 1402, 1406, 1407) and ledger.stream_of_nobody(subject) and not ledger.stream_of_figure(subject));
create policy of_own_figures on ledger.event for select to ketenboek_case_manager using (
    (type = 1012 or type in (1401, 1402, 1406, 1407) and ledger.stream_of_figure(subject))
    and ledger.place_of(payload, subject, version) = any((select projection.own_codes())::text[]));
