-- Migration 2: the append function. Everything that is written into the ledger goes through it.

-- Inserts the events with these ordinals, and what belongs to them, from position `base` + 1 on. Payloads stand one after
-- the other in one value, which costs less than an array of them; `payload_starts` counts from 1. Raises unique_violation.
create function ledger.insert_events(
    first_event integer, last_event integer, base bigint, recorded_at_us bigint,
    event_ids uuid[], types integer[], subjects uuid[], versions integer[], resumed_events integer[],
    payloads bytea, payload_starts integer[], payload_lengths integer[], leaves bytea,
    natural_events integer[], natural_keys bytea[], natural_contents bytea[], natural_targets uuid[], natural_types integer[], natural_onces bytea[],
    key_events integer[], key_classes text[], key_wrapped bytea[],
    sealed_events integer[], sealed_classes text[], sealed_salts bytea[], sealed_nonces bytea[], sealed_ciphertexts bytea[],
    record_events integer[], record_commitments bytea[], record_lookups bytea[], record_bares bytea[], record_sources bytea[],
    record_salts bytea[], record_nonces bytea[], record_ciphertexts bytea[],
    pseudonym_events integer[], pseudonyms bytea[]
) returns void language plpgsql as $$
begin
    insert into ledger.event (position, event_id, type, subject, version, recorded_at_us, payload, leaf)
    select base + at - first_event + 1, event_ids[at], types[at], subjects[at], versions[at], recorded_at_us,
           substring(payloads from payload_starts[at] for payload_lengths[at]),
           substring(leaves from at * 32 - 31 for 32)
      from generate_series(first_event, last_event) as at;
    -- Versions are dense. An event that does not follow its neighbour in the same command says so: its stream must be there.
    if exists (select from unnest(resumed_events) as at
                where at between first_event and last_event
                  and not exists (select from ledger.event
                                   where event.subject = subjects[at] and event.version = versions[at] - 1)) then
        raise exception 'a version is missing before this one' using errcode = 'unique_violation', constraint = 'version_once';
    end if;
    if cardinality(natural_events) > 0 then
        -- An event that names another as its target corrects a fact delivered before: its key stands already.
        insert into ledger.natural_key (natural_key, event_id, subject)
        select one.natural_key, event_ids[one.event], subjects[one.event]
          from unnest(natural_events, natural_keys, natural_targets) as one(event, natural_key, target)
         where one.event between first_event and last_event and one.target is null;
        -- What corrects or empties it may have a key of its own, under which it is said one time only.
        insert into ledger.natural_key (natural_key, event_id, subject)
        select one.once, event_ids[one.event], subjects[one.event]
          from unnest(natural_events, natural_onces) as one(event, once)
         where one.event between first_event and last_event and one.once is not null;
        insert into vault.delivered (natural_key, content, event_id, subject, type, standing)
        select distinct on (one.natural_key)
               one.natural_key, coalesce(one.content, ''), coalesce(one.target, event_ids[one.event]), subjects[one.event], one.type, one.content is not null
          from unnest(natural_events, natural_keys, natural_contents, natural_targets, natural_types)
               as one(event, natural_key, content, target, type)
         where one.event between first_event and last_event
         order by one.natural_key, one.event desc
            on conflict (natural_key) do update
           set content = excluded.content, event_id = excluded.event_id, standing = excluded.standing;
    end if;
    if cardinality(key_events) > 0 then
        insert into vault.key (subject, key_class, wrapped)
        select subjects[one.event], one.key_class, one.wrapped
          from unnest(key_events, key_classes, key_wrapped) as one(event, key_class, wrapped)
         where one.event between first_event and last_event;
    end if;
    if cardinality(sealed_events) > 0 then
        insert into vault.sealed (event_id, key_class, subject, salt, nonce, ciphertext)
        select event_ids[one.event], one.key_class, subjects[one.event], one.salt, one.nonce, one.ciphertext
          from unnest(sealed_events, sealed_classes, sealed_salts, sealed_nonces, sealed_ciphertexts)
               as one(event, key_class, salt, nonce, ciphertext)
         where one.event between first_event and last_event;
    end if;
    if cardinality(record_events) > 0 then
        insert into vault.record (commitment, lookup, bare, source, subject, salt, nonce, ciphertext)
        select one.commitment, one.lookup, one.bare, one.source, subjects[one.event], one.salt, one.nonce, one.ciphertext
          from unnest(record_events, record_commitments, record_lookups, record_bares, record_sources, record_salts, record_nonces, record_ciphertexts)
               as one(event, commitment, lookup, bare, source, salt, nonce, ciphertext)
         where one.event between first_event and last_event;
    end if;
    if cardinality(pseudonym_events) > 0 then
        insert into vault.pseudonym (pseudonym, subject)
        select one.pseudonym, subjects[one.event]
          from unnest(pseudonym_events, pseudonyms) as one(event, pseudonym)
         where one.event between first_event and last_event
            on conflict do nothing;
    end if;
