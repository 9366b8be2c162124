-- Migration 5: beside each row stands what it takes to judge many cases that are alike by one of them.

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

-- `alike` is equal where two cases differ only in ids and in which day it was, with their days in the same order; `days`
-- are those days, each once, the earliest first.
alter table projection.row add column alike uuid not null, add column days date[] not null;

-- Between which of these limits the first six days lie: six bits for each day.
create function projection.between_limits(days date[], limits date[]) returns bigint
language sql immutable parallel safe as $$
select coalesce(width_bucket(days[1], limits), 0)::bigint
     + coalesce(width_bucket(days[2], limits), 0)::bigint * 64
     + coalesce(width_bucket(days[3], limits), 0)::bigint * 4096
     + coalesce(width_bucket(days[4], limits), 0)::bigint * 262144
     + coalesce(width_bucket(days[5], limits), 0)::bigint * 16777216
     + coalesce(width_bucket(days[6], limits), 0)::bigint * 1073741824
$$;

-- How far the first six days lie apart, by pairs: between which of these numbers of days, four bits for each pair.
create function projection.apart(days date[], gaps integer[]) returns bigint
language sql immutable parallel safe as $$
select case when days[2] is null then 0::bigint else
       width_bucket(days[2] - days[1], gaps)::bigint
     + coalesce(width_bucket(days[3] - days[1], gaps), 0)::bigint * 16
     + coalesce(width_bucket(days[3] - days[2], gaps), 0)::bigint * 256
     + case when days[4] is null then 0::bigint else
       width_bucket(days[4] - days[1], gaps)::bigint * 4096
     + width_bucket(days[4] - days[2], gaps)::bigint * 65536
     + width_bucket(days[4] - days[3], gaps)::bigint * 1048576
     + coalesce(width_bucket(days[5] - days[1], gaps), 0)::bigint * 16777216
     + coalesce(width_bucket(days[5] - days[2], gaps), 0)::bigint * 268435456
     + coalesce(width_bucket(days[5] - days[3], gaps), 0)::bigint * 4294967296
     + coalesce(width_bucket(days[5] - days[4], gaps), 0)::bigint * 68719476736
     + case when days[6] is null then 0::bigint else
       width_bucket(days[6] - days[1], gaps)::bigint * 1099511627776
     + width_bucket(days[6] - days[2], gaps)::bigint * 17592186044416
     + width_bucket(days[6] - days[3], gaps)::bigint * 281474976710656
     + width_bucket(days[6] - days[4], gaps)::bigint * 4503599627370496
     + width_bucket(days[6] - days[5], gaps)::bigint * 72057594037927936
       end end end
$$;

-- Whether two days lie about so far apart as one of the lengths of time: then four bits hold an odd number.
create function projection.stands_alone(days date[], gaps integer[]) returns boolean
language sql immutable parallel safe as $$
select projection.apart(days, gaps) & 76861433640456465 <> 0
$$;
