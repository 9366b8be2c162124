-- name: note_changes
-- In one transaction with what changed: which of it at what position, under one number that is greater than all before it.
with change as materialized (select nextval('projection.change') as number)
insert into projection.changed (what, municipality, position, at)
select one.what, one.municipality, %s, change.number
  from change cross join unnest(%s::text[], %s::text[]) as one(what, municipality)
    on conflict (what, municipality) do update
   set position = greatest(changed.position, excluded.position), at = excluded.at;

-- name: changes_after
-- What changed after the change of this number, and last at what position.
select what, municipality, position, at from projection.changed where at > %s;

-- name: reads_elsewhere
-- Whether this reader sees anything beside what lies in its own municipality and in none.
select coalesce(cardinality(projection.own_codes()), 0) > 1 or exists (select from projection.received());