end $$;

-- Appends the events of one or more commands. Each command is recorded whole, or replayed (same key, same request: its
-- first receipt), or refused (key_reused, stale, natural_key_taken) without touching its neighbours. Locks the head, so
-- that commit order is position order; stores events, leaves, edge, receipts, natural keys and vault rows in one
-- transaction. All commands are tried at once; where one is refused, the known keys are taken out and the rest is halved
-- until the refused ones stand alone.
create function ledger.append(
    recorded_at_us bigint,
    command_keys bytea[], command_requests bytea[], command_events integer[],
    event_ids uuid[], types integer[], subjects uuid[], versions integer[], resumed_events integer[],
    payloads bytea, payload_starts integer[], payload_lengths integer[], leaves bytea,
    natural_events integer[], natural_keys bytea[], natural_contents bytea[], natural_targets uuid[], natural_types integer[], natural_onces bytea[],
    key_events integer[], key_classes text[], key_wrapped bytea[],
    sealed_events integer[], sealed_classes text[], sealed_salts bytea[], sealed_nonces bytea[], sealed_ciphertexts bytea[],
    record_events integer[], record_commitments bytea[], record_lookups bytea[], record_bares bytea[], record_sources bytea[],
    record_salts bytea[], record_nonces bytea[], record_ciphertexts bytea[],
    pseudonym_events integer[], pseudonyms bytea[]
) returns table (outcome text, first_position bigint, events integer)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    latest          ledger.head%rowtype;
    now_us          bigint;
    base            bigint;
    commands        integer := cardinality(command_keys);
    ends            integer[];                   -- the ordinal of each command's last event
    waiting         integer[];                   -- ranges of commands still to be tried, as a stack: last one, first one
    first_command   integer;
    last_command    integer;
    next_command    integer;
    first_event     integer;
    last_event      integer;
    left_out        int4multirange := '{}';      -- ordinals of events that were not stored
    broken          text;
    kept            bytea := '';
    outcomes        text[];
    first_positions bigint[];
