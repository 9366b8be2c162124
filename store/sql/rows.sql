-- name: generations
-- All generations of all views.
select view, version, generation, position, is_current from projection.generation order by generation;

-- name: new_generation
-- A generation for this version of a view, empty, at position 0.
insert into projection.generation (view, version) values (%s, %s) returning generation;

-- name: retire_generation
-- The generation that answered until now no longer does.
update projection.generation set is_current = false where view = %s and is_current;

-- name: make_current
-- From now on this generation answers.
update projection.generation set is_current = true where generation = %s;

-- name: move_position
-- These generations hold the rows as known at this position.
update projection.generation set position = %s where generation = any(%s::integer[]);

-- name: forget_generation
-- A generation that is not current any more.
delete from projection.generation where generation = %s and not is_current;

-- name: lock_following
-- One follower at a time.
select pg_advisory_xact_lock(7305002);

-- name: lock_rebuilding
-- One rebuild at a time; for the session, since a rebuild is more than one transaction.
select pg_advisory_lock(7305003);

-- name: unlock_rebuilding
-- The next rebuild may begin.
select pg_advisory_unlock(7305003);

-- name: wait_shortly
-- For dropping: give up before PostgreSQL would look whether two wait for each other.
set local lock_timeout = '400ms';

-- name: members
-- The registrations of these groups: a registration that was never linked is a group by itself.
select subject, group_id from projection.group_member
 where group_id in (select group_id from projection.group_member where subject = any(%(subjects)s::uuid[]))
    or group_id = any(%(subjects)s::uuid[]);

-- name: join_group
-- These registrations are one group from now on.
insert into projection.group_member (subject, group_id)
select subject, %(group_id)s from unnest(%(subjects)s::uuid[]) as one(subject)
    on conflict (subject) do update set group_id = excluded.group_id;

-- name: all_members
-- All registrations that are in a group.
select subject, group_id from projection.group_member;

-- name: forget_members
-- Registrations that no link puts in a group.
delete from projection.group_member where subject = any(%s::uuid[]);

-- name: histories
-- The histories of these subjects, by group, ordered by position, without the kinds of fact that no view here reads. What
-- this version does not know is among them, since it may be about anything.
select uuid_send(coalesce(member.group_id, event.subject)), event.position, event.payload, event.type
  from ledger.event left join projection.group_member as member on member.subject = event.subject
 where event.subject = any(%(subjects)s::uuid[])
   and event.type <> all(%(others)s::smallint[])
   and event.position <= %(until)s
 order by coalesce(member.group_id, event.subject), event.position;

-- name: all_histories
-- The same for every subject whose group has an id in a range. A part of a rebuild reads the whole table and sorts its own
-- events: by the index on subjects it would cost twice as much, since the events of one subject lie far apart. A kind that
-- says nothing by itself, such as attendance, is read only of groups with a fact of a kind that makes it speak.
with speaking as materialized (
    select distinct pair.leaning, coalesce(member.group_id, event.subject) as group_id
      from ledger.event
           join unnest(%(leaning)s::smallint[], %(openers)s::smallint[]) as pair(leaning, opener) on event.type = pair.opener
           left join projection.group_member as member on member.subject = event.subject
)
select uuid_send(coalesce(member.group_id, event.subject)), event.position, event.payload, event.type
  from ledger.event left join projection.group_member as member on member.subject = event.subject
       left join speaking on speaking.leaning = event.type and speaking.group_id = coalesce(member.group_id, event.subject)
 where event.type <> all(%(others)s::smallint[])
   and (event.type <> all(%(leaning)s::smallint[]) or speaking.leaning is not null)
   and event.position <= %(until)s
   and coalesce(member.group_id, event.subject) between %(first)s and %(last)s
 order by coalesce(member.group_id, event.subject), event.position;

-- name: histories_in
-- The same for all subjects, by groups that are given instead of those that are stored.
select uuid_send(coalesce(member.group_id, event.subject)), event.position, event.payload, event.type
  from ledger.event
       left join unnest(%(members)s::uuid[], %(groups)s::uuid[]) as member(subject, group_id) on member.subject = event.subject
 where event.type <> all(%(others)s::smallint[])
   and event.position <= %(until)s
 order by coalesce(member.group_id, event.subject), event.position;

