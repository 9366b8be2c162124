-- name: role_exists
-- Whether the application's own role is there.
select exists (select from pg_roles where rolname = 'ketenboek_app');

-- name: grants
-- The application reads the ledger and writes it only by ledger.append; it reads the vault, marks what was delivered, owns the projections, and reads in the roles of readers.
grant usage on schema ledger, vault, reporting to ketenboek_app;
grant select on all tables in schema ledger to ketenboek_app;
grant execute on function ledger.append to ketenboek_app;
revoke insert, update, delete, truncate on all tables in schema vault from ketenboek_app;
grant select on all tables in schema vault to ketenboek_app;
grant update (last_delivery, missing) on vault.record to ketenboek_app;
grant select on public.ketenboek_migration to ketenboek_app;
revoke insert, update, delete, truncate on all tables in schema ledger from ketenboek_app;
grant usage, create on schema projection to ketenboek_app;
grant ketenboek_application, ketenboek_case_manager, ketenboek_provider, ketenboek_auditor, ketenboek_participant, ketenboek_without_persons to ketenboek_app;
alter schema projection owner to ketenboek_app;
alter table projection.generation owner to ketenboek_app;
alter table projection.row owner to ketenboek_app;
alter sequence projection.row_number owner to ketenboek_app;
alter table projection.group_member owner to ketenboek_app;
alter table projection.linking owner to ketenboek_app;
alter table projection.parked owner to ketenboek_app;
alter table projection.changed owner to ketenboek_app;
alter sequence projection.change owner to ketenboek_app;
