-- Migration 10: whose a row is, stands where rows are counted, so that a reader's are counted without reading what they say.

-- The policies of migration 7 ask it of every row. The index that is made for a new generation holds it
-- (`store/rows.py`); the generations that are there get the same one.
do $$
declare
    partition regclass;
    before    regclass;
begin
    for partition in select inhrelid from pg_inherits where inhparent = 'projection.row'::regclass loop
        for before in
            select indexrelid from pg_index
             where indrelid = partition and pg_get_indexdef(indexrelid) like '%(municipality, known_from) INCLUDE (known_until, alike, %'
        loop
            execute format('drop index %s', before);
        end loop;
        execute format('create index on %s (municipality, known_from) include (known_until, alike, number, '
                       'registration, provider, day_1, day_2, day_3, day_4, day_5, day_6)', partition);
    end loop;
end $$;
