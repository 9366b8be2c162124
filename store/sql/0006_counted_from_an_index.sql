-- Migration 6: what makes rows alike, and their days, stand where they are counted without reading what the rows say.

-- The rows that are there do not have it yet. They are built again from the events at the next question.
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid from pg_inherits where inhparent = 'projection.row'::regclass loop
        execute format('drop table %s', partition);
    end loop;
end $$;
delete from projection.generation;

-- A row has a number of its own, so that the least of a lot is one of it, and is found by it. Each writer takes many numbers
-- at a time; that some are never used does no harm.
create sequence projection.row_number cache 1000;

-- An array of days cannot be looked into without being copied first: each day is a column.
alter table projection.row
    drop column days,
    add column number bigint not null default nextval('projection.row_number'),
    add column day_1 date, add column day_2 date, add column day_3 date,
    add column day_4 date, add column day_5 date, add column day_6 date;

drop function projection.between_limits(date[], date[]);
drop function projection.stands_alone(date[], integer[]);
drop function projection.apart(date[], integer[]);

-- Between which of these limits each of six days lies: six bits for each day.
create function projection.between_limits(
    day_1 date, day_2 date, day_3 date, day_4 date, day_5 date, day_6 date, limits date[]
) returns bigint language sql immutable parallel safe as $$
select coalesce(width_bucket(day_1, limits), 0)::bigint
     + coalesce(width_bucket(day_2, limits), 0)::bigint * 64
     + coalesce(width_bucket(day_3, limits), 0)::bigint * 4096
     + coalesce(width_bucket(day_4, limits), 0)::bigint * 262144
     + coalesce(width_bucket(day_5, limits), 0)::bigint * 16777216
     + coalesce(width_bucket(day_6, limits), 0)::bigint * 1073741824
$$;

-- How far six days lie apart, by pairs: between which of these numbers of days, four bits for each pair.
create function projection.apart(
    day_1 date, day_2 date, day_3 date, day_4 date, day_5 date, day_6 date, gaps integer[]
) returns bigint language sql immutable parallel safe as $$
select case when day_2 is null then 0::bigint else
       width_bucket(day_2 - day_1, gaps)::bigint
     + case when day_3 is null then 0::bigint else
       width_bucket(day_3 - day_1, gaps)::bigint * 16
     + width_bucket(day_3 - day_2, gaps)::bigint * 256
     + case when day_4 is null then 0::bigint else
       width_bucket(day_4 - day_1, gaps)::bigint * 4096
     + width_bucket(day_4 - day_2, gaps)::bigint * 65536
     + width_bucket(day_4 - day_3, gaps)::bigint * 1048576
     + case when day_5 is null then 0::bigint else
       width_bucket(day_5 - day_1, gaps)::bigint * 16777216
     + width_bucket(day_5 - day_2, gaps)::bigint * 268435456
     + width_bucket(day_5 - day_3, gaps)::bigint * 4294967296
     + width_bucket(day_5 - day_4, gaps)::bigint * 68719476736
     + case when day_6 is null then 0::bigint else
       width_bucket(day_6 - day_1, gaps)::bigint * 1099511627776
     + width_bucket(day_6 - day_2, gaps)::bigint * 17592186044416
     + width_bucket(day_6 - day_3, gaps)::bigint * 281474976710656
     + width_bucket(day_6 - day_4, gaps)::bigint * 4503599627370496
     + width_bucket(day_6 - day_5, gaps)::bigint * 72057594037927936
       end end end end end
$$;

-- Whether two days lie about so far apart as one of the lengths of time: then four bits of `apart` hold an odd number.
create function projection.stands_alone(apart bigint) returns boolean language sql immutable parallel safe as $$
select apart & 76861433640456465 <> 0
$$;