begin
    select * into strict latest from ledger.head for update;
    now_us := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
    if abs(recorded_at_us - now_us) > 5000000 or recorded_at_us < latest.recorded_at_us_max - 5000000 then
        raise exception 'recorded_at differs more than 5 s from the clock of the database or lies before the last event'
            using errcode = 'KB001';
    end if;
    if commands = 0 or cardinality(command_requests) <> commands or cardinality(command_events) <> commands
       or (select coalesce(min(asked), 0) < 1 or sum(asked) <> cardinality(event_ids) from unnest(command_events) as asked)
       or cardinality(types) <> cardinality(event_ids) or cardinality(subjects) <> cardinality(event_ids)
       or cardinality(versions) <> cardinality(event_ids) or cardinality(payload_starts) <> cardinality(event_ids)
       or cardinality(payload_lengths) <> cardinality(event_ids) or length(leaves) <> 32 * cardinality(event_ids) then
        raise exception 'a command has one event or more, and every column one value for each event' using errcode = 'KB002';
    end if;
    base := latest.position;
    select array_agg(one.last_event order by one.at) into ends
      from (select sum(asked.events) over (order by asked.at)::integer, asked.at
              from unnest(command_events) with ordinality as asked(events, at)) as one(last_event, at);
    outcomes := array_fill(null::text, array[commands]);
    first_positions := array_fill(0::bigint, array[commands]);
    waiting := array[commands, 1];
    while cardinality(waiting) > 0 loop
        first_command := waiting[cardinality(waiting)];
        last_command := waiting[cardinality(waiting) - 1];
        waiting := trim_array(waiting, 2);
        if outcomes[first_command] is not null then
            -- A known key: leave its events out and go on behind it.
            left_out := left_out + int4multirange(int4range(ends[first_command] - command_events[first_command] + 1, ends[first_command] + 1));
            if first_command < last_command then
                waiting := waiting || array[last_command, first_command + 1];
            end if;
            continue;
        end if;
        next_command := first_command + 1;
        while next_command <= last_command and outcomes[next_command] is null loop
            next_command := next_command + 1;
        end loop;
        if next_command <= last_command then
            waiting := waiting || array[last_command, next_command];
            last_command := next_command - 1;
        end if;
        first_event := ends[first_command] - command_events[first_command] + 1;
        last_event := ends[last_command];
        begin
            insert into ledger.receipt (command_key, request, first_position, events)
            select command_keys[at], command_requests[at], base + ends[at] - command_events[at] - first_event + 2, command_events[at]
              from generate_series(first_command, last_command) as at;
            -- The key or source record that these events lean on may have come with a command that was left out.
            if not isempty(left_out) and exists (
                    select from unnest(key_events || record_events) as made(event)
                     where made.event <@ left_out and subjects[made.event] = any (subjects[first_event:last_event])) then
                raise exception 'a neighbour was left out' using errcode = 'unique_violation', constraint = 'version_once';
            end if;
            perform ledger.insert_events(first_event, last_event, base, recorded_at_us,
                event_ids, types, subjects, versions, resumed_events, payloads, payload_starts, payload_lengths, leaves,
                natural_events, natural_keys, natural_contents, natural_targets, natural_types, natural_onces,
                key_events, key_classes, key_wrapped,
                sealed_events, sealed_classes, sealed_salts, sealed_nonces, sealed_ciphertexts,
                record_events, record_commitments, record_lookups, record_bares, record_sources, record_salts, record_nonces, record_ciphertexts,
                pseudonym_events, pseudonyms);
            kept := kept || substring(leaves from first_event * 32 - 31 for (last_event - first_event + 1) * 32);
            for at in first_command..last_command loop
                outcomes[at] := 'recorded';
                first_positions[at] := base + ends[at] - command_events[at] - first_event + 2;
            end loop;
            base := base + last_event - first_event + 1;
        exception when unique_violation then
            get stacked diagnostics broken = constraint_name;
            if first_command = 1 and last_command = commands or first_command = last_command then
                -- Something stands there already: known keys, all at once, or the one command that is left.
                select array_agg(coalesce(case when known.request = asked.request then 'replayed' when known.request is not null then 'key_reused' end, outcomes[asked.at]) order by asked.at),
                       array_agg(coalesce(known.first_position, first_positions[asked.at]) order by asked.at)
                  into outcomes, first_positions
                  from unnest(command_keys, command_requests) with ordinality as asked(command_key, request, at)
                       left join ledger.receipt as known
                         on known.command_key = asked.command_key and outcomes[asked.at] is null
                            and asked.at between first_command and last_command;
            end if;
            if first_command < last_command then
                next_command := (first_command + last_command) / 2;
                waiting := waiting || array[last_command, next_command + 1, next_command, first_command];
            else
                outcomes[first_command] := coalesce(outcomes[first_command],
                    case broken when 'natural_key_once' then 'natural_key_taken' else 'stale' end);
                left_out := left_out + int4multirange(int4range(first_event, last_event + 1));
            end if;
        end;
    end loop;
    if base > latest.position then
        latest.edge := ledger.extend_edge(latest.position, latest.edge, kept);
        update ledger.head set position = base, edge = latest.edge,
               recorded_at_us_max = greatest(latest.recorded_at_us_max, recorded_at_us);
        if base / 1024 > latest.position / 1024 then
            insert into ledger.checkpoint values (base, greatest(latest.recorded_at_us_max, recorded_at_us), latest.edge);
        end if;
    end if;
    return query select one.outcome, one.first_position, one.events
                   from unnest(outcomes, first_positions, command_events) as one(outcome, first_position, events);
end $$;
