-- name: server_settings
-- What the server must have on for an acknowledged event to survive a crash.
select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_version_num');

-- name: connections_max
-- How many connections the server gives to all of its ordinary clients together.
select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer;

-- name: about
-- Which ledger this is, and the check value of its key ring.
select ledger, key_check from ledger.about;

-- name: found_ledger
-- Gives a new database its ledger id, once.
insert into ledger.about (ledger, key_check) values (%s, %s) on conflict do nothing;

-- name: append
-- The one way in: see 0002_append.sql.
select outcome, first_position, events from ledger.append(
    %s,
    %b::bytea[], %b::bytea[], %b::int[],
    %b::uuid[], %b::int[], %b::uuid[], %b::int[], %b::int[],
    %b::bytea, %b::int[], %b::int[], %b::bytea,
    %b::int[], %b::bytea[], %b::bytea[], %s::uuid[], %b::int[], %b::bytea[],
    %b::int[], %s::text[], %b::bytea[],
    %b::int[], %s::text[], %b::bytea[], %b::bytea[], %b::bytea[],
    %b::int[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[],
    %b::int[], %b::bytea[]);

-- name: head
-- The last position, its greatest recorded_at and the right edge of the tree.
select position, recorded_at_us_max, edge from ledger.head;

-- name: now
-- The head of the ledger, when its last event was recorded, and what time it is.
select head.position, head.edge, event.recorded_at_us, clock_timestamp()
  from ledger.head left join ledger.event on event.position = head.position;

-- name: stream
-- The events of one subject, by version.
select position, payload from ledger.event where subject = %s and version > %s and version <= %s order by version limit %s;

-- name: stream_backwards
-- The same, newest first.
select position, payload from ledger.event where subject = %s and version > %s and version <= %s order by version desc limit %s;

-- name: versions
-- The last version of each of these streams; a stream that is not there is left out.
select subject, max(version) as version from ledger.event where subject = any(%s::uuid[]) group by subject;

-- name: events_after
-- The next events in order of position; the reader checks that none is missing.
select position, payload from ledger.event where position > %s and position <= %s order by position limit %s;

-- name: seen_among
-- Those of these streams of which the reader sees anything: looked for one by one, each no further than its first event
-- that is seen.
select asked.subject from unnest(%s::uuid[]) as asked (subject)
 cross join lateral (select 1 from ledger.event where event.subject = asked.subject limit 1) as there;

-- name: events_at
-- The events at these positions.
select position, payload, leaf from ledger.event where position = any(%s::bigint[]) order by position;

-- name: named_at
-- Whom the events at these positions are about; of a decision on two registrations, the other one as well.
select position, subject, case when type = any(%(on_two)s::smallint[]) then ledger.other_side(payload) end
  from ledger.event where position = any(%(positions)s::bigint[]);

-- name: events_found
-- The next events in a range of positions, of these kinds and this subject or of all, whose bytes hold all these texts.
select position, payload, leaf from ledger.event
 where position > %(after)s and position <= %(until)s
   and (%(types)s::smallint[] is null or type = any(%(types)s::smallint[]))
   and (%(subject)s::uuid is null or subject = %(subject)s::uuid)
   and not exists (select from unnest(%(texts)s::bytea[]) as text where position(text in payload) = 0)
 order by position limit %(limit)s;

-- name: events_by_type
-- How many events of each type there are in a range of positions.
select type, count(*) from ledger.event where position > %s and position <= %s group by type;

-- name: event_by_id
-- One event by its id.
select position, payload from ledger.event where event_id = %s;

-- name: touched_after
-- Type and subject of the events in a range of positions: which groups must be looked at again.
select position, type, subject from ledger.event where position > %s and position <= %s order by position;

-- name: kinds_between
-- Which kinds of fact stand in a range of positions.
select distinct type from ledger.event where position > %s and position <= %s;

-- name: first_kinds
-- With which kinds of fact these streams begin.
select distinct type from ledger.event where subject = any(%s::uuid[]) and version = 1;

-- name: subjects
-- All subjects that have an event of one of these types, in order.
select distinct subject from ledger.event where type = any(%s::smallint[]) order by subject;

-- name: leaves_after
-- Leaf hashes in a range of positions, in order.
select leaf from ledger.event where position > %s and position <= %s order by position;

-- name: checkpoint_before
-- The latest stored edge at or before a position.
select position, edge from ledger.checkpoint where position <= %s order by position desc limit 1;

-- name: recorded_at
-- When the event at this position was recorded.
select recorded_at_us from ledger.event where position = %s;

-- name: first_recorded_after
-- The first position recorded later than a moment: found between two checkpoints, since their maxima only grow.
with later as (
    select min(position) as position from ledger.checkpoint where recorded_at_us_max > %(moment_us)s
), earlier as (
    select coalesce(max(position), 0) as position from ledger.checkpoint where recorded_at_us_max <= %(moment_us)s
)
select min(event.position) as position from ledger.event, earlier
 where event.position > earlier.position
   and event.position <= coalesce((select position from later), 9223372036854775807)
   and event.recorded_at_us > %(moment_us)s;

-- name: keys_of
-- The wrapped keys of these subjects.
select subject, key_class, wrapped from vault.key where subject = any(%s::uuid[]);

-- name: sealed_of
-- The sealed parts of these events.
select event_id, key_class, subject, nonce, ciphertext from vault.sealed where event_id = any(%s::uuid[]);

-- name: records_by_lookup
-- Source records by party, system and id.
select lookup, commitment, subject from vault.record where lookup = any(%s::bytea[]);

-- name: records_by_bare
-- Source records with this id in any source.
select commitment, subject, salt, nonce, ciphertext from vault.record where bare = %s order by commitment;

-- name: records_by_commitment
-- The sealed ids of these source records.
select commitment, subject, salt, nonce, ciphertext from vault.record where commitment = any(%s::bytea[]);

-- name: subjects_by_pseudonym
-- The registrations that carry an identifier with this pseudonym.
select subject from vault.pseudonym where pseudonym = %s order by subject;

-- name: sharing_since
-- The registrations that share a number with one of which a fact of these kinds stands in a range of positions; that one too.
select subject from vault.pseudonym
 where pseudonym in (
    select shared.pseudonym from vault.pseudonym as shared
     where shared.pseudonym in (
        select own.pseudonym from vault.pseudonym as own
         where own.subject in (select event.subject from ledger.event
                                where event.position > %(after)s and event.position <= %(until)s
                                  and event.type = any(%(types)s::smallint[])))
     group by shared.pseudonym having count(*) > 1)
 group by subject;

-- name: related
-- Everybody who carries a number that one of these registrations carries, and everybody with a decision about one of them.
select pseudonym, array_agg(subject order by subject) from vault.pseudonym
 where pseudonym in (select own.pseudonym from vault.pseudonym as own where own.subject = any(%(subjects)s::uuid[])
                     union all select uuid_send(one) from unnest(%(subjects)s::uuid[]) as one)
 group by pseudonym;

-- name: linked_until
-- The position up to which links between registrations were decided.
select position from projection.linking;

-- name: move_linked
-- Links were decided up to this position.
insert into projection.linking (position) values (%s)
    on conflict (only_one) do update set position = greatest(linking.position, excluded.position);

-- name: streams_of_kinds
-- The facts of these kinds in these streams, in order of position.
select subject, position, payload from ledger.event
 where subject = any(%s::uuid[]) and type = any(%s::smallint[]) order by position;

-- name: delivered
-- What was last delivered under these natural keys.
select natural_key, content, event_id, subject, type, standing from vault.delivered where natural_key = any(%s::bytea[]);

-- name: deliveries_of
-- The deliveries of a source, read with one profile for one municipality, that were taken whole; in order of arrival.
select received.subject, (received.document ->> 'delivered_on')::date
  from (select position, subject, convert_from(payload, 'UTF8')::jsonb as document from ledger.event
         where type = 1301 offset 0) as received
 where received.document -> 'source' ->> 'party' = %(party)s and received.document -> 'source' ->> 'system' = %(system)s
   and received.document -> 'body' ->> 'profile' = %(profile)s
   and received.document ->> 'municipality' is not distinct from %(municipality)s::text
   and exists (select from ledger.event as completed where completed.subject = received.subject and completed.type = 1302)
 order by received.position;

-- name: mark_delivered
-- These source records were in this delivery.
update vault.record set last_delivery = %s, missing = false where lookup = any(%s::bytea[]) and (last_delivery is distinct from %s or missing);

-- name: missing_records
-- Records of a source that were not in this delivery and were not missed before.
select commitment, subject from vault.record where source = %s and last_delivery is distinct from %s and not missing order by commitment limit %s;

-- name: mark_missing
-- These records are now known to be missing.
update vault.record set missing = true where commitment = any(%s::bytea[]);

-- name: decisions_after
-- What was decided on pairs of registrations in a range of positions.
select position, payload from ledger.event
 where type = any(%s::smallint[]) and position > %s and position <= %s order by position;

-- name: sealed_hashes
-- What the stored sealed parts of these events commit to.
select event_id, key_class, sha256(salt || nonce || ciphertext), subject from vault.sealed where event_id = any(%s::uuid[]);

-- name: broken_streams
-- Streams whose versions have a hole.
select subject from ledger.event group by subject having max(version) <> count(*) order by subject limit 100;

-- name: corrections_of
-- The corrections and retractions in these streams, in order of position.
select position, payload from ledger.event
 where subject = any(%s::uuid[]) and type = any(%s::smallint[]) and position <= %s order by position;

-- name: events_and_columns
-- Events with everything that must follow from their bytes.
select position, payload, leaf, event_id, type, subject, version, recorded_at_us from ledger.event
 where position > %s and position <= %s order by position limit %s;

-- name: checkpoints
-- The edges stored in a range of positions, each with the greatest recorded_at until there.
select position, recorded_at_us_max, edge from ledger.checkpoint where position > %s and position <= %s order by position;

-- name: receipt_of
-- The receipt of a command, if it was recorded: what was asked, and where it stands.
select request, first_position, events from ledger.receipt where command_key = %s;

-- name: events_of_receipts
-- How many events each of these commands had when it was recorded.
select command_key, events from ledger.receipt where command_key = any(%s::bytea[]);

-- name: places_of
-- In which stream and at which position these events stand.
select event_id, subject, position from ledger.event where event_id = any(%s::uuid[]);

-- name: receipts
-- What every receipt speaks of, in order of position.
select first_position, events from ledger.receipt where events > 0 order by first_position;

-- name: ledger_triggers
-- The triggers on the tables of the ledger, and whether they are switched on.
select class.relname, trigger.tgname, trigger.tgenabled::text
  from pg_trigger as trigger join pg_class as class on class.oid = trigger.tgrelid
 where class.relnamespace = 'ledger'::regnamespace and not trigger.tgisinternal;

-- name: ledger_functions
-- The functions of the ledger, with what they do.
select proname, prosrc from pg_proc where pronamespace = 'ledger'::regnamespace order by proname;

-- name: checkpoints_missing
-- The append that reaches a multiple of 1,024 stores the edge behind its last event, and stamps its events alike.
select boundary.position from ledger.event as boundary
 where boundary.position = any(array(select generate_series(1024, %s::bigint, 1024)))
   and not exists (
    select from (select position from ledger.checkpoint where checkpoint.position >= boundary.position
                  order by position limit 1) as next
      join ledger.event as last on last.position = next.position
     where last.recorded_at_us = boundary.recorded_at_us)
 order by boundary.position limit 100;

-- name: natural_keys_astray
-- The natural keys whose event is not there, or stands in the stream of another subject.
select encode(kept.natural_key, 'hex') from ledger.natural_key as kept
  left join ledger.event on event.event_id = kept.event_id
 where event.subject is distinct from kept.subject order by 1 limit 100;

-- name: all_keys
-- Every wrapped key.
select subject, key_class, wrapped from vault.key order by subject, key_class;

-- name: all_records
-- Every source record in the vault, with the wrapped key that its id is sealed under.
select record.commitment, record.lookup, record.bare, record.source, record.subject, record.salt, record.nonce, record.ciphertext, key.wrapped
  from vault.record as record left join vault.key as key on key.subject = record.subject and key.key_class = 'general'
 order by record.commitment;

-- name: first_of_streams
-- The first event of every stream that begins with one of these kinds, in order of position.
select position, payload from ledger.event
 where version = 1 and type = any(%(types)s::smallint[]) and position <= %(until)s order by position;

-- name: without_pseudonym
-- Those of these registrations that carry no personal number to be found by. What has the length of an id is none: it
-- leads from a registration to a decision about it.
select subject from unnest(%s::uuid[]) as one(subject)
 where not exists (select from vault.pseudonym
                    where pseudonym.subject = one.subject and octet_length(pseudonym.pseudonym) <> 16)
 order by subject;

-- name: is_secret
-- Whether a registration is under secrecy, itself or with one it was ever decided on together.
select %s in (select projection.secret());

-- name: set_for_transaction
-- Settings that end with the transaction; a setting of the session would stay on the pooled connection.
select set_config(one.name, one.value, true) from unnest(%s::text[], %s::text[]) as one(name, value);
