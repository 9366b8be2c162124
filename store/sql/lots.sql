-- name: memory_for_lots
-- In this transaction: enough for the lots of a long list, so that none go through a file.
set local work_mem = '64MB';

-- name: kinds_known_at
-- One row of each kind that a view knows at a position, with what makes it so. The partition is named, here and below,
-- since the place of a row is its own in its partition.
with kind as (
    select row.alike, min(row.ctid) as one from projection.{rows} as row
     where row.known_from <= %(known_at)s and (row.known_until is null or row.known_until > %(known_at)s)
     group by row.alike
)
select kind.alike, told.value
  from kind cross join lateral (select row.value from projection.{rows} as row where row.ctid = kind.one offset 0) as told;

-- name: lots_known_at
-- Of the rows known at a position, of a municipality or of all: one of each lot that is judged alike, and how many it has.
with lot as (
    select min(row.ctid) as one, count(*) as cases
      from projection.{rows} as row
     where row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
     group by row.alike, projection.between_limits(row.days, %(limits)s::date[])
)
select lot.cases, told.value
  from lot cross join lateral (select row.value from projection.{rows} as row where row.ctid = lot.one offset 0) as told;

-- name: lots_apart_known_at
-- The same where a rule asks how far two days lie apart. A row with two days about so far apart is a lot by itself. The key
-- is one text: of several keys PostgreSQL expects a lot for each row, and counts on one core.
with lot as (
    select min(row.ctid) as one, count(*) as cases
      from projection.{rows} as row
     where row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
     group by row.alike, projection.between_limits(row.days, %(limits)s::date[])::text
                        || case when projection.stands_alone(row.days, %(gaps)s::integer[]) then row.ctid::text
                                else ' ' || projection.apart(row.days, %(gaps)s::integer[])::text end
)
select lot.cases, told.value
  from lot cross join lateral (select row.value from projection.{rows} as row where row.ctid = lot.one offset 0) as told;

-- name: marked_known_at
-- Of those rows, of groups that another view says something of: one of each kind, how many there are, and the code of what
-- is said. Left out are the groups that must be looked at: which registration the other row is about is not said here.
with coded as (
    select distinct other.group_id, told.code
      from projection.{others} as other
           join unnest(%(alike)s::uuid[], %(codes)s::text[]) as told(alike, code) on told.alike = other.alike
     where other.known_from <= %(known_at)s
       and (other.known_until is null or other.known_until > %(known_at)s)
       and not exists (select from projection.group_member as member where member.group_id = other.group_id)
       and not exists (select from projection.{between} as told where told.group_id = other.group_id)
), kind as (
    select min(row.ctid) as one, count(*) as cases, coded.code
      from projection.{rows} as row join coded on coded.group_id = row.group_id
     where row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
     group by row.alike, coded.code
)
select kind.cases, told.value, kind.code
  from kind cross join lateral (select row.value from projection.{rows} as row where row.ctid = kind.one offset 0) as told;

-- name: groups_to_look_at
-- The groups with something said between registrations, and those of more than one registration with something said of one.
select between.group_id from projection.{between} as between
 union
select other.group_id from projection.{others} as other
       join projection.group_member as member on member.group_id = other.group_id;