-- name: shared_histories
-- The whole streams in which facts of these kinds stand, ordered by position. The kinds are written into the text, so
-- that the partial index on shared facts serves.
select event.subject, event.position, event.payload from ledger.event
 where event.subject in (select shared.subject from ledger.event as shared where shared.type in ({types}))
   and event.position <= %(until)s
 order by event.position;

-- name: read_snapshot
-- All that this transaction reads is as it was at its beginning.
set transaction isolation level repeatable read, read only;

-- name: write_snapshot
-- The same for a transaction that writes; which moment it is, is said next.
set transaction isolation level repeatable read;

-- name: export_moment
-- A name by which other transactions can look at the moment that this one sees.
select pg_export_snapshot() as moment;

-- name: keep_generations
-- No generation is dropped before this transaction ends: the lock is on all partitions. Before the first look.
lock table projection.row in access share mode;

-- name: delete_rows
-- The rows of these groups, before they are written again.
delete from projection.row where generation = %s and group_id = any(%s::uuid[]);

-- name: park
-- A group whose history cannot be read.
insert into projection.parked (view, group_id, position, reason) values (%s, %s, %s, %s)
    on conflict (view, group_id) do update set position = excluded.position, reason = excluded.reason;

-- name: unpark
-- Groups that could be read after all.
delete from projection.parked where view = %s and group_id = any(%s::uuid[]);

-- name: unpark_all
-- Before a view is built anew.
delete from projection.parked where view = %s;

-- name: parked
-- All parked groups.
select view, group_id, position, reason from projection.parked order by view, group_id;

-- name: rows_known_at
-- The rows of a view as known at a position: of these municipalities and of these groups, or of all.
select row.case_id, row.group_id, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
   and (%(groups)s::uuid[] is null or row.group_id = any(%(groups)s))
 order by row.known_from, row.case_id;

-- name: cases_of_groups
-- The ids of the cases of these groups, as known at a position.
select row.case_id from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and row.group_id = any(%(groups)s::uuid[]);

-- name: rows_by_case
-- The same by case, after one of them: a list that is read page by page.
select row.case_id, row.group_id, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
   and (%(after)s::uuid is null or row.case_id > %(after)s)
 order by row.case_id;

-- name: rows_by_day
-- Rows of a view as known at a position that hold on a day, in the order of the days on which they begin, after one of
-- them: of a municipality or of all. A row that ended may hold all the same where something was said afterwards of what
-- ended it; whoever reads it looks.
select row.case_id, row.registration, row.valid_from, row.municipality, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(code)s::text is null or row.municipality = %(code)s::text)
   and row.valid_from <= %(on)s
   and (%(from_on)s::date is null or (row.valid_from, row.case_id) > (%(from_on)s::date, %(after)s::uuid))
   and (row.valid_until is null or row.valid_until > %(on)s or position('"life":' in row.value) > 0)
 order by row.valid_from, row.case_id limit %(limit)s;

-- name: rows_by_group
-- Rows of a view as known at a position, those of one group together, after one of them: of a municipality or of all.
select row.group_id, row.case_id, row.registration, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(code)s::text is null or row.municipality = %(code)s::text)
   and (%(group)s::uuid is null or (row.group_id, row.case_id) > (%(group)s::uuid, %(case)s::uuid))
 order by row.group_id, row.case_id limit %(limit)s;

-- name: rows_without_day
-- The same of those of which nobody knows the day on which they begin, by case.
select row.case_id, row.registration, row.valid_from, row.municipality, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(code)s::text is null or row.municipality = %(code)s::text)
   and row.valid_from is null
   and (%(after)s::uuid is null or row.case_id > %(after)s::uuid)
   and (row.valid_until is null or row.valid_until > %(on)s or position('"life":' in row.value) > 0)
 order by row.case_id limit %(limit)s;

