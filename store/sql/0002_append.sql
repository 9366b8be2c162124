-- Migration 2: the append function. Everything that is written into the ledger goes through it.

-- Inserts the events with these ordinals, and what belongs to them, from position `base` + 1 on. Raises unique_violation.
create function ledger.insert_events(
    first_event integer, last_event integer, base bigint, recorded_at_us bigint,
    event_ids uuid[], types smallint[], subjects uuid[], versions integer[], payloads bytea[], leaves bytea,
    natural_events integer[], natural_keys bytea[], natural_contents bytea[], natural_targets uuid[], natural_types smallint[],
    key_events integer[], key_classes text[], key_wrapped bytea[],
    sealed_events integer[], sealed_classes text[], sealed_salts bytea[], sealed_nonces bytea[], sealed_ciphertexts bytea[],
    record_events integer[], record_commitments bytea[], record_lookups bytea[], record_bares bytea[], record_sources bytea[],
    record_salts bytea[], record_nonces bytea[], record_ciphertexts bytea[],
    pseudonym_events integer[], pseudonyms bytea[]
) returns void language plpgsql as $$
begin
    if first_event = 1 and last_event = cardinality(event_ids) then
        insert into ledger.event (position, event_id, type, subject, version, recorded_at_us, payload, leaf)
        select base + one.at, one.event_id, one.type, one.subject, one.version, recorded_at_us, one.payload,
               substring(leaves from one.at::integer * 32 - 31 for 32)
          from unnest(event_ids, types, subjects, versions, payloads)
               with ordinality as one(event_id, type, subject, version, payload, at);
    else
        insert into ledger.event (position, event_id, type, subject, version, recorded_at_us, payload, leaf)
        select base + one.at - first_event + 1, one.event_id, one.type, one.subject, one.version, recorded_at_us, one.payload,
               substring(leaves from one.at::integer * 32 - 31 for 32)
          from unnest(event_ids, types, subjects, versions, payloads)
               with ordinality as one(event_id, type, subject, version, payload, at)
         where one.at between first_event and last_event;
        -- A neighbour before it in the same stream may have been refused: then this one is stale too.
        if exists (select from unnest(subjects[first_event:last_event], versions[first_event:last_event]) as one(subject, version)
                    where one.version > 1
                      and not exists (select from ledger.event
                                       where event.subject = one.subject and event.version = one.version - 1)) then
            raise exception 'a version is missing before this one' using errcode = 'unique_violation', constraint = 'version_once';
        end if;
    end if;
    if cardinality(natural_events) > 0 then
        -- An event that names another as its target corrects a fact delivered before: its key stands already.
        insert into ledger.natural_key (natural_key, event_id, subject)
        select one.natural_key, event_ids[one.event], subjects[one.event]
          from unnest(natural_events, natural_keys, natural_targets) as one(event, natural_key, target)
         where one.event between first_event and last_event and one.target is null;
        insert into vault.delivered (natural_key, content, event_id, subject, type, standing)
        select one.natural_key, coalesce(one.content, ''), coalesce(one.target, event_ids[one.event]), subjects[one.event], one.type, one.content is not null
          from unnest(natural_events, natural_keys, natural_contents, natural_targets, natural_types)
               as one(event, natural_key, content, target, type)
         where one.event between first_event and last_event
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
-- first receipt), or refused (key_reused, stale, natural_key_taken, key_taken) without touching its neighbours. Locks the head, so that
-- commit order is position order; stores events, leaves, edge, receipts, natural keys and vault rows in one transaction.
create function ledger.append(
    recorded_at_us bigint,
    command_keys bytea[], command_requests bytea[], command_events integer[],
    event_ids uuid[], types smallint[], subjects uuid[], versions integer[], payloads bytea[], leaves bytea,
    natural_events integer[], natural_keys bytea[], natural_contents bytea[], natural_targets uuid[], natural_types smallint[],
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
    last_event      integer := 0;
    first_event     integer;
    known           ledger.receipt%rowtype;
    broken          text;
    kept            bytea := '';
    outcomes        text[] := '{}';
    first_positions bigint[] := '{}';
begin
    select * into strict latest from ledger.head for update;
    now_us := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
    if abs(recorded_at_us - now_us) > 5000000 or recorded_at_us < latest.recorded_at_us_max - 5000000 then
        raise exception 'recorded_at differs more than 5 s from the clock of the database or lies before the last event'
            using errcode = 'KB001';
    end if;
    base := latest.position;
    begin
        if commands = 1 then
            insert into ledger.receipt values (command_keys[1], command_requests[1], base + 1, command_events[1]);
        else
            insert into ledger.receipt (command_key, request, first_position, events)
            select one.command_key, one.request, base + 1 + coalesce(sum(one.events) over (order by one.at rows between unbounded preceding and 1 preceding), 0), one.events
              from unnest(command_keys, command_requests, command_events) with ordinality as one(command_key, request, events, at);
        end if;
        perform ledger.insert_events(1, cardinality(event_ids), base, recorded_at_us,
            event_ids, types, subjects, versions, payloads, leaves,
            natural_events, natural_keys, natural_contents, natural_targets, natural_types,
            key_events, key_classes, key_wrapped,
            sealed_events, sealed_classes, sealed_salts, sealed_nonces, sealed_ciphertexts,
            record_events, record_commitments, record_lookups, record_bares, record_sources, record_salts, record_nonces, record_ciphertexts,
            pseudonym_events, pseudonyms);
        kept := leaves;
        for at in 1..commands loop
            outcomes[at] := 'recorded';
            first_positions[at] := base + 1;
            base := base + command_events[at];
        end loop;
    exception when unique_violation then
        base := latest.position;
        for at in 1..commands loop
            first_event := last_event + 1;
            last_event := last_event + command_events[at];
            select * into known from ledger.receipt where receipt.command_key = command_keys[at];
            if found then
                outcomes[at] := case when known.request = command_requests[at] then 'replayed' else 'key_reused' end;
                first_positions[at] := known.first_position;
                continue;
            end if;
            begin
                insert into ledger.receipt values (command_keys[at], command_requests[at], base + 1, command_events[at]);
                perform ledger.insert_events(first_event, last_event, base, recorded_at_us,
                    event_ids, types, subjects, versions, payloads, leaves,
                    natural_events, natural_keys, natural_contents, natural_targets, natural_types,
                    key_events, key_classes, key_wrapped,
                    sealed_events, sealed_classes, sealed_salts, sealed_nonces, sealed_ciphertexts,
                    record_events, record_commitments, record_lookups, record_bares, record_sources, record_salts, record_nonces, record_ciphertexts,
                    pseudonym_events, pseudonyms);
                kept := kept || substring(leaves from first_event * 32 - 31 for (last_event - first_event + 1) * 32);
                outcomes[at] := 'recorded';
                first_positions[at] := base + 1;
                base := base + command_events[at];
            exception when unique_violation then
                get stacked diagnostics broken = constraint_name;
                outcomes[at] := case broken when 'version_once' then 'stale' when 'natural_key_once' then 'natural_key_taken'
                    when 'key_pkey' then 'stale' when 'record_once' then 'stale' else broken end;
                first_positions[at] := 0;
            end;
        end loop;
    end;
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
