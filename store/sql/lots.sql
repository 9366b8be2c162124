-- name: memory_for_lots
-- In this transaction: enough for the lots of a long list, so that none go through a file.
set local work_mem = '64MB';

-- name: kinds_known_at
-- One row of each kind that a view knows at a position, with what makes it so. The partition is named, here and below: it
-- has the index by number.
with kind as (
    select row.alike, min(row.number) as one from projection.{rows} as row
     where row.known_from <= %(known_at)s and (row.known_until is null or row.known_until > %(known_at)s)
     group by row.alike
)
select kind.alike, told.value
  from kind cross join lateral (select row.value from projection.{rows} as row where row.number = kind.one offset 0) as told;

-- name: lots_known_at
-- Of the rows known at a position, of a municipality or of all: one of each lot that is judged alike, and how many it has.
-- The rows are counted from an index that holds all it takes; of each lot one is read.
with lot as (
    select min(row.number) as one, count(*) as cases
      from projection.{rows} as row
     where row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
     group by row.alike, projection.between_limits(row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6, %(limits)s::date[])
)
select lot.cases, told.value
  from lot cross join lateral (select row.value from projection.{rows} as row where row.number = lot.one offset 0) as told;

-- name: lots_apart_known_at
-- The same where a rule asks how far two days lie apart. A row with two days about so far apart is a lot by itself.
with lot as (
    select min(row.number) as one, count(*) as cases
      from (
        select row.alike, row.number, row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6,
               projection.apart(row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6, %(gaps)s::integer[]) as apart
          from projection.{rows} as row
         where row.known_from <= %(known_at)s
           and (row.known_until is null or row.known_until > %(known_at)s)
           and (%(municipality)s::text is null or row.municipality = %(municipality)s)
       ) as row
     group by row.alike, projection.between_limits(row.day_1, row.day_2, row.day_3, row.day_4, row.day_5, row.day_6, %(limits)s::date[]),
              row.apart, case when projection.stands_alone(row.apart) then row.number else 0 end
)
select lot.cases, told.value
  from lot cross join lateral (select row.value from projection.{rows} as row where row.number = lot.one offset 0) as told;

-- name: marked_known_at
-- Of those rows, about registrations that something is said of: one of each kind, how many there are, and the code of what
-- is said. It is said by rows of another view, or was read between two registrations and is given.
with coded as (
    select other.registration, told.code
      from projection.{others} as other
           join unnest(%(alike)s::uuid[], %(codes)s::text[]) as told(alike, code) on told.alike = other.alike
     where other.known_from <= %(known_at)s
       and (other.known_until is null or other.known_until > %(known_at)s)
     union
    select told.registration, told.code
      from unnest(%(registrations)s::uuid[], %(said_of_them)s::text[]) as told(registration, code)
), kind as (
    select min(row.number) as one, count(*) as cases, coded.code
      from projection.{rows} as row join coded on coded.registration = row.registration
     where row.known_from <= %(known_at)s
       and (row.known_until is null or row.known_until > %(known_at)s)
       and (%(municipality)s::text is null or row.municipality = %(municipality)s)
     group by row.alike, coded.code
)
select kind.cases, told.value, kind.code
  from kind cross join lateral (select row.value from projection.{rows} as row where row.number = kind.one offset 0) as told;