-- name: page_of_rows
-- So many rows of a view as known at a position, of one municipality or of all, after the row of a number: in the order of
-- their numbers, which is that in which they were written. Only as many values are read as are told.
with page as materialized (
    select row.number from projection.row
     where row.generation = %(generation)s and row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
       and row.number > %(after)s
     order by row.number limit %(count)s
)
select row.number, row.group_id, row.value from page join projection.row on row.number = page.number
 where row.generation = %(generation)s order by row.number;

-- name: rows_in_order
-- The same of all groups, by the first event that each rests on, as its value says; then by case.
select row.group_id, row.value from projection.row
 where row.generation = %(generation)s and row.known_from <= %(known_at)s
   and (row.known_until is null or row.known_until > %(known_at)s)
   and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
 order by (row.value::json #>> '{positions,0}')::bigint nulls first, row.case_id;

-- name: municipalities_known_at
-- Where those rows lie. The index is gone through from one municipality to the next, and of each as far as a row that was
-- known then: not every row is read. As a condition the latter would be made a join with all rows.
with recursive place as (
    (select row.municipality from projection.row
      where row.generation = %(generation)s and row.municipality is not null
        and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
      order by row.municipality limit 1)
    union all
    select (select row.municipality from projection.row
             where row.generation = %(generation)s and row.municipality > place.municipality
               and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
             order by row.municipality limit 1)
      from place where place.municipality is not null
)
select place.municipality from place cross join lateral (
    select from projection.row
     where row.generation = %(generation)s and row.municipality = place.municipality and row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
     order by row.known_from limit 1
) as known_then
union all
select null
 where %(codes)s::text[] is null
   and exists (select from projection.row
                where row.generation = %(generation)s and row.municipality is null and row.known_from <= %(known_at)s
                  and (row.known_until is null or row.known_until > %(known_at)s));

-- name: groups_of_scope
-- Groups in which something was said by a position that opens a case; of municipalities those alone in which something
-- that is read bears the code of one: nothing else puts a case there. Not those that ever had a row: what the books did
-- not yet hold may be all that kept a case from being one. It reads the table twice, which is little beside the replay
-- it is for.
select coalesce(member.group_id, event.subject) as group_id
  from ledger.event left join projection.group_member as member on member.subject = event.subject
 where event.type = any(%(opening)s::smallint[]) and event.position <= %(until)s
intersect
select coalesce(member.group_id, event.subject)
  from ledger.event left join projection.group_member as member on member.subject = event.subject
 where event.type = any(%(types)s::smallint[]) and event.position <= %(until)s
   and (%(codes)s::bytea[] is null
        or exists (select from unnest(%(codes)s::bytea[]) as code where position(code in event.payload) > 0))
 order by group_id;

-- name: changed_after
-- Whether a row of a view, of these municipalities or of all, became known or ceased to be after a position.
select exists (
    select from projection.row
     where row.generation = %(generation)s and (row.known_from > %(position)s or row.known_until > %(position)s)
       and (%(codes)s::text[] is null or row.municipality = any(%(codes)s))
);

-- name: rows_of_groups
-- All rows of these groups, whenever known.
select row.group_id, row.case_id, row.known_from, row.known_until, row.municipality, row.valid_from, row.valid_until, row.value,
       row.alike,
       array_remove(array[row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6], null) as days, row.registration, row.provider
  from projection.row where row.generation = %(generation)s and row.group_id = any(%(groups)s::uuid[])
 order by row.group_id, row.case_id, row.known_from;

-- name: all_rows
-- All rows of a generation, in the order in which a replay gives them.
select row.group_id, row.case_id, row.known_from, row.known_until, row.municipality, row.valid_from, row.valid_until, row.value,
       row.alike,
       array_remove(array[row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6], null) as days, row.registration, row.provider
  from projection.row where row.generation = %(generation)s
 order by row.group_id, row.case_id, row.known_from;

-- name: guard_rows
-- Readers and dashboards see the rows of this table that are theirs, and no others (migrations 7 and 8).
select projection.guard(one.rows), projection.guard_for_reporting(one.rows) from (select %s::regclass as rows) as one;
